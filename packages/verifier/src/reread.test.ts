import assert from "node:assert/strict";
import { test } from "node:test";
import { inlinePool } from "./pool/inline-pool.ts";
import { memoryReader, type RecordReader } from "./reader.ts";
import { assertGood, failures } from "./testing/expect.ts";
import { seededBytes } from "./testing/random.ts";
import { twoBundles } from "./testing/two-bundles.ts";
import { verifyRecord } from "./verify-record.ts";

const maker = twoBundles();

const verify = (read: RecordReader) =>
  verifyRecord({
    read,
    electionId: maker.electionId,
    randomBytes: seededBytes("reread"),
    pool: inlinePool(),
  });

test("a re-vote takes back a ballot of a bundle that went by long before", async () => {
  assert.ok(maker.entries.length > 256);
  const report = await verify(memoryReader(maker.files()));
  assertGood(report);
  assert.deepEqual(report.facts?.styles[0], { id: "a", roll: 6, issued: 1, ballots: 1, casts: 2 });
  const counts = report.result?.contests.map((contest) => contest.groups.map((group) => group.counts));
  assert.deepEqual(counts?.[0], [[0, 1]]);
});

test("a bundle that changes under the verifier is found", async () => {
  const honest = memoryReader(maker.files());
  let reads = 0;
  const report = await verify({
    list: honest.list,
    read: async (path) => {
      const bytes = await honest.read(path);
      if (path !== "tile/entries/000" || reads++ < 2) return bytes;
      return bytes && new Uint8Array(bytes.length);
    },
  });
  // The manifest is looked for first, then all entries go by; what was replaced is read once more.
  assert.equal(reads, 3);
  assert.match(failures(report), /^V03 FILE_CHANGED/);
});
