import assert from "node:assert/strict";
import type { CheckId } from "../checks.ts";
import type { ProofPool } from "../pool/jobs.ts";
import { memoryReader } from "../reader.ts";
import type { Report } from "../report.ts";
import { verifyRecord } from "../verify-record.ts";
import type { Control, Evidence } from "./control.ts";
import type { RecordMaker } from "./maker.ts";
import { seededBytes } from "./random.ts";

export function verifyEvidence(evidence: Evidence, pool: ProofPool): Promise<Report> {
  const { files, electionId, receipts } = evidence;
  return verifyRecord({
    read: memoryReader(files),
    electionId,
    ...(receipts === undefined ? {} : { receipts }),
    randomBytes: seededBytes("verifier"),
    pool,
  });
}

export const verifyMaker = (maker: RecordMaker, pool: ProofPool): Promise<Report> =>
  verifyEvidence({ files: maker.files(), electionId: maker.electionId }, pool);

export const failedChecks = (report: Report): readonly CheckId[] =>
  report.checks.filter((check) => check.status === "failed").map((check) => check.id);

/** What failed, with entries and reasons: the text of a failed assertion. */
export function failures(report: Report): string {
  return report.checks
    .flatMap(({ id, failure }) => (failure ? [`${id} ${failure.code} ${JSON.stringify(failure.place)}`] : []))
    .join("; ");
}

export function assertGood(report: Report): void {
  assert.equal(failures(report), "");
  assert.equal(report.verdict, "good");
}

export async function assertRefused(control: Control, pool: ProofPool): Promise<void> {
  const report = await verifyEvidence(control.make(), pool);
  const failed = report.checks.find((check) => check.id === control.check);
  assert.equal(failed?.failure?.code, control.code, failures(report));
  assert.deepEqual(failedChecks(report), [control.check, ...control.also].sort(), failures(report));
  assert.equal(report.verdict, "bad");
}
