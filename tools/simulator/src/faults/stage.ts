import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, existsSync, openSync } from "node:fs";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ChainUnderTest, Home } from "./chain-under-test.ts";
import { heightOf } from "./comet-rpc.ts";
import { Journal } from "./journal.ts";
import { FaultNet, isRunning, type Place, sweep } from "./net.ts";
import type { Stage } from "./play.ts";
import { sleep, until } from "./shell.ts";
import { Validator } from "./validator.ts";

const FOLDER = /^veche-faults-(\d+)-/;
const UP_MS = 120_000;
/** A whole ceremony on a busy machine. */
const SET_UP_MS = 300_000;
const LOADER_MS = 30_000;
const LOADER = "load";

export type SetUp = {
  readonly ip: string;
  readonly chain: ChainUnderTest;
  readonly seed: string;
  readonly validators: number;
  /** Validators whose application can be told to be slow or to lie. */
  readonly relayed: ReadonlySet<number>;
  /** Validators that will have a twin. */
  readonly twins: ReadonlySet<number>;
  readonly say: (line: string) => void;
};

/** A network with a chain that makes blocks, somebody who sends ballots, and eyes on its heights. */
export class Theatre {
  readonly stage: Stage;
  readonly journal: Journal;
  readonly folder: string;
  readonly progress: { at: number; height: number }[] = [];
  readonly #net: FaultNet;
  /** Twins too. */
  readonly #all: readonly Validator[];
  #loader: ChildProcess | undefined;
  #watching = true;

  private constructor(stage: Stage, net: FaultNet, folder: string, all: readonly Validator[]) {
    this.stage = stage;
    this.#all = all;
    this.#net = net;
    this.folder = folder;
    this.journal = new Journal(join(folder, "journal.jsonl"));
  }

  static async open(options: SetUp): Promise<Theatre> {
    await sweepAll(options.ip);
    const net = await FaultNet.create(options.ip);
    const folder = await mkdtemp(join(tmpdir(), `veche-faults-${process.pid}-`));
    try {
      return await Theatre.#set(options, net, folder);
    } catch (error) {
      await net.close();
      await rm(folder, { recursive: true });
      throw error;
    }
  }

  static async #set(options: SetUp, net: FaultNet, folder: string): Promise<Theatre> {
    const { chain, say, validators: count, relayed, twins } = options;
    const places: Place[] = [];
    for (let at = 0; at < count; at++) places.push(await net.add(`v${at}`));
    const twinPlaces = new Map<number, Place>();
    for (const at of twins) twinPlaces.set(at, await net.add(`t${at}`));
    await net.add(LOADER);
    say(`preparing ${count} validators of the chain "${chain.name}"`);
    const homes = await chain.prepare(folder, places, relayed);
    say("starting them");
    const all: Validator[] = [];
    const join = (home: Home): Validator => {
      const validator = new Validator(chain, net, home);
      all.push(validator);
      return validator;
    };
    const validators = homes.map(join);
    const stage = { chain, net, validators, join, twinPlaces, say };
    const theatre = new Theatre(stage, net, folder, all);
    await Promise.all(validators.map((validator) => validator.start()));
    const isUp = await until(async () => (await theatre.heights()).every((height) => height >= 2), UP_MS);
    if (!isUp) throw new Error(`the chain makes no blocks; see ${folder}`);
    void theatre.#watch();
    say("the chain makes blocks");
    return theatre;
  }

  heights = (): Promise<readonly number[]> =>
    Promise.all(this.stage.validators.map(({ home }) => heightOf(this.stage.chain.rpc(home))));

  /** Somebody begins to send ballots. Resolves when all that comes before the first ballot has entered. */
  async load(seed: string): Promise<void> {
    const { chain, validators } = this.stage;
    const homes = validators.map(({ home }) => home);
    const { program, words } = chain.loader(homes, join(this.folder, "journal.jsonl"), seed);
    const [first, rest] = this.#net.command(LOADER, program, words);
    const written = openSync(join(this.folder, "loader.out"), "a");
    const loader = spawn(first, [...rest], { stdio: ["ignore", written, written] });
    this.#loader = loader;
    closeSync(written);
    const ready = join(this.folder, "journal.jsonl.ready");
    await until(() => existsSync(ready) || loader.exitCode !== null, SET_UP_MS);
    if (!existsSync(ready)) throw new Error(`the loader has not begun; see ${this.folder}`);
    this.stage.say("ballots are sent");
  }

  /** Resolves when the loader has its last answers, or has waited long enough. */
  async endLoad(): Promise<void> {
    const loader = this.#loader;
    this.#loader = undefined;
    if (loader === undefined || loader.exitCode !== null) return;
    const gone = once(loader, "exit");
    loader.kill("SIGTERM");
    await Promise.race([gone, sleep(LOADER_MS)]);
    loader.kill("SIGKILL");
  }

  async close(keep: boolean): Promise<void> {
    this.#watching = false;
    this.#loader?.kill("SIGKILL");
    await Promise.all(this.#all.map((validator) => validator.kill()));
    await this.#net.close();
    if (!keep) await rm(this.folder, { recursive: true, force: true });
  }

  async #watch(): Promise<void> {
    let highest = 0;
    while (this.#watching) {
      const height = Math.max(...(await this.heights()));
      if (height > highest) this.progress.push({ at: Date.now(), height });
      highest = Math.max(highest, height);
      await sleep(500);
    }
  }
}

/** Namespaces, processes and folders of runs that were killed. */
async function sweepAll(ip: string): Promise<void> {
  await sweep(ip);
  for (const name of await readdir(tmpdir())) {
    const run = FOLDER.exec(name)?.[1];
    if (run === undefined || isRunning(Number(run))) continue;
    await rm(join(tmpdir(), name), { recursive: true, force: true });
  }
}
