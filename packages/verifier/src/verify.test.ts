import assert from "node:assert/strict";
import { test } from "node:test";
import { type Bytes, utf8 } from "@veche/base";
import { CHECKS } from "./checks.ts";
import { hintsHead } from "./hints/hints-file.ts";
import { inlinePool } from "./pool/inline-pool.ts";
import { memoryReader, type RecordReader } from "./reader.ts";
import type { Report } from "./report.ts";
import { assertGood } from "./testing/expect.ts";
import { toldPool } from "./testing/lone-election.ts";
import { RecordMaker } from "./testing/maker.ts";
import { memoPool } from "./testing/mutants/memo-pool.ts";
import { ALL_SIGNERS, makeCheckpoint, publish } from "./testing/publish.ts";
import { seededBytes } from "./testing/random.ts";
import { smallRecord } from "./testing/small.ts";
import { define } from "./testing/steps-setup.ts";
import { testManifest } from "./testing/test-manifest.ts";
import { ISSUE_BUNDLES, manyIssues, twoBundles } from "./testing/two-bundles.ts";
import { hintsOf } from "./testing/with-hints.ts";
import { type VerifyInput, verifyWith } from "./verify.ts";

const pool = memoPool();
const small = smallRecord();

function verify(
  files: ReadonlyMap<string, Bytes>,
  { electionId, ...more }: Partial<VerifyInput> = {},
  jobs = pool,
): Promise<Report> {
  const input = { read: memoryReader(files), randomBytes: seededBytes("verifier"), ...more };
  return verifyWith(jobs, electionId === undefined ? input : { ...input, electionId });
}

const checkOf = (report: Report, id: string) =>
  report.checks.find((check) => check.id === id) ?? assert.fail();
const failureOf = (report: Report, id: string): string | undefined => checkOf(report, id).failure?.code;

test("without an election id given V02 says nothing, and the report says so", async () => {
  const own = await verify(small.files(), { electionId: small.electionId });
  assertGood(own);
  assert.deepEqual([own.electionIdGiven, checkOf(own, "V02").status], [true, "ok"]);
  const none = await verify(small.files());
  assertGood(none);
  assert.deepEqual([none.electionIdGiven, checkOf(none, "V02").status], [false, "not-applicable"]);
  assert.deepEqual(none.electionId, small.electionId);
  const other = await verify(small.files(), { electionId: new Uint8Array(32) });
  assert.equal(failureOf(other, "V02"), "ELECTION_ID_DIFFERS");
});

test("without a manifest that can be used exactly V08 to V25 are not made", async () => {
  const junk = publish([utf8("no entry")], small.manifest.origin, ALL_SIGNERS);
  const broken = new RecordMaker({ ...testManifest(), issuers: { ...testManifest().issuers, active: [] } });
  define(broken);
  const numbered = CHECKS.map(({ id }) => id).filter((id) => id >= "V08" && id < "V26");
  for (const files of [junk, broken.files()]) {
    const report = await verify(files);
    const notMade = report.checks.filter(({ status }) => status === "not-made").map(({ id }) => id);
    const more = files === junk ? ["V04", "V05"] : [];
    assert.deepEqual(notMade, [...more, ...numbered]);
    assert.deepEqual([report.verdict, report.facts, report.result], ["bad", undefined, undefined]);
  }
});

test("a manifest of the wrong form is told from one that breaks a rule", async () => {
  const formless = new RecordMaker(testManifest());
  formless.add("define", { manifest: new Uint8Array(9) }, []);
  const form = await verify(formless.files());
  assert.equal(failureOf(form, "V05"), "MANIFEST_FORM");
  assert.equal(checkOf(form, "V04").status, "not-made");
  const rule = new RecordMaker({ ...testManifest(), revoteMax: 1000 });
  define(rule);
  const report = await verify(rule.files());
  assert.equal(failureOf(report, "V05"), "MANIFEST_RULE");
  assert.equal(checkOf(report, "V04").status, "ok");
});

test("bundles are judged one by one until voting is open, then many together; batches tell how far they are", async () => {
  const maker = manyIssues();
  const size = maker.entries.length;
  const files = maker.files();
  files.set("hints", (await hintsOf(files, pool)).bytes);
  const { pool: told, jobs } = toldPool({});
  const steps: (readonly [number, number])[] = [];
  const onProgress = (entries: number, of: number): void => {
    steps.push([entries, of]);
  };
  const report = await verify(files, { onProgress }, told);
  assertGood(report);
  assert.deepEqual(
    jobs.flatMap((job) => (job.kind === "bundles" ? [job.batch.bundles.length] : [])),
    [1, 1, ISSUE_BUNDLES - 2],
  );
  assert.deepEqual(
    steps,
    [0, 256, 512, size, size].map((entries) => [entries, size]),
  );
  assert.deepEqual(report.hints, { points: 850, hinted: 850, wrong: 0 });
});

const noteOf = (report: Report): string | undefined => checkOf(report, "V01").note?.code;

test("hints are looked for where an election is, and only where a part of a file can be read", async () => {
  const { bytes } = await hintsOf(small.files(), pool);
  const good = await verify(small.files().set("hints", bytes));
  assert.deepEqual([noteOf(good), good.hints?.hinted], [undefined, 18]);
  const empty = await verify(small.files().set("hints", new Uint8Array(0)));
  assert.deepEqual([noteOf(empty), empty.hints], ["HINTS_FORM", undefined]);

  const junk = publish([utf8("no entry")], small.manifest.origin, ALL_SIGNERS);
  const without = await verify(junk.set("hints", bytes));
  assert.deepEqual([noteOf(without), without.hints], [undefined, undefined]);

  const { readRange: _, ...whole } = memoryReader(small.files().set("hints", bytes));
  const slow = await verify(new Map(), { read: whole });
  assertGood(slow);
  assert.deepEqual([noteOf(slow), slow.hints], [undefined, undefined]);

  const honest = memoryReader(small.files().set("hints", bytes));
  const folder: RecordReader = {
    ...honest,
    list: async () =>
      (await honest.list()).map((file) => (file.path === "hints" ? { ...file, size: -1 } : file)),
  };
  const report = await verify(new Map(), { read: folder });
  assert.deepEqual([noteOf(report), report.hints], [undefined, undefined]);
});

test("hints are read for no more bundles than the record has files, whatever the checkpoint says", async () => {
  const maker = twoBundles();
  /** A log of so many bundles, it is said, with hints of `of` bundles, each without any. */
  const claimed = async (bundles: number, of: number): Promise<string | undefined> => {
    const files = maker.files();
    const checkpoint = makeCheckpoint(maker.manifest.origin, 256 * bundles - 1, maker.root(), ALL_SIGNERS);
    files.set("checkpoint", utf8(checkpoint)).set("hints", hintsHead(Array(of).fill(0)));
    const report = await verify(files);
    assert.equal(report.verdict, "bad");
    return noteOf(report);
  };
  const count = maker.files().size + 1;
  // They are read, and fit no bundle.
  assert.equal(await claimed(count, count), "HINTS_WRONG");
  assert.equal(await claimed(count, count - 1), "HINTS_FORM");
  assert.equal(await claimed(count + 1, count + 1), "HINTS_FORM");
  assert.equal(await claimed(count + 1, 0), "HINTS_FORM");
  // More bundles than an array has places.
  assert.equal(await claimed(2 ** 32, 0), "HINTS_FORM");
});

test("sums that cannot be counted are V24, where the decryptions are complete", async () => {
  const { pool: told } = toldPool({
    opening: (job) => (job.kind === "opening" ? job.claim.limits.map(() => undefined) : assert.fail()),
  });
  const files = small.files();
  files.delete("result.cbor");
  const report = await verify(files, {}, told);
  const { failure } = checkOf(report, "V24");
  // The certificate follows the second of two decryptions.
  assert.deepEqual([failure?.code, failure?.place], ["NO_COUNT", { entry: small.entries.length - 2 }]);
  assert.equal(report.result, undefined);
});

test("a file of the result is the result's, and not read if it is longer", async () => {
  const result = small.resultBytes as Bytes;
  const judged = async (bytes: Bytes | undefined) => {
    const files = small.files();
    if (bytes === undefined) files.delete("result.cbor");
    else files.set("result.cbor", bytes);
    const honest = memoryReader(files);
    const read: string[] = [];
    const reader: RecordReader = {
      ...honest,
      read: (path) => {
        read.push(path);
        return honest.read(path);
      },
    };
    const report = await verify(files, { read: reader });
    return [failureOf(report, "V24"), read.includes("result.cbor")];
  };
  assert.deepEqual(await judged(result), [undefined, true]);
  assert.deepEqual(await judged(undefined), ["RESULT_MISSING", false]);
  assert.deepEqual(await judged(result.map((byte, i) => (i === 9 ? byte ^ 1 : byte))), [
    "RESULT_FILE_DIFFERS",
    true,
  ]);
  for (const other of [new Uint8Array(result.length + 1), result.slice(1)])
    assert.deepEqual(await judged(other), ["RESULT_FILE_DIFFERS", false]);
});

test("a pool is not closed by who did not make it", async () => {
  let closed = 0;
  const own = {
    ...inlinePool(),
    close: async () => {
      closed += 1;
    },
  };
  assertGood(await verify(small.files(), {}, own));
  assert.equal(closed, 0);
});
