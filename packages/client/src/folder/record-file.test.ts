import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { appendFileSync, existsSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { type Bytes, expectOk, sha256, u32, utf8 } from "@veche/base";
import fc from "fast-check";
import { RecordFile } from "./record-file.ts";
import { recordsOf, temporaryFolder } from "./temporary.test.ts";

const folder = temporaryFolder();
let files = 0;
const newPath = (): string => join(folder, `records-${files++}`);

async function write(path: string, batches: readonly (readonly Bytes[])[]): Promise<void> {
  const file = expectOk(await RecordFile.open(path, () => {}), "open");
  for (const batch of batches) await Promise.all(batch.map((record) => file.append(record)));
  await file.close();
}

test("what was appended is read back in order, whatever came together", async () => {
  const batch = fc.array(fc.uint8Array({ maxLength: 40 }), { minLength: 1, maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(fc.array(batch, { maxLength: 4 }), async (batches) => {
      const path = newPath();
      await write(path, batches);
      assert.deepEqual(await recordsOf(path), batches.flat());
      await write(path, [[utf8("one more")]]);
      assert.deepEqual(await recordsOf(path), [...batches.flat(), utf8("one more")]);
    }),
    { numRuns: 15 },
  );
});

test("records that come together are one write", async () => {
  const path = newPath();
  await write(path, [Array.from({ length: 100 }, (_, at) => u32(at))]);
  assert.equal(readFileSync(path).length, 16 + 100 * 8);
});

test("⚔ a crash at any byte of the last write loses that write alone", async () => {
  const path = newPath();
  await write(path, [[utf8("first"), utf8("second")]]);
  const kept = readFileSync(path).length;
  await write(path, [[utf8("third")]]);
  const whole = readFileSync(path);
  for (let length = kept; length < whole.length; length++) {
    for (const rest of [new Uint8Array(0), new Uint8Array(whole.length - length)]) {
      writeFileSync(path, whole.subarray(0, length));
      appendFileSync(path, rest);
      const records = await recordsOf(path);
      // Zeros that happen to be the content itself are the whole record.
      const isWhole = rest.length > 0 && whole.subarray(length).every((byte) => byte === 0);
      assert.equal(records.length, isWhole ? 3 : 2, `cut at ${length}, ${rest.length} zeros`);
      await write(path, [[utf8("again")]]);
      assert.deepEqual((await recordsOf(path)).at(-1), utf8("again"), "and the file goes on");
    }
  }
});

test("⚔ a byte changed before the last write is corruption, and nothing is cut off", async () => {
  const path = newPath();
  await write(path, [[utf8("first")], [utf8("second")], [utf8("third")]]);
  const whole = readFileSync(path);
  const firstTwo = 2 * 16 + 2 * 4 + "first".length + "second".length;
  for (let at = 0; at < firstTwo; at++) {
    const bytes = new Uint8Array(whole);
    bytes[at] = (bytes[at] as number) ^ 0x41;
    writeFileSync(path, bytes);
    const opened = await RecordFile.open(path, () => {});
    assert.ok(!opened.ok && opened.error.code === "RECORDS_CORRUPT", `byte ${at}`);
    assert.deepEqual(new Uint8Array(readFileSync(path)), bytes, "the file is left as it is");
  }
  truncateSync(path, 0);
});

test("⚔ A10 two writers of one journal are refused, in one process and in two", async () => {
  const path = newPath();
  const first = expectOk(await RecordFile.open(path, () => {}), "open");
  const second = await RecordFile.open(path, () => {});
  assert.ok(!second.ok && second.error.code === "IN_USE");
  await first.close();
  writeFileSync(`${path}.lock`, `${process.ppid}\n`);
  const foreign = await RecordFile.open(path, () => {});
  assert.ok(!foreign.ok && foreign.error.code === "IN_USE");
});

test("the lock of a process that died is taken over", async () => {
  const path = newPath();
  const dead = spawnSync(process.execPath, ["--eval", ""]);
  writeFileSync(`${path}.lock`, `${dead.pid}\n`);
  const file = expectOk(await RecordFile.open(path, () => {}), "open");
  await file.close();
  assert.equal(existsSync(`${path}.lock`), false, "and is gone after use");
});

test("a frame that is right by its hashes and holds no whole records is corruption, and the file is free again", async () => {
  for (const content of [u32(5), new Uint8Array(3), u32(0xffff_ffff)]) {
    const path = newPath();
    const length = u32(content.length);
    const frame = [length, sha256(length).subarray(0, 4), sha256(content).subarray(0, 8), content];
    writeFileSync(path, Buffer.concat(frame));
    for (let times = 0; times < 2; times++) {
      const opened = await RecordFile.open(path, () => assert.fail("nothing of it is believed"));
      assert.ok(!opened.ok && opened.error.code === "RECORDS_CORRUPT");
    }
  }
});
