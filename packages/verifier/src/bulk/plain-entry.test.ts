import assert from "node:assert/strict";
import { test } from "node:test";
import { type Bytes, type CborValue, concat, encodeCbor, toHex, u8, u16, u32, u64, utf8 } from "@veche/base";
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

const ISSUE = { entry: new Uint8Array(32).fill(1), hash: new Uint8Array(32).fill(2), set: 5, style: 7 };
const SIGNED = [[6, 1, new Uint8Array(64).fill(3)]];
const encoded = (value: CborValue): Bytes => new Uint8Array(encodeCbor(value));
const cast = (ballot: Bytes, signatures: CborValue = []): CborValue => ["cast", { ballot }, signatures];
const issue = (set = 5, style = 7): CborValue => ["issue", { ...ISSUE, set, style }, SIGNED];
/** An entry of an array's head, a time as it is given, and a transaction. */
const timed = (time: Bytes, transaction: Bytes = encoded(cast(u8(9)))): Bytes =>
  concat(u8(0x82), time, transaction);

function agree(bytes: Bytes, isPlain: boolean, what: string): void {
  const expected = strictly(bytes);
  assert.equal(expected !== undefined, isPlain, what);
  assert.deepEqual(plainly(bytes), expected, what);
}

/** Every argument of a head in the shortest of the five forms that it fits, and in one that is longer. */
const HEADS: readonly (readonly [value: number, shortest: Bytes, longer: Bytes])[] = [
  [0, u8(0x00), concat(u8(0x18), u8(0))],
  [23, u8(0x17), concat(u8(0x18), u8(23))],
  [24, concat(u8(0x18), u8(24)), concat(u8(0x19), u16(24))],
  [255, concat(u8(0x18), u8(255)), concat(u8(0x19), u16(255))],
  [256, concat(u8(0x19), u16(256)), concat(u8(0x1a), u32(256))],
  [65_535, concat(u8(0x19), u16(65_535)), concat(u8(0x1a), u32(65_535))],
  [65_536, concat(u8(0x1a), u32(65_536)), concat(u8(0x1b), u64(65_536))],
  [2 ** 32 - 1, concat(u8(0x1a), u32(2 ** 32 - 1)), concat(u8(0x1b), u64(2 ** 32 - 1))],
  [2 ** 32, concat(u8(0x1b), u64(2 ** 32)), concat(u8(0x1c), u64(0), u64(2 ** 32))],
  [2 ** 53 - 1, concat(u8(0x1b), u64(2 ** 53 - 1)), concat(u8(0x1c), u64(0), u64(2 ** 53 - 1))],
];

test("an integer is read in its shortest form alone, below 2^53", () => {
  for (const [value, shortest, longer] of HEADS) {
    agree(timed(shortest), true, `${value}`);
    agree(timed(longer), false, `${value}, longer`);
    const body = encoded(issue());
    // The numbers stand behind "set" and "style".
    for (const name of ["set", "style"]) {
      const at = Buffer.from(body).indexOf(utf8(name)) + name.length;
      const put = (head: Bytes): Bytes =>
        timed(u8(1), concat(body.subarray(0, at), head, body.subarray(at + 1)));
      agree(put(shortest), true, `${name} ${value}`);
      agree(put(longer), false, `${name} ${value}, longer`);
    }
  }
  agree(timed(Uint8Array.of(0x1b, 0, 0x20, 0, 0, 0, 0, 0, 0)), false, "2^53");
  for (const first of [0x1c, 0x1f, 0x20, 0x40, 0x61, 0xf6]) agree(timed(u8(first)), false, `${first}`);
});

test("nothing may be left out: a time, a set, a style", () => {
  agree(timed(new Uint8Array(0)), false, "no time");
  const body = encoded(issue());
  for (const name of ["set", "style"]) {
    const at = Buffer.from(body).indexOf(utf8(name)) + name.length;
    agree(timed(u8(1), concat(body.subarray(0, at), body.subarray(at + 1))), false, name);
  }
});

test("an entry ends where its parts end", () => {
  for (const value of [cast(new Uint8Array(50)), issue()]) {
    const whole = encoded([1, value]);
    agree(whole, true, "whole");
    for (const more of [0x00, 0x80]) agree(concat(whole, u8(more)), false, "one byte more");
    for (let length = 0; length < whole.length; length++) {
      agree(whole.subarray(0, length), false, `${length} bytes`);
    }
  }
});

test("a ballot is as long as its head says", () => {
  const frame = (head: Bytes, rest: Bytes): Bytes =>
    concat(u8(0x82), u8(1), u8(0x83), encoded("cast"), u8(0xa1), encoded("ballot"), head, rest);
  agree(frame(u8(0x42), Uint8Array.of(7, 7, 0x80)), true, "two bytes");
  agree(frame(u8(0x43), Uint8Array.of(7, 7, 0x80)), false, "no byte for the signatures");
  agree(frame(u8(0x44), Uint8Array.of(7, 7, 0x80)), false, "beyond the end");
  // Whose last byte looks like no signatures.
  agree(frame(Uint8Array.of(0x59, 0x00), u8(0x80)), false, "128 in two bytes, and nothing behind");
  agree(frame(u8(0x5c), u8(0x80)), false, "a head that there is not");
  agree(frame(u8(0x80), new Uint8Array(0)), false, "a list");
});

test("signatures: none on a ballot; on an issue one, of role 6 and index 1", () => {
  agree(encoded([1, cast(u8(1), SIGNED)]), false, "a signed ballot");
  for (const [signatures, isPlain] of [
    [SIGNED, true],
    [[], false],
    [[...SIGNED, ...SIGNED], false],
    [[[5, 1, new Uint8Array(64)]], false],
    [[[6, 2, new Uint8Array(64)]], false],
    [[[6, 1, new Uint8Array(63)]], false],
  ] as const) {
    agree(encoded([1, ["issue", ISSUE, signatures as CborValue]]), isPlain, `${signatures.length}`);
  }
});

/** Style, set and number of a ballot as they were read; `before` is read first by the same reader. */
function headOf(ballot: Bytes): readonly number[] {
  const plain = new PlainEntry();
  const before = encoded([1, cast(concat(Uint8Array.of(1, 9, 9, 9, 9, 9), new Uint8Array(32)))]);
  assert.equal(plain.read(before, 0, before.length), KIND.cast);
  assert.deepEqual([plain.style, plain.seq, plain.set], [0x0909, 9, 0x0909]);
  const bytes = encoded([1, cast(ballot)]);
  assert.equal(plain.read(bytes, 0, bytes.length), KIND.cast);
  assert.equal(plain.key, plain.body + 6);
  return [plain.style, plain.seq, plain.set];
}

test("the head of a ballot is read if it has its 38 bytes and version 1", () => {
  const head = concat(Uint8Array.of(1, 2, 3, 4, 5, 6), new Uint8Array(32).fill(7));
  assert.deepEqual(headOf(head), [0x0203, 4, 0x0506]);
  assert.deepEqual(headOf(concat(head, u8(8))), [0x0203, 4, 0x0506]);
  assert.deepEqual(headOf(head.subarray(0, 37)), [-1, 0, 0]);
  assert.deepEqual(headOf(new Uint8Array(0)), [-1, 0, 0]);
  for (const version of [0, 2]) {
    assert.deepEqual(headOf(concat(u8(version), head.subarray(1))), [-1, 0, 0]);
  }
});
