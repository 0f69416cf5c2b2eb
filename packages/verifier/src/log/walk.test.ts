import assert from "node:assert/strict";
import { test } from "node:test";
import { type Bytes, concat, utf8 } from "@veche/base";
import { type CheckResult, Findings } from "../findings.ts";
import { inlinePool } from "../pool/inline-pool.ts";
import { memoryReader } from "../reader.ts";
import { ALL_SIGNERS, publish, rootOf } from "../testing/publish.ts";
import { seededBytes } from "../testing/random.ts";
import { bundleOf } from "../testing/sample.ts";
import { BundleFeed, entryAt } from "./bundle-feed.ts";
import { leafHash } from "./merkle.ts";
import { openLog } from "./open-log.ts";
import { checkRoot, type Visit, type Walk, walkLog } from "./walk.ts";

const ENTRIES = Array.from({ length: 300 }, (_, at) => utf8(`entry ${at}`));
const publishAll = (entries: readonly Bytes[]): Map<string, Bytes> =>
  publish(entries, "veche.example/test", ALL_SIGNERS);
const hashes = (from: number, to: number): Bytes => concat(...ENTRIES.slice(from, to).map(leafHash));

/** What is left in the record when the log had fewer entries. */
const LEFT: readonly (readonly [path: string, bytes: Bytes])[] = [
  ["tile/0/000.p/255", hashes(0, 255)],
  ["tile/0/000.p/1", hashes(0, 1)],
  ["tile/0/001.p/43", hashes(256, 299)],
  ["tile/entries/000.p/255", bundleOf(...ENTRIES.slice(0, 255))],
  ["tile/entries/000.p/9", bundleOf(...ENTRIES.slice(0, 9))],
  ["tile/entries/001.p/43", bundleOf(...ENTRIES.slice(256, 299))],
];

type Walked = {
  readonly walk: Walk;
  readonly isWhole: boolean;
  readonly visits: readonly Visit[];
  readonly result: (check: string) => CheckResult;
};

async function walked(
  files: ReadonlyMap<string, Bytes>,
  areVotesDue = true,
  look: (visit: Visit) => void = () => {},
): Promise<Walked> {
  const findings = new Findings();
  const { walk } = await openLog(memoryReader(files), findings);
  const feed = new BundleFeed({
    source: walk.source,
    pool: inlinePool(),
    randomBytes: seededBytes("walk"),
    hints: undefined,
    contextNow: () => undefined,
    areVotesDue: () => areVotesDue,
  });
  const visits: Visit[] = [];
  const isWhole = await walkLog(walk, feed, async (visit) => {
    look(visit);
    visits.push(visit);
  });
  const result = (check: string): CheckResult =>
    findings.results().find(({ id }) => id === check) as CheckResult;
  return { walk, isWhole, visits, result };
}

test("every bundle is visited in its order, with the rows and the roots of its entries", async () => {
  const rootsFrom = [1, 100, 256, 257, 299, 300];
  const roots = new Map<number, Bytes>();
  const look = (visit: Visit): void => {
    for (const size of rootsFrom) {
      const row = visit.from + size - 1 - visit.firstEntry;
      if (row >= visit.from && row < visit.to) roots.set(size, visit.rootAfter(row));
    }
  };
  for (const areVotesDue of [true, false]) {
    roots.clear();
    const { visits, isWhole, walk } = await walked(publishAll(ENTRIES), areVotesDue, look);
    assert.ok(isWhole);
    assert.deepEqual(
      visits.map(({ from, to, firstEntry, isLastOfBatch }) => [from, to, firstEntry, isLastOfBatch]),
      areVotesDue
        ? [
            [0, 256, 0, false],
            [256, 300, 256, true],
          ]
        : [
            [0, 256, 0, true],
            [0, 44, 256, true],
          ],
    );
    assert.deepEqual(
      visits.flatMap(({ taken, from, to }) =>
        Array.from({ length: to - from }, (_, i) => entryAt(taken, from + i)),
      ),
      ENTRIES,
    );
    for (const size of rootsFrom)
      assert.deepEqual(roots.get(size), rootOf(ENTRIES.slice(0, size)), `${size}`);
    assert.deepEqual(walk.tree.root(), rootOf(ENTRIES));
    assert.equal((await walk.source.readAgain(1))?.shape.entries, 44);
  }
});

test("every tile is compared once, and what is left from smaller sizes", async () => {
  const files = publishAll(ENTRIES);
  const plain = await walked(files);
  // tile/0/000, tile/0/001.p/44, tile/1/000.p/1.
  assert.equal(plain.result("V03").examined, 3);
  for (const [path, bytes] of LEFT) files.set(path, bytes);
  const left = await walked(files);
  assert.ok(left.isWhole);
  assert.equal(left.result("V01").failure, undefined);
  assert.equal(left.result("V03").failure, undefined);
  assert.equal(left.result("V03").examined, 3 + LEFT.length);
});

test("a byte of a tile, or of what is left, that differs is found", async () => {
  const files = publishAll(ENTRIES);
  for (const [path, bytes] of LEFT) files.set(path, bytes);
  for (const path of [...LEFT.map(([name]) => name), "tile/0/000", "tile/0/001.p/44", "tile/1/000.p/1"]) {
    const bytes = files.get(path) as Bytes;
    for (const at of [0, bytes.length - 1]) {
      const changed = new Map(files);
      changed.set(
        path,
        bytes.map((byte, i) => (i === at ? byte ^ 1 : byte)),
      );
      const { failure } = (await walked(changed)).result("V03");
      assert.deepEqual([failure?.code, failure?.place], ["TILE_DIFFERS", { file: path }]);
    }
  }
});

test("the walk ends where a bundle is missing", async () => {
  for (const [path, entry] of [
    ["tile/entries/000", 0],
    ["tile/entries/001.p/44", 256],
  ] as const) {
    const files = publishAll(ENTRIES);
    files.delete(path);
    const { isWhole, visits, result } = await walked(files);
    assert.ok(!isWhole);
    assert.equal(visits.length, entry === 0 ? 0 : 1);
    const { failure } = result("V03");
    assert.deepEqual([failure?.code, failure?.place], ["ENTRIES_MISSING", { entry }]);
  }
});

test("the walk ends where a bundle has not its entries", async () => {
  for (const [path, entry] of [
    ["tile/entries/000", 0],
    ["tile/entries/001.p/44", 256],
  ] as const) {
    const files = publishAll(ENTRIES);
    files.set(path, concat(files.get(path) as Bytes, new Uint8Array(1)));
    const { isWhole, visits, result } = await walked(files);
    assert.ok(!isWhole);
    assert.equal(visits.length, entry === 0 ? 0 : 1);
    const [form, missing] = [result("V01").failure, result("V03").failure];
    assert.deepEqual([form?.code, form?.place], ["BUNDLE_FORM", { file: path }]);
    assert.deepEqual([missing?.code, missing?.place], ["ENTRIES_MISSING", { entry }]);
  }
});

test("the root of all entries is that of the checkpoint", async () => {
  for (const [root, code] of [
    [rootOf(ENTRIES), undefined],
    [undefined, undefined],
    [rootOf(ENTRIES.slice(1)), "ROOT_DIFFERS"],
  ] as const) {
    const { walk, result } = await walked(publishAll(ENTRIES));
    assert.equal(result("V03").status, "not-applicable");
    checkRoot(walk, root);
    assert.equal(result("V03").status, code === undefined ? "ok" : "failed");
    assert.equal(result("V03").failure?.code, code);
  }
});
