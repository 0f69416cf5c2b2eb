/** What this package's tests share: vectors, and inputs at the edges as often as random ones. */
import { readFileSync } from "node:fs";
import { type Bytes, fromHex } from "@veche/base";
import fc from "fast-check";
import { BASE, IDENTITY, multiplyPublic, negate, type Point } from "./point.ts";
import { ORDER, type Scalar } from "./scalar.ts";

export const bytes = (length: number): fc.Arbitrary<Bytes> =>
  fc.uint8Array({ minLength: length, maxLength: length });

export const anyScalar: fc.Arbitrary<Scalar> = fc.oneof(
  fc.bigInt({ min: 0n, max: ORDER - 1n }),
  fc.bigInt({ min: 0n, max: 2n ** 128n - 1n }),
  fc.constantFrom(0n, 1n, 2n, ORDER - 1n, ORDER - 2n, 2n ** 128n, 2n ** 252n),
);

export const anyPoint: fc.Arbitrary<Point> = fc.oneof(
  { weight: 4, arbitrary: anyScalar.map((s) => multiplyPublic(BASE, s)) },
  { weight: 1, arbitrary: fc.constantFrom(IDENTITY, BASE, negate(BASE)) },
);

export function hex(text: string): Bytes {
  const decoded = fromHex(text);
  if (decoded === undefined) throw new Error(`not hexadecimal: ${text}`);
  return decoded;
}

export function vectors<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`../vectors/${name}`, import.meta.url), "utf8")) as T;
}
