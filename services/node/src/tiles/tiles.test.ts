import assert from "node:assert/strict";
import { appendFile, readdir, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { type Bytes, expectOk, assert as insist, sha256, toHex, utf8 } from "@veche/base";
import { appendLeaves, leafHash, nodeHash, parseTilePath, type TileRef, treeRoot } from "@veche/tlog";
import fc from "fast-check";
import { ElectionStore } from "../store/election-store.ts";
import { temporaryFolder } from "../testing/test-node.ts";
import { diskHashes, readPublishedTile } from "./read-tiles.ts";
import { recoverTiles } from "./recover-tiles.ts";
import type { TileWriter } from "./tile-writer.ts";

type Log = { store: ElectionStore; writer: TileWriter };

const entryAt = (index: number): Bytes => utf8(`entry ${index}${"x".repeat(index % 7)}`);

/** The definition of RFC 6962 §2.1, word for word. */
function naiveRoot(leaves: readonly Bytes[]): Bytes {
  if (leaves.length === 0) return sha256(new Uint8Array(0));
  if (leaves.length === 1) return leaves[0] as Bytes;
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  return nodeHash(naiveRoot(leaves.slice(0, split)), naiveRoot(leaves.slice(split)));
}

const naiveRootOf = (size: number): Bytes =>
  naiveRoot(Array.from({ length: size }, (_, index) => leafHash(entryAt(index))));

async function openLog(folder: string, published = 0): Promise<Log> {
  const store = expectOk(await ElectionStore.open(folder), "store");
  return { store, writer: expectOk(await recoverTiles(store, published), "tiles").writer };
}

async function grow({ store, writer }: Log, count: number): Promise<void> {
  const from = store.head.size;
  const entries = Array.from({ length: count }, (_, i) => entryAt(from + i));
  const appended = await store.append(entries);
  store.commit(appended, {
    frontier: appendLeaves(store.head.frontier, appended.leaves),
    time: from + 1,
    transactions: entries.map((entry) => ({ hash: sha256(entry), blamed: false })),
    state: utf8("state"),
    writes: [],
    unspooled: [],
    lookups: [],
  });
  await writer.append(entries, appended.leaves);
}

/** Paths and hashes of everything published, by path. */
async function published({ store }: Log): Promise<ReadonlyMap<string, string>> {
  const root = store.paths.published;
  const found = await readdir(root, { recursive: true, withFileTypes: true });
  const paths = found.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name));
  const files = await Promise.all(
    paths.map(async (path) => [path.slice(root.length + 1), toHex(sha256(await readFile(path)))] as const),
  );
  return new Map(files.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** What one step from nothing publishes. */
async function fresh(t: TestContext, size: number): Promise<ReadonlyMap<string, string>> {
  const log = await openLog(await temporaryFolder(t));
  await grow(log, size);
  const files = await published(log);
  await log.store.close();
  return files;
}

test("however a log grew, its tiles are the same bytes, and their root is that of RFC 6962", async (t) => {
  const steps = fc.array(fc.oneof(fc.nat(6), fc.nat(400)), { maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(steps, async (counts) => {
      const log = await openLog(await temporaryFolder(t));
      for (const count of counts.filter((one) => one > 0)) {
        await grow(log, count);
        await log.writer.dropSuperseded(log.store.head.size);
      }
      const { size } = log.store.head;
      assert.deepEqual(await published(log), await fresh(t, size));
      const root = expectOk(treeRoot(size, diskHashes(log.store.paths.published, size)), "root");
      assert.deepEqual(root, naiveRootOf(size));
      await log.store.close();
    }),
    { numRuns: 8 },
  );
});

test("partial tiles of the checkpoint that stands stay until the next one stands", async (t) => {
  const log = await openLog(await temporaryFolder(t));
  t.after(() => log.store.close());
  await grow(log, 10);
  await log.writer.dropSuperseded(10);
  await grow(log, 5);
  await log.writer.dropSuperseded(10);
  const { published: folder } = log.store.paths;
  assert.deepEqual(expectOk(treeRoot(10, diskHashes(folder, 10)), "old"), naiveRootOf(10));
  await log.writer.dropSuperseded(15);
  assert.deepEqual([...(await published(log)).keys()], ["tile/0/000.p/15", "tile/entries/000.p/15"]);
});

test("every width of a partial tile can be read, and nothing beyond the size", async (t) => {
  const log = await openLog(await temporaryFolder(t));
  t.after(() => log.store.close());
  await grow(log, 300);
  const { published: folder } = log.store.paths;
  const ref = (path: string): TileRef => expectOk(parseTilePath(path), path);
  const sizes = { tiled: 300, published: 300 };
  const full = readPublishedTile(folder, sizes, ref("tile/0/000"));
  assert.deepEqual(readPublishedTile(folder, sizes, ref("tile/0/000.p/9")), full?.slice(0, 9 * 32));
  assert.deepEqual(
    readPublishedTile(folder, sizes, ref("tile/entries/001.p/2")),
    Uint8Array.from(
      Buffer.concat([256, 257].flatMap((i) => [Buffer.from([0, entryAt(i).length]), entryAt(i)])),
    ),
  );
  for (const path of [
    "tile/0/001",
    "tile/0/001.p/45",
    "tile/0/002.p/1",
    "tile/1/000.p/2",
    "tile/entries/001",
  ]) {
    assert.equal(readPublishedTile(folder, sizes, ref(path)), undefined, path);
  }
});

test("tiles ahead of the checkpoint are read for it, and not beyond it", async (t) => {
  const log = await openLog(await temporaryFolder(t));
  t.after(() => log.store.close());
  await grow(log, 300);
  await log.writer.dropSuperseded(300);
  const { published: folder } = log.store.paths;
  const ref = (path: string): TileRef => expectOk(parseTilePath(path), path);
  const sizes = { tiled: 300, published: 200 };
  const full = await readFile(join(folder, "tile/0/000"));
  assert.deepEqual(
    readPublishedTile(folder, sizes, ref("tile/0/000.p/200")),
    Uint8Array.from(full.subarray(0, 6400)),
  );
  for (const path of ["tile/0/000.p/201", "tile/0/000", "tile/1/000.p/1", "tile/entries/001.p/1"]) {
    assert.equal(readPublishedTile(folder, sizes, ref(path)), undefined, path);
  }
});

/** Damages that a crash can leave, and some that only a bad disk can. */
const damages: Readonly<Record<string, (folder: string) => Promise<void>>> = {
  "a full tile is torn": (folder) => truncate(join(folder, "tile/0/000"), 100),
  "a full bundle is torn": (folder) => truncate(join(folder, "tile/entries/001"), 1),
  "a partial tile is torn": (folder) => truncate(join(folder, "tile/0/002.p/88"), 3),
  "a partial bundle is empty": (folder) => truncate(join(folder, "tile/entries/002.p/88"), 0),
  "a tile of level 1 is missing": (folder) => rm(join(folder, "tile/1"), { recursive: true }),
  "all tiles are missing": (folder) => rm(join(folder, "tile"), { recursive: true }),
  "an older partial tile was left": (folder) => writeFile(join(folder, "tile/0/002.p/7"), "old"),
  "a full tile holds other bytes of the same length": async (folder) => {
    await writeFile(join(folder, "tile/0/001"), new Uint8Array(8192));
  },
};

for (const [name, damage] of Object.entries(damages)) {
  test(`after a crash nothing is repaired by hand: ${name}`, async (t) => {
    const folder = await temporaryFolder(t);
    const before = await openLog(folder);
    await grow(before, 600);
    await before.store.close();
    await damage(before.store.paths.published);
    const after = await openLog(folder);
    t.after(() => after.store.close());
    assert.deepEqual(await published(after), await fresh(t, 600));
    await grow(after, 300);
    await after.writer.dropSuperseded(900);
    assert.deepEqual(await published(after), await fresh(t, 900));
  });
}

test("crash between commit and tiles: the start writes what is missing", async (t) => {
  const folder = await temporaryFolder(t);
  const before = await openLog(folder);
  await grow(before, 500);
  const silent = { append: async () => undefined } as unknown as TileWriter;
  await grow({ store: before.store, writer: silent }, 300);
  await before.store.close();
  const after = await openLog(folder, 500);
  t.after(() => after.store.close());
  const old = ["tile/0/001.p/244", "tile/entries/001.p/244"];
  const files = await published(after);
  // The checkpoint of 500 still stands: its tiles, too.
  assert.deepEqual(
    [...files.keys()].filter((path) => old.includes(path)),
    old,
  );
  await after.writer.dropSuperseded(800);
  assert.deepEqual(await published(after), await fresh(t, 800));
});

test("a torn tile of a higher level is made from the tiles below it", async (t) => {
  const folder = await temporaryFolder(t);
  const before = await openLog(folder);
  await grow(before, 65_700);
  const files = await published(before);
  assert.ok(files.has("tile/1/000") && files.has("tile/2/000.p/1"));
  await before.store.close();
  await truncate(join(before.store.paths.published, "tile/1/000"), 8000);
  const after = await openLog(folder);
  t.after(() => after.store.close());
  assert.deepEqual(await published(after), files);
});

test("entries that do not lead to the committed root stop the start", async (t) => {
  const folder = await temporaryFolder(t);
  const log = await openLog(folder);
  await grow(log, 30);
  await log.store.close();
  const bytes = await readFile(log.store.paths.entries);
  insist(bytes.length > 20, "there are entries");
  bytes[15] = (bytes[15] as number) ^ 1;
  await writeFile(log.store.paths.entries, bytes);
  await appendFile(log.store.paths.entries, "");
  const store = expectOk(await ElectionStore.open(folder), "store");
  t.after(() => store.close());
  const recovered = await recoverTiles(store, 30);
  assert.equal(!recovered.ok && recovered.error.code, "ENTRIES_DAMAGED");
});
