import assert from "node:assert/strict";
import { test } from "node:test";
import { type Bytes, concat, toHex } from "@veche/base";
import fc from "fast-check";
import { encodePoint, multiplyBase } from "../point.ts";
import { ORDER } from "../scalar.ts";
import { createKernel, type FixedBase } from "./index.ts";
import {
  anyEncoding,
  anyScalar,
  badEncodings,
  edgeScalars,
  fieldBytes,
  goodEncodings,
  numbersFrom,
} from "./testing/inputs.ts";
import { createReferenceKernel } from "./testing/reference.ts";

const kernel = createKernel();
const reference = createReferenceKernel();
const basesOf = (encodings: readonly Bytes[]): readonly FixedBase[] =>
  encodings.map((encoding) => kernel.fixedBase(encoding) as FixedBase);

function same(encodings: readonly Bytes[], bases: readonly FixedBase[], scalars: Bytes): void {
  const expected = reference.multiplyFixed(
    encodings.map((encoding) => reference.fixedBase(encoding) as FixedBase),
    scalars,
  );
  assert.deepEqual(kernel.multiplyFixed(bases, scalars), expected);
}

test("no base of a wrong encoding", () => {
  for (const bad of badEncodings) assert.equal(kernel.fixedBase(bad), undefined, toHex(bad));
});

test("every scalar at an edge, every digit of every window", () => {
  const encodings = [goodEncodings[1], goodEncodings[0], goodEncodings[13]] as readonly Bytes[];
  const bases = basesOf(encodings);
  const powers = Array.from({ length: 253 }, (_, i) => 2n ** BigInt(i)).filter((power) => power < 2n ** 252n);
  const digits = Array.from({ length: 256 }, (_, d) => BigInt(d) * ((2n ** 256n - 1n) / 255n));
  const scalars = [...edgeScalars, ...powers, ...digits].map((scalar) => scalar % 2n ** 252n);
  for (const [i, base] of bases.entries()) {
    same([encodings[i] as Bytes], [base], concat(...scalars.slice(0, 40).map(fieldBytes)));
  }
  const products = kernel.multiplyFixed([bases[0] as FixedBase], concat(...scalars.map(fieldBytes)));
  for (const [i, scalar] of scalars.entries()) {
    assert.equal(
      toHex(products.slice(32 * i, 32 * i + 32)),
      toHex(encodePoint(multiplyBase(scalar))),
      `${scalar}`,
    );
  }
});

test("random rows of one to four bases agree with noble; the bases outlive the table", () => {
  fc.assert(
    fc.property(
      fc.array(anyEncoding, { minLength: 1, maxLength: 4 }),
      fc.array(anyScalar, { maxLength: 16 }),
      (encodings, scalars) => {
        const bases = basesOf(encodings);
        kernel.clear();
        kernel.decode(concat(...goodEncodings));
        const whole = scalars.slice(0, scalars.length - (scalars.length % encodings.length));
        same(encodings, bases, concat(...whole.map(fieldBytes)));
      },
    ),
    { numRuns: 30 },
  );
});

test("a thousand rows at once", () => {
  const random = numbersFrom(3);
  const scalars = Array.from({ length: 1000 }, () => random.next().value % 2n ** 252n);
  const bases = basesOf([goodEncodings[2] as Bytes]);
  const products = kernel.multiplyFixed(bases, concat(...scalars.map(fieldBytes)));
  for (const i of [0, 1, 2, 3, 500, 997, 998, 999]) {
    const expected = encodePoint(multiplyBase((2n * (scalars[i] as bigint)) % ORDER));
    assert.equal(toHex(products.slice(32 * i, 32 * i + 32)), toHex(expected));
  }
});
