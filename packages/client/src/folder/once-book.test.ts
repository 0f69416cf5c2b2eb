import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { concat, expectOk, fromUtf8, u16, utf8 } from "@veche/base";
import { OnceBook } from "./once-book.ts";
import { RecordFile } from "./record-file.ts";
import { temporaryFolder } from "./temporary.test.ts";

const folder = temporaryFolder();
const open = async (path: string): Promise<OnceBook> => expectOk(await OnceBook.open(path), "book");
const key = utf8("key");

test("⚔ A10 of 200 writers of one key exactly one wins, and all are told which", async () => {
  const path = join(folder, "race");
  const book = await open(path);
  const told = await Promise.all(Array.from({ length: 200 }, (_, at) => book.bind(key, utf8(`value ${at}`))));
  assert.deepEqual(new Set(told.map((value) => fromUtf8(value))), new Set(["value 0"]));
  await book.close();
  const again = await open(path);
  assert.equal(fromUtf8(await again.bind(key, utf8("late"))), "value 0");
  assert.equal(again.size, 1);
  await again.close();
});

test("many keys at once all last", async () => {
  const path = join(folder, "many");
  const book = await open(path);
  await Promise.all(Array.from({ length: 500 }, (_, at) => book.bind(u16(at), u16(2 * at))));
  await book.close();
  const again = await open(path);
  for (let at = 0; at < 500; at++) assert.deepEqual(await again.find(u16(at)), u16(2 * at));
  assert.equal(await again.find(u16(500)), undefined);
  await again.close();
});

test("a file with two values for one key is refused", async () => {
  const path = join(folder, "forged");
  const file = expectOk(await RecordFile.open(path, () => {}), "file");
  await file.append(concat(u16(3), key, utf8("one")));
  await file.append(concat(u16(3), key, utf8("two")));
  await file.close();
  const opened = await OnceBook.open(path);
  assert.ok(!opened.ok && opened.error.code === "RECORDS_CORRUPT");
});

test("a record that ends before its key does is refused, not read as another one", async () => {
  for (const [at, record] of [new Uint8Array(0), u16(0).subarray(1), concat(u16(4), key)].entries()) {
    const path = join(folder, `short-${at}`);
    const file = expectOk(await RecordFile.open(path, () => {}), "file");
    await file.append(record);
    await file.close();
    const opened = await OnceBook.open(path);
    assert.ok(!opened.ok && opened.error.code === "RECORDS_CORRUPT", `record ${at}`);
  }
});
