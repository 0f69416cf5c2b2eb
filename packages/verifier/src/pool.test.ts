import assert from "node:assert/strict";
import { after, test } from "node:test";
import { inlinePool } from "./pool/inline-pool.ts";
import type { Job, JobResult, ProofPool } from "./pool/jobs.ts";
import { threadPool } from "./pool/thread-pool.ts";
import { memoryReader } from "./reader.ts";
import { reportToJson } from "./report.ts";
import { ALL_CONTROLS } from "./testing/all-controls.ts";
import type { Evidence } from "./testing/control.ts";
import { UNTIL_VOTES } from "./testing/control.ts";
import { assertGood, verifyEvidence } from "./testing/expect.ts";
import { seededBytes } from "./testing/random.ts";
import { makeRecord } from "./testing/scenario.ts";
import { forgeCast, VOTES_A } from "./testing/steps-vote.ts";
import { verifyRecord } from "./verify-record.ts";

const threads = threadPool(2);
after(() => threads.close());

/** Finishes jobs in a wild order, and several at once, as no machine would do it twice. */
function shufflingPool(seed: string): ProofPool {
  const random = seededBytes(seed);
  return {
    width: 5,
    run: async <J extends Job>(job: J) => {
      const result = await inlinePool().run(job);
      const turns = (random(1)[0] ?? 0) * 20;
      for (let i = 0; i < turns; i++) await Promise.resolve();
      return result as JobResult<J["kind"]>;
    },
    close: async () => {},
  };
}

/** Many forged casts of all kinds, each between good ones. */
function manyForgeries(): Evidence {
  const maker = makeRecord({
    ...UNTIL_VOTES,
    participants: (one) => {
      for (let i = 0; i < 12; i++) {
        const voter = `forger ${i}`;
        const votes = i % 3 === 0 ? [[1], [1, 1, 0], [0, 0, 0, 0]] : (VOTES_A[0] ?? []);
        forgeCast(one, {
          voter,
          style: 0,
          votes,
          issuers: i % 3 === 1 ? [2, 1] : [1, 2],
          seq: i % 3 === 2 ? 1 : 0,
        });
      }
    },
  });
  return { files: maker.files(), electionId: maker.electionId };
}

test("threads give the report that one thread gives", async () => {
  const honest = makeRecord();
  const evidence = [{ files: honest.files(), electionId: honest.electionId }, manyForgeries()];
  for (const one of evidence) {
    const [inline, threaded] = [await verifyEvidence(one, inlinePool()), await verifyEvidence(one, threads)];
    assert.deepEqual(reportToJson(threaded), reportToJson(inline));
  }
});

test("a report does not depend on the order in which proofs are done", async () => {
  const evidence = manyForgeries();
  const expected = reportToJson(await verifyEvidence(evidence, inlinePool()));
  for (const seed of ["a", "b", "c"]) {
    assert.deepEqual(reportToJson(await verifyEvidence(evidence, shufflingPool(seed))), expected);
  }
});

test("threads refuse what one thread refuses", async () => {
  const some = ALL_CONTROLS.filter((control) => ["V12", "V16", "V20", "V21"].includes(control.check)).slice(
    0,
    8,
  );
  for (const control of some) {
    const report = await verifyEvidence(control.make(), threads);
    const check = report.checks.find((one) => one.id === control.check);
    assert.equal(check?.failure?.code, control.code, control.name);
  }
});

test("without a pool a verification brings its own threads and ends them", async () => {
  const maker = makeRecord();
  const progress: number[] = [];
  const report = await verifyRecord({
    read: memoryReader(maker.files()),
    randomBytes: seededBytes("own threads"),
    onProgress: (entries) => progress.push(entries),
  });
  assertGood(report);
  assert.equal(report.electionIdGiven, false);
  assert.deepEqual(report.electionId, maker.electionId);
  assert.equal(report.checks.find((check) => check.id === "V02")?.status, "not-applicable");
  assert.equal(progress.at(-1), maker.entries.length);
});

test("an error in a thread is an error of the verification, not a verdict", async () => {
  const pool = threadPool(1);
  const job = { kind: "knowledge", claim: undefined } as unknown as Job;
  await assert.rejects(pool.run(job));
  await pool.close();
});
