import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, existsSync, openSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { ChainUnderTest, Command, Home } from "./chain-under-test.ts";
import { type FaultNet, signal } from "./net.ts";
import { until } from "./shell.ts";

const READY_MS = 60_000;
const STOP_MS = 8_000;
/** A supervisor starts anew what has ended by itself. */
const AGAIN_MS = 2_000;

/** What a process is told of its surroundings. */
export type Surroundings = { readonly language: string; readonly timeZone: string };

const USUAL: Surroundings = { language: "C.UTF-8", timeZone: "UTC" };

/** A process that ended though nobody had ended it. */
export type End = {
  readonly at: number;
  readonly validator: string;
  readonly called: string;
  readonly code: string;
};

/** One validator: the processes at its place. What is done to it is done to all of them, as to a machine. */
export class Validator {
  readonly home: Home;
  readonly ends: End[] = [];
  readonly #chain: ChainUnderTest;
  readonly #net: FaultNet;
  #children: ChildProcess[] = [];
  /** Counts starts and ends, so that what belongs to an earlier life changes nothing. */
  #life = 0;
  #surroundings = USUAL;

  constructor(chain: ChainUnderTest, net: FaultNet, home: Home) {
    this.#chain = chain;
    this.#net = net;
    this.home = home;
  }

  /** Resolves when all its processes listen. */
  async start(surroundings: Surroundings = USUAL): Promise<void> {
    this.#surroundings = surroundings;
    this.#life += 1;
    const life = this.#life;
    for (const command of this.#chain.commands(this.home)) {
      if (life !== this.#life) return;
      await this.#launch(command, life);
    }
  }

  /** All processes at once, without a chance to write anything. */
  async kill(): Promise<void> {
    this.#life += 1;
    await until(
      async () => {
        const left = await this.#net.processesAt(this.home.name);
        for (const pid of left) signal(pid, "SIGKILL");
        return left.length === 0;
      },
      STOP_MS,
      20,
    );
    this.#children = [];
  }

  /** Asks all to end, the last started first, and does not wait for ever. */
  async stop(): Promise<void> {
    this.#life += 1;
    for (const child of [...this.#children].reverse()) {
      child.kill("SIGTERM");
      await until(() => child.exitCode !== null || child.signalCode !== null, STOP_MS, 20);
    }
    await this.kill();
  }

  pause = (): Promise<void> => this.#signalAll("SIGSTOP");

  goOn = (): Promise<void> => this.#signalAll("SIGCONT");

  async #signalAll(name: NodeJS.Signals): Promise<void> {
    for (const pid of await this.#net.processesAt(this.home.name)) signal(pid, name);
  }

  async #launch({ called, program, words, listensAt }: Command, life: number): Promise<void> {
    // A killed process leaves its socket behind, and CometBFT does not take over one that is there.
    if (listensAt !== undefined) await rm(listensAt, { force: true });
    const written = openSync(join(this.home.folder, `${called}.out`), "a");
    const [first, rest] = this.#net.command(this.home.name, program, words);
    const { language, timeZone } = this.#surroundings;
    const env = { ...process.env, LANG: language, LC_ALL: language, TZ: timeZone };
    const child = spawn(first, [...rest], { stdio: ["ignore", written, written], env });
    closeSync(written);
    this.#children.push(child);
    void once(child, "exit").then(([code, name]) => this.#ended(called, `${name ?? code}`, life));
    if (listensAt === undefined) return;
    await until(() => existsSync(listensAt) || life !== this.#life, READY_MS, 20);
  }

  /** One that ends by itself takes the others with it, and all start anew, as the supervisor of a machine does it. */
  #ended(called: string, code: string, life: number): void {
    if (life !== this.#life) return;
    this.ends.push({ at: Date.now(), validator: this.home.name, called, code });
    void this.kill().then(() => {
      const stopped = this.#life;
      setTimeout(() => {
        if (stopped === this.#life) void this.start(this.#surroundings);
      }, AGAIN_MS).unref();
    });
  }
}
