import assert from "node:assert/strict";
import { test } from "node:test";
import { BugError, type Bytes, concat } from "@veche/base";
import { encodePoint, IDENTITY, multiplyBase, type Point } from "@veche/group";
import type { StyleSum } from "../bulk/batch.ts";
import type { EntrySource } from "../log/entry-source.ts";
import type { Job } from "../pool/jobs.ts";
import { loneElection, toldPool } from "../testing/lone-election.ts";
import { Aggregates } from "./aggregates.ts";

const election = loneElection();
const { layouts } = election;
const context = election.contextNow();
const ciphertexts = layouts.map((layout) => layout.ciphertexts);

/** Sums of a style: n·B, (n + 1)·B, … */
const sumsFrom = (style: number, n: number): StyleSum => {
  const points = Array.from({ length: 2 * (ciphertexts[style] ?? 0) }, (_, i) => multiplyBase(BigInt(n + i)));
  return { style, bytes: concat(...points.map(encodePoint)) };
};
const encoded = (aggregates: Aggregates, style: number): readonly Bytes[] =>
  aggregates
    .of(style)
    .flatMap(({ alpha, beta }: { alpha: Point; beta: Point }) => [encodePoint(alpha), encodePoint(beta)]);
const nothing = (style: number): readonly Bytes[] =>
  Array.from({ length: 2 * (ciphertexts[style] ?? 0) }, () => encodePoint(IDENTITY));

type Selected = Extract<Job, { readonly kind: "selected" }>;

/** A log in which bundle b has b bytes; the bundles named cannot be read any more. */
const sourceWithout = (...gone: readonly number[]): EntrySource =>
  ({
    readAgain: async (index: number) =>
      gone.includes(index)
        ? undefined
        : {
            bytes: new Uint8Array(index),
            shape: { bytes: index, entries: 256, hints: -1 },
            digest: new Uint8Array(32),
          },
  }) as Partial<EntrySource> as EntrySource;

/** A pool in which each entry that is taken out has the sums from 100 on. */
const taking = () =>
  toldPool({ selected: (job) => (job as Selected).selection.places.map(() => sumsFrom(0, 100)) });

test("sums are added, and taken out again", async () => {
  const { pool, jobs } = taking();
  const aggregates = new Aggregates(layouts);
  assert.deepEqual(encoded(aggregates, 0), nothing(0));
  await aggregates.add([sumsFrom(0, 107), sumsFrom(1, 5)], pool);
  await aggregates.add([sumsFrom(0, 103)], pool);
  aggregates.takeOut(600);
  assert.equal(await aggregates.settle(pool, sourceWithout(), context), undefined);
  const expected = nothing(0).map((_, i) => encodePoint(multiplyBase(BigInt(110 + i))));
  assert.deepEqual(encoded(aggregates, 0), expected);
  assert.deepEqual(
    encoded(aggregates, 1),
    nothing(1).map((_, i) => encodePoint(multiplyBase(BigInt(5 + i)))),
  );
  // What has been settled is not settled twice.
  assert.equal(await aggregates.settle(pool, sourceWithout(), context), undefined);
  assert.deepEqual(encoded(aggregates, 0), expected);
  assert.equal(jobs.filter(({ kind }) => kind === "selected").length, 1);
});

test("what is taken out is read bundle by bundle, its places ascending", async () => {
  for (const width of [1, 2, 3, 5]) {
    const { pool, jobs } = taking();
    const aggregates = new Aggregates(layouts);
    for (const entry of [1025, 3, 257, 256, 2, 767]) aggregates.takeOut(entry);
    assert.equal(await aggregates.settle({ ...pool, width }, sourceWithout(), context), undefined);
    assert.deepEqual(
      jobs.flatMap((job) =>
        job.kind === "selected" ? [[job.selection.bytes.length, job.selection.places]] : [],
      ),
      [
        [0, [2, 3]],
        [1, [0, 1]],
        [2, [255]],
        [4, [1]],
      ],
    );
  }
});

test("the first bundle that cannot be read as it was is named, and the sums stay what they were", async () => {
  for (const width of [1, 2, 4]) {
    for (const [gone, changed, expected] of [
      [[0], [], 0],
      [[3], [], 3],
      [[4, 1], [], 1],
      [[], [0], 0],
      [[], [4], 4],
      [[3], [1], 1],
    ] as const) {
      const { pool } = toldPool({
        selected: (job) =>
          (changed as readonly number[]).includes((job as Selected).selection.bytes.length) ? undefined : [],
      });
      const aggregates = new Aggregates(layouts);
      await aggregates.add([sumsFrom(0, 7)], pool);
      for (const bundle of [4, 3, 1, 0]) aggregates.takeOut(256 * bundle + 9);
      const found = await aggregates.settle({ ...pool, width }, sourceWithout(...gone), context);
      assert.equal(found, expected);
      assert.deepEqual(encoded(aggregates, 0), nothing(0));
    }
  }
});

test("sums that wait are added up when they are 256, so that they do not fill the memory", async () => {
  const { pool, jobs } = toldPool({ total: () => [sumsFrom(0, 1)] });
  const aggregates = new Aggregates(layouts);
  const one = sumsFrom(0, 1);
  const add = (count: number): Promise<void> => aggregates.add(Array<StyleSum>(count).fill(one), pool);
  await add(255);
  assert.equal(jobs.length, 0);
  await add(1);
  assert.equal(jobs.length, 1);
  await add(254);
  assert.equal(jobs.length, 1);
  await add(1);
  assert.equal(jobs.length, 2);
});

test("a worker that gives no points is a mistake of the program", async () => {
  const { pool } = toldPool({ total: () => [{ style: 0, bytes: new Uint8Array(64).fill(255) }] });
  await assert.rejects(new Aggregates(layouts).settle(pool, sourceWithout(), context), BugError);
});
