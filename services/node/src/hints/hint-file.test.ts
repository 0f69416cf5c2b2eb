import assert from "node:assert/strict";
import { open, readFile, stat, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { toHex } from "@veche/base";
import { seededRandom } from "@veche/ledger/testing";
import fc from "fast-check";
import { temporaryFolder } from "../testing/test-node.ts";
import type { EntryHints } from "./entry-hints.ts";
import { HintFile, type HintFrame, readHintFrames } from "./hint-file.ts";

const random = seededRandom("hints");
const NONE = new Uint8Array(0);

/** Hints of so many points each; -1: unknown. */
const hintsOf = (...counts: readonly number[]): readonly EntryHints[] =>
  counts.map((count) => (count < 0 ? undefined : random(32 * count)));

async function framesOf(path: string): Promise<readonly HintFrame[]> {
  const handle = await open(path, "r");
  const frames: HintFrame[] = [];
  for await (const { first, hints } of readHintFrames(handle)) frames.push({ first, hints });
  await handle.close();
  return frames;
}

const shown = (frames: readonly HintFrame[]): unknown =>
  frames.map(({ first, hints }) => [first, hints.map((one) => one && toHex(one))]);

const pathIn = async (t: TestContext): Promise<string> => join(await temporaryFolder(t), "hints");

test("what was appended is read back, over stops, entries without any need no frame", async (t) => {
  const path = await pathIn(t);
  const [one, two] = [hintsOf(0, 1, -1), hintsOf(9, 0)];
  const file = await HintFile.open(path, 0);
  await file.append(3, one);
  await file.append(6, [NONE, undefined]);
  await file.close();
  const again = await HintFile.open(path, 100);
  await again.append(20, two);
  await again.append(20, two);
  await again.close();
  assert.deepEqual(
    shown(await framesOf(path)),
    shown([
      { first: 3, hints: one },
      { first: 20, hints: two },
    ]),
  );
});

test("what claims to be of entries that the log does not have is cut off", async (t) => {
  const path = await pathIn(t);
  const file = await HintFile.open(path, 0);
  for (const first of [0, 2, 4]) await file.append(first, hintsOf(1, 2));
  await file.close();
  const again = await HintFile.open(path, 4);
  assert.deepEqual(
    (await framesOf(path)).map(({ first }) => first),
    [0, 2],
  );
  await again.append(4, hintsOf(3));
  await again.close();
  assert.deepEqual(
    (await framesOf(path)).map(({ first }) => first),
    [0, 2, 4],
  );
});

test("a file cut anywhere is whole up to there, and goes on", async (t) => {
  const path = await pathIn(t);
  const file = await HintFile.open(path, 0);
  for (const first of [0, 2, 4]) await file.append(first, hintsOf(1, 2));
  await file.close();
  const bytes = await readFile(path);
  const frame = bytes.length / 3;
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: bytes.length }), async (length) => {
      await writeFile(path, bytes);
      await truncate(path, length);
      const again = await HintFile.open(path, 100);
      const whole = Math.floor(length / frame);
      assert.equal((await stat(path)).size, whole * frame);
      await again.append(50, hintsOf(1));
      await again.close();
      assert.deepEqual(
        (await framesOf(path)).map(({ first }) => first),
        [...[0, 2, 4].slice(0, whole), 50],
      );
    }),
    { numRuns: 60 },
  );
});

test("a turned bit ends the reading there, whatever it hits, and is cut off when it is in the last frame", async (t) => {
  const path = await pathIn(t);
  const file = await HintFile.open(path, 0);
  for (const first of [0, 2, 4]) await file.append(first, hintsOf(1, 2));
  await file.close();
  const bytes = await readFile(path);
  const frame = bytes.length / 3;
  await fc.assert(
    fc.asyncProperty(fc.nat(bytes.length - 1), fc.nat(7), async (at, bit) => {
      const bad = Buffer.from(bytes);
      bad[at] = (bad[at] as number) ^ (1 << bit);
      await writeFile(path, bad);
      const read = await framesOf(path);
      const expected = [0, 2, 4].slice(0, Math.floor(at / frame));
      assert.deepEqual(
        read.map(({ first }) => first),
        expected,
      );
      await (await HintFile.open(path, 100)).close();
      if (at >= 2 * frame) assert.equal((await stat(path)).size, 2 * frame);
    }),
    { numRuns: 100 },
  );
});

test("any bytes at all are opened, and nothing is read out of them", async (t) => {
  const path = await pathIn(t);
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
      await writeFile(path, bytes);
      assert.deepEqual(await framesOf(path), []);
      await (await HintFile.open(path, 100)).close();
      assert.equal((await stat(path)).size, 0);
    }),
    { numRuns: 60 },
  );
});
