import assert from "node:assert/strict";
import { test } from "node:test";
import { type CborMap, encodeCbor } from "@veche/base";
import { type TestManifest, testManifest } from "../testing/test-manifest.ts";
import { decodeManifest, type Manifest } from "./manifest.ts";
import { brokenRules, canReplay } from "./manifest-rules.ts";

const read = (manifest: object): Manifest | undefined =>
  decodeManifest(new Uint8Array(encodeCbor(manifest as CborMap)));

/** A manifest of exactly so many bytes: options of a contest, their titles filled up. */
function ofLength(length: number): Uint8Array {
  const lengths: number[] = [];
  const encode = (): Uint8Array => {
    const text = (i: number): string => "x".repeat(lengths[i] as number);
    const options = Array.from({ length: lengths.length / 2 }, (_, i) => ({
      id: "o",
      title: { en: text(2 * i), ru: text(2 * i + 1) },
    }));
    const usual = testManifest();
    const contests = usual.contests.map((contest, i) => (i === 0 ? { ...contest, options } : contest));
    return new Uint8Array(encodeCbor({ ...usual, contests } as CborMap));
  };
  while (encode().length < length) lengths.push(...Array.from({ length: 40 }, () => 600));
  // From 256 to 600 a text has the same head, and a byte for each letter.
  let over = encode().length - length;
  lengths.forEach((full, i) => {
    const less = Math.min(over, full - 256);
    lengths[i] = full - less;
    over -= less;
  });
  const made = encode();
  assert.equal(made.length, length);
  return made;
}

test("a manifest has 1,000,000 bytes at most", () => {
  assert.ok(decodeManifest(ofLength(1_000_000)) !== undefined);
  assert.equal(decodeManifest(ofLength(1_000_001)), undefined);
});

test("what is no map of its keys is no manifest", () => {
  assert.deepEqual(read(testManifest()), testManifest());
  assert.equal(decodeManifest(new Uint8Array(0)), undefined);
  assert.equal(decodeManifest(Uint8Array.of(0x80)), undefined);
  assert.equal(read({ ...testManifest(), more: 1 }), undefined);
});

/** One contest of 200 options and one of more, any number of which may be chosen, in one style. */
function withOptions(second: number): TestManifest {
  const usual = testManifest();
  const [first] = usual.contests;
  assert.ok(first !== undefined);
  const contest = (id: string, count: number): typeof first => ({
    ...first,
    id,
    min: 0,
    max: count,
    options: Array.from({ length: count }, (_, i) => ({ id: `o${i}`, title: first.title })),
  });
  return {
    ...usual,
    contests: [contest("first", 200), contest("second", second)],
    styles: usual.styles.slice(0, 1).map((style) => ({ ...style, contests: [0, 1] })),
  };
}

const broken = (manifest: object): readonly string[] => brokenRules(read(manifest) as Manifest);

test("the longest ballot of each style fits in an entry (02.2.11)", () => {
  // 78 bytes, 256 for each of two issuers, 32 for each of nine per option and two more.
  assert.deepEqual(broken(withOptions(6)), []);
  assert.deepEqual(broken(withOptions(7)), ["02.2.11"]);
  const both = withOptions(7);
  assert.deepEqual(broken({ ...both, revoteMax: 10 }), ["02.2.10", "02.2.11"]);
  // Where ballots have no meaning, they have no length.
  assert.deepEqual(broken({ ...both, trustees: { ...both.trustees, quorum: 1 } }), ["02.2.4"]);
});

test("a replay needs the rules that give ballots a meaning", () => {
  for (const rule of ["02.2.4", "02.2.5", "02.2.7", "02.2.8"] as const) {
    assert.ok(!canReplay(["02.2.2", rule]), rule);
  }
  assert.ok(canReplay(["02.2.2", "02.2.3", "02.2.6", "02.2.9", "02.2.10", "02.2.11"]));
  assert.ok(canReplay([]));
});
