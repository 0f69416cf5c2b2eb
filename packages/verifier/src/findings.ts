import { CHECKS, type CheckId } from "./checks.ts";
import { REASONS, type ReasonCode } from "./reasons.ts";

/** Where a check failed: an entry of the log, a file of the record, or a receipt given (from 0). */
export type FailurePlace =
  | { readonly entry: number }
  | { readonly file: string }
  | { readonly receipt: number };

export type Failure = {
  readonly place?: FailurePlace;
  readonly code: ReasonCode;
  /** A fact that tells which one: a rule's number, an index. */
  readonly detail?: string;
  readonly reason: string;
};

/**
 * `not-made`: the record does not let the check be made, which makes it bad (§10.4). `not-applicable`: there
 * is nothing that it could be about.
 */
export type CheckStatus = "ok" | "failed" | "not-made" | "not-applicable";

export type CheckResult = {
  readonly id: CheckId;
  readonly title: string;
  readonly examined: number;
  readonly status: CheckStatus;
  readonly failure?: Failure;
  /** What is worth knowing and changes no verdict. */
  readonly note?: Failure;
};

/**
 * Collects what the checks find. Of each check the failure that comes first in the record stays, whatever
 * the order in which it was found: files before entries, entries by index, what concerns the whole last.
 */
export class Findings {
  readonly #examined = new Map<CheckId, number>();
  readonly #failures = new Map<CheckId, Failure>();
  readonly #notes = new Map<CheckId, Failure>();
  readonly #status = new Map<CheckId, "ok" | "not-made">();

  /** Says that a check was made, whatever it had to examine. */
  made(...checks: readonly CheckId[]): void {
    for (const check of checks) this.#status.set(check, "ok");
  }

  /** Says that the record does not let a check be made. */
  notMade(...checks: readonly CheckId[]): void {
    for (const check of checks) this.#status.set(check, "not-made");
  }

  examined(check: CheckId, count = 1): void {
    this.#examined.set(check, (this.#examined.get(check) ?? 0) + count);
  }

  fail(check: CheckId, code: ReasonCode, place?: FailurePlace, detail?: string): void {
    const known = this.#failures.get(check);
    if (known !== undefined && rank(known.place) <= rank(place)) return;
    this.#failures.set(check, failureOf(code, place, detail));
  }

  /** Says something about a check that does not make it fail; the first one stays. */
  note(check: CheckId, code: ReasonCode, place: FailurePlace, detail?: string): void {
    if (!this.#notes.has(check)) this.#notes.set(check, failureOf(code, place, detail));
  }

  hasFailed(check: CheckId): boolean {
    return this.#failures.has(check);
  }

  results(): readonly CheckResult[] {
    return CHECKS.map(({ id, en }) => {
      const failure = this.#failures.get(id);
      const status = failure !== undefined ? "failed" : (this.#status.get(id) ?? "not-applicable");
      const examined = this.#examined.get(id) ?? 0;
      const note = this.#notes.get(id);
      return {
        id,
        title: en,
        examined,
        status,
        ...(failure === undefined ? {} : { failure }),
        ...(note === undefined ? {} : { note }),
      };
    });
  }
}

function failureOf(code: ReasonCode, place: FailurePlace | undefined, detail: string | undefined): Failure {
  return {
    code,
    reason: REASONS[code].en,
    ...(place === undefined ? {} : { place }),
    ...(detail === undefined ? {} : { detail }),
  };
}

function rank(place: FailurePlace | undefined): number {
  if (place === undefined) return Number.MAX_SAFE_INTEGER;
  if ("file" in place) return -1;
  return "entry" in place ? place.entry : place.receipt;
}
