import assert from "node:assert/strict";
import { test } from "node:test";
import { inlinePool } from "./pool/inline-pool.ts";
import { memoryReader, type RecordReader } from "./reader.ts";
import { ROLE } from "./replay/authority.ts";
import { assertGood, failures } from "./testing/expect.ts";
import { seededBytes } from "./testing/random.ts";
import { makeRecord } from "./testing/scenario.ts";
import { cast, issue, VOTES_A, waitUntil } from "./testing/steps-vote.ts";
import { verifyRecord } from "./verify-record.ts";

/** A vote in the first bundle of the log, its re-vote in the second; what is decrypted is the re-vote alone. */
const maker = makeRecord({
  manifest: (honest) => ({ ...honest, tiny: "publish", minimumGroup: 10 }),
  voting: (one) => {
    waitUntil(one);
    issue(one, 0, 0);
    cast(one, { voter: "x", style: 0, votes: VOTES_A[0] ?? [] });
    for (let day = 0; day < 240; day++) {
      const date = `${2000 + day}-01-01`;
      const body = { accepted: 0, applied: 0, date, recalled: 0, refused: {} };
      one.add("registration-totals", body, [[ROLE.registrar, 1]]);
    }
    cast(one, { voter: "x", style: 0, seq: 1, votes: VOTES_A[1] ?? [] });
  },
});

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
