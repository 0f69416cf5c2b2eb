import assert from "node:assert/strict";
import { appendFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { type Bytes, concat, expectOk, u32, utf8 } from "@veche/base";
import fc from "fast-check";
import { memoryStorage, readEntry, type ViewStorage } from "../storage.ts";
import { folderStorage } from "./folder-storage.ts";
import { temporaryFolder } from "./temporary.test.ts";

const folder = temporaryFolder();
let views = 0;
const newFolder = (): string => join(folder, `view-${views++}`);
const open = async (path: string): Promise<ViewStorage> => expectOk(await folderStorage(path), "storage");

async function all(storage: ViewStorage, from: number, to: number): Promise<readonly Bytes[]> {
  const entries: Bytes[] = [];
  for await (const batch of storage.read(from, to)) entries.push(...batch);
  return entries;
}

const entryOf = (index: number): Bytes => concat(u32(index), new Uint8Array(index % 7));

test("folder and memory are the same storage, over reopening", async () => {
  const step = fc.oneof(
    fc.record({ do: fc.constant("append" as const), count: fc.nat(400) }),
    fc.record({ do: fc.constant("truncate" as const), count: fc.nat(400) }),
    fc.record({ do: fc.constant("commit" as const), count: fc.nat(9) }),
    fc.record({ do: fc.constant("reopen" as const), count: fc.constant(0) }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
      const path = newFolder();
      const model = memoryStorage();
      let storage = await open(path);
      let next = 0;
      for (const { do: action, count } of steps) {
        for (const one of [model, storage]) {
          if (action === "append")
            await one.append(Array.from({ length: count }, (_, at) => entryOf(next + at)));
          if (action === "truncate") await one.truncate(count);
          if (action === "commit") await one.commit(utf8(`checkpoint ${count}`));
        }
        next += count;
        if (action === "reopen") {
          await storage.close();
          storage = await open(path);
        }
      }
      const known = await storage.load();
      assert.deepEqual(known, await model.load());
      assert.deepEqual(await all(storage, 0, known.size), await all(model, 0, known.size));
      if (known.size > 0)
        assert.deepEqual(await readEntry(storage, known.size - 1), await readEntry(model, known.size - 1));
      await storage.close();
    }),
    { numRuns: 12 },
  );
});

test("an entry that a crash cut in two is gone, those before it stay", async () => {
  const path = newFolder();
  const storage = await open(path);
  await storage.append([utf8("one"), utf8("two")]);
  await storage.commit(utf8("note"));
  await storage.close();
  appendFileSync(join(path, "entries"), concat(u32(9), utf8("half")));
  const again = await open(path);
  assert.deepEqual(await again.load(), { checkpoint: utf8("note"), size: 2 });
  await again.append([utf8("three")]);
  assert.deepEqual(await all(again, 0, 3), [utf8("one"), utf8("two"), utf8("three")]);
  await again.close();
});

test("a checkpoint is replaced as a whole: nothing else is left in the folder", async () => {
  const path = newFolder();
  const storage = await open(path);
  await storage.commit(utf8("first"));
  await storage.commit(utf8("second"));
  await storage.close();
  assert.deepEqual(readdirSync(path).sort(), ["checkpoint", "entries"]);
});
