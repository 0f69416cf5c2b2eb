import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Ran } from "./fake-world.ts";

const BIN = fileURLToPath(new URL("../../bin/veche.mjs", import.meta.url));
const BUILT = fileURLToPath(new URL("../../dist/main.js", import.meta.url));
const CLOCK = new URL("./shifted-clock.mjs", import.meta.url).href;
const START_MS_MAX = 60_000;

export type Service = {
  readonly url: string;
  /** Ends it as an operator would; its exit code. */
  readonly stop: () => Promise<number | null>;
  /** Ends it as a power failure would. */
  readonly kill: () => Promise<void>;
  /** All that it wrote to stderr so far. */
  readonly log: () => string;
};

/** Starts the built `veche` as processes of their own, in one folder, with one clock that the test can move. */
export class Processes {
  readonly #folder: string;
  readonly #clock: string;
  readonly #running = new Set<ChildProcess>();
  #ahead = 0;

  constructor(folder: string) {
    if (!existsSync(BUILT)) throw new Error("the built program is tested: run `npm run build` first");
    this.#folder = folder;
    this.#clock = join(folder, "clock");
    writeFileSync(this.#clock, "0");
  }

  /** By how many milliseconds the clock of all processes is ahead. */
  get ahead(): number {
    return this.#ahead;
  }

  passTime(ms: number): void {
    this.#ahead += ms;
    writeFileSync(this.#clock, String(this.#ahead));
  }

  /** Runs a command to its end. */
  run(...args: readonly string[]): Promise<Ran> {
    const child = this.#spawn(args);
    const written = collect(child);
    return new Promise((resolve, reject) => {
      child.on("error", reject);
      child.on("close", (code) => resolve({ code: code ?? -1, ...written }));
    });
  }

  /** Starts a service and waits until it says where it listens. */
  start(...args: readonly string[]): Promise<Service> {
    const child = this.#spawn([...args, "--json"]);
    const written = collect(child);
    const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
    const service = (url: string): Service => ({
      url,
      stop: () => {
        child.kill("SIGTERM");
        return ended;
      },
      kill: async () => {
        child.kill("SIGKILL");
        await ended;
      },
      log: () => written.stderr,
    });
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`${args.join(" ")}: no start`)), START_MS_MAX);
      child.stdout?.on("data", () => {
        const url = /"listening":"([^"]+)"/.exec(written.stdout)?.[1];
        if (url !== undefined) resolve(service(url));
      });
      ended.then((code) => reject(new Error(`${args.join(" ")}: exit ${code}: ${written.stderr}`)));
      ended.finally(() => clearTimeout(late));
    });
  }

  /** Ends whatever still runs. */
  async end(): Promise<void> {
    const closed = [...this.#running].map((child) => new Promise((resolve) => child.on("close", resolve)));
    for (const child of this.#running) child.kill("SIGKILL");
    await Promise.all(closed);
  }

  #spawn(args: readonly string[]): ChildProcess {
    const child = spawn(process.execPath, ["--import", CLOCK, BIN, ...args], {
      cwd: this.#folder,
      env: { ...process.env, LANG: "C", VECHE_TEST_CLOCK: this.#clock },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#running.add(child);
    child.on("close", () => this.#running.delete(child));
    return child;
  }
}

function collect(child: ChildProcess): { stdout: string; stderr: string } {
  const written = { stdout: "", stderr: "" };
  child.stdout?.on("data", (chunk: Buffer) => {
    written.stdout += chunk.toString("utf8");
  });
  child.stderr?.on("data", (chunk: Buffer) => {
    written.stderr += chunk.toString("utf8");
  });
  return written;
}
