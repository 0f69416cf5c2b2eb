import assert from "node:assert/strict";
import { test } from "node:test";
import { utf8 } from "@veche/base";
import { Findings } from "../findings.ts";
import { memoryReader, type RecordReader } from "../reader.ts";
import { ALL_SIGNERS, publish } from "../testing/publish.ts";
import { CHECKPOINT_MAX } from "./files.ts";
import { type OpenLog, openLog } from "./open-log.ts";

const ENTRIES = Array.from({ length: 300 }, (_, at) => utf8(`entry ${at}`));
const files = (): Map<string, Uint8Array> => publish(ENTRIES, "veche.example/test", ALL_SIGNERS);
const open = (reader: RecordReader): Promise<OpenLog> => openLog(reader, new Findings());

test("a log is opened by its checkpoint, and without one by its bundles", async () => {
  const whole = await open(memoryReader(files()));
  assert.deepEqual([whole.checkpoint?.size, whole.walk.source.size], [300, 300]);
  assert.equal(whole.sizes.get("tile/1/000.p/1"), 32);
  const without = files();
  without.delete("checkpoint");
  const bare = await open(memoryReader(without));
  assert.deepEqual([bare.checkpoint, bare.walk.source.size], [undefined, 300]);
});

test("a checkpoint longer than one can be is not even read", async () => {
  const read: string[] = [];
  for (const [size, isRead] of [
    [CHECKPOINT_MAX, true],
    [CHECKPOINT_MAX + 1, false],
    [-1, false],
    [0, true],
  ] as const) {
    read.length = 0;
    await open({
      list: async () => [{ path: "checkpoint", size }],
      read: async (path) => {
        read.push(path);
        return undefined;
      },
    });
    assert.deepEqual(read, isRead ? ["checkpoint"] : [], `${size} bytes`);
  }
});

test("files that V01 refuses are not read by anyone", async () => {
  const odd = files().set("README", utf8("text"));
  const { walk } = await open(memoryReader(odd));
  assert.equal(await walk.reader.read("README"), undefined);
  assert.ok((await walk.reader.read("tile/0/000"))?.length === 32 * 256);
});

test("leftovers are the partial tiles by the full tile that they are a part of, ascending", async () => {
  const left = files();
  left.set("tile/entries/000.p/9", utf8("0123456789abcdef0123456789"));
  left.set("tile/entries/000.p/10", utf8("0123456789abcdef0123456789"));
  const { walk } = await open(memoryReader(left));
  assert.deepEqual(
    [...walk.leftovers].sort(([a], [b]) => (a < b ? -1 : 1)),
    [
      ["tile/0/001", [44]],
      ["tile/1/000", [1]],
      ["tile/entries/000", [9, 10]],
      ["tile/entries/001", [44]],
    ],
  );
});

test("ranges are read where the reader can, as plain bytes", async () => {
  const inner = memoryReader(files());
  const { readRange: _, ...without } = inner;
  assert.equal((await open(without)).walk.reader.readRange, undefined);
  const buffers: RecordReader = {
    list: inner.list,
    read: async (path) => {
      const bytes = await inner.read(path);
      return bytes && Buffer.from(bytes);
    },
    readRange: async (_path, from) => (from === 0 ? Buffer.from("range") : undefined),
  };
  const { reader } = (await open(buffers)).walk;
  const bytes = await reader.read("tile/0/000");
  assert.ok(bytes !== undefined && !Buffer.isBuffer(bytes));
  assert.deepEqual(await reader.readRange?.("hints", 0, 5), utf8("range"));
  assert.equal(await reader.readRange?.("hints", 1, 5), undefined);
});
