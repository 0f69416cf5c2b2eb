import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Ran, resultOf, runHere } from "./fake-world.ts";
import { Processes, type Service } from "./processes.ts";

const PASSPHRASE = "correct horse battery staple";
const TRUSTEES = [1, 2, 3, 4, 5] as const;
const ISSUERS = [1, 2, 3] as const;

const PERSONS = `family,given,patronymic,birthDate,document,style
Иванова,Мария,Петровна,1980-02-03,4510123456,north
Петров,Пётр,,1975-12-30,4510123457,north
"Smith, Jr.",Ann,,1990-01-01,X1,south
Сидоров,Иван,Иванович,1950-05-05,4510123459,south
Кузнецова,Ольга,,1999-09-09,4510123460,north
`;

/** A town whose parties are processes of their own, from keys to the open ballot box. */
export class Town {
  readonly folder: string;
  readonly processes: Processes;
  readonly passphrase = PASSPHRASE;
  election = "";
  node!: Service;
  issuers: readonly Service[] = [];
  registrar!: Service;

  constructor(folder: string) {
    this.folder = folder;
    this.processes = new Processes(folder);
    writeFileSync(join(folder, "pass.txt"), `${PASSPHRASE}\n`);
    writeFileSync(join(folder, "persons.csv"), PERSONS);
  }

  path(...names: readonly string[]): string {
    return join(this.folder, ...names);
  }

  now(): number {
    return Date.now() + this.processes.ahead;
  }

  readonly pass = ["--passphrase-file", "pass.txt"] as const;
  readonly cheap = ["--work-factor", "10"] as const;

  /** `--election … --node …` */
  get ledger(): readonly string[] {
    return ["--election", this.election, "--node", this.node.url];
  }

  media(trustee: number): readonly [string, string] {
    return [this.path(`media${trustee}a`), this.path(`media${trustee}b`)];
  }

  trusteeOptions(trustee: number): readonly string[] {
    const [first, second] = this.media(trustee);
    const secrets = ["--home", `trustee${trustee}`, "--media", first, "--media", second];
    return [...secrets, ...this.ledger, ...this.pass, ...this.cheap];
  }

  /** Keys of every party, made in this process: nothing of them is about processes. */
  async makeKeys(): Promise<void> {
    const pass = ["--passphrase-file", this.path("pass.txt"), ...this.cheap];
    const make = async (role: string, home: string): Promise<void> => {
      resultOf(
        await runHere([
          "keys",
          "new",
          "--role",
          role,
          "--name",
          home,
          "--home",
          this.path(home),
          ...pass,
          "--json",
        ]),
      );
    };
    await make("genesis", "hall");
    for (const member of ["anna", "boris", "clara"]) await make("commission", member);
    await make("registrar", "registrar");
    for (const issuer of ISSUERS) await make("issuer", `issuer${issuer}`);
    await make("validator", "node1.example.org");
    for (const trustee of TRUSTEES) {
      const media = this.media(trustee);
      for (const medium of media) mkdirSync(medium);
      const secrets = ["--media", media[0], "--media", media[1], ...pass];
      const home = ["--name", `trustee${trustee}`, "--home", this.path(`trustee${trustee}`)];
      resultOf(await runHere(["trustee", "keygen", ...home, ...secrets, "--json"]));
    }
    const genesis = ["--party", this.path("hall", "public.json"), "--quorum", "1"];
    resultOf(await runHere(["keys", "genesis", ...genesis, "--out", this.path("genesis.json"), "--json"]));
  }

  async startNode(): Promise<void> {
    const first = this.election === "" ? ["--genesis", "genesis.json"] : [];
    const listen = this.election === "" ? "0" : new URL(this.node.url).port;
    this.node = await this.processes.start(
      "node",
      "--home",
      "node1.example.org",
      "--listen",
      listen,
      ...first,
      ...this.pass,
    );
  }

  async define(): Promise<void> {
    const draft = [
      "--opens-in",
      "5",
      "--lasts",
      "3600",
      "--reserve",
      "600",
      "--step",
      "600",
      "--out",
      this.path("draft.json"),
    ];
    resultOf(await runHere(["election", "draft", ...draft, "--json"]));
    const names = ["hall", "anna", "boris", "clara", "registrar", "node1.example.org"];
    const parties = [
      ...names,
      ...TRUSTEES.map((one) => `trustee${one}`),
      ...ISSUERS.map((one) => `issuer${one}`),
    ];
    const files = parties.map((name) => join(name, "public.json"));
    const signers = ["--home", "hall", "--home", "anna", "--home", "boris", ...this.pass];
    const defined = await this.processes.run(
      "election",
      "define",
      "draft.json",
      ...["--party", ...files],
      ...["--node", this.node.url],
      ...signers,
      "--json",
    );
    this.election = resultOf<{ readonly election: string }>(defined).election;
  }

  async startIssuers(): Promise<void> {
    this.issuers = await Promise.all(
      ISSUERS.map((issuer) => {
        const home = ["--home", `issuer${issuer}`, "--listen", "0"];
        return this.processes.start("issuer", ...home, ...this.ledger, ...this.pass, ...this.cheap);
      }),
    );
  }

  makeRoll(): Promise<Ran> {
    const files = ["--persons", "persons.csv", "--letters", "letters", "--home", "registrar", ...this.pass];
    const members = [
      "--commission",
      "boris",
      "--commission",
      "clara",
      "--commission-passphrase-file",
      "pass.txt",
    ];
    return this.processes.run("registrar", "roll", ...files, ...this.ledger, ...members, "--json");
  }

  async startRegistrar(): Promise<void> {
    const issuers = this.issuers.flatMap(({ url }, at) => ["--issuer", `${at + 1}=${url}`]);
    const home = ["--home", "registrar", "--listen", "0", ...this.pass];
    this.registrar = await this.processes.start("registrar", "issue", ...home, ...this.ledger, ...issuers);
  }

  castOptions(voter: number, ...choices: readonly string[]): readonly string[] {
    const letter = this.path("letters", `letter-v-000000${voter}.json`);
    const choose = choices.flatMap((choice) => ["--choose", choice]);
    const home = ["--home", this.path(`voter${voter}`), "--registrar", this.registrar.url];
    return ["cast", "--letter", letter, ...home, ...this.ledger, ...choose];
  }

  /** A commission command signed by two members at once. */
  commission(command: string, ...options: readonly string[]): Promise<Ran> {
    const members = ["--home", "anna", "--home", "clara", ...this.pass];
    return this.processes.run("election", command, ...this.ledger, ...members, ...options, "--json");
  }
}
