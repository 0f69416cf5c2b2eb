import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Context } from "../framework/command.ts";
import { unusable } from "../framework/stop.ts";
import { urlOf } from "../service/until-stopped.ts";
import { chainFaults, chainTexts } from "../texts/chain.ts";
import { HOST, NODE_LOG, PASSPHRASE, readTrial, type Trial } from "./layout.ts";
import { chainLines, rowJson, rowsOf } from "./table.ts";

const REDRAW_MS = 1_000;
const POLL_MS = 100;
/** What ends in order ends within this time; what does not is killed. */
const PATIENCE_MS = 30_000;

/** One validator as a process of its own: `veche node` with its home, its errors in its log. */
class Validator {
  readonly name: string;
  readonly home: string;
  readonly url: string;
  readonly log: string;
  /** Resolves when it takes requests; never if it ends before. */
  readonly ready: Promise<void>;
  /** Resolves when it has ended, with how. */
  readonly gone: Promise<string>;
  ended: string | undefined;
  readonly #child: ChildProcess;

  constructor(folder: string, { name, home, port }: Trial["validators"][number]) {
    this.name = name;
    this.home = join(folder, home);
    this.url = urlOf(HOST, port);
    this.log = join(this.home, NODE_LOG);
    const words = ["node", "--home", this.home, "--listen", `${HOST}:${port}`];
    const passphrase = ["--passphrase-file", join(folder, PASSPHRASE)];
    const log = openSync(this.log, "a", 0o600);
    const own = [...process.execArgv, process.argv[1] ?? ""];
    this.#child = spawn(process.execPath, [...own, ...words, ...passphrase, "--json"], {
      // A Ctrl-C in the terminal is for us; its channel is its life: it ends when we are gone.
      detached: true,
      stdio: ["ignore", "pipe", log, "ipc"],
    });
    closeSync(log);
    this.ready = new Promise((resolve) => {
      if (this.#child.stdout !== null)
        createInterface({ input: this.#child.stdout }).once("line", () => resolve());
    });
    this.gone = new Promise((resolve) => {
      this.#child.once("error", (error) => resolve(error.message));
      this.#child.once("exit", (code, signal) => resolve(signal ?? `code ${code}`));
    });
    void this.gone.then((how) => {
      this.ended = how;
    });
  }

  async stop(): Promise<void> {
    if (this.ended !== undefined) return;
    this.#child.kill("SIGTERM");
    const timer = setTimeout(() => this.#child.kill("SIGKILL"), PATIENCE_MS);
    await this.gone;
    clearTimeout(timer);
  }
}

/** Runs all validators of a trial until its operator ends it. */
export async function upChain(context: Context, folder: string): Promise<0> {
  const { out, world } = context;
  const { validators: listed } = await readTrial(folder);
  const stopped = world.stopped();
  let isStopped = false;
  void stopped.then(() => {
    isStopped = true;
  });
  const validators = listed.map((one) => new Validator(folder, one));
  try {
    await allReady(context, validators, () => isStopped);
    if (!isStopped) {
      const rows = await rowsOf(validators);
      out.result({ running: rows.map(rowJson) }, chainLines(out, rows));
      out.note(chainTexts.running(folder));
      await watch(context, validators, () => isStopped);
    }
  } finally {
    out.note(chainTexts.stopping);
    await Promise.all(validators.map((validator) => validator.stop()));
  }
  out.note(chainTexts.stopped);
  return 0;
}

async function allReady(
  { out, world }: Context,
  validators: readonly Validator[],
  isStopped: () => boolean,
): Promise<void> {
  const progress = out.progress(chainTexts.starting);
  let ready = 0;
  for (const validator of validators) {
    void validator.ready.then(() => {
      ready++;
    });
  }
  try {
    while (ready < validators.length && !isStopped()) {
      const lost = validators.find(({ ended }) => ended !== undefined);
      if (lost !== undefined) {
        const { name, ended = "", log } = lost;
        throw unusable(chainFaults.notStarted(name, ended, log, await lastWords(log)));
      }
      progress.update(ready, validators.length);
      await world.sleep(POLL_MS);
    }
  } finally {
    progress.end();
  }
}

/** Until the operator ends it: on a terminal the table once more each second, elsewhere only what changes for the worse. */
async function watch(
  { out, world }: Context,
  validators: readonly Validator[],
  isStopped: () => boolean,
): Promise<void> {
  const known = new Set<Validator>();
  let drawn = 0;
  while (!isStopped()) {
    await Promise.race([
      world.sleep(REDRAW_MS),
      ...validators.filter((one) => !known.has(one)).map((one) => one.gone),
    ]);
    for (const one of validators) {
      if (one.ended === undefined || known.has(one) || isStopped()) continue;
      known.add(one);
      out.note(chainTexts.ended(one.name, one.ended, one.log));
      drawn = 0;
    }
    if (known.size === validators.length) throw unusable(chainFaults.allEnded());
    if (out.json || !world.stderr.isTerminal || isStopped()) continue;
    const lines = chainLines(out, await rowsOf(validators));
    const back = drawn === 0 ? "" : `\u001b[${drawn}A\u001b[J`;
    world.stderr.write(`${back}${lines.join("\n")}\n`);
    drawn = lines.length;
  }
}

/** The message of the error with which a validator ended, if its log ends with one. */
async function lastWords(log: string): Promise<string> {
  const line = (await readFile(log, "utf8")).trimEnd().split("\n").at(-1) ?? "";
  try {
    const { message } = JSON.parse(line) as { readonly message?: unknown };
    return typeof message === "string" ? message : "";
  } catch {
    return "";
  }
}
