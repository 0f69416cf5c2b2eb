import assert from "node:assert/strict";
import { test } from "node:test";
import { type Bytes, concat, sha256, toHex, utf8 } from "@veche/base";
import fc from "fast-check";
import { Needles } from "./testing/needles.ts";
import { follows, ordersOf } from "./testing/orders.ts";
import type { Value } from "./testing/values.ts";

const plain = { minLength: 0, maxLength: 40 } as const;
const value = (bytes: Bytes | string): Value => ({ side: "ballot", name: "a value", voter: 0, value: bytes });

/** The ways in which somebody might write it down, whatever stands around it. */
const WRITTEN: readonly ((bytes: Bytes, before: Bytes, after: Bytes) => Bytes)[] = [
  (bytes, before, after) => concat(before, bytes, after),
  (bytes) => utf8(`{"x":"${toHex(bytes)}"}`),
  (bytes) => utf8(toHex(bytes).toUpperCase()),
  (bytes, before, after) => utf8(Buffer.from(concat(before, bytes, after)).toString("base64")),
  (bytes, before, after) => utf8(Buffer.from(concat(before, bytes, after)).toString("base64url")),
  (bytes) => utf8(`id=${BigInt(`0x${toHex(bytes)}`)};`),
  (bytes, before) => concat(before, sha256(bytes)),
  (bytes) => utf8(`etag: "${toHex(sha256(bytes))}"`),
  (bytes, before) => utf8(Buffer.from(concat(before, sha256(bytes))).toString("base64")),
  (bytes) => utf8(toHex(sha256(utf8(toHex(bytes))))),
];

test("L12 a value is found in whatever form it is written, at any place", () => {
  const bytes32 = fc
    .uint8Array({ minLength: 32, maxLength: 32 })
    .filter((bytes) => (bytes[0] as number) > 15);
  fc.assert(
    fc.property(bytes32, fc.uint8Array(plain), fc.uint8Array(plain), (bytes, before, after) => {
      const needles = new Needles([value(bytes)]);
      for (const write of WRITTEN)
        assert.equal(needles.in(write(bytes, before, after)).size, 1, write.toString());
      assert.equal(needles.in(concat(before, bytes.slice(0, 31))).size, 0);
    }),
    { numRuns: 50 },
  );
});

test("L12 a text is found as it is, escaped, percent-encoded and hashed", () => {
  const needles = new Needles([value("Щукарёва"), value("79001234567")]);
  const written = [
    "семья Щукарёва, дом 4",
    "name=%D0%A9%D1%83%D0%BA%D0%B0%D1%80%D1%91%D0%B2%D0%B0",
    '{"name":"\\u0429\\u0443\\u043a\\u0430\\u0440\\u0451\\u0432\\u0430"}',
    `to:+79001234567.`,
    toHex(sha256(utf8("79001234567"))),
  ];
  for (const text of written) assert.equal(needles.in(utf8(text)).size, 1, text);
  assert.equal(needles.in(utf8("7900123456")).size, 0);
});

test("L12 an order that is chance is none; growing numbers, texts and places are", () => {
  const turns = new Map(
    Array.from(
      { length: 100 },
      (_, at) => [at, { issued: (at * 37) % 100, cast: (at * 61 + 13) % 100 }] as const,
    ),
  );
  const rows = [...turns].map(([person, { issued }]) => ({
    ctid: (person * 89) % 100,
    xmin: 7,
    cells: {
      person,
      day: issued % 2,
      number: `n-${String(issued).padStart(3, "0")}`,
      at: `${1_700_000_000_000 + issued}`,
    },
  }));
  const orders = ordersOf([{ name: "table", rows }], ({ cells: { person } }) => Number(person), turns);
  const found = orders.filter((order) => follows(order, "issuing")).map(({ column }) => column);
  assert.deepEqual(found, ["number", "at"]);
});
