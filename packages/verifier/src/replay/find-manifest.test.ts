import assert from "node:assert/strict";
import { test } from "node:test";
import { type Bytes, type CborMap, sha256 } from "@veche/base";
import { Findings } from "../findings.ts";
import type { EntrySource } from "../log/entry-source.ts";
import { COMMISSION, RecordMaker } from "../testing/maker.ts";
import type { Signer } from "../testing/parties.ts";
import { GENESIS, putParts } from "../testing/steps-parts.ts";
import { define } from "../testing/steps-setup.ts";
import { testManifest } from "../testing/test-manifest.ts";
import { ROLE } from "./authority.ts";
import { findManifest } from "./find-manifest.ts";

const usual = testManifest();
const RIGHT: readonly Signer[] = [...GENESIS, ...COMMISSION];

/** The definition of a manifest as one entry. */
function definition(
  manifest: CborMap,
  signers = RIGHT,
): { readonly entry: Bytes; readonly electionId: Bytes } {
  const maker = new RecordMaker(manifest);
  maker.add("define", { manifest: maker.manifestBytes }, signers);
  return { entry: maker.entries[0] as Bytes, electionId: maker.electionId };
}

const first = definition(usual);
const second = definition({ ...usual, nonce: new Uint8Array(32).fill(8) });
const lonely = definition(usual, COMMISSION);
/** A manifest of the right form against a rule. */
const broken = definition({ ...usual, revoteMax: 1000 });
/** One of the wrong form, signed as it must be. */
const formless = (() => {
  const maker = new RecordMaker(usual);
  maker.add("define", { manifest: new Uint8Array(3) }, RIGHT);
  return { entry: maker.entries[0] as Bytes, electionId: sha256(new Uint8Array(3)) };
})();

const JUNK = new Uint8Array(1);

function find(entries: readonly (Bytes | undefined)[], expected?: Bytes, size = entries.length) {
  const source = { size, entry: async (at: number) => entries[at] } as Partial<EntrySource> as EntrySource;
  const findings = new Findings();
  return findManifest(source, expected, findings).then((found) => {
    assert.ok(findings.results().every(({ failure, examined }) => failure === undefined && examined === 0));
    return found;
  });
}

const at = async (
  entries: readonly { readonly entry: Bytes }[],
  expected?: { readonly electionId: Bytes },
) => {
  const found = await find(
    entries.map(({ entry }) => entry),
    expected?.electionId,
  );
  return found?.entry;
};

test("the definition is the first that is right", async () => {
  const found = await find([JUNK, first.entry, second.entry]);
  assert.equal(found?.entry, 1);
  assert.deepEqual(found.electionId, first.electionId);
  assert.deepEqual(found.broken, []);
  assert.equal(found.manifest?.origin, usual.origin);
  for (const wrong of [lonely, broken, formless]) {
    assert.equal(await at([wrong, second]), 1);
    assert.equal(await at([wrong, wrong, second, first]), 2);
  }
});

test("of several the one with the election id given", async () => {
  assert.equal(await at([first, second], first), 0);
  assert.equal(await at([first, second], second), 1);
  assert.equal(await at([lonely, second, first], first), 2);
  assert.equal(await at([second, lonely], lonely), 1);
});

test("if none is right the first with the id given, or the first of all", async () => {
  assert.equal(await at([lonely, broken]), 0);
  assert.equal(await at([lonely, broken, broken], broken), 1);
  assert.equal(await at([formless, broken, formless], formless), 0);
  assert.equal(await at([second, broken], first), 0);
  assert.equal(await find([]), undefined);
  assert.equal(await find([JUNK, JUNK]), undefined);
});

test("what is wrong with a manifest comes with it", async () => {
  const form = await find([formless.entry]);
  assert.deepEqual([form?.manifest, form?.broken], [undefined, ["02.2.1"]]);
  const rule = await find([broken.entry]);
  assert.ok(rule?.manifest !== undefined && rule.broken.length > 0);
});

test("a definition may come in parts, after others that are none", async () => {
  const title = { en: "x".repeat(600), ru: "y".repeat(600) };
  const options = Array.from({ length: 60 }, (_, n) => ({ id: `o${n}`, title }));
  const contests = usual.contests.map((one, i) => (i === 2 ? { ...one, options } : one));
  const maker = new RecordMaker({ ...usual, contests });
  const body = { manifest: maker.manifestBytes };
  putParts(maker, maker.transaction("define", body, RIGHT), [ROLE.genesis, 1]);
  const count = maker.entries.length;
  // The last part alone, and all of them once more, are out of order.
  const found = await find([maker.entries[count - 1] as Bytes, ...maker.entries, ...maker.entries]);
  assert.equal(found?.entry, count);
  assert.deepEqual(found.electionId, maker.electionId);
});

test("nobody looks behind a bundle that cannot be read", async () => {
  assert.equal(await find([JUNK, undefined, first.entry]), undefined);
});

test("nobody looks beyond 10,000 entries, or beyond the log", async () => {
  const entries = Array<Bytes>(10_001).fill(JUNK);
  const looked = (place: number, size = entries.length) =>
    find(
      entries.map((entry, i) => (i === place ? first.entry : entry)),
      undefined,
      size,
    );
  assert.equal((await looked(9_999))?.entry, 9_999);
  assert.equal(await looked(10_000), undefined);
  assert.equal((await looked(3, 4))?.entry, 3);
  assert.equal(await looked(4, 4), undefined);
});

test("the usual definition of a test record is found", async () => {
  const maker = new RecordMaker(usual);
  define(maker);
  assert.equal((await find(maker.entries, maker.electionId))?.entry, 0);
});
