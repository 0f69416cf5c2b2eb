import assert from "node:assert/strict";
import type { CheckId } from "../../checks.ts";
import type { FailurePlace } from "../../findings.ts";
import type { ProofPool } from "../../pool/jobs.ts";
import type { ReasonCode } from "../../reasons.ts";
import type { Report } from "../../report.ts";
import type { Evidence } from "../control.ts";
import { failures, verifyEvidence } from "../expect.ts";

/** Where a mutant must be refused: an entry, a file, or the record as a whole. */
export type Where = number | string | undefined;

/** The one check that must refuse a mutant, named before it is verified. */
export type Refusal = {
  readonly check: CheckId;
  readonly code: ReasonCode;
  readonly where: Where;
  /** Rule or other detail of the failure, where the code covers several. */
  readonly detail?: string;
  /** Checks that the same change must fail as well, because it breaks their own rule or takes their base away. */
  readonly beside?: readonly CheckId[];
};

/** A record in which one field has another value, and all that depends on it has been made anew. */
export type Mutant = {
  readonly field: string;
  readonly name: string;
  readonly refusal: Refusal;
  readonly make: () => Evidence;
};

/** What a clumsy forgery shows: it stops a record before the check that is to be tried. */
const CLUMSY: readonly CheckId[] = ["V01", "V02", "V03", "V04", "V06", "V07", "V08"];

/** Order of failures in a record: its files, its entries, what concerns the whole (§11.1.3). */
function rank(place: FailurePlace | Where): number {
  if (place === undefined) return Number.MAX_SAFE_INTEGER;
  if (typeof place === "number") return place;
  if (typeof place === "string" || "file" in place) return -1;
  return "entry" in place ? place.entry : place.receipt;
}

/** Why a report is not that of a mutant refused by the right check; `undefined` if it is (§11.1.3). */
export function wrongRefusal({ refusal }: Mutant, report: Report): string | undefined {
  const { check, code, where, detail, beside = [] } = refusal;
  const failed = report.checks.filter((one) => one.failure !== undefined);
  const named = failed.find((one) => one.id === check)?.failure;
  if (report.verdict !== "bad") return "the record is good";
  if (named === undefined) return `${check} did not fail`;
  if (named.code !== code) return `${check} fails by ${named.code}, not ${code}`;
  if (detail !== undefined && named.detail !== detail)
    return `${check} fails by ${named.detail}, not ${detail}`;
  if (rank(named.place) !== rank(where))
    return `${check} fails at ${JSON.stringify(named.place)}, not ${where}`;
  if (typeof where === "string" && !(named.place && "file" in named.place && named.place.file === where)) {
    return `${check} fails at ${JSON.stringify(named.place)}, not ${where}`;
  }
  for (const { id, failure } of failed) {
    if (id === check || beside.includes(id)) continue;
    if (rank(where) >= 0 && rank(failure?.place) <= rank(where)) return `${id} refuses it first`;
    if (CLUMSY.includes(id)) return `${id} fails: a clumsy forgery`;
  }
  const missing = beside.find((id) => !failed.some((one) => one.id === id));
  return missing === undefined ? undefined : `${missing} did not fail`;
}

export async function assertMutant(mutant: Mutant, pool: ProofPool): Promise<void> {
  const report = await verifyEvidence(mutant.make(), pool);
  const wrong = wrongRefusal(mutant, report);
  assert.equal(wrong, undefined, `${mutant.field}, ${mutant.name}: ${wrong}. Failed: ${failures(report)}`);
}
