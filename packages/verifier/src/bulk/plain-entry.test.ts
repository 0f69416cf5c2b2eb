import assert from "node:assert/strict";
import { test } from "node:test";
import { type Bytes, type CborValue, concat, encodeCbor, toHex, u8 } from "@veche/base";
import fc from "fast-check";
import { decodeEntry } from "../form/entry.ts";
import { KIND, PlainEntry } from "./plain-entry.ts";

/** What the strict decoder makes of an entry, if it is one of the two plain types with its signatures. */
function strictly(bytes: Bytes): { readonly kind: number; readonly facts: readonly unknown[] } | undefined {
  const decoded = decodeEntry(bytes);
  if (!("value" in decoded)) return undefined;
  const { time, transaction, transactionBytes } = decoded.value;
  const [first, ...others] = transaction.signatures;
  if (transaction.type === "cast" && first === undefined) {
    return { kind: KIND.cast, facts: [time, toHex(transactionBytes), toHex(transaction.body.ballot)] };
  }
  if (transaction.type !== "issue" || first?.role !== 6 || first.index !== 1 || others.length > 0) {
    return undefined;
  }
  const { entry, set, style } = transaction.body;
  const facts = [time, toHex(transactionBytes), toHex(transaction.bodyBytes)];
  return { kind: KIND.issue, facts: [...facts, toHex(entry), set, style, toHex(first.signature)] };
}

function plainly(entry: Bytes): ReturnType<typeof strictly> {
  // Something before and behind the entry, as in a bundle.
  const bytes = concat(u8(0), u8(7), entry, u8(0x80), u8(0x80));
  const plain = new PlainEntry();
  const kind = plain.read(bytes, 2, 2 + entry.length);
  if (kind === undefined) return undefined;
  const part = (from: number, to: number): string => toHex(bytes.subarray(from, to));
  const facts = [plain.time, part(plain.transaction, 2 + entry.length), part(plain.body, plain.bodyEnd)];
  if (kind === KIND.cast) return { kind, facts };
  const { key, set, style, signature } = plain;
  return { kind, facts: [...facts, part(key, key + 32), set, style, part(signature, signature + 64)] };
}

const uint = fc.oneof(
  fc.maxSafeNat(),
  fc.constantFrom(0, 23, 24, 255, 256, 65535, 65536, 2 ** 32 - 1, 2 ** 32, 2 ** 53 - 1),
);
const exactly = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const signature = fc.tuple(fc.constantFrom(6, 6, 6, 5), fc.constantFrom(1, 1, 1, 2), exactly(64));
const transaction: fc.Arbitrary<CborValue> = fc.oneof(
  fc
    .tuple(fc.uint8Array({ maxLength: 400 }), fc.array(signature, { maxLength: 1 }))
    .map(([ballot, signatures]): CborValue => ["cast", { ballot }, signatures]),
  fc
    .tuple(exactly(32), exactly(32), uint, uint, fc.array(signature, { minLength: 1, maxLength: 2 }))
    .map(
      ([entry, hash, set, style, signatures]): CborValue => [
        "issue",
        { entry, hash, set, style },
        signatures,
      ],
    ),
);
const entry = fc.tuple(uint, transaction).map((value) => new Uint8Array(encodeCbor(value)));

test("reads exactly the entries that the strict decoder takes for plain ones, and the same in them", () => {
  let plain = 0;
  fc.assert(
    fc.property(entry, (bytes) => {
      const expected = strictly(bytes);
      assert.deepEqual(plainly(bytes), expected);
      plain += expected === undefined ? 0 : 1;
    }),
    { numRuns: 300 },
  );
  assert.ok(plain > 50);
});

test("a changed, missing or additional byte is judged as the strict decoder judges it", () => {
  fc.assert(
    fc.property(entry, fc.nat(), fc.integer({ min: 1, max: 255 }), (bytes, at, mask) => {
      // The frame is short and the values are long: half of the changes are in the first bytes.
      const place = at % (at % 2 === 0 ? Math.min(60, bytes.length) : bytes.length);
      const changed = bytes.map((byte, i) => (i === place ? byte ^ mask : byte));
      for (const other of [changed, bytes.slice(0, -1), concat(bytes, u8(mask))]) {
        assert.deepEqual(plainly(other), strictly(other));
      }
    }),
    { numRuns: 1000 },
  );
});

test("an entry over 60,000 bytes is none", () => {
  const cast = (length: number) =>
    new Uint8Array(encodeCbor([1, ["cast", { ballot: new Uint8Array(length) }, []]]));
  const frame = cast(50_000).length - 50_000;
  assert.equal(plainly(cast(60_000 - frame))?.kind, KIND.cast);
  assert.equal(plainly(cast(60_001 - frame)), undefined);
});
