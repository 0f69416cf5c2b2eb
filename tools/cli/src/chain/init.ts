import { join } from "node:path";
import { toHex } from "@veche/base";
import type { HomeConfig } from "@veche/node";
import { jsonText, refuseFilledFolder, writeNewFile, writeNewFolder } from "../files/write.ts";
import type { Context } from "../framework/command.ts";
import { unusable } from "../framework/stop.ts";
import { createHome } from "../keys/home.ts";
import type { KeyRole } from "../keys/public-keys.ts";
import { newSecretKeys, publicKeysOf } from "../keys/secret-keys.ts";
import { chainFaults, chainTexts } from "../texts/chain.ts";
import { genesisCode, genesisOf, join as joinHome, makeMember } from "./ceremony.ts";
import { HOST, PASSPHRASE, TRIAL_FILE } from "./layout.ts";
import type { ChainMember } from "./public-file.ts";

export type InitOptions = { readonly validators: number; readonly out: string; readonly ports: number };

/** The passphrase is 128 random bits: what a guess of it costs does not matter. */
const WORK_FACTOR = 10;
const PORT_MAX = 65_535;

/** Homes of all parties that a chain needs to begin; elections then need the parties that every election needs. */
export async function initChain(context: Context, options: InitOptions): Promise<0> {
  const { out } = context;
  const { validators: count, out: folder, ports } = options;
  const last = ports + 2 * count - 1;
  if (last > PORT_MAX) throw unusable(chainFaults.portsTooHigh(last));
  await refuseFilledFolder(folder);
  const progress = out.progress(chainTexts.making);
  let genesis = "";
  await writeNewFolder(folder, "secret", async (temporary) => {
    const trial = new Making(context, temporary, ports, (done) => progress.update(done, 2 * count));
    genesis = await trial.make(count);
  });
  progress.end();
  const validators = Array.from({ length: count }, (_, at) => validatorName(at));
  out.result({ folder, validators, genesis, ports: [ports, last] }, [
    out.say(chainTexts.made(folder, count)),
  ]);
  return 0;
}

const validatorHome = (at: number): string => `validator-${at + 1}`;
const validatorName = (at: number): string => `${validatorHome(at)}.example`;

class Making {
  readonly #context: Context;
  readonly #folder: string;
  readonly #ports: number;
  readonly #onDone: (parties: number) => void;
  readonly #passphrase: string;
  #done = 0;

  constructor(context: Context, folder: string, ports: number, onDone: (parties: number) => void) {
    this.#context = context;
    this.#folder = folder;
    this.#ports = ports;
    this.#onDone = onDone;
    this.#passphrase = toHex(context.world.randomBytes(16));
  }

  /** Resolves to the code of the genesis. */
  async make(count: number): Promise<string> {
    const { randomBytes, clock } = this.#context.world;
    const founders = await this.#organisations(count);
    const members: ChainMember[] = [];
    for (let at = 0; at < count; at++) {
      const home = join(this.#folder, validatorHome(at));
      await this.#party("validator", validatorName(at), validatorHome(at));
      members.push(await makeMember(home, this.#places(at), randomBytes));
    }
    const chainId = `trial-${toHex(randomBytes(4))}`;
    const genesis = genesisOf(chainId, clock(), founders, members);
    for (const [at, { address }] of members.entries()) {
      const home = join(this.#folder, validatorHome(at));
      await joinHome({ home, genesis, members, listen: address, isOneMachine: true });
    }
    await this.#files(count, founders);
    return genesisCode(genesis);
  }

  /** As many as validators, of whom more than two thirds let an election begin. */
  async #organisations(count: number): Promise<HomeConfig["genesis"]> {
    const organisations: { key: Uint8Array; name: string }[] = [];
    for (let at = 1; at <= count; at++) {
      const name = `Organisation ${at}`;
      organisations.push({ name, key: await this.#party("genesis", name, `organisation-${at}`) });
    }
    return { organisations, quorum: Math.floor((2 * count) / 3) + 1 };
  }

  async #party(role: KeyRole, name: string, home: string): Promise<Uint8Array> {
    const secretKeys = newSecretKeys(role, this.#context.world.randomBytes);
    const publicKeys = publicKeysOf(role, name, secretKeys);
    await createHome(join(this.#folder, home), publicKeys, secretKeys, this.#passphrase, WORK_FACTOR);
    this.#onDone(++this.#done);
    return publicKeys.key;
  }

  async #files(count: number, { organisations, quorum }: HomeConfig["genesis"]): Promise<void> {
    const write = (name: string, text: string, mode: "secret" | "public") =>
      writeNewFile(join(this.#folder, name), text, mode);
    const listed = organisations.map(({ key, name }) => ({ key: toHex(key), name }));
    await write("genesis.json", jsonText({ format: 1, organisations: listed, quorum }), "public");
    await write(PASSPHRASE, `${this.#passphrase}\n`, "secret");
    const validators = Array.from({ length: count }, (_, at) => ({
      name: validatorName(at),
      home: validatorHome(at),
      port: this.#httpPort(at),
    }));
    await write(TRIAL_FILE, jsonText({ format: 1, validators }), "public");
  }

  #httpPort(at: number): number {
    return this.#ports + 2 * at + 1;
  }

  #places(at: number): Pick<ChainMember, "address" | "url"> {
    return { address: `${HOST}:${this.#ports + 2 * at}`, url: `http://${HOST}:${this.#httpPort(at)}` };
  }
}
