import assert from "node:assert/strict";
import { test } from "node:test";
import { type CborValue, encodeCbor, sha256 } from "@veche/base";
import { inlinePool } from "./pool/inline-pool.ts";
import { ROLE } from "./replay/authority.ts";
import { NOTHING, UNTIL_OPEN } from "./testing/control.ts";
import { assertGood, failedChecks, verifyMaker } from "./testing/expect.ts";
import { COMMISSION, RecordMaker } from "./testing/maker.ts";
import { partyName, type Signer, signAs } from "./testing/parties.ts";
import { makeRecord } from "./testing/scenario.ts";
import { GENESIS, putParts } from "./testing/steps-parts.ts";
import { type TestManifest, testManifest } from "./testing/test-manifest.ts";
import { hash64 } from "./transcript.ts";

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
    const whole = sha256(new Uint8Array([of]));
    const body = { bytes: new Uint8Array([index]), index, of, origin: maker.manifest.origin, whole };
    maker.add("part", body, [signer]);
  };
  const maker = makeRecord({
    ...UNTIL_OPEN,
    canaries: (one) => {
      part(one, [ROLE.trustee, 1], 0, 3);
      part(one, [ROLE.trustee, 2], 0, 4);
      part(one, [ROLE.trustee, 1], 1, 3);
      part(one, [ROLE.trustee, 1], 0, 2);
      part(one, [ROLE.trustee, 2], 1, 4);
      part(one, [ROLE.trustee, 1], 1, 2);
    },
    open: NOTHING,
  });
  assertGood(await verifyMaker(maker, pool));
});

test("before the definition a part states its own origin, which nobody judges later", async () => {
  const maker = makeRecord({
    ...UNTIL_OPEN,
    manifest: longManifest,
    define: (one) => {
      const elsewhere = "veche.example/elsewhere";
      const body = {
        bytes: new Uint8Array(7),
        index: 0,
        of: 2,
        origin: elsewhere,
        whole: sha256(new Uint8Array(1)),
      };
      const message = hash64("tx", elsewhere, one.electionId, "part", "", new Uint8Array(encodeCbor(body)));
      const signer: Signer = [ROLE.genesis, 2];
      one.put(["part", body, [[...signer, signAs(partyName(signer), message)]]]);
      putParts(one, definition(one), [ROLE.genesis, 1]);
    },
  });
  assertGood(await verifyMaker(maker, pool));
});
