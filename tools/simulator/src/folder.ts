import { mkdir, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { type Bytes, err, ok, type Result, utf8 } from "@veche/base";
import type { ViewStorage } from "@veche/client";
import { folderStorage, writeFileAtomically } from "@veche/client/folder";
import { encodeIssuerKeys, type IssuerKeys } from "@veche/issuer";
import type { CountedContest } from "./counts.ts";

/** What a simulation follows from: the same command line again means the same simulation. */
export type SimulationName = { readonly scenario: string; readonly scale: number; readonly seed: string };

export type FinishedSimulation = {
  /** 64 hexadecimal digits. */
  readonly electionId: string;
  readonly contests: readonly CountedContest[];
  readonly ballots: number;
  readonly entries: number;
};

/** What `simulation.json` says. `begun`: the set-up is done, and everything from now on is in the log and the trustees' vaults. */
type Card = SimulationName & {
  readonly format: typeof FORMAT;
  readonly begun: boolean;
  readonly finished?: FinishedSimulation;
};

export type FolderRefusal =
  /** Something else is in there. */
  | { readonly code: "FOLDER_FOREIGN" }
  /** A simulation with other options. */
  | { readonly code: "FOLDER_OF_ANOTHER"; readonly other: SimulationName }
  | { readonly code: "FOLDER_IN_USE"; readonly pid: number };

const FORMAT = 1;
const CARD = "simulation.json";
const PUBLIC_FILE = 0o644;

/** What a set-up that was broken off may have left. */
const MADE_BY_SET_UP = ["node", "trustees", "issuer-1", "issuer-2", "issuer-3", "witness/checkpoint"];

/** The folder of a simulation, held by this process: what the next one needs to go on after any end of this one. */
export class SimulationFolder {
  readonly path: string;
  /** The witness's own memory. */
  readonly witness: ViewStorage;
  #card: Card;

  private constructor(path: string, witness: ViewStorage, card: Card) {
    this.path = path;
    this.witness = witness;
    this.#card = card;
  }

  /** Takes a folder that is not there, is empty, or holds the same simulation. Nothing else is touched. */
  static async open(path: string, name: SimulationName): Promise<Result<SimulationFolder, FolderRefusal>> {
    const before = await inspect(path, name);
    if (!before.ok) return before;
    await mkdir(path, { recursive: true });
    const witness = await folderStorage(join(path, "witness"));
    if (!witness.ok) return err({ code: "FOLDER_IN_USE", pid: witness.error.pid });
    // Another process may have got further before it let go.
    const now = await inspect(path, name);
    const card: Card = (now.ok ? now.value : undefined) ?? { format: FORMAT, ...name, begun: false };
    const folder = new SimulationFolder(path, witness.value, card);
    await folder.#write(card);
    if (!card.begun) await folder.#clear();
    return ok(folder);
  }

  get begun(): boolean {
    return this.#card.begun;
  }

  get finished(): FinishedSimulation | undefined {
    return this.#card.finished;
  }

  get record(): string {
    return join(this.path, "record");
  }

  /** The set-up is in the log: from here on the run continues instead of beginning again. */
  begin(): Promise<void> {
    return this.#write({ ...this.#card, begun: true });
  }

  finish(finished: FinishedSimulation): Promise<void> {
    return this.#write({ ...this.#card, finished });
  }

  /** Secret keys of simulated issuers: they guard nothing, so that nothing seals them. */
  async keepIssuerKeys(issuer: number, keys: IssuerKeys): Promise<void> {
    await writeFileAtomically(join(this.path, `issuer-${issuer}`), encodeIssuerKeys(keys));
  }

  async issuerKeys(issuer: number): Promise<Bytes> {
    return new Uint8Array(await readFile(join(this.path, `issuer-${issuer}`)));
  }

  close(): Promise<void> {
    return this.witness.close();
  }

  async #write(card: Card): Promise<void> {
    await writeFileAtomically(join(this.path, CARD), utf8(`${JSON.stringify(card, null, 2)}\n`), PUBLIC_FILE);
    this.#card = card;
  }

  async #clear(): Promise<void> {
    for (const name of MADE_BY_SET_UP) await rm(join(this.path, name), { recursive: true, force: true });
  }
}

/** What stands in the folder; nothing for a new one. */
async function inspect(path: string, name: SimulationName): Promise<Result<Card | undefined, FolderRefusal>> {
  const text = await textOf(join(path, CARD));
  if (text === undefined) {
    const names = await namesIn(path);
    // A process that was killed right away has left the witness's folder at most.
    return names.every((one) => one === "witness" || one === `${CARD}.new`)
      ? ok(undefined)
      : err({ code: "FOLDER_FOREIGN" });
  }
  const card = cardOf(text);
  if (card === undefined) return err({ code: "FOLDER_FOREIGN" });
  const { scenario, scale, seed } = card;
  const isSame = scenario === name.scenario && scale === name.scale && seed === name.seed;
  return isSame ? ok(card) : err({ code: "FOLDER_OF_ANOTHER", other: { scenario, scale, seed } });
}

/** Only this program writes it, whole or not at all. */
function cardOf(text: string): Card | undefined {
  try {
    const card: unknown = JSON.parse(text);
    const isOurs = typeof card === "object" && card !== null && "format" in card && card.format === FORMAT;
    return isOurs ? (card as Card) : undefined;
  } catch {
    return undefined;
  }
}

async function textOf(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if (hasCode(error, "ENOENT", "ENOTDIR")) return undefined;
    throw error;
  }
}

/** What is in a folder; nothing in one that is not there; of a file, its name. */
async function namesIn(path: string): Promise<readonly string[]> {
  try {
    return await readdir(path);
  } catch (error) {
    if (hasCode(error, "ENOENT")) return [];
    if (hasCode(error, "ENOTDIR")) return [path];
    throw error;
  }
}

const hasCode = (error: unknown, ...codes: readonly string[]): boolean =>
  error instanceof Error && "code" in error && codes.some((code) => code === error.code);
