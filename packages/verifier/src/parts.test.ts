import assert from "node:assert/strict";
import { test } from "node:test";
import { type CborValue, sha256 } from "@veche/base";
import { inlinePool } from "./pool/inline-pool.ts";
import { ROLE } from "./replay/authority.ts";
import { NOTHING, UNTIL_OPEN, UNTIL_VOTES } from "./testing/control.ts";
import { assertGood, failedChecks, verifyMaker } from "./testing/expect.ts";
import { COMMISSION, RecordMaker } from "./testing/maker.ts";
import type { Signer } from "./testing/parties.ts";
import { makeRecord } from "./testing/scenario.ts";
import { GENESIS, putParts } from "./testing/steps-parts.ts";
import { type TestManifest, testManifest } from "./testing/test-manifest.ts";

const pool = inlinePool();
/** So many options that the definition fits no single entry. */
function longManifest(m: TestManifest) {
  const title = { en: "x".repeat(600), ru: "y".repeat(600) };
  return {
    ...m,
    contests: m.contests.map((contest, i) =>
      i === 2
        ? { ...contest, options: Array.from({ length: 60 }, (_, n) => ({ id: `o${n}`, title })) }
        : contest,
    ),
  };
}

const definition = (maker: RecordMaker): CborValue =>
  maker.transaction("define", { manifest: maker.manifestBytes }, [...GENESIS, ...COMMISSION]);

test("a definition in parts defines", async () => {
  const maker = makeRecord({
    ...UNTIL_OPEN,
    manifest: longManifest,
    define: (one) => putParts(one, definition(one), [ROLE.genesis, 1]),
  });
  const report = await verifyMaker(maker, pool);
  assertGood(report);
  assert.deepEqual(report.electionId, maker.electionId);
});

test("wholes that are no right definition are refused without a word, and the right one counts", async () => {
  const maker = makeRecord({
    ...UNTIL_OPEN,
    manifest: longManifest,
    define: (one) => {
      const lonely = one.transaction("define", { manifest: one.manifestBytes }, GENESIS);
      putParts(one, ["define", { manifest: new Uint8Array(70_000) }, []], [ROLE.genesis, 2]);
      putParts(one, lonely, [ROLE.genesis, 2]);
      putParts(one, definition(one), [ROLE.genesis, 1]);
    },
  });
  assertGood(await verifyMaker(maker, pool));
});

test("a definition in parts that lacks its quorum defines nothing", async () => {
  const maker = new RecordMaker(longManifest(testManifest()));
  putParts(maker, maker.transaction("define", { manifest: maker.manifestBytes }, GENESIS), [ROLE.genesis, 1]);
  assert.deepEqual(failedChecks(await verifyMaker(maker, pool)), ["V02"]);
});

test("before the definition only organisations of genesis send parts", async () => {
  const maker = new RecordMaker(longManifest(testManifest()));
  putParts(maker, definition(maker), [ROLE.commission, 1]);
  assert.deepEqual(failedChecks(await verifyMaker(maker, pool)), ["V08"]);
});

test("parts of two signers may mix, and a new first part drops an unfinished whole", async () => {
  const part = (maker: RecordMaker, signer: Signer, index: number, of: number): void => {
    const body = {
      bytes: new Uint8Array([index]),
      index,
      of,
      origin: maker.manifest.origin,
      whole: sha256(new Uint8Array([of])),
    };
    maker.add("part", body, [signer]);
  };
  const maker = makeRecord({
    ...UNTIL_VOTES,
    voting: NOTHING,
    participants: (one) => {
      part(one, [ROLE.trustee, 1], 0, 3);
      part(one, [ROLE.issuer, 2], 0, 4);
      part(one, [ROLE.trustee, 1], 1, 3);
      part(one, [ROLE.trustee, 1], 0, 2);
      part(one, [ROLE.issuer, 2], 1, 4);
      part(one, [ROLE.trustee, 1], 1, 2);
    },
  });
  assertGood(await verifyMaker(maker, pool));
});
