import assert from "node:assert/strict";
import { test } from "node:test";
import { type Bytes, toBase64, utf8 } from "@veche/base";
import { Findings } from "./findings.ts";
import type { Manifest } from "./form/manifest.ts";
import type { TakenBatch } from "./log/bundle-feed.ts";
import type { Visit } from "./log/walk.ts";
import { ReceiptCheck } from "./receipts.ts";
import { RecordMaker } from "./testing/maker.ts";
import { ALL_SIGNERS, inclusionPath, makeCheckpoint, makeReceipt, rootOf } from "./testing/publish.ts";
import { testManifest } from "./testing/test-manifest.ts";

const { manifest } = new RecordMaker(testManifest());
const { origin } = manifest;
const COUNT = 16;
const ENTRIES = Array.from({ length: COUNT }, (_, i) => utf8(`entry ${i}`));
/** Where the bundles of the log end, were bundles so small. */
const ENDS = [4, 8, 12, COUNT];

/** The visits of a log: its bundles in one batch, or a batch each. */
function visitsOf(isOneBatch: boolean): readonly Visit[] {
  return ENDS.map((end, i) => {
    const begin = ENDS[i - 1] ?? 0;
    const [first, last] = isOneBatch ? [0, ENTRIES.length] : [begin, end];
    const entries = ENTRIES.slice(first, last);
    const bytes = new Uint8Array(entries.reduce((sum, entry) => sum + entry.length, 0));
    const starts = new Uint32Array(entries.length);
    let at = 0;
    entries.forEach((entry, row) => {
      bytes.set(entry, at);
      starts[row] = at;
      at += entry.length;
    });
    const lengths = Uint16Array.from(entries, (entry) => entry.length);
    const from = begin - first;
    // As the tree of a walk does it: with leaves of this bundle alone, as many as there are.
    const rootAfter = (row: number): Bytes => {
      const leaves = ENTRIES.slice(begin, end).slice(0, row + 1 - from);
      return rootOf([...ENTRIES.slice(0, begin), ...leaves]);
    };
    return {
      taken: { judged: { bytes, columns: { starts, lengths } } } as unknown as TakenBatch,
      from,
      to: from + end - begin,
      firstEntry: begin,
      isLastOfBatch: !isOneBatch || end === COUNT,
      rootAfter,
    };
  });
}

function faultsOf(
  receipts: readonly string[],
  of: Manifest | undefined = manifest,
  size = COUNT,
): readonly string[] {
  const verdicts = [true, false].map((isOneBatch) =>
    receipts.map((receipt) => {
      const findings = new Findings();
      const check = new ReceiptCheck(findings, [utf8(receipt)]);
      for (const visit of visitsOf(isOneBatch)) check.visit(visit);
      check.finish(of, size);
      const result = findings.results().find(({ id }) => id === "V26");
      assert.equal(result?.examined, 1);
      return result.failure?.code ?? result.status;
    }),
  );
  assert.deepEqual(verdicts[0], verdicts[1]);
  return verdicts[0] ?? [];
}

const receiptOf = (size: number, index: number): string => makeReceipt(ENTRIES.slice(0, size), index, origin);

/** A receipt whose checkpoint says another size than its tree has. */
function withSize(size: number, of: readonly Bytes[], index: number): string {
  const head = ["c2sp.org/tlog-proof@v1", `extra ${toBase64(of[index] as Bytes)}`, `index ${index}`];
  const path = inclusionPath(of, index).map(toBase64);
  return `${[...head, ...path].join("\n")}\n\n${makeCheckpoint(origin, size, rootOf(of), ALL_SIGNERS)}`;
}

test("receipts of any entry, under any size of the log, are good", () => {
  const receipts = ENTRIES.flatMap((_, i) =>
    ENTRIES.slice(0, i + 1).map((__, index) => receiptOf(i + 1, index)),
  );
  assert.ok(faultsOf(receipts).every((verdict) => verdict === "ok"));
});

test("an entry that is not there, or stands in another place, is found", () => {
  const others = ENTRIES.map((entry, i) => (i === 5 ? utf8("another") : entry));
  assert.deepEqual(faultsOf([makeReceipt(others, 5, origin)]), ["RECEIPT_ENTRY"]);
  const swapped = [...ENTRIES];
  [swapped[5], swapped[9]] = [ENTRIES[9] as Bytes, ENTRIES[5] as Bytes];
  assert.deepEqual(faultsOf([makeReceipt(swapped, 5, origin), makeReceipt(swapped, 9, origin)]), [
    "RECEIPT_ENTRY",
    "RECEIPT_ENTRY",
  ]);
});

test("a root that is none of the log's of that size is a fork", () => {
  const others = [...ENTRIES.slice(0, COUNT - 1), utf8("another")];
  assert.deepEqual(faultsOf([makeReceipt(others, 3, origin)]), ["RECEIPT_FORK"]);
  // The path of the first entry fits trees of 9 to 16 entries alike: what the root is of decides.
  for (let size = 9; size <= COUNT; size++) {
    const tree = ENTRIES.slice(0, size);
    for (let said = 9; said <= COUNT; said++) {
      const verdict = said === size ? "ok" : "RECEIPT_FORK";
      assert.deepEqual(faultsOf([withSize(said, tree, 0)]), [verdict], `${size} entries, said to be ${said}`);
    }
  }
});

test("a receipt of a larger log is beyond this one", () => {
  const more = [...ENTRIES, utf8("more")];
  assert.deepEqual(faultsOf([makeReceipt(more, 3, origin)]), ["RECEIPT_BEYOND"]);
  assert.deepEqual(faultsOf([receiptOf(COUNT, 3)], manifest, COUNT - 1), ["RECEIPT_BEYOND"]);
});

test("what is no receipt, or cannot be checked without a manifest, or proves nothing, is said", () => {
  assert.deepEqual(faultsOf(["", "c2sp.org/tlog-proof@v1\n"]), ["RECEIPT_FORM", "RECEIPT_FORM"]);
  const unsigned = makeReceipt(ENTRIES, 3, origin, ALL_SIGNERS.slice(0, 1));
  assert.deepEqual(faultsOf([unsigned]), ["RECEIPT_CHECKPOINT"]);
  const findings = new Findings();
  const check = new ReceiptCheck(findings, [utf8(receiptOf(COUNT, 3))]);
  for (const visit of visitsOf(true)) check.visit(visit);
  check.finish(undefined, COUNT);
  assert.equal(findings.results().find(({ id }) => id === "V26")?.failure?.code, "RECEIPT_CHECKPOINT");
  assert.deepEqual(faultsOf([withSize(COUNT, ENTRIES.slice(0, 4), 3)]), ["RECEIPT_PROOF"]);
});

test("without receipts there is nothing to say", () => {
  const findings = new Findings();
  const check = new ReceiptCheck(findings, []);
  for (const visit of visitsOf(true)) check.visit(visit);
  check.finish(manifest, COUNT);
  assert.equal(findings.results().find(({ id }) => id === "V26")?.status, "not-applicable");
});
