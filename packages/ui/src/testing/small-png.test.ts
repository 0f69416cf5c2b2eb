import assert from "node:assert/strict";
import { test } from "node:test";
import { crc32, deflateSync, inflateSync } from "node:zlib";
import { smallPng } from "./small-png.ts";

/** A picture of 4 × 3 pixels, one row for each way of predicting that two bytes of history show. */
const ROWS = [
  [0, 255, 255, 255, 0, 0, 0, 255, 255, 255, 0, 0, 0],
  [1, 10, 20, 30, 0, 0, 0, 0, 0, 0, 0, 0, 0],
  [2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
];

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, "latin1"), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}

test("the pixels of a picture stay what they are where it has few colours", () => {
  const header = Buffer.from([0, 0, 0, 4, 0, 0, 0, 3, 8, 2, 0, 0, 0]);
  const png = Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(Buffer.from(ROWS.flat()))),
    chunk("IEND", Buffer.alloc(0)),
  ]);
  const small = Buffer.from(smallPng(png));
  const plte = small.indexOf("PLTE");
  const idat = small.indexOf("IDAT");
  const palette = small.subarray(plte + 4, plte + 4 + small.readUInt32BE(plte - 4));
  const rows = inflateSync(small.subarray(idat + 4, idat + 4 + small.readUInt32BE(idat - 4)));
  const colours = [...rows].flatMap((index, at) => (at % 5 === 0 ? [] : [palette.readUIntBE(3 * index, 3)]));
  const grey = Array.from({ length: 4 }, () => 0x0a141e);
  assert.deepEqual(colours, [0xffffff, 0, 0xffffff, 0, ...grey, ...grey]);
});
