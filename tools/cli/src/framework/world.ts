import { randomBytes as nodeRandomBytes } from "node:crypto";
import type { Clock, RandomBytes } from "@veche/base";
import type { Fetch } from "@veche/client";
import type { Environment } from "./language.ts";

/** Where text goes. `isTerminal`: a person watches, so that lines may be redrawn. */
export type Sink = {
  readonly write: (text: string) => void;
  readonly isTerminal: boolean;
  readonly columns: number;
};

/** Everything outside the program, so that tests can stand in for it. */
export type World = {
  readonly env: Environment;
  readonly stdout: Sink;
  readonly stderr: Sink;
  readonly clock: Clock;
  readonly sleep: (ms: number) => Promise<void>;
  readonly randomBytes: RandomBytes;
  readonly fetch: Fetch;
  /** Asks the person at the terminal, on stderr; `undefined` if nobody sits there. `hidden`: without echo. */
  readonly ask: (question: string, hidden: boolean) => Promise<string | undefined>;
  /** Resolves when the operator asks the program to end (SIGINT, SIGTERM). */
  readonly stopped: () => Promise<void>;
};

export const secureRandomBytes: RandomBytes = (length) => new Uint8Array(nodeRandomBytes(length));
