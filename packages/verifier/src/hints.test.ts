import assert from "node:assert/strict";
import { test } from "node:test";
import type { Bytes } from "@veche/base";
import { formatReport } from "./format-report.ts";
import { openHintsFile } from "./hints/hints-file.ts";
import { makeHintsFile } from "./hints/make-hints.ts";
import { inlinePool } from "./pool/inline-pool.ts";
import { memoryReader } from "./reader.ts";
import { flip } from "./testing/control.ts";
import { assertGood, verifyEvidence } from "./testing/expect.ts";
import { smallRecord } from "./testing/small.ts";

const pool = inlinePool();
const maker = smallRecord();
/** Two issues of one point each, two ballots of eight. */
const POINTS = 18;
const HEAD = 14 + 8 + 2 * 8;

async function hintsOf(files: ReadonlyMap<string, Bytes>): Promise<Bytes> {
  const out = new Uint8Array(100_000);
  let end = 0;
  const made = await makeHintsFile({
    read: memoryReader(files),
    pool,
    write: async (bytes, at) => {
      out.set(bytes, at);
      end = Math.max(end, at + bytes.length);
    },
  });
  assert.ok("points" in made && made.points === POINTS && made.bytes === end);
  return out.slice(0, end);
}

const hints = await hintsOf(maker.files());
const verifyWithHints = (bytes: Bytes) =>
  verifyEvidence({ files: maker.files().set("hints", bytes), electionId: maker.electionId }, pool);

test("hints that were made are all used", async () => {
  assert.equal(hints.length, HEAD + 32 * POINTS);
  const report = await verifyWithHints(hints);
  assertGood(report);
  assert.deepEqual(report.hints, { points: POINTS, hinted: POINTS, wrong: 0 });
  assert.equal(report.checks[0]?.note, undefined);
});

test("a wrong byte in any hint, or anywhere in the head, is reported and changes no verdict", async () => {
  const places = [...Array.from({ length: HEAD }, (_, i) => i)];
  for (let hint = 0; hint < POINTS; hint++) places.push(HEAD + 32 * hint + ((7 * hint) % 32));
  for (const at of places) {
    const report = await verifyWithHints(flip(hints, at));
    assertGood(report);
    const code = at < HEAD ? "HINTS_FORM" : "HINTS_WRONG";
    assert.equal(report.checks[0]?.note?.code, code, `byte ${at}`);
    assert.match(formatReport(report, "en"), /hints/);
    if (at >= HEAD) assert.equal(report.hints?.wrong, 1);
  }
});

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
  const opens = async (offsets: readonly number[], length: number): Promise<boolean> => {
    const head = new Uint8Array(14 + 8 + 8 * offsets.length + length);
    head.set(hints.subarray(0, 14));
    const view = new DataView(head.buffer);
    view.setBigUint64(14, BigInt(offsets.length - 1));
    offsets.forEach((offset, i) => {
      view.setBigUint64(22 + 8 * i, BigInt(offset));
    });
    const reader = memoryReader(new Map([["hints", head]]));
    return (await openHintsFile(reader, head.length, offsets.length - 1)) !== undefined;
  };
  assert.equal(await opens([0, 32, 64], 64), true);
  assert.equal(await opens([0, 0, 0], 0), true);
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
