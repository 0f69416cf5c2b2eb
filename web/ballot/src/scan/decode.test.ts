import assert from "node:assert/strict";
import { test } from "node:test";
import encodeQR from "qr";
import { textIn } from "./decode.ts";

/** A picture as a camera gives it: each module a square of `scale` pixels, dark and light not quite black and white. */
function pictureOf(text: string, scale: number) {
  const rows = encodeQR(text, "raw", { border: 4, ecc: "low" });
  const width = rows.length * scale;
  const data = new Uint8ClampedArray(4 * width * width);
  for (let at = 0; at < width * width; at++) {
    const [x, y] = [at % width, Math.floor(at / width)];
    const shade = rows[Math.floor(y / scale)]?.[Math.floor(x / scale)] === true ? 40 : 220;
    data.set([shade, shade, shade, 255], 4 * at);
  }
  return { width, height: width, data };
}

const host = `https://ballot.example/e/${"0f".repeat(32)}`;

test("what one page draws, another reads: ballot code, opened ballot, resume code of two issuers", () => {
  for (const text of [
    `${host}/check/#t${"Z".repeat(86)}`,
    `${host}/check/#o${"A".repeat(102)}`,
    `${host}/#k${"m".repeat(859)}`,
  ]) {
    assert.equal(textIn(pictureOf(text, 3)), text);
  }
});

test("a picture without a code gives nothing", () => {
  const data = new Uint8ClampedArray(4 * 120 * 120).fill(128);
  assert.equal(textIn({ width: 120, height: 120, data }), undefined);
});
