import assert from "node:assert/strict";
import { test } from "node:test";
import { concat } from "@veche/base";
import { encodeScalar, ORDER } from "@veche/group";
import { readCoefficient, readScalar, scalarOfHash, viewOf, writeScalar } from "./scalars.ts";

function written(value: bigint): Uint8Array {
  const bytes = new Uint8Array(32);
  writeScalar(viewOf(bytes), 0, value);
  return bytes;
}

function littleEndian(value: bigint, length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => Number((value >> BigInt(8 * i)) & 0xffn));
}

test("a scalar is read if it is below the order", () => {
  for (const value of [0n, 1n, 2n ** 64n, ORDER - 1n]) {
    const bytes = concat(new Uint8Array(3).fill(0xff), encodeScalar(value), new Uint8Array(3).fill(0xff));
    assert.equal(readScalar(viewOf(bytes), 3), value);
  }
  for (const value of [ORDER, ORDER + 1n, 2n ** 255n, 2n ** 256n - 1n]) {
    assert.equal(readScalar(viewOf(littleEndian(value, 32)), 0), undefined);
  }
});

test("any integer is written mod the order", () => {
  for (const [value, expected] of [
    [0n, 0n],
    [-1n, ORDER - 1n],
    [ORDER, 0n],
    [-ORDER, 0n],
    [ORDER + 5n, 5n],
    [-(ORDER ** 3n) - 5n, ORDER - 5n],
    [2n ** 200n + 3n, 2n ** 200n + 3n],
  ] as const) {
    assert.deepEqual(written(value), encodeScalar(expected));
  }
});

test("a coefficient has 16 bytes, a hash 64, little-endian", () => {
  const value = 2n ** 127n + 2n ** 64n + 7n;
  assert.equal(readCoefficient(viewOf(concat(littleEndian(value, 16), littleEndian(1n, 16))), 0), value);
  const hash = 2n ** 511n + 12_345n;
  assert.equal(scalarOfHash(littleEndian(hash, 64)), hash % ORDER);
});
