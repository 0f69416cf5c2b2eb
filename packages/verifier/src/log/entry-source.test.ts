import assert from "node:assert/strict";
import { test } from "node:test";
import { type Bytes, concat, u16, utf8 } from "@veche/base";
import { memoryReader, type RecordReader } from "../reader.ts";
import { EntrySource, splitBundle } from "./entry-source.ts";

const entry = (at: number): Bytes => utf8(`entry ${at}`);
const bundle = (from: number, to: number): Bytes =>
  concat(
    ...Array.from({ length: to - from }, (_, i) => [u16(entry(from + i).length), entry(from + i)]).flat(),
  );

test("a bundle is split into its entries, and fits exactly", () => {
  const bytes = bundle(0, 3);
  assert.deepEqual(splitBundle(bytes, 3), [0, 1, 2].map(entry));
  assert.deepEqual(splitBundle(new Uint8Array(2), 1), [new Uint8Array(0)]);
  assert.deepEqual(splitBundle(concat(bytes, new Uint8Array(2)), 4)?.[3], new Uint8Array(0));
  assert.deepEqual(splitBundle(new Uint8Array(0), 0), []);
  for (const [wrong, width] of [
    [bytes, 2],
    [bytes, 4],
    [bytes.slice(0, -1), 3],
    [concat(bytes, new Uint8Array(1)), 3],
    [concat(bytes, new Uint8Array(1)), 4],
    [new Uint8Array(1), 1],
  ] as const) {
    assert.equal(splitBundle(wrong, width), undefined, `${wrong.length} bytes for ${width}`);
  }
});

/** Notes what is read. */
function watched(files: ReadonlyMap<string, Bytes>): {
  readonly reader: RecordReader;
  readonly read: string[];
} {
  const inner = memoryReader(files);
  const read: string[] = [];
  return {
    read,
    reader: {
      ...inner,
      read: (path) => {
        read.push(path);
        return inner.read(path);
      },
    },
  };
}

const FILES = new Map([
  ["tile/entries/000", bundle(0, 256)],
  ["tile/entries/001.p/4", bundle(256, 260)],
]);

test("entries come by their index, a bundle read once while it is asked for", async () => {
  const { reader, read } = watched(FILES);
  const source = new EntrySource(reader, 260);
  assert.deepEqual([source.bundles, source.width(0), source.width(1)], [2, 256, 4]);
  assert.deepEqual(await source.entry(0), entry(0));
  assert.deepEqual(await source.entry(255), entry(255));
  assert.deepEqual(read, ["tile/entries/000"]);
  assert.deepEqual(await source.entry(259), entry(259));
  assert.deepEqual(await source.entry(1), entry(1));
  assert.equal(read.length, 3);
});

test("there is no entry beyond the log, in a missing bundle, or in a broken one", async () => {
  const { reader, read } = watched(FILES);
  const source = new EntrySource(reader, 260);
  assert.equal(await source.entry(260), undefined);
  assert.deepEqual(read, []);
  assert.equal(await new EntrySource(reader, 600).entry(300), undefined);
  const broken = memoryReader(new Map([["tile/entries/000.p/2", bundle(0, 3)]]));
  assert.equal(await new EntrySource(broken, 2).entry(0), undefined);
});

test("a bundle that went by is read again with what it was then", async () => {
  const source = new EntrySource(memoryReader(FILES), 260);
  assert.equal(await source.readAgain(0), undefined);
  source.saw(bundle(0, 256).length, utf8("digest"));
  const again = await source.readAgain(0);
  assert.deepEqual(again, {
    bytes: bundle(0, 256),
    shape: { bytes: bundle(0, 256).length, entries: 256, hints: -1 },
    digest: utf8("digest"),
  });
  again?.bytes.fill(0);
  assert.deepEqual((await source.readAgain(0))?.bytes, bundle(0, 256), "whoever got it has a copy");
  const gone = new EntrySource(memoryReader(new Map()), 260);
  gone.saw(1, utf8("digest"));
  assert.equal(await gone.readAgain(0), undefined);
});
