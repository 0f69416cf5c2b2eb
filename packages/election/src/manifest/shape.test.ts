import assert from "node:assert/strict";
import { test } from "node:test";
import type { CborValue } from "@veche/base";
import {
  arrayOf,
  bool,
  bytesOf,
  dictionaryOf,
  mapOf,
  oneOf,
  type Reader,
  textMatching,
  textOf,
  tupleOf,
  uint,
  uintOf,
} from "./shape.ts";

const reader = mapOf(
  {
    a: uint,
    list: arrayOf(mapOf({ b: bytesOf(2) }), 1, 2),
    pair: tupleOf<[number, boolean]>(uintOf(1, 3), bool),
  },
  { maybe: textOf(1, 3) },
);
const good = { a: 1, list: [{ b: new Uint8Array(2) }], pair: [2, true] };

/** Where a reader stops. */
function stop<T>(read: Reader<T>, value: CborValue): string | undefined {
  const result = read(value, "");
  return result.ok ? undefined : result.error.path;
}

test("a value of the shape is read as it is", () => {
  assert.deepEqual(reader(good, ""), { ok: true, value: good });
  assert.equal(stop(reader, { ...good, maybe: "abc" }), undefined);
});

const wrong: readonly (readonly [CborValue, string])[] = [
  [[], ""],
  ["text", ""],
  [new Uint8Array(1), ""],
  [{ list: good.list, pair: good.pair }, "a"],
  [{ ...good, b: 1 }, "b"],
  [{ ...good, a: "1" }, "a"],
  [{ ...good, a: true }, "a"],
  [{ ...good, list: [] }, "list"],
  [{ ...good, list: [...good.list, ...good.list, ...good.list] }, "list"],
  [{ ...good, list: { b: 1 } }, "list"],
  [{ ...good, list: [{ b: new Uint8Array(3) }] }, "list[0].b"],
  [{ ...good, list: [good.list[0] as CborValue, { b: "ab" }] }, "list[1].b"],
  [{ ...good, pair: [2] }, "pair"],
  [{ ...good, pair: [2, true, 1] }, "pair"],
  [{ ...good, pair: [0, true] }, "pair[0]"],
  [{ ...good, pair: [1, 1] }, "pair[1]"],
  [{ ...good, maybe: "" }, "maybe"],
  [{ ...good, maybe: "жж" }, "maybe"],
];

for (const [value, path] of wrong) {
  test(`stops at "${path}" of ${JSON.stringify(value)}`, () => {
    assert.equal(stop(reader, value), path);
  });
}

test("texts are counted in bytes of UTF-8", () => {
  for (const [text, length] of [
    ["a", 1],
    ["ж", 2],
    ["€", 3],
    ["😀", 4],
  ] as const) {
    assert.equal(stop(textOf(length, length), text), undefined);
    assert.equal(stop(textOf(0, length - 1), text), "");
  }
});

test("a text that no decoder would read is none", () => {
  for (const text of ["\u{feff}a", "\ud800", "a\udc00b"]) assert.equal(stop(textOf(0, 100), text), "");
  assert.equal(stop(textOf(0, 100), "a\u{feff}😀"), undefined);
});

test("one of, patterns, dictionaries", () => {
  assert.equal(stop(oneOf("a", "b"), "b"), undefined);
  assert.equal(stop(oneOf("a", "b"), "c"), "");
  assert.equal(stop(oneOf(1), "1"), "");
  assert.equal(stop(textMatching(/^[a-z]$/, "letter"), "ab"), "");
  const codes = dictionaryOf(/^[A-Z]$/, uint, 2);
  assert.equal(stop(codes, { A: 1, B: 2 }), undefined);
  assert.equal(stop(codes, { A: 1, B: 2, C: 3 }), "");
  assert.equal(stop(codes, { a: 1 }), "a");
  assert.equal(stop(codes, { A: "1" }), "A");
  assert.equal(stop(codes, []), "");
});
