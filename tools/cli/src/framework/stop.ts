import type { Sentence } from "@veche/api";

/** What stopped a command, for programs by its code and for people in both languages. */
export type Fault = { readonly code: string; readonly sentence: Sentence };

/** 1: the record is bad, or the ledger refused. 2: the input, or what surrounds us, cannot be used. */
export type FailureCode = 1 | 2;

/**
 * Ends a command with one sentence and an exit code. The only thing that commands throw on purpose: it goes from any depth
 * to `run`, which alone writes errors. Everything else that is thrown is our bug.
 */
export class Stop extends Error {
  override readonly name = "Stop";
  readonly exitCode: FailureCode;
  readonly fault: Fault;

  constructor(exitCode: FailureCode, fault: Fault) {
    super(`${fault.code}: ${fault.sentence.en}`);
    this.exitCode = exitCode;
    this.fault = fault;
  }
}

export const unusable = (fault: Fault): Stop => new Stop(2, fault);
export const refused = (fault: Fault): Stop => new Stop(1, fault);

/** What the system refuses: a full disk, a port that is taken. */
export const isSystemError = (error: unknown): error is Error =>
  error instanceof Error && "syscall" in error && "code" in error && typeof error.code === "string";
