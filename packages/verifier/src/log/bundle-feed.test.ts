import assert from "node:assert/strict";
import { test } from "node:test";
import { type Bytes, utf8 } from "@veche/base";
import type { BundleBatch, HintUse } from "../bulk/batch.ts";
import type { HintsFile } from "../hints/hints-file.ts";
import { inlinePool } from "../pool/inline-pool.ts";
import type { Job, ProofPool } from "../pool/jobs.ts";
import { memoryReader } from "../reader.ts";
import { ALL_SIGNERS, publish } from "../testing/publish.ts";
import { seededBytes } from "../testing/random.ts";
import { CONTEXT } from "../testing/sample.ts";
import { addHints, BundleFeed, entryAt, type FeedSetup, type TakenBatch } from "./bundle-feed.ts";
import { EntrySource } from "./entry-source.ts";

const ENTRIES = Array.from({ length: 256 * 5 + 7 }, (_, at) => utf8(`entry ${at}`));
const FILES = publish(ENTRIES, "veche.example/test", ALL_SIGNERS);
const BUNDLES = 6;

/** A feed over the entries, and the batches that its pool was given. */
function feedOf(change: Partial<FeedSetup> = {}, width = 2, files: ReadonlyMap<string, Bytes> = FILES) {
  const inner = inlinePool();
  const sent: BundleBatch[] = [];
  const pool: ProofPool = {
    ...inner,
    width,
    run: <J extends Job>(job: J) => {
      if (job.kind === "bundles") sent.push({ ...job.batch, bytes: job.batch.bytes.slice() });
      return inner.run(job);
    },
  };
  const feed = new BundleFeed({
    source: new EntrySource(memoryReader(files), ENTRIES.length),
    pool,
    randomBytes: seededBytes("feed"),
    hints: undefined,
    contextNow: () => undefined,
    areVotesDue: () => false,
    ...change,
  });
  return { feed, sent };
}

async function takeAll(feed: BundleFeed): Promise<readonly TakenBatch[]> {
  const taken: TakenBatch[] = [];
  for await (const one of feed.batches()) taken.push(one);
  return taken;
}

test("batches come in the order of the log, bundle by bundle or many together", async () => {
  for (const [areVotesDue, batches] of [
    [false, BUNDLES],
    [true, 1],
  ] as const) {
    const { feed, sent } = feedOf({ areVotesDue: () => areVotesDue });
    const taken = await takeAll(feed);
    assert.equal(taken.length, batches);
    assert.ok(!feed.isMissing);
    assert.deepEqual(
      taken.map(({ firstBundle }) => firstBundle),
      Array.from({ length: batches }, (_, i) => i),
    );
    const shapes = taken.flatMap((one) => one.shapes);
    assert.deepEqual(
      shapes.map(({ entries, hints }) => [entries, hints]),
      Array.from({ length: BUNDLES }, (_, i) => [i < 5 ? 256 : 7, -1]),
    );
    assert.equal(
      shapes.reduce((sum, { bytes }) => sum + bytes, 0),
      sent.reduce((sum, { bytes }) => sum + bytes.length, 0),
    );
    const rows = taken.flatMap((one) => [...one.judged.columns.starts].map((_, row) => entryAt(one, row)));
    assert.deepEqual(rows, ENTRIES);
    assert.equal(new Set(sent.map(({ seed }) => Buffer.from(seed).toString("hex"))).size, batches);
  }
});

test("one batch more is under way than the pool is wide, and no more", async () => {
  for (const width of [1, 2, 3]) {
    const { feed, sent } = feedOf({}, width);
    let taken = 0;
    for await (const _ of feed.batches()) {
      taken += 1;
      assert.equal(sent.length, Math.min(BUNDLES, width + taken));
    }
    assert.equal(taken, BUNDLES);
  }
});

test("the batches end before a bundle that is missing", async () => {
  for (const areVotesDue of [false, true]) {
    const files = new Map(FILES);
    files.delete("tile/entries/003");
    const { feed, sent } = feedOf({ areVotesDue: () => areVotesDue }, 2, files);
    const shapes = (await takeAll(feed)).flatMap((one) => one.shapes);
    assert.equal(shapes.length, 3);
    assert.equal(sent.length, areVotesDue ? 1 : 3);
    assert.ok(feed.isMissing);
  }
});

test("hints go along with their bundles, where the file has them", async () => {
  const asked: (readonly [first: number, count: number])[] = [];
  const hints: HintsFile = {
    ofBundles: async (first, count) => {
      asked.push([first, count]);
      return first === 1 ? undefined : { bytes: new Uint8Array(32 * count), lengths: [32] };
    },
  };
  const { feed, sent } = feedOf({ hints });
  await takeAll(feed);
  assert.deepEqual(
    asked,
    Array.from({ length: BUNDLES }, (_, i) => [i, 1]),
  );
  assert.deepEqual(
    sent.map((batch) => [batch.hints.length, batch.bundles[0]?.hints]),
    Array.from({ length: BUNDLES }, (_, i) => (i === 1 ? [0, -1] : [32, 32])),
  );
});

test("a batch is judged again with another seed and without hints, of which the first judgement stays", async () => {
  const hints: HintsFile = {
    ofBundles: async () => ({ bytes: new Uint8Array(32), lengths: [32] }),
  };
  const { feed, sent } = feedOf({ hints, contextNow: () => CONTEXT });
  const [taken] = await takeAll(feed);
  assert.ok(taken !== undefined);
  assert.equal(taken.context, CONTEXT);
  const before = taken.judged;
  assert.equal(before.hints.firstBad, 0);
  const other = { ...CONTEXT, name: "other" };
  await feed.judgeAgain(taken, other);
  const again = sent[sent.length - 1];
  assert.ok(again !== undefined);
  assert.equal(again.context, other);
  assert.equal(taken.context, other);
  assert.notEqual(taken.judged, before);
  assert.equal(taken.judged.hints, before.hints);
  assert.deepEqual([again.hints.length, again.bundles[0]?.hints], [0, -1]);
  assert.deepEqual(again.bytes, sent[0]?.bytes);
  assert.notDeepEqual(again.seed, sent[0]?.seed);
});

test("a batch that fails is told when its turn comes", async () => {
  const failing: ProofPool = {
    ...inlinePool(),
    run: () => Promise.reject(new Error("the worker ended")),
  };
  await assert.rejects(takeAll(feedOf({ pool: failing }).feed), /the worker ended/);
});

test("what is found about hints is added up; the first bad bundle is one of the log", () => {
  const sum = (known: number, firstBundle: number, firstBad: number): HintUse => {
    const hints = { points: 3, hinted: 2, wrong: 1, firstBad };
    const taken = { firstBundle, shapes: [], context: undefined, judged: { hints } };
    const before = { points: 10, hinted: 20, wrong: 30, firstBad: known };
    return addHints(before, taken as unknown as TakenBatch);
  };
  for (const [known, firstBundle, firstBad, expected] of [
    [-1, 5, -1, -1],
    [-1, 0, -1, -1],
    [-1, 5, 0, 5],
    [-1, 5, 2, 7],
    [-1, 0, 0, 0],
    [0, 5, 2, 0],
    [4, 5, 2, 4],
    [4, 5, -1, 4],
  ] as const) {
    assert.deepEqual(sum(known, firstBundle, firstBad), {
      points: 13,
      hinted: 22,
      wrong: 31,
      firstBad: expected,
    });
  }
});
