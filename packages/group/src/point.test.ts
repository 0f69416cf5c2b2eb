import assert from "node:assert/strict";
import { test } from "node:test";
import { BugError, sha512, toHex, utf8 } from "@veche/base";
import fc from "fast-check";
import {
  add,
  BASE,
  decodePoint,
  encodePoint,
  equalPoints,
  hashToPoint,
  IDENTITY,
  isIdentity,
  multiply,
  multiplyBase,
  multiplyPublic,
  negate,
  type Point,
  precompute,
  subtract,
  sumPoints,
} from "./point.ts";
import { addScalars, multiplyScalars, ORDER } from "./scalar.ts";
import { anyPoint, anyScalar, bytes, hex, vectors } from "./support.test.ts";

const RUNS = { numRuns: 40 };
const FIELD = 2n ** 255n - 19n;

const rfc = vectors<{
  readonly smallMultiplesOfB: readonly string[];
  readonly badEncodings: readonly string[];
  readonly hashToGroupSha512: readonly { readonly label: string; readonly point: string }[];
  readonly uniformToOnePoint: { readonly inputs: readonly string[]; readonly point: string };
}>("rfc9496-ristretto255.json");

const same = (p: Point, q: Point): void => {
  assert.ok(equalPoints(p, q));
  assert.deepEqual(encodePoint(p), encodePoint(q));
};

const fieldBytes = (value: bigint): Uint8Array =>
  Uint8Array.from({ length: 32 }, (_, i) => Number((value >> BigInt(8 * i)) & 255n));

test("L1: RFC 9496 A.1: small multiples of the generator", () => {
  assert.equal(rfc.smallMultiplesOfB.length, 16);
  let sum = IDENTITY;
  rfc.smallMultiplesOfB.forEach((encoding, i) => {
    assert.equal(toHex(encodePoint(sum)), encoding);
    assert.equal(toHex(encodePoint(multiplyBase(BigInt(i)))), encoding);
    same(decodePoint(hex(encoding)) as Point, sum);
    sum = add(sum, BASE);
  });
});

test("L1: RFC 9496 A.2: bad encodings are refused", () => {
  assert.equal(rfc.badEncodings.length, 29);
  for (const encoding of rfc.badEncodings) assert.equal(decodePoint(hex(encoding)), undefined, encoding);
});

test("L1: RFC 9496 A.3: the one-way map", () => {
  for (const { label, point } of rfc.hashToGroupSha512) {
    assert.equal(toHex(encodePoint(hashToPoint(sha512(utf8(label))))), point);
  }
  for (const input of rfc.uniformToOnePoint.inputs) {
    assert.equal(toHex(encodePoint(hashToPoint(hex(input)))), rfc.uniformToOnePoint.point);
  }
  for (const length of [0, 32, 63, 65]) assert.throws(() => hashToPoint(new Uint8Array(length)), BugError);
});

test("every point has one encoding, which decodes to it", () => {
  fc.assert(
    fc.property(anyPoint, (p) => {
      const decoded = decodePoint(encodePoint(p));
      assert.ok(decoded !== undefined);
      same(decoded, p);
    }),
    RUNS,
  );
});

test("any 32 bytes are the one encoding of a point, or refused", () => {
  let points = 0;
  fc.assert(
    fc.property(bytes(32), (b) => {
      b[0] = (b[0] as number) & 0xfe;
      b[31] = (b[31] as number) & 0x7f;
      const p = decodePoint(b);
      if (p === undefined) return;
      points += 1;
      assert.deepEqual(encodePoint(p), b);
    }),
    { numRuns: 300 },
  );
  assert.ok(points > 0, "about one in eight of these strings is a point");
});

test("other names of a point's field element are refused", () => {
  fc.assert(
    fc.property(anyPoint, (p) => {
      const encoding = encodePoint(p);
      const value = BigInt(`0x${toHex(encoding.toReversed())}`);
      const highBit = encoding.slice();
      highBit[31] = (highBit[31] as number) | 0x80;
      assert.equal(decodePoint(highBit), undefined, "bit 255");
      if (value !== 0n) assert.equal(decodePoint(fieldBytes(FIELD - value)), undefined, "negative");
      assert.equal(decodePoint(fieldBytes(FIELD + value)), undefined, "at least p");
    }),
    RUNS,
  );
});

test("no other length is a point", () => {
  for (const length of [0, 1, 31, 33, 64]) assert.equal(decodePoint(new Uint8Array(length)), undefined);
});

test("decoding reads views into larger buffers and keeps no hold on them", () => {
  const buffer = new Uint8Array(96);
  buffer.set(encodePoint(BASE), 32);
  const p = decodePoint(buffer.subarray(32, 64)) as Point;
  buffer.fill(0);
  same(p, BASE);
});

test("the identity is a point here", () => {
  const zero = decodePoint(new Uint8Array(32)) as Point;
  assert.ok(isIdentity(zero));
  same(zero, IDENTITY);
  assert.equal(isIdentity(BASE), false);
});

test("group laws", () => {
  fc.assert(
    fc.property(anyPoint, anyPoint, anyPoint, (p, q, r) => {
      same(add(p, q), add(q, p));
      same(add(add(p, q), r), add(p, add(q, r)));
      same(add(p, IDENTITY), p);
      assert.ok(isIdentity(add(p, negate(p))));
      same(subtract(p, q), add(p, negate(q)));
      same(sumPoints([p, q, r]), add(add(p, q), r));
    }),
    RUNS,
  );
  same(sumPoints([]), IDENTITY);
});

test("different points are not equal", () => {
  fc.assert(
    fc.property(anyPoint, (p) => {
      assert.equal(equalPoints(p, add(p, BASE)), false);
      assert.equal(isIdentity(p), equalPoints(p, negate(p)));
    }),
    RUNS,
  );
});

test("multiplication is linear, and its three forms agree", () => {
  fc.assert(
    fc.property(anyPoint, anyScalar, anyScalar, (p, a, b) => {
      const left = multiply(p, a);
      same(left, multiplyPublic(p, a));
      same(add(left, multiplyPublic(p, b)), multiplyPublic(p, addScalars(a, b)));
      same(multiplyPublic(left, b), multiplyPublic(p, multiplyScalars(a, b)));
      same(multiplyBase(a), multiplyPublic(BASE, a));
    }),
    { numRuns: 25 },
  );
});

test("multiplication at the edges", () => {
  const p = multiplyBase(123456789n);
  for (const times of [multiply, multiplyPublic]) {
    assert.ok(isIdentity(times(p, 0n)));
    same(times(p, 1n), p);
    same(times(p, ORDER - 1n), negate(p));
    for (const s of [0n, 1n, 2n, ORDER - 1n]) assert.ok(isIdentity(times(IDENTITY, s)));
    for (const bad of [-1n, ORDER, ORDER + 1n]) assert.throws(() => times(p, bad), BugError);
  }
});

test("a table changes the speed, not the products", () => {
  for (const p of [hashToPoint(sha512(utf8("a key"))), BASE, IDENTITY]) {
    const plain = decodePoint(encodePoint(p)) as Point;
    const fast = precompute(precompute(p));
    same(fast, plain);
    for (const s of [0n, 1n, 31n, 32n, 33n, 2n ** 128n + 5n, ORDER - 1n]) {
      same(multiply(fast, s), multiply(plain, s));
      same(multiplyPublic(fast, s), multiplyPublic(plain, s));
    }
  }
});
