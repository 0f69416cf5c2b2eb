import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { type Bytes, compareBytes, encodeCbor, sha256 } from "@veche/base";
import type { Manifest } from "@veche/election";
import { ed25519PublicKey } from "@veche/group";
import { buildTransaction, encodeTransaction } from "@veche/ledger";
import {
  castTransaction,
  issueTransaction,
  MINUTE,
  type OpenElection,
  openElection,
  seededRandom,
  signerOf,
  TestLedger,
  TIMES,
  testElection,
} from "@veche/ledger/testing";
import { TestChain } from "../testing/chain-driver.ts";
import { PROPOSAL_LIMITS, readProposal } from "./proposal.ts";
import { encodeChainTransaction } from "./transaction.ts";

const SKETCH = {
  engine: "cometbft",
  witnesses: { count: 1, quorum: 0 },
  validators: 2,
  revoteMax: 1,
  contests: [{ min: 1, max: 1, options: 2 }],
  styles: [{ contests: [0] }, { contests: [0], tick: 600, issueEnds: TIMES.castEnds - 10 * MINUTE }],
} as const;

/** Manifests of other validators than the chain's: in another order, of another name, with another key, fewer. */
const OF_OTHERS: readonly ((manifest: Manifest) => Manifest)[] = [
  (manifest) => ({ ...manifest, validators: manifest.validators.toReversed() }),
  (manifest) => changed(manifest, { name: "another.example" }),
  (manifest) => changed(manifest, { logKey: ed25519PublicKey(new Uint8Array(32).fill(9)) }),
  (manifest) => ({ ...manifest, validators: manifest.validators.slice(0, 1) }),
  (manifest) => ({ ...manifest, engine: "embedded", validators: manifest.validators.slice(0, 1) }),
];

function changed(manifest: Manifest, change: Partial<Manifest["validators"][0]>): Manifest {
  const validators = manifest.validators.map((one, at) => (at === 1 ? { ...one, ...change } : one));
  return { ...manifest, validators };
}

const byHash = (a: Bytes, b: Bytes): number => compareBytes(sha256(a), sha256(b));

describe("a proposal that an honest validator would not have made is agreed to by none", () => {
  let open: OpenElection;
  let ledger: TestLedger;
  before(() => {
    open = openElection(SKETCH, [4, 2], seededRandom("rejected"));
    ledger = open.ledger.at(TIMES.opens + MINUTE);
    ledger.accept(...open.voters.flat().map((voter) => issueTransaction(ledger, voter)));
  });

  const voterOf = (style: number, at: number): OpenElection["voters"][0][0] => {
    const voter = open.voters[style]?.[at];
    assert.ok(voter);
    return voter;
  };

  test("order, repeats, what is refused, two casts of a credential, casts before a tick", async (t) => {
    const chain = await TestChain.start(t, ledger.test, 2);
    await chain.play(ledger.history);
    const judge = chain.validators[1];
    assert.ok(judge);
    const time = TIMES.opens + 2 * MINUTE;
    const agrees = (...txs: readonly Bytes[]): Promise<boolean> =>
      chain.isAgreed(
        judge,
        time,
        txs.map((bytes) => chain.of(bytes)),
      );
    const casts = [0, 1, 2].map((at) => castTransaction(ledger, voterOf(0, at))).sort(byHash);
    const [a, b, c] = casts as [Bytes, Bytes, Bytes];
    const body = { accepted: 1, applied: 1, date: "2027-01-01", recalled: 0, refused: {} };
    const totals = ledger.tx("registration-totals", body);
    const later = ledger.tx("registration-totals", { ...body, date: "2027-01-02" });
    // The control: as an honest proposer would put them.
    assert.ok(await agrees(totals, later, a, b, c));
    assert.ok(await agrees());
    const wrong: Record<string, readonly Bytes[]> = {
      "casts in another order": [b, a],
      "a cast before what is none": [a, totals],
      "a cast twice": [a, a, b],
      "what is no cast twice": [totals, totals],
      "in an order in which one is refused": [later, totals],
      "a refused transaction": [ledger.tx("close", {}), a],
      "what is in the log": [ledger.history[0]?.transactions[0] as Bytes],
      "bytes that are no transaction": [new Uint8Array([1, 2, 3])],
    };
    for (const [what, txs] of Object.entries(wrong)) assert.equal(await agrees(...txs), false, what);
    const broken = a.slice();
    broken[broken.length - 5] = (broken.at(-5) as number) ^ 1;
    assert.equal(await agrees(...[broken, b].sort(byHash)), false, "a proof that does not hold");
    const twice = [
      castTransaction(ledger, voterOf(0, 0)),
      castTransaction(ledger, voterOf(0, 0), { seq: 1 }),
    ];
    assert.equal(await agrees(...twice.sort(byHash)), false, "two casts of a credential");
    const ticked = castTransaction(ledger, voterOf(1, 0));
    assert.equal(await agrees(ticked), false, "before the first tick of its style");
    const tick = TIMES.opens + 5 * MINUTE;
    assert.ok(await chain.isAgreed(judge, tick, [chain.of(ticked)]), "at a tick");
    await chain.decide(tick, [chain.of(ticked)]);
    const second = chain.of(castTransaction(ledger, voterOf(1, 1)));
    assert.equal(await chain.isAgreed(judge, tick + MINUTE, [second]), false, "in a tick that is taken");
    assert.ok(await chain.isAgreed(judge, tick + 10 * MINUTE, [second]), "in the next");
  });

  test("what completes a definition stands alone; elections of other validators, engines, or of a taken origin do not begin", async (t) => {
    const define = ledger.tx("define", { manifest: ledger.test.manifestBytes });
    const chain = await TestChain.start(t, ledger.test, 2);
    const body = { accepted: 1, applied: 1, date: "2027-01-01", recalled: 0, refused: {} };
    const beside = [define, ledger.tx("registration-totals", body)].map((bytes) => chain.of(bytes));
    assert.equal(await chain.isAgreed(chain.first, TIMES.defined, beside), false);
    assert.deepEqual(await chain.propose(TIMES.defined, beside), beside.slice(0, 1));
    for (const change of OF_OTHERS) {
      const other = new TestLedger(testElection(SKETCH, seededRandom("rejected"), change));
      const theirs = other.tx("define", { manifest: other.test.manifestBytes });
      const tx = encodeChainTransaction(other.test.electionId, theirs);
      assert.equal(await chain.isAgreed(chain.first, TIMES.defined, [tx]), false);
      assert.deepEqual(await chain.offer(tx), ["GENESIS_MISMATCH"]);
      assert.deepEqual(await chain.propose(TIMES.defined, [tx]), []);
    }
    await chain.block(TIMES.defined, [chain.of(define)]);
    const renamed = (manifest: Manifest): Manifest => ({ ...manifest, nonce: new Uint8Array(32) });
    const namesake = new TestLedger(testElection(SKETCH, seededRandom("rejected"), renamed));
    const again = namesake.tx("define", { manifest: namesake.test.manifestBytes });
    const tx = encodeChainTransaction(namesake.test.electionId, again);
    assert.deepEqual(await chain.offer(tx), ["GENESIS_MISMATCH"]);
    assert.equal(await chain.isAgreed(chain.first, TIMES.defined + 1, [tx]), false);
  });
});

test("⚔ an organisation begins few elections that nobody defines: each costs all validators files and memory (§06.9.7)", async (t) => {
  const sketch = { ...SKETCH, genesis: { count: 3, quorum: 2 } };
  const test = testElection(sketch, seededRandom("begun"));
  const chain = await TestChain.start(t, test, 2);
  const begin = (election: number, organisation = 1): Bytes => {
    const log = { electionId: new Uint8Array(32).fill(election), origin: "begun.example" };
    const body = { bytes: new Uint8Array(9), index: 0, of: 2, origin: log.origin, whole: new Uint8Array(32) };
    const signer = signerOf(test, "genesis", organisation);
    return encodeChainTransaction(log.electionId, buildTransaction(log, "part", 0, body, [signer]));
  };
  const many = Array.from({ length: 20 }, (_, at) => begin(at + 1));
  assert.deepEqual(new Set(await chain.offer(...many)), new Set(["ACCEPTED"]));
  assert.equal(await chain.isAgreed(chain.first, TIMES.defined, many), false);
  assert.deepEqual(await chain.block(TIMES.defined), many.slice(0, 16));
  assert.deepEqual(chain.mempool, []);
  const more = begin(99);
  assert.deepEqual(await chain.offer(more), ["PHASE"]);
  assert.equal(await chain.isAgreed(chain.first, TIMES.defined + 1, [more]), false);
  // Others may, one of them for an election in a block; and a definition at once is nobody's part.
  const theirs = begin(99, 2);
  const both = [theirs, begin(99, 3)];
  assert.equal(await chain.isAgreed(chain.first, TIMES.defined + 1, both), false);
  assert.deepEqual(await chain.propose(TIMES.defined + 1, [more, ...both]), [theirs]);
  await chain.block(TIMES.defined + 1, [theirs]);
  const ledger = new TestLedger(test);
  const define = chain.of(ledger.tx("define", { manifest: test.manifestBytes }));
  assert.deepEqual(await chain.block(TIMES.defined + 2, [define]), [define]);
});

test("the two limits of a proposal, and one change of validators in it (§06.9.6)", () => {
  const electionId = new Uint8Array(32).fill(1);
  const of = (type: string, at: number): Bytes => {
    const body = { bytes: new Uint8Array(59_000), at };
    return encodeChainTransaction(electionId, encodeTransaction({ type, body, signatures: [] }));
  };
  const length = of("part", 0).length;
  for (const [type, limit] of [
    ["part", PROPOSAL_LIMITS.others],
    ["cast", PROPOSAL_LIMITS.casts],
  ] as const) {
    const count = Math.floor(limit / length);
    const most = Array.from({ length: count }, (_, at) => of(type, at));
    const ordered = most.sort((a, b) => byHash(a.subarray(32), b.subarray(32)));
    assert.ok(readProposal(ordered).ok);
    const more = [...ordered, of(type, count)].sort((a, b) => byHash(a.subarray(32), b.subarray(32)));
    const read = readProposal(more);
    assert.ok(!read.ok);
    assert.deepEqual(read.error, { code: "TOO_LARGE", at: count });
  }
  // What @veche/abci shows of a larger proposal is refused: each of so many has more than 32 bytes, or is malformed.
  assert.ok(33 * (2 ** 19 + 1) > PROPOSAL_LIMITS.others + PROPOSAL_LIMITS.casts);
  const change = (sequence: number): Bytes => {
    const body = { add: [], remove: [new Uint8Array(32)], sequence };
    return encodeChainTransaction(new Uint8Array(32), encodeCbor(["validators", body, []]));
  };
  assert.ok(readProposal([change(0)]).ok);
  assert.deepEqual(readProposal([change(0), change(1)]), { ok: false, error: { code: "CHANGES", at: 1 } });
});
