import assert from "node:assert/strict";
import { appendFile, readFile, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { type Bytes, expectOk, sha256, utf8 } from "@veche/base";
import { appendLeaves, EMPTY_FRONTIER, frontierRoot, leafHash } from "@veche/tlog";
import { temporaryFolder } from "../testing/test-node.ts";
import { ElectionStore, electionPaths } from "./election-store.ts";

async function commit(store: ElectionStore, time: number, entries: readonly Bytes[]): Promise<void> {
  const appended = await store.append(entries);
  store.commit(appended, {
    frontier: appendLeaves(store.head.frontier, appended.leaves),
    time,
    transactions: entries.map((entry) => ({ hash: sha256(entry), blamed: false })),
    state: utf8(`state at ${time}`),
    writes: [
      [utf8("time"), utf8(String(time))],
      [utf8(`only ${time}`), utf8("x")],
      [utf8(`only ${time - 1}`), undefined],
    ],
    unspooled: [],
    lookups: [],
  });
}

const entries = (from: number, to: number): readonly Bytes[] =>
  Array.from({ length: to - from }, (_, i) => utf8(`entry ${from + i}`));

async function open(folder: string): Promise<ElectionStore> {
  return expectOk(await ElectionStore.open(folder), "store");
}

test("a commit is there after a start: head, state, view, places, entries", async (t) => {
  const folder = await temporaryFolder(t);
  const before = await open(folder);
  await commit(before, 10, entries(0, 3));
  await commit(before, 11, entries(3, 300));
  await before.close();
  const store = await open(folder);
  t.after(() => store.close());
  assert.equal(store.head.size, 300);
  assert.equal(store.head.time, 11);
  const leaves = entries(0, 300).map(leafHash);
  assert.deepEqual(frontierRoot(store.head.frontier), frontierRoot(appendLeaves(EMPTY_FRONTIER, leaves)));
  assert.deepEqual(store.state, utf8("state at 11"));
  assert.deepEqual(store.view.get(utf8("time")), utf8("11"));
  assert.equal(store.view.get(utf8("only 10")), undefined);
  assert.deepEqual(store.placeOf(sha256(utf8("entry 299"))), { index: 299, blamed: false });
  assert.equal(store.placeOf(sha256(utf8("entry 300"))), undefined);
  assert.deepEqual(store.entry(4), utf8("entry 4"));
  assert.equal(store.entry(300), undefined);
  assert.deepEqual([...store.entries(298, 300)], entries(298, 300));
});

test("crash between the two halves of a commit: the entries never were", async (t) => {
  const folder = await temporaryFolder(t);
  const before = await open(folder);
  await commit(before, 10, entries(0, 3));
  await before.append(entries(3, 9));
  await before.close();
  const store = await open(folder);
  t.after(() => store.close());
  assert.equal(store.head.size, 3);
  await commit(store, 11, entries(3, 4));
  assert.deepEqual([...store.entries(0, 4)], entries(0, 4));
});

test("crash: garbage behind the entries and leftover temporary files do no harm", async (t) => {
  const folder = await temporaryFolder(t);
  const before = await open(folder);
  await commit(before, 10, entries(0, 3));
  await before.close();
  const paths = electionPaths(folder);
  await appendFile(paths.entries, "half an entr");
  await writeFile(join(paths.temporary, "entries~x000~000"), "half a tile");
  const store = await open(folder);
  t.after(() => store.close());
  assert.deepEqual([...store.entries(0, 3)], entries(0, 3));
  await assert.rejects(readFile(join(paths.temporary, "entries~x000~000")), { code: "ENOENT" });
});

test("an entry file that lost acknowledged entries stops the start", async (t) => {
  const folder = await temporaryFolder(t);
  const before = await open(folder);
  await commit(before, 10, entries(0, 3));
  await before.close();
  await truncate(electionPaths(folder).entries, 10);
  const opened = await ElectionStore.open(folder);
  assert.equal(!opened.ok && opened.error.code, "ENTRY_FILE_SHORT");
});

test("the spool survives a start, and a commit takes casts out of it", async (t) => {
  const folder = await temporaryFolder(t);
  const before = await open(folder);
  const casts = ["a", "b", "c"].map((name, time) => ({
    hash: sha256(utf8(name)),
    time,
    transaction: utf8(name),
  }));
  before.spool(casts);
  await before.close();
  const store = await open(folder);
  t.after(() => store.close());
  const byHash = casts.toSorted((a, b) => Buffer.compare(a.hash, b.hash));
  assert.deepEqual([...store.allSpooled()], byHash);
  const [first, second, third] = casts as [(typeof casts)[0], (typeof casts)[0], (typeof casts)[0]];
  assert.deepEqual(store.spooled(second.hash), second);
  const appended = await store.append([utf8("entry")]);
  store.commit(appended, {
    frontier: appendLeaves(store.head.frontier, appended.leaves),
    time: 5,
    transactions: [{ hash: first.hash, blamed: false }],
    state: utf8("s"),
    writes: [],
    unspooled: [first.hash],
    lookups: [],
  });
  store.unspool([third.hash]);
  assert.deepEqual([...store.allSpooled()], [second]);
});
