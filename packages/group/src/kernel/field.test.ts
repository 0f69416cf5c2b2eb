/** The field by itself: products at the sizes where limbs are largest. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { FIELD, fieldNumber } from "./testing/inputs.ts";
import { instantiate } from "./wasm.ts";

type FieldWasm = {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  multiply(r: number, a: number, b: number): void;
  square(r: number, a: number): void;
  freeze(r: number, a: number): void;
  storeBytes(bytes: number, a: number, lane: number): void;
};

const field = instantiate() as unknown as FieldWasm;
const [A, B, R, F, BYTES] = [0, 1, 2, 3, 4].map((i) => 65536 + 256 * i) as [
  number,
  number,
  number,
  number,
  number,
];
field.memory.grow(2);

const LIMBS = 10;
const LANES = 4;
const PLACES = [0n, 26n, 51n, 77n, 102n, 128n, 153n, 179n, 204n, 230n];
/** The largest limb of a reduced element: half of its range and a carry. */
const largest = (limb: number): number => 2 ** (limb % 2 === 0 ? 25 : 24) + 2 ** 18;

/** The limbs of four elements, lane by lane, each within `size` reduced ones. */
const quadOf = (size: number): fc.Arbitrary<readonly number[]> =>
  fc
    .tuple(
      ...Array.from({ length: LIMBS * LANES }, (_, i) => {
        const limit = size * largest(i % LIMBS);
        return fc.oneof(fc.integer({ min: -limit, max: limit }), fc.constantFrom(limit, -limit, 0, 1, -1));
      }),
    )
    .map((limbs) => [...limbs]);

const extremes = (size: number, sign: (limb: number) => number): readonly number[] =>
  Array.from({ length: LIMBS * LANES }, (_, i) => sign(i % LIMBS) * size * largest(i % LIMBS));

function put(at: number, limbs: readonly number[]): void {
  const view = new DataView(field.memory.buffer);
  limbs.forEach((limb, i) => {
    view.setInt32(at + 16 * (i % LIMBS) + 4 * Math.floor(i / LIMBS), limb, true);
  });
}

function lane(limbs: readonly number[], e: number): bigint {
  return PLACES.reduce((sum, place, k) => sum + (BigInt(limbs[e * LIMBS + k] as number) << place), 0n);
}

function limbsAt(at: number): readonly number[] {
  const view = new DataView(field.memory.buffer);
  return Array.from({ length: LIMBS * LANES }, (_, i) =>
    view.getInt32(at + 16 * (i % LIMBS) + 4 * Math.floor(i / LIMBS), true),
  );
}

const mod = (value: bigint): bigint => ((value % FIELD) + FIELD) % FIELD;

function assertResult(expected: readonly bigint[]): void {
  const limbs = limbsAt(R);
  for (const [i, limb] of limbs.entries()) assert.ok(Math.abs(limb) <= largest(i % LIMBS), "reduced");
  field.freeze(F, R);
  for (let e = 0; e < LANES; e++) {
    assert.equal(mod(lane(limbs, e)), expected[e]);
    field.storeBytes(BYTES, F, e);
    assert.equal(fieldNumber(new Uint8Array(field.memory.buffer, BYTES, 32)), expected[e], "frozen");
  }
}

function checkProduct(a: readonly number[], b: readonly number[]): void {
  put(A, a);
  put(B, b);
  field.multiply(R, A, B);
  assertResult([0, 1, 2, 3].map((e) => mod(lane(a, e) * lane(b, e))));
}

function checkSquare(a: readonly number[]): void {
  put(A, a);
  field.square(R, A);
  assertResult([0, 1, 2, 3].map((e) => mod(lane(a, e) ** 2n)));
}

const signs: readonly ((limb: number) => number)[] = [
  () => 1,
  () => -1,
  (limb) => (limb % 2 === 0 ? 1 : -1),
  (limb) => (limb < 5 ? 1 : -1),
  (limb) => (limb === 0 ? 1 : 0),
  (limb) => (limb === 9 ? -1 : 0),
];

test("products of four and two reduced elements, all limbs at their limits", () => {
  for (const left of signs) {
    for (const right of signs) checkProduct(extremes(4, left), extremes(2, right));
    checkSquare(extremes(2, left));
  }
});

test("products and squares of any limbs within the sizes", () => {
  fc.assert(fc.property(quadOf(4), quadOf(2), checkProduct), { numRuns: 400 });
  fc.assert(fc.property(quadOf(2), checkSquare), { numRuns: 400 });
});

test("freezing gives the one number below p of any sum of six", () => {
  const check = (a: readonly number[]): void => {
    put(A, a);
    field.freeze(F, A);
    const limbs = limbsAt(F);
    for (let e = 0; e < LANES; e++) {
      field.storeBytes(BYTES, F, e);
      const value = fieldNumber(new Uint8Array(field.memory.buffer, BYTES, 32));
      assert.equal(value, mod(lane(a, e)));
      assert.equal(lane(limbs, e), value);
    }
  };
  for (const sign of signs) check(extremes(6, sign));
  fc.assert(fc.property(quadOf(6), check), { numRuns: 400 });
  const near = (value: bigint): readonly number[] =>
    Array.from({ length: LANES }, () =>
      PLACES.map((place, k) =>
        Number((value >> place) & ((1n << (k === 9 ? 25n : k % 2 === 0 ? 26n : 25n)) - 1n)),
      ),
    ).flat();
  for (const value of [0n, 1n, FIELD - 1n, FIELD, FIELD + 1n, FIELD + 18n, 2n ** 255n - 1n])
    check(near(value));
});
