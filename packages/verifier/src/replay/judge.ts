import type { CheckId } from "../checks.ts";
import type { Findings } from "../findings.ts";
import type { ReasonCode } from "../reasons.ts";

/**
 * Takes down what is wrong with one transaction. A transaction that came in parts is judged quietly: if it is
 * refused, its last part has entered all the same (§06.7.4).
 */
export class Judge {
  readonly #findings: Findings;
  readonly #entry: number;
  readonly #quiet: boolean;
  #failed = false;

  constructor(findings: Findings, entry: number, mode: "loud" | "quiet" = "loud") {
    this.#findings = findings;
    this.#entry = entry;
    this.#quiet = mode === "quiet";
  }

  /** Whether the transaction must not have entered. */
  get failed(): boolean {
    return this.#failed;
  }

  /** Index of the entry in the log. */
  get entry(): number {
    return this.#entry;
  }

  fail(check: CheckId, code: ReasonCode, detail?: string): void {
    this.#failed = true;
    if (!this.#quiet) this.#findings.fail(check, code, { entry: this.#entry }, detail);
  }

  /** Fails unless the condition holds; gives the condition back. */
  expect(holds: boolean, check: CheckId, code: ReasonCode, detail?: string): boolean {
    if (!holds) this.fail(check, code, detail);
    return holds;
  }

  examined(check: CheckId, count = 1): void {
    if (!this.#quiet) this.#findings.examined(check, count);
  }
}
