import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Logger } from "../log/logger.ts";
import { cometLine } from "./comet-log.ts";

/** What ends in order ends within this time; what does not is killed. */
const PATIENCE_MS = 10_000;
const WORDS_MAX = 3;
/** Of our own environment what a program in Go needs: `CMT_…` would change its settings behind our back. */
const ENVIRONMENT = /^(PATH|HOME|TMPDIR|LANG|TZ|GO[A-Z]+)$/;

export type Ended = {
  /** The signal, or `code N`. */
  readonly how: string;
  /** The errors that it wrote last, in one line; without addresses. */
  readonly words: string;
};

/** One run of CometBFT. */
export class CometProcess {
  /** Resolves when it is gone. */
  readonly ended: Promise<Ended>;
  readonly #child: ChildProcess;
  readonly #words: string[] = [];

  constructor(program: string, folder: string, logger: Logger) {
    this.#child = spawn(program, ["start", "--home", folder], {
      cwd: folder,
      env: Object.fromEntries(Object.entries(process.env).filter(([name]) => ENVIRONMENT.test(name))),
      // A Ctrl-C in the terminal is for us alone: it is ended in order. It ends by itself when we are gone, with its application.
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const input of [this.#child.stdout, this.#child.stderr]) {
      if (input !== null) createInterface({ input }).on("line", (line) => this.#take(line, logger));
    }
    this.ended = new Promise((resolve) => {
      const done = (how: string): void => resolve({ how, words: this.#words.join("; ") });
      this.#child.once("error", (error) => done(error.message));
      this.#child.once("close", (code, signal) => done(signal ?? `code ${code}`));
    });
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Asks it to end, and kills it if it does not. Resolves when it is gone. */
  async stop(): Promise<void> {
    this.#child.kill("SIGTERM");
    const timer = setTimeout(() => this.#child.kill("SIGKILL"), PATIENCE_MS);
    await this.ended;
    clearTimeout(timer);
  }

  #take(line: string, logger: Logger): void {
    const said = cometLine(line);
    if (said === undefined) return;
    logger(said.level, "cometbft", said.fields);
    if (said.level !== "error") return;
    const { text = "", err = "" } = said.fields;
    this.#words.push(err === "" ? `${text}` : `${text}: ${err}`);
    // The first word says why, those behind it what followed from it.
    if (this.#words.length > WORDS_MAX) this.#words.length = WORDS_MAX;
  }
}
