import assert from "node:assert/strict";
import { test } from "node:test";
import { type Bytes, type CborValue, decodeCbor, encodeCbor, utf8 } from "@veche/base";
import fc from "fast-check";
import { CHECKS } from "./checks.ts";
import { formatReport } from "./format-report.ts";
import { inlinePool } from "./pool/inline-pool.ts";
import { reportToJson } from "./report.ts";
import { verifyEvidence } from "./testing/expect.ts";
import { ALL_SIGNERS, publish } from "./testing/publish.ts";
import { smallRecord } from "./testing/small.ts";

const pool = inlinePool();
const maker = smallRecord();

/** Whatever the bytes, there is a report with all checks, and it can be written down. */
async function alwaysReports(files: Map<string, Bytes>, receipts: readonly Bytes[] = []): Promise<void> {
  const report = await verifyEvidence({ files, electionId: maker.electionId, receipts }, pool);
  assert.equal(report.checks.length, CHECKS.length);
  assert.ok(formatReport(report, "en").length > 0 && formatReport(report, "ru").length > 0);
  assert.ok(JSON.stringify(reportToJson(report)).length > 0);
}

test("files of any bytes", async () => {
  const name = fc.constantFrom(
    "checkpoint",
    "result.cbor",
    "tile/0/000.p/3",
    "tile/entries/000.p/3",
    "x",
    "..",
  );
  const files = fc.array(fc.tuple(name, fc.uint8Array({ maxLength: 300 })), { maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(files, fc.array(fc.uint8Array({ maxLength: 300 })), (list, receipts) =>
      alwaysReports(new Map(list), receipts),
    ),
    { numRuns: 100 },
  );
});

test("logs of any entries, published as they must be", async () => {
  const entry = fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    fc.constantFrom(...maker.entries),
    fc.integer({ min: 0, max: 70_000 }).map((depth) => new Uint8Array(Math.min(depth, 65_000)).fill(0x81)),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(entry, { maxLength: 12 }), (entries) =>
      alwaysReports(publish(entries, maker.manifest.origin, ALL_SIGNERS)),
    ),
    { numRuns: 100 },
  );
});

/** Values that are likely to break a rule somewhere. */
const strange: fc.Arbitrary<CborValue> = fc.oneof(
  fc.constantFrom<CborValue>(
    0,
    1,
    2,
    255,
    2 ** 32,
    Number.MAX_SAFE_INTEGER,
    true,
    "",
    "open",
    "ключ",
    [],
    {},
  ),
  fc.uint8Array({ maxLength: 70 }),
  fc.string({ maxLength: 8 }),
);

/** Replaces the n-th value inside another, counted depth first. */
function replaceAt(value: CborValue, n: { left: number }, by: CborValue): CborValue {
  if (n.left-- === 0) return by;
  if (value instanceof Uint8Array || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map((item: CborValue) => replaceAt(item, n, by));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, replaceAt(item, n, by)]));
}

test("honest logs in which one value of one entry is another", async () => {
  const { entries, manifest } = maker;
  await fc.assert(
    fc.asyncProperty(fc.nat(entries.length - 1), fc.nat(40), strange, async (index, at, by) => {
      const decoded = decodeCbor(entries[index] as Bytes);
      assert.ok(decoded.ok);
      const changed = new Uint8Array(encodeCbor(replaceAt(decoded.value, { left: at }, by)));
      const all = entries.map((entry, i) => (i === index ? changed : entry));
      await alwaysReports(publish(all, manifest.origin, ALL_SIGNERS));
    }),
    { numRuns: 40 },
  );
});

test("manifests in which one value is another", async () => {
  const decoded = decodeCbor(maker.manifestBytes);
  assert.ok(decoded.ok);
  await fc.assert(
    fc.asyncProperty(fc.nat(300), strange, async (at, by) => {
      const manifest = new Uint8Array(encodeCbor(replaceAt(decoded.value, { left: at }, by)));
      const define = new Uint8Array(encodeCbor([maker.time, ["define", { manifest }, []]]));
      const all = [define, ...maker.entries.slice(1)];
      await alwaysReports(publish(all, maker.manifest.origin, ALL_SIGNERS), [utf8("nothing")]);
    }),
    { numRuns: 60 },
  );
});
