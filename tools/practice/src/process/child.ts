import { type ChildProcess, fork } from "node:child_process";
import { type Handlers, Peer } from "./peer.ts";

/** The processes of a practice start, each its own trust domain; a module of this folder each. */
export type Role = "node" | "issuer" | "parties" | "registrar" | "identity";

/** Tests run source files, which a child has to learn to read as its parent did. */
const isSource = import.meta.url.endsWith(".ts");
const EXEC_ARGV = isSource ? ["--conditions=source", "--import", "tsx"] : [];
/** What ends in order ends within this time; what does not is killed. A validator gives its CometBFT ten seconds. */
const PATIENCE_MS = 15_000;

type Told = { readonly method: string; readonly argument: unknown };

/** One run of the program. */
type Run = {
  readonly process: ChildProcess;
  readonly peer: Peer;
  /** Resolves when the process has ended, with how. */
  readonly ended: Promise<string>;
};

export type ChildParts = {
  readonly name: string;
  readonly role: Role;
  readonly handlers?: Handlers;
  /** Told when it ended though nobody here ended it. */
  readonly died: (how: string) => void;
};

/** A running child and how to talk to it. */
export class Child {
  readonly name: string;
  readonly role: Role;
  readonly #parts: ChildParts;
  readonly #told: Told[] = [];
  #isEndedByUs = false;
  #errors = "";
  #run: Run;

  constructor(parts: ChildParts) {
    this.name = parts.name;
    this.role = parts.role;
    this.#parts = parts;
    this.#run = this.#start();
  }

  /** Of its error output, the last that it said. */
  get lastWords(): string {
    return this.#errors;
  }

  get pid(): number | undefined {
    return this.#run.process.pid;
  }

  /** @throws what the child threw, or that it is gone. */
  call<T>(method: string, argument: unknown = undefined): Promise<T> {
    return this.#run.peer.call<T>(method, argument);
  }

  /** A call that belongs to its start: it is made again, in the same order, whenever the child is started again. */
  async begin<T>(method: string, argument: unknown = undefined): Promise<T> {
    const answer = await this.call<T>(method, argument);
    this.#told.push({ method, argument });
    return answer;
  }

  /** Ends it with no chance to do anything more. Resolves when it is gone. */
  async kill(): Promise<void> {
    this.#isEndedByUs = true;
    this.#run.process.kill("SIGKILL");
    await this.#run.ended;
  }

  /** After `kill`: the same program once more, which knows what it finds in its folder, and is told again what it was told first. */
  async restart(): Promise<void> {
    this.#isEndedByUs = false;
    this.#run = this.#start();
    for (const { method, argument } of this.#told) await this.call(method, argument);
  }

  /** Asks it to end, and kills it if it does not. */
  async stop(): Promise<void> {
    this.#isEndedByUs = true;
    const { process: child, ended } = this.#run;
    if (child.exitCode !== null || child.signalCode !== null) return;
    // Its channel is its life: see `serveParent`.
    if (child.connected) child.disconnect();
    const timer = setTimeout(() => child.kill("SIGKILL"), PATIENCE_MS);
    await ended;
    clearTimeout(timer);
  }

  #start(): Run {
    const { role, handlers = {}, died } = this.#parts;
    const module = new URL(`./${role}-process${isSource ? ".ts" : ".js"}`, import.meta.url);
    const child = fork(module, [], {
      execArgv: EXEC_ARGV,
      // Its errors are kept for the one line that says which process died and why; services' logs go nowhere.
      stdio: ["ignore", "ignore", "pipe", "ipc"],
      serialization: "advanced",
    });
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.#errors = (this.#errors + text).slice(-4_000);
    });
    const ended = new Promise<string>((resolve) => {
      child.once("error", (error) => resolve(error.message));
      child.once("exit", (code, signal) => resolve(`${signal ?? `code ${code}`}`));
    });
    void ended.then((how) => {
      if (!this.#isEndedByUs) died(how);
    });
    return { process: child, peer: new Peer(child, handlers), ended };
  }
}
