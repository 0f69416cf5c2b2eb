import assert from "node:assert/strict";
import { test } from "node:test";
import { type CborMap, concat, u32 } from "@veche/base";
import { decodeEntry, type Transaction, type TransactionOf } from "../form/entry.ts";
import { faultsOf, loneElection, placeAt, toldPool, transactionOf } from "../testing/lone-election.ts";
import { RecordMaker } from "../testing/maker.ts";
import { partyName, publicKeyOf } from "../testing/parties.ts";
import { sendCanary } from "../testing/steps-setup.ts";
import { testManifest } from "../testing/test-manifest.ts";
import type { Election, Phase } from "./election.ts";
import { takeCanary, takeIssuerKeys, takeIssuerSet, takeOpen, takeRoll } from "./set-up.ts";

const PHASE = ["V09 PHASE"];
const place = placeAt(5000);

function electionIn(phase: Phase, manifest: CborMap = testManifest()): Election {
  const { pool } = toldPool({ equality: () => "right", "rsa-key": () => true });
  const election = loneElection(manifest, pool);
  election.phase = phase;
  return election;
}

/** The canary of trustee 1, whose share is 1, at a stage of an attempt. */
function canaryOf(stage: string, attempt = 0): TransactionOf<"canary"> {
  const maker = new RecordMaker(testManifest());
  maker.attempt = attempt;
  sendCanary(maker, 1, stage);
  const read = decodeEntry(maker.entries[0] ?? assert.fail());
  const tx = read.value?.transaction as Transaction;
  assert.equal(tx.type, "canary");
  return tx;
}

const canary = (election: Election, stage: string, attempt = 0) =>
  faultsOf((judge) => takeCanary(election, canaryOf(stage, attempt), place, judge));

function withKeys(election: Election, step: Election["ceremony"]["step"] = "done"): Election {
  const key = new Uint8Array(32);
  election.ceremony.keys = { key, shares: new Map([1, 2, 3, 4, 5].map((j) => [j, key])) };
  election.ceremony.step = step;
  return election;
}

test("canaries come when the ceremony is done, for its last attempt", async () => {
  const STEP = ["V11 CEREMONY_STEP"];
  assert.deepEqual(await canary(withKeys(electionIn("set-up")), "ceremony"), []);
  // The keys are known as soon as everybody has committed.
  for (const step of ["shares", "confirm", "failed"] as const)
    assert.deepEqual(await canary(withKeys(electionIn("set-up"), step), "ceremony"), STEP);
  assert.deepEqual(await canary(withKeys(electionIn("set-up")), "ceremony", 1), STEP);
  const keyless = electionIn("set-up");
  keyless.ceremony.step = "done";
  assert.deepEqual(await canary(keyless, "ceremony"), STEP);
});

test("each stage of a canary has its time", async () => {
  const STAGE = ["V11 STAGE_WRONG"];
  const given = (phase: Phase, stages: readonly string[]): Election => {
    const election = withKeys(electionIn(phase));
    election.canaries.set(1, new Set(stages));
    return election;
  };
  for (const [phase, stages, stage, faults] of [
    ["set-up", [], "ceremony", []],
    ["set-up", [], "open", STAGE],
    ["set-up", ["ceremony"], "open", []],
    ["set-up", ["ceremony"], "close", STAGE],
    ["set-up", ["ceremony"], "ceremony", ["V11 ALREADY"]],
    ["open", ["ceremony"], "ceremony", STAGE],
    ["open", [], "ceremony", STAGE],
    ["open", ["ceremony"], "open", STAGE],
    ["open", [], "close", []],
    ["open", [], "another", STAGE],
    ["closed", [], "close", STAGE],
  ] as const) {
    assert.deepEqual(await canary(given(phase, stages), stage), faults, `${phase} ${stages} ${stage}`);
  }
});

test("keys of issuers, rolls and the opening belong to the set-up", async () => {
  const keys = transactionOf("issuer-keys", {
    issuer: 1,
    modulus: new Uint8Array(256),
    roots: new Uint8Array(9 * 256),
    style: 0,
  });
  const roll = transactionOf("roll", { entries: new Uint8Array(32), first: 0, style: 0 });
  const open = transactionOf("open", { key: new Uint8Array(32), styles: [] });
  const [issuerKeys, rolls, openings] = [
    (election: Election) => faultsOf((judge) => takeIssuerKeys(election, keys, place, judge)),
    (election: Election) => faultsOf((judge) => takeRoll(election, roll, place, judge)),
    (election: Election) => faultsOf((judge) => takeOpen(election, open, placeAt(5000), judge)),
  ];
  assert.deepEqual(await issuerKeys(electionIn("set-up")), []);
  assert.deepEqual(await rolls(electionIn("set-up")), []);
  assert.deepEqual(await openings(electionIn("set-up")), ["V14 CEREMONY_NOT_DONE"]);
  for (const phase of ["open", "closed"] as const)
    for (const judged of [issuerKeys, rolls, openings])
      assert.deepEqual(await judged(electionIn(phase)), PHASE);
});

/** Four issuers, of whom the first so many are active. */
function manifestOf(active: number) {
  const usual = testManifest();
  const name = partyName([5, 4]);
  const members = [...usual.issuers.members, { key: publicKeyOf(name), name }];
  return { ...usual, issuers: { active: members.slice(0, active).map((_, i) => i + 1), members } };
}

function replace(election: Election, out: number, by: number): Promise<readonly string[]> {
  const own = placeAt(5000);
  const body = { in: by, out };
  return faultsOf(async (judge) => {
    await takeIssuerSet(election, transactionOf("issuer-set", body), own, judge);
    own.block.control?.();
  });
}

test("issuers are replaced one less time than there are active ones: one of the first set stays", async () => {
  const INVALID = ["V12 ISSUER_SET_INVALID"];
  const two = electionIn("open", manifestOf(2));
  assert.deepEqual(await replace(two, 1, 3), []);
  assert.deepEqual(await replace(two, 2, 4), INVALID);
  assert.deepEqual(await replace(two, 3, 4), INVALID);
  assert.deepEqual(two.issuerSets, [
    [1, 2],
    [2, 3],
  ]);
  assert.deepEqual(await replace(electionIn("set-up", manifestOf(1)), 1, 2), INVALID);
});

test("the issuer that goes is active, the one that comes never was", async () => {
  const INVALID = ["V12 ISSUER_SET_INVALID"];
  const UNKNOWN = ["V12 ISSUER_UNKNOWN"];
  const set = (out: number, by: number) => replace(electionIn("set-up", manifestOf(2)), out, by);
  assert.deepEqual(await set(2, 4), []);
  assert.deepEqual(await set(3, 4), INVALID);
  assert.deepEqual(await set(1, 2), INVALID);
  assert.deepEqual(await set(1, 5), UNKNOWN);
  assert.deepEqual(await set(1, 0), UNKNOWN);
  const three = electionIn("open", { ...manifestOf(3) });
  assert.deepEqual(await replace(three, 1, 4), []);
  assert.deepEqual(await replace(three, 2, 1), INVALID);
});

test("issuers are not replaced before the definition or after the end", async () => {
  for (const phase of ["undefined", "closed"] as const)
    assert.deepEqual(await replace(electionIn(phase, manifestOf(2)), 1, 3), PHASE);
});

test("the key of an issuer is right, its style's first, and no other's", async () => {
  const modulus = new Uint8Array(256).fill(1);
  const keys = (
    election: Election,
    change: { issuer?: number; style?: number; modulus?: Uint8Array } = {},
  ) => {
    const body = { issuer: 1, modulus, roots: new Uint8Array(9 * 256), style: 0, ...change };
    return faultsOf((judge) => takeIssuerKeys(election, transactionOf("issuer-keys", body), place, judge));
  };
  const election = electionIn("set-up");
  assert.deepEqual(await keys(election, { style: 2 }), ["V12 STYLE_UNKNOWN"]);
  assert.deepEqual(await keys(election), []);
  assert.deepEqual(await keys(election, { modulus: modulus.map(() => 2) }), ["V12 ALREADY"]);
  assert.deepEqual(await keys(election, { issuer: 2 }), ["V12 MODULUS_TWICE"]);
  assert.deepEqual(await keys(election, { issuer: 2, modulus: modulus.map(() => 2) }), []);
  assert.equal(election.moduli.size, 2);
  const wrong = loneElection(testManifest(), toldPool({ "rsa-key": () => false }).pool);
  wrong.phase = "set-up";
  assert.deepEqual(await keys(wrong), ["V12 ISSUER_KEY_INVALID"]);
  assert.equal(wrong.moduli.size, 0);
});

test("a roll has its entries and no more", async () => {
  const election = electionIn("set-up");
  const add = (entries: readonly Uint8Array[], first: number, style = 0) => {
    const body = { entries: concat(...entries), first, style };
    return faultsOf((judge) => takeRoll(election, transactionOf("roll", body), placeAt(1), judge));
  };
  const all = Array.from({ length: 800 }, (_, i) => concat(u32(i + 1), new Uint8Array(28)));
  // So many that the table of the roll grows behind the first chunk.
  assert.deepEqual(await add(all.slice(0, 400), 0), []);
  assert.deepEqual(await add(all.slice(400), 399), ["V13 ROLL_FIRST"]);
  assert.deepEqual(await add(all.slice(399), 400), ["V13 ROLL_ORDER"]);
  assert.deepEqual(await add(all.slice(400), 400), []);
  assert.equal(election.styles[0]?.roll, 800);
  assert.deepEqual(await add(all.slice(7, 8), 0, 1), ["V13 ROLL_DUPLICATE"]);
  assert.deepEqual(await add([new Uint8Array(32)], 0, 1), []);
});
