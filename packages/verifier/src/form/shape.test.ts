import assert from "node:assert/strict";
import { test } from "node:test";
import type { CborValue } from "@veche/base";
import { bytes, isMap, list, map, mapWith, oneOf, text, uint } from "./shape.ts";

test("an integer, a byte string and a text stand in their range", () => {
  const range = { min: 2, max: 3 };
  for (const size of [1, 2, 3, 4]) {
    const isIn = size === 2 || size === 3;
    assert.equal(uint(range)(size), isIn ? size : undefined);
    const data = new Uint8Array(size);
    assert.equal(bytes(range)(data), isIn ? data : undefined);
    assert.equal(bytes(size)(data), data);
    assert.equal(bytes(size + 1)(data), undefined);
    assert.equal(text(range)("x".repeat(size)), isIn ? "x".repeat(size) : undefined);
  }
  // Its length is that of its UTF-8.
  assert.equal(text(range)("\u0436"), "\u0436");
  assert.equal(text(range)("\u0436\u0436"), undefined);
});

test("each shape takes its own type alone", () => {
  const values: readonly CborValue[] = [1, "x", new Uint8Array(1), ["x"], { x: 1 }];
  [uint(), text(), bytes(), list(text()), map({ x: uint() })].forEach((shape, own) => {
    values.forEach((value, i) => {
      assert.deepEqual(shape(value), i === own ? value : undefined);
    });
  });
});

test("a text has no byte order mark, and the form that is asked for", () => {
  assert.equal(text()("\ufeffx"), undefined);
  assert.equal(text()("\ufeff"), undefined);
  assert.equal(text()("x\ufeff"), "x\ufeff");
  assert.equal(text(undefined, /^x+$/)("xx"), "xx");
  assert.equal(text(undefined, /^x+$/)("xy"), undefined);
});

test("one of several texts, and a list of what it says", () => {
  const choice = oneOf("a", "b");
  assert.deepEqual(["a", "b", "c", "", 1].map(choice), ["a", "b", undefined, undefined, undefined]);
  assert.deepEqual(list(uint())([]), []);
  assert.deepEqual(list(uint())([1, 0]), [1, 0]);
  assert.equal(list(uint())([1, "x"]), undefined);
});

test("a map is neither a list nor a byte string nor a plain value", () => {
  assert.ok(isMap({}));
  for (const value of [[], new Uint8Array(0), "text", 1] as const) {
    assert.ok(!isMap(value));
    assert.equal(map({})(value), undefined);
  }
});

test("a map has exactly its keys", () => {
  const shape = mapWith({ a: uint() }, { b: text() });
  assert.deepEqual(shape({ a: 1 }), { a: 1 });
  assert.deepEqual(shape({ a: 1, b: "x" }), { a: 1, b: "x" });
  for (const wrong of [{}, { b: "x" }, { a: "x" }, { a: 1, b: 1 }, { a: 1, c: 1 }]) {
    assert.equal(shape(wrong), undefined, JSON.stringify(wrong));
  }
  assert.deepEqual(map({})({}), {});
});

test("names that every object inherits are no keys of a shape", () => {
  for (const key of ["constructor", "toString", "valueOf", "hasOwnProperty", "__proto__"]) {
    const value = Object.fromEntries([
      ["a", 1],
      [key, 1],
    ]) as { readonly [key: string]: CborValue };
    assert.equal(map({ a: uint() })(value), undefined, key);
  }
});
