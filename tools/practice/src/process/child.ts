import { type ChildProcess, fork } from "node:child_process";
import { type Handlers, Peer } from "./peer.ts";

/** The processes of a practice start, each its own trust domain; a module of this folder each. */
export type Role = "node" | "issuer" | "parties" | "registrar" | "identity";

/** Tests run source files, which a child has to learn to read as its parent did. */
const isSource = import.meta.url.endsWith(".ts");
const EXEC_ARGV = isSource ? ["--conditions=source", "--import", "tsx"] : [];
/** What ends in order ends within this time; what does not is killed. */
const PATIENCE_MS = 8_000;

/** A running child and how to talk to it. */
export class Child {
  readonly name: string;
  readonly peer: Peer;
  /** Resolves when the process has ended, with how. */
  readonly ended: Promise<string>;
  readonly #process: ChildProcess;
  #errors = "";

  constructor(name: string, role: Role, handlers: Handlers = {}) {
    this.name = name;
    const module = new URL(`./${role}-process${isSource ? ".ts" : ".js"}`, import.meta.url);
    const child = fork(module, [], {
      execArgv: EXEC_ARGV,
      // Its errors are kept for the one line that says which process died and why; services' logs go nowhere.
      stdio: ["ignore", "ignore", "pipe", "ipc"],
      serialization: "advanced",
    });
    this.#process = child;
    this.peer = new Peer(child, handlers);
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.#errors = (this.#errors + text).slice(-4_000);
    });
    this.ended = new Promise((resolve) => {
      child.once("error", (error) => resolve(error.message));
      child.once("exit", (code, signal) => resolve(`${signal ?? `code ${code}`}`));
    });
  }

  /** Of its error output, the last that it said. */
  get lastWords(): string {
    return this.#errors;
  }

  get pid(): number | undefined {
    return this.#process.pid;
  }

  /** Asks it to end, and kills it if it does not. */
  async stop(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    // Its channel is its life: see `serveParent`.
    if (this.#process.connected) this.#process.disconnect();
    const timer = setTimeout(() => this.#process.kill("SIGKILL"), PATIENCE_MS);
    await this.ended;
    clearTimeout(timer);
  }
}
