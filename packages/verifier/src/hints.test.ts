import assert from "node:assert/strict";
import { test } from "node:test";
import { type Bytes, readUint, sha256, utf8 } from "@veche/base";
import { formatReport } from "./format-report.ts";
import { openHintsFile } from "./hints/hints-file.ts";
import { makeHintsFile } from "./hints/make-hints.ts";
import { memoryReader } from "./reader.ts";
import { flip } from "./testing/control.ts";
import { assertGood, verifyEvidence } from "./testing/expect.ts";
import { memoPool } from "./testing/mutants/memo-pool.ts";
import { ALL_SIGNERS, makeCheckpoint } from "./testing/publish.ts";
import { smallRecord } from "./testing/small.ts";
import { hintsHead, hintsOf } from "./testing/with-hints.ts";

/** What does not concern hints is verified once. */
const pool = memoPool();
const maker = smallRecord();
/** Two issues of one point each, two ballots of eight. */
const POINTS = 18;
const HEAD = hintsHead(1);

const { bytes: hints, points } = await hintsOf(maker.files(), pool);
assert.equal(points, POINTS);
const verifyWithHints = (bytes: Bytes) =>
  verifyEvidence({ files: maker.files().set("hints", bytes), electionId: maker.electionId }, pool);

test("hints that were made are all used", async () => {
  assert.equal(hints.length, HEAD + 32 * POINTS);
  const report = await verifyWithHints(hints);
  assertGood(report);
  assert.deepEqual(report.hints, { points: POINTS, hinted: POINTS, wrong: 0 });
  assert.equal(report.checks[0]?.note, undefined);
});

test("any wrong byte of the head and its offsets is reported, and changes no verdict", async () => {
  for (let at = 0; at < HEAD; at++) {
    const report = await verifyWithHints(flip(hints, at));
    assertGood(report);
    assert.equal(report.checks[0]?.note?.code, "HINTS_FORM", `byte ${at}`);
    assert.match(formatReport(report, "en"), /hints not used/);
    assert.equal(report.hints, undefined);
  }
});

test("a wrong bit in any hint is reported and changes no verdict: 200 of them", async () => {
  const places = sampled("hints 1", 200, 8 * 32 * POINTS);
  // Each hint is hit, so that no kind of point is left out.
  assert.equal(new Set(places.map((bit) => Math.floor(bit / (8 * 32)))).size, POINTS);
  const good = await verifyWithHints(hints);
  for (const bit of places) {
    const wrong = new Uint8Array(hints);
    const at = HEAD + Math.floor(bit / 8);
    wrong[at] = (wrong[at] ?? 0) ^ (1 << (bit % 8));
    const report = await verifyWithHints(wrong);
    assert.deepEqual(
      { ...report, checks: report.checks.map(({ note: _, ...check }) => check), hints: undefined },
      { ...good, hints: undefined },
      `bit ${bit}`,
    );
    assert.deepEqual(report.checks[0]?.note?.code, "HINTS_WRONG", `bit ${bit}`);
    assert.deepEqual(report.hints, { points: POINTS, hinted: POINTS, wrong: 1 });
  }
});

/** Distinct numbers below a bound, the same for the same seed. */
function sampled(seed: string, count: number, bound: number): readonly number[] {
  const numbers = new Set<number>();
  for (let i = 0; numbers.size < count; i++) {
    numbers.add(readUint(sha256(utf8(`${seed} ${i}`)), 0, 4) % bound);
  }
  return [...numbers];
}

test("hints of another number than the points are not used", async () => {
  const fewer = new Uint8Array(hints.subarray(0, hints.length - 32));
  new DataView(fewer.buffer).setBigUint64(HEAD - 8, BigInt(32 * (POINTS - 1)));
  for (const [bytes, code] of [
    [fewer, "HINTS_WRONG"],
    [hints.subarray(0, hints.length - 1), "HINTS_FORM"],
    [new Uint8Array(0), "HINTS_FORM"],
  ] as const) {
    const report = await verifyWithHints(bytes);
    assertGood(report);
    assert.equal(report.checks[0]?.note?.code, code);
    assert.equal(report.hints?.hinted ?? 0, 0);
  }
});

test("a head is refused unless its offsets begin at nothing, never fall, and end with the file", async () => {
  const opens = async (
    offsets: readonly number[],
    length: number,
    bundleBytes = [64, 64],
  ): Promise<boolean> => {
    const head = new Uint8Array(14 + 8 + 8 * offsets.length + length);
    head.set(hints.subarray(0, 14));
    const view = new DataView(head.buffer);
    view.setBigUint64(14, BigInt(offsets.length - 1));
    offsets.forEach((offset, i) => {
      view.setBigUint64(22 + 8 * i, BigInt(offset));
    });
    const reader = memoryReader(new Map([["hints", head]]));
    return (await openHintsFile(reader, head.length, bundleBytes)) !== undefined;
  };
  assert.equal(await opens([0, 32, 64], 64), true);
  assert.equal(await opens([0, 0, 0], 0), true);
  // What a bundle cannot have would only take memory.
  assert.equal(await opens([0, 32, 64], 64, [32, 32]), true);
  assert.equal(await opens([0, 32, 64], 64, [32, 31]), false);
  assert.equal(await opens([0, 32, 64], 64, [64, 64, 64]), false);
  for (const [offsets, length] of [
    [[32, 32, 64], 64],
    [[0, 64, 32], 32],
    [[0, 96, 64], 64],
    [[0, 16, 64], 64],
    [[0, 32, 32], 64],
  ] as const) {
    assert.equal(await opens(offsets, length), false, offsets.join(" "));
  }
});

test("without a checkpoint or a manifest there are no hints", async () => {
  const make = (files: ReadonlyMap<string, Bytes>) =>
    makeHintsFile({ read: memoryReader(files), pool, write: async () => {} });
  const without = (path: string): Map<string, Bytes> => {
    const files = maker.files();
    files.delete(path);
    return files;
  };
  assert.deepEqual(await make(without("checkpoint")), { fault: "NO_CHECKPOINT" });
  const bundle = [...maker.files().keys()].find((path) => path.startsWith("tile/entries")) ?? "";
  assert.deepEqual(await make(without(bundle)), { fault: "NO_MANIFEST" });
});

test("a size that only the checkpoint speaks of takes no memory for its hints", async () => {
  const size = 10 ** 11;
  const head = new Uint8Array(1_000);
  head.set(hints.subarray(0, 14));
  new DataView(head.buffer).setBigUint64(14, BigInt(Math.ceil(size / 256)));
  const claimed = makeCheckpoint(maker.manifest.origin, size, maker.root(), ALL_SIGNERS);
  const files = maker.files().set("checkpoint", utf8(claimed)).set("hints", head);
  const report = await verifyEvidence({ files, electionId: maker.electionId }, pool);
  assert.equal(report.verdict, "bad");
  assert.equal(report.checks[0]?.failure?.code, "FILE_MISSING");
  assert.equal(report.hints?.hinted ?? 0, 0);
});
