import assert from "node:assert/strict";
import { test } from "node:test";
import { type Bytes, concat, toHex } from "@veche/base";
import fc from "fast-check";
import { decodePoint } from "../point.ts";
import { bytes } from "../support.test.ts";
import { createKernel, type Kernel } from "./index.ts";
import {
  anyEncoding,
  badEncodings,
  edgeElements,
  FIELD,
  fieldBytes,
  fieldNumber,
  goodEncodings,
} from "./testing/inputs.ts";
import { createReferenceKernel } from "./testing/reference.ts";

const kernel = createKernel();
const reference = createReferenceKernel();
const zeros = new Uint8Array(32);

/** What a kernel makes of encodings: its answer, its hints, and each point encoded again. */
function outcome(of: Kernel, encodings: readonly Bytes[], hints?: readonly Bytes[]) {
  of.clear();
  const decoded = of.decode(concat(...encodings), hints && concat(...hints));
  const points = encodings.map((_, i) => toHex(of.sum(Uint32Array.of(i))));
  return { ...decoded, hints: toHex(of.hintsOfLastDecode()), points, count: of.count };
}

const same = (encodings: readonly Bytes[], hints?: readonly Bytes[]): void => {
  assert.deepEqual(outcome(kernel, encodings, hints), outcome(reference, encodings, hints));
};

const hintsFor = (encodings: readonly Bytes[]): readonly Bytes[] => {
  reference.clear();
  reference.decode(concat(...encodings));
  const hints = reference.hintsOfLastDecode();
  return encodings.map((_, i) => hints.slice(32 * i, 32 * i + 32));
};

test("RFC 9496 A.1: small multiples of the generator", () => {
  const decoded = outcome(kernel, goodEncodings);
  assert.equal(decoded.allValid, true);
  assert.deepEqual(decoded.points, goodEncodings.map(toHex));
  same(goodEncodings);
});

test("RFC 9496 A.2: bad encodings are refused, wherever they stand in a group", () => {
  for (const bad of badEncodings) {
    for (let lane = 0; lane < 4; lane++) {
      const group = [1, 2, 3, 4].map((i) => goodEncodings[i] as Bytes).with(lane, bad);
      const { valid, allValid, points } = outcome(kernel, group);
      assert.equal(allValid, false);
      assert.deepEqual([...valid], [1, 1, 1, 1].with(lane, 0), toHex(bad));
      assert.equal(points[lane], toHex(zeros), "what is wrong stands as the identity");
      assert.equal(points[(lane + 1) % 4], toHex(group[(lane + 1) % 4] as Bytes));
    }
  }
});

test("any number of encodings, the last group full or not", () => {
  for (let n = 0; n <= 9; n++) same(goodEncodings.slice(0, n));
  for (let n = 0; n <= 9; n++) same(goodEncodings.slice(0, n), hintsFor(goodEncodings.slice(0, n)));
});

test("values at every edge of limbs, signs and reduction", () => {
  const encodings = edgeElements.flatMap((value) =>
    [value, value + FIELD, FIELD - value, value | 1n, value ^ (1n << 255n), value & ~1n]
      .filter((other) => other >= 0n && other < 2n ** 256n)
      .map(fieldBytes),
  );
  const { valid } = outcome(kernel, encodings);
  assert.ok(valid.includes(1) && valid.includes(0));
  same(encodings);
});

test("every single bit changed", () => {
  const changed = goodEncodings.slice(0, 4).flatMap((encoding) =>
    Array.from({ length: 256 }, (_, bit) => {
      const other = encoding.slice();
      other[bit >> 3] = (other[bit >> 3] as number) ^ (1 << (bit & 7));
      return other;
    }),
  );
  same(changed);
});

test("any bytes: the same points, refusals and hints as noble", () => {
  const anything = fc.oneof(
    anyEncoding,
    bytes(32),
    bytes(32).map((b) => b.with(0, (b[0] as number) & 0xfe).with(31, (b[31] as number) & 0x7f)),
    fc.constantFrom(...badEncodings, ...edgeElements.map(fieldBytes)),
  );
  fc.assert(
    fc.property(fc.array(anything, { maxLength: 9 }), (encodings) => same(encodings)),
    { numRuns: 150 },
  );
});

test("other names of a point's field element are refused", () => {
  fc.assert(
    fc.property(anyEncoding, (encoding) => {
      const value = fieldNumber(encoding);
      const others = [value + FIELD, value | (1n << 255n), FIELD - value].filter((v) => v < 2n ** 256n);
      const wrong = others.filter((other) => other !== FIELD || value !== 0n);
      assert.ok(!outcome(kernel, wrong.map(fieldBytes)).valid.includes(1));
    }),
    { numRuns: 40 },
  );
});

test("right hints, or their negatives, all fit; the points are the same", () => {
  const hints = hintsFor(goodEncodings);
  const without = outcome(kernel, goodEncodings);
  const negative = hints.map((hint) => fieldBytes(FIELD - fieldNumber(hint)));
  for (const given of [hints, negative, hints.map((h, i) => (i % 2 ? h : (negative[i] as Bytes)))]) {
    const decoded = outcome(kernel, goodEncodings, given);
    assert.equal(decoded.wrongHints, 0);
    assert.deepEqual(decoded, without);
    same(goodEncodings, given);
  }
});

test("the kernel's own hints fit its own points", () => {
  const { hints } = outcome(kernel, goodEncodings);
  assert.deepEqual(
    hints.match(/.{64}/g)?.map((hint) => hint),
    hintsFor(goodEncodings).map(toHex),
  );
});

test("wrong hints are counted and change nothing", () => {
  const encodings = goodEncodings.slice(0, 8);
  const right = hintsFor(encodings);
  const without = outcome(kernel, encodings);
  const swapped = right.with(0, right[1] as Bytes).with(1, right[0] as Bytes);
  const nonCanonical = right.map((hint) => fieldBytes(fieldNumber(hint) | (1n << 255n)));
  const cases: readonly (readonly [string, readonly Bytes[], number])[] = [
    ["zeros", right.map(() => zeros), 8],
    ["all ones", right.map(() => new Uint8Array(32).fill(255)), 8],
    ["one", right.with(5, fieldBytes(1n)), 1],
    ["swapped", swapped, 2],
    ["highest bit set", nonCanonical, 8],
    ["off by one", right.map((hint) => fieldBytes(fieldNumber(hint) + 1n)), 8],
    ["a bit changed", right.with(7, (right[7] as Bytes).with(9, ((right[7] as Bytes)[9] as number) ^ 4)), 1],
  ];
  for (const [name, hints, wrong] of cases) {
    const decoded = outcome(kernel, encodings, hints);
    assert.deepEqual(decoded, { ...without, wrongHints: wrong }, name);
    same(encodings, hints);
  }
});

test("a hint of p or more does not fit, though it names the right element", () => {
  const encoding = Array.from({ length: 4000 }, (_, i) => fieldBytes(BigInt(2 * i))).find(
    (candidate) => decodePoint(candidate) !== undefined && fieldNumber(candidate) > 0n,
  ) as Bytes;
  const [hint] = hintsFor([encoding]) as [Bytes];
  const named = fieldNumber(hint) + FIELD;
  assert.equal(named < 2n ** 256n, true);
  assert.equal(outcome(kernel, [encoding], [fieldBytes(named)]).wrongHints, 1);
});

test("hints of wrong encodings are not counted, and nothing makes these valid", () => {
  const hints = badEncodings.map((_, i) => hintsFor(goodEncodings)[i % 16] as Bytes);
  const decoded = outcome(kernel, badEncodings, hints);
  assert.equal(decoded.wrongHints, 0);
  assert.ok(!decoded.valid.includes(1));
  assert.deepEqual(decoded, outcome(kernel, badEncodings));
});

test("random encodings with random, right and negative hints", () => {
  const pair = fc.tuple(
    fc.oneof(anyEncoding, bytes(32), fc.constantFrom(...badEncodings)),
    fc.oneof(bytes(32), fc.constant("right" as const)),
  );
  fc.assert(
    fc.property(fc.array(pair, { maxLength: 9 }), (pairs) => {
      const encodings = pairs.map(([encoding]) => encoding);
      const right = hintsFor(encodings);
      same(
        encodings,
        pairs.map(([, hint], i) => (hint === "right" ? (right[i] as Bytes) : hint)),
      );
    }),
    { numRuns: 100 },
  );
});
