import assert from "node:assert/strict";
import { test } from "node:test";
import { type Bytes, concat, fromHex } from "@veche/base";
import fc from "fast-check";
import { encodeFrame, FrameReader } from "./framing.ts";

const MAX = 100_000;

const bytesOf = (hex: string): Bytes => fromHex(hex) ?? assert.fail(hex);

function readIn(pieces: readonly Bytes[], maxBytes = MAX) {
  const reader = new FrameReader(maxBytes);
  const bodies: Bytes[] = [];
  for (const piece of pieces) bodies.push(...reader.push(piece).bodies);
  return { bodies, end: reader.end() };
}

function cutAt(stream: Bytes, places: readonly number[]): readonly Bytes[] {
  const cuts = [0, ...places.map((place) => place % (stream.length + 1)), stream.length].sort(
    (a, b) => a - b,
  );
  return cuts.slice(1).map((to, at) => stream.subarray(cuts[at], to));
}

const bodyLengths = fc.array(fc.oneof(fc.nat(300), fc.constantFrom(0, 127, 128, 16_383, 16_384, 70_000)), {
  maxLength: 12,
});
const places = fc.array(fc.nat(), { maxLength: 20 });

test("lengths are written as Go's binary.PutUvarint writes them", () => {
  const heads = [
    [0, "00"],
    [1, "01"],
    [127, "7f"],
    [128, "8001"],
    [300, "ac02"],
    [16_384, "808001"],
  ] as const;
  for (const [length, head] of heads) {
    const frame = encodeFrame(new Uint8Array(length));
    assert.deepEqual(frame.subarray(0, frame.length - length), bytesOf(head), `${length}`);
  }
});

test("however a stream is cut, the same bodies come out", () => {
  fc.assert(
    fc.property(bodyLengths, places, (lengths, cuts) => {
      const bodies = lengths.map((length, at) => new Uint8Array(length).fill(at));
      const stream = concat(...bodies.map(encodeFrame));
      const read = readIn(cutAt(stream, cuts));
      assert.deepEqual(read, { bodies, end: undefined });
    }),
  );
});

test("a short stream is read the same way at each of its cuts, and byte by byte", () => {
  const bodies = [bytesOf(""), bytesOf("0102"), new Uint8Array(130).fill(7), bytesOf("ff")];
  const stream = concat(...bodies.map(encodeFrame));
  for (let at = 0; at <= stream.length; at++) {
    assert.deepEqual(readIn(cutAt(stream, [at])), { bodies, end: undefined });
  }
  assert.deepEqual(readIn([...stream].map((byte) => Uint8Array.of(byte))), { bodies, end: undefined });
});

test("a stream that ends inside a frame is torn, and what was whole before is there", () => {
  const whole = encodeFrame(new Uint8Array(5));
  const stream = concat(whole, encodeFrame(new Uint8Array(200)));
  for (let to = whole.length + 1; to < stream.length; to++) {
    const { bodies, end } = readIn([stream.subarray(0, to)]);
    assert.equal(bodies.length, 1);
    assert.equal(end?.code, "FRAME_TORN");
  }
  assert.equal(readIn([whole]).end, undefined, "between two frames a stream may end");
});

test("a frame over the limit is refused by its length alone, behind the frames before it", () => {
  const stream = concat(encodeFrame(new Uint8Array(10)), encodeFrame(new Uint8Array(11)).subarray(0, 1));
  const { bodies, end } = readIn([stream], 10);
  assert.equal(bodies.length, 1);
  assert.deepEqual(end, { code: "FRAME_TOO_LARGE", lengthBytes: 11, maxBytes: 10 });
});

test("a length in another form than its shortest is malformed", () => {
  for (const head of ["8000", "ff00", "80808000", "80808080808080", "ffffffffffffffffff01"]) {
    assert.deepEqual(readIn([bytesOf(head)]).end, { code: "FRAME_LENGTH_MALFORMED" }, head);
  }
});

test("after an error nothing is read any more", () => {
  const reader = new FrameReader(10);
  assert.equal(reader.push(bytesOf("0b")).error?.code, "FRAME_TOO_LARGE");
  const later = reader.push(bytesOf("00"));
  assert.deepEqual(later.bodies, []);
  assert.equal(later.error?.code, "FRAME_TOO_LARGE");
});
