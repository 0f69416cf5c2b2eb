import assert from "node:assert/strict";
import { appendFile, readFile, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { type Bytes, concat, expectOk, u32 } from "@veche/base";
import fc from "fast-check";
import { temporaryFolder } from "../testing/test-node.ts";
import { EntryFile } from "./entry-file.ts";

const entry = fc.uint8Array({ maxLength: 300 });

test("what was appended is read at the offset that was given, by itself and in a row", async (t) => {
  const path = join(await temporaryFolder(t), "entries");
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(entry, { maxLength: 5 }), { maxLength: 5 }), async (blocks) => {
      await writeFile(path, "");
      const file = expectOk(await EntryFile.open(path, 0), "file");
      const offsets: number[] = [];
      for (const block of blocks) offsets.push(...(await file.append(block)));
      const entries = blocks.flat();
      assert.deepEqual(
        offsets.map((offset) => file.read(offset)),
        entries,
      );
      assert.deepEqual([...file.entriesFrom(0, entries.length)], entries);
      await file.close();
    }),
    { numRuns: 50 },
  );
});

test("the format is u32 length and entry, one after the other", async (t) => {
  const path = join(await temporaryFolder(t), "entries");
  const file = expectOk(await EntryFile.open(path, 0), "file");
  await file.append([Uint8Array.of(7, 8), new Uint8Array(0), Uint8Array.of(9)]);
  await file.close();
  const expected = concat(u32(2), Uint8Array.of(7, 8), u32(0), u32(1), Uint8Array.of(9));
  assert.deepEqual(new Uint8Array(await readFile(path)), expected);
});

test("entries larger than one piece of writing arrive whole", async (t) => {
  const path = join(await temporaryFolder(t), "entries");
  const file = expectOk(await EntryFile.open(path, 0), "file");
  const entries = Array.from({ length: 150 }, (_, i): Bytes => new Uint8Array(60_000).fill(i));
  const offsets = await file.append(entries);
  assert.deepEqual(file.read(offsets[149] as number), entries[149]);
  assert.equal(file.length, 150 * 60_004);
  await file.close();
});

test("crash: a tail of any length that was not committed is cut off at the start", async (t) => {
  const path = join(await temporaryFolder(t), "entries");
  const kept = [Uint8Array.of(1, 2, 3), Uint8Array.of(4)];
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 100 }), async (garbage) => {
      await writeFile(path, "");
      const before = expectOk(await EntryFile.open(path, 0), "file");
      await before.append(kept);
      const committed = before.length;
      await before.close();
      await appendFile(path, garbage);
      const after = expectOk(await EntryFile.open(path, committed), "file");
      assert.deepEqual([...after.entriesFrom(0, 2)], kept);
      const [offset] = await after.append([Uint8Array.of(5)]);
      assert.equal(offset, committed);
      await after.close();
      assert.equal((await readFile(path)).length, committed + 5);
    }),
    { numRuns: 30 },
  );
});

test("a file shorter than what was acknowledged is refused, and left as it is", async (t) => {
  const path = join(await temporaryFolder(t), "entries");
  const file = expectOk(await EntryFile.open(path, 0), "file");
  await file.append([new Uint8Array(100)]);
  await file.close();
  await truncate(path, 50);
  const opened = await EntryFile.open(path, 104);
  assert.deepEqual(opened, { ok: false, error: { code: "ENTRY_FILE_SHORT", expected: 104, found: 50 } });
  assert.equal((await readFile(path)).length, 50);
});
