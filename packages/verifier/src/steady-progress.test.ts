import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { makeHintsFile } from "./hints/make-hints.ts";
import { inlinePool } from "./pool/inline-pool.ts";
import type { Job, JobKind, ProofPool } from "./pool/jobs.ts";
import { memoryReader } from "./reader.ts";
import { seededBytes } from "./testing/random.ts";
import { smallRecord } from "./testing/small.ts";
import { verifyRecord } from "./verify-record.ts";

const maker = smallRecord();
const LONG_MS = 2_500;

/** A pool in which the first job of a kind takes long; counts what was reported meanwhile. */
function slowPool(slow: JobKind): {
  readonly pool: ProofPool;
  readonly reports: number[];
  meanwhile: number;
} {
  const inner = inlinePool();
  const reports: number[] = [];
  const watched = {
    reports,
    meanwhile: -1,
    pool: {
      ...inner,
      run: async <J extends Job>(job: J) => {
        if (job.kind === slow && watched.meanwhile < 0) {
          const before = reports.length;
          await wait(LONG_MS);
          watched.meanwhile = reports.length - before;
        }
        return inner.run(job);
      },
    },
  };
  return watched;
}

const assertSteady = (reports: readonly number[], size: number): void => {
  assert.equal(reports[0], 0);
  assert.equal(reports.at(-1), size);
  assert.deepEqual(
    reports,
    [...reports].sort((a, b) => a - b),
  );
};

// The first batch, and what comes after the last one of the votes.
for (const kind of ["bundles", "equality"] as const) {
  test(`a verification that waits for ${kind} says so every second`, async () => {
    const slow = slowPool(kind);
    const report = await verifyRecord({
      read: memoryReader(maker.files()),
      electionId: maker.electionId,
      randomBytes: seededBytes("progress"),
      pool: slow.pool,
      onProgress: (entries, size) => {
        assert.equal(size, maker.entries.length);
        slow.reports.push(entries);
      },
    });
    assert.equal(report.verdict, "good");
    assert.ok(slow.meanwhile >= Math.floor(LONG_MS / 1000), `${slow.meanwhile} reports`);
    assertSteady(slow.reports, maker.entries.length);
    const reported = slow.reports.length;
    await wait(700);
    assert.equal(slow.reports.length, reported, "nothing is said when the work is done");
  });
}

test("hints that take long say so every second", async () => {
  const slow = slowPool("hints");
  await makeHintsFile({
    read: memoryReader(maker.files()),
    pool: slow.pool,
    write: async () => {},
    onProgress: (entries) => slow.reports.push(entries),
  });
  assert.ok(slow.meanwhile >= Math.floor(LONG_MS / 1000), `${slow.meanwhile} reports`);
  assertSteady(slow.reports, maker.entries.length);
});

test("work that fails stops saying how far it is", async () => {
  const reports: number[] = [];
  const read = { ...memoryReader(maker.files()), read: () => Promise.reject(new Error("a disk is lost")) };
  const verification = verifyRecord({
    read,
    randomBytes: seededBytes("progress"),
    pool: inlinePool(),
    onProgress: (entries) => reports.push(entries),
  });
  await assert.rejects(verification, /a disk is lost/);
  const reported = reports.length;
  await wait(700);
  assert.equal(reports.length, reported);
});
