import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { type Bytes, sha256, toHex } from "@veche/base";
import { buildTransaction } from "@veche/ledger";
import {
  castTransaction,
  issueTransaction,
  MINUTE,
  type OpenElection,
  openElection,
  seededRandom,
  signerOf,
  type TestLedger,
  TIMES,
} from "@veche/ledger/testing";
import { TestChain } from "../testing/chain-driver.ts";
import { MemoVerifiers } from "../testing/memo-verifiers.ts";
import { type Item, itemOf } from "./proposal.ts";

const SKETCH = {
  engine: "cometbft",
  witnesses: { count: 1, quorum: 0 },
  revoteMax: 1,
  contests: [{ min: 1, max: 1, options: 2 }],
  styles: [{ contests: [0] }, { contests: [0], tick: 600, issueEnds: TIMES.castEnds - 10 * MINUTE }],
} as const;

const REASON = { ru: "Проверка", en: "A check" };

function itemIn(bytes: Bytes): Item {
  const item = itemOf(bytes);
  assert.ok(item);
  return item;
}

describe("admission to a chain", () => {
  let open: OpenElection;
  before(() => {
    open = openElection(SKETCH, [4, 4], seededRandom("admission"));
  });
  const voterOf = (style: number, at: number): OpenElection["voters"][0][0] => {
    const voter = open.voters[style]?.[at];
    assert.ok(voter);
    return voter;
  };
  const issued = (): TestLedger => {
    const ledger = open.ledger.fork().at(TIMES.opens + MINUTE);
    ledger.accept(...open.voters.flat().map((voter) => issueTransaction(ledger, voter)));
    return ledger;
  };

  test("a proof is verified once, from the mempool to the commit, whoever asks and however often", async (t) => {
    const verifiers = new MemoVerifiers();
    const ledger = issued();
    const chain = await TestChain.start(t, ledger.test, 1, verifiers);
    await chain.play([...open.ledger.history, ...ledger.history]);
    verifiers.asked.clear();
    const casts = [0, 1, 2].map((at) => chain.of(castTransaction(ledger, voterOf(0, at))));
    const [first] = casts;
    assert.ok(first);
    const { app } = chain.first;
    // Read ahead while others wait, offered twice, left over by one block.
    for (const cast of casts) app.mempool.foresee(cast);
    assert.deepEqual(await chain.offer(...casts), ["ACCEPTED", "ACCEPTED", "ACCEPTED"]);
    assert.deepEqual((await chain.offer(first)).length, 1);
    await chain.block(TIMES.opens + 2 * MINUTE, casts.slice(0, 2));
    await chain.block(TIMES.opens + 3 * MINUTE);
    assert.equal(app.elections.log(ledger.test.electionId)?.size, ledger.entries.length + 3);
    const times = [...verifiers.asked.values()].map(({ question, times }) => `${question.kind} ${times}`);
    assert.deepEqual(times, ["ballot 1", "ballot 1", "ballot 1"]);
    // What comes again is in the log, which nobody has to verify.
    assert.deepEqual(await chain.offer(first), ["ALREADY"]);
    assert.equal(app.mempool.size, 0);
  });

  test("two validators verify once each, and the one that hears of a ballot in the proposal does, too", async (t) => {
    const verifiers = new MemoVerifiers();
    const ledger = issued();
    const chain = await TestChain.start(t, { ...ledger.test }, 1, verifiers);
    await chain.play([...open.ledger.history, ...ledger.history]);
    verifiers.asked.clear();
    const cast = chain.of(castTransaction(ledger, voterOf(0, 0)));
    await chain.block(TIMES.opens + 2 * MINUTE, [cast]);
    const times = [...verifiers.asked.values()].map(({ question, times }) => `${question.kind} ${times}`);
    assert.deepEqual(times, ["ballot 1"]);
  });

  test("one cast of a credential at a time; after a block what can never enter leaves", async (t) => {
    const ledger = issued();
    const chain = await TestChain.start(t, ledger.test);
    await chain.play([...open.ledger.history, ...ledger.history]);
    const of = (bytes: Bytes): Bytes => chain.of(bytes);
    const one = of(castTransaction(ledger, voterOf(0, 0)));
    const rival = of(castTransaction(ledger, voterOf(0, 0)));
    assert.deepEqual(await chain.offer(one, rival), ["ACCEPTED", "CREDENTIAL_IN_BLOCK"]);
    const other = of(castTransaction(ledger, voterOf(0, 1)));
    assert.deepEqual(await chain.offer(other), ["ACCEPTED"]);
    // A block of another proposer takes the rival.
    await chain.decide(TIMES.opens + 2 * MINUTE, [rival]);
    assert.deepEqual(chain.mempool.map(toHex), [toHex(other)]);
    assert.equal(chain.first.app.mempool.size, 1);
    assert.deepEqual(await chain.offer(one), ["SEQ_WRONG"]);
    const second = of(castTransaction(ledger, voterOf(0, 0), { seq: 1 }));
    assert.deepEqual(await chain.offer(second), ["ACCEPTED"]);
    assert.equal((await chain.block(TIMES.opens + 3 * MINUTE)).length, 2);
    const broken = of(castTransaction(ledger, voterOf(0, 2)));
    broken[broken.length - 5] = (broken.at(-5) as number) ^ 1;
    assert.deepEqual(await chain.offer(broken, of(ledger.tx("close", {}))), [
      "PROOF_INVALID",
      "CLOSE_NOT_DUE",
    ]);
    assert.deepEqual(await chain.offer(new Uint8Array(20)), ["MALFORMED"]);
    // Casts stay until their window has ended.
    const last = of(castTransaction(ledger, voterOf(0, 3)));
    assert.deepEqual(await chain.offer(last), ["ACCEPTED"]);
    chain.setClocks(TIMES.castEnds);
    await chain.decide(TIMES.castEnds, []);
    assert.deepEqual(chain.mempool, []);
    assert.equal(chain.first.app.mempool.size, 0);
  });

  test("A4 a held cast waits in the mempool, judged at its tick, and is proposed from the tick on (§06.9.5)", async (t) => {
    const ledger = issued();
    const chain = await TestChain.start(t, ledger.test);
    await chain.play([...open.ledger.history, ...ledger.history]);
    const tick = TIMES.opens + 5 * MINUTE;
    chain.setClocks(TIMES.opens + 2 * MINUTE);
    const held = [0, 1, 2].map((at) => chain.of(castTransaction(ledger, voterOf(1, at))));
    assert.deepEqual(await chain.offer(...held), ["TICK_WAIT", "TICK_WAIT", "TICK_WAIT"]);
    assert.deepEqual(await chain.block(TIMES.opens + 3 * MINUTE), []);
    assert.deepEqual(await chain.block(tick - 1), []);
    // One that comes behind the boundary waits for the next, also where this one is still free.
    chain.setClocks(tick + 5);
    const late = chain.of(castTransaction(ledger, voterOf(1, 3)));
    assert.deepEqual(await chain.offer(late), ["TICK_WAIT"]);
    const block = await chain.block(tick + 7);
    assert.deepEqual(block.map(toHex).sort(), held.map(toHex).sort());
    assert.deepEqual(await chain.block(tick + 9 * MINUTE), []);
    // A proposer that leaves casts out, and takes their tick with one of them (§07.6.2): the next has the rest.
    const voters = [0, 1].map((at) => voterOf(1, at));
    const again = voters.map((voter) => chain.of(castTransaction(ledger, voter, { seq: 1 })));
    assert.deepEqual(await chain.offer(...again), ["TICK_WAIT", "TICK_WAIT"]);
    const next = tick + 10 * MINUTE;
    await chain.decide(next, [late]);
    assert.deepEqual(await chain.propose(next + 5 * MINUTE), []);
    assert.equal((await chain.block(next + 10 * MINUTE)).length, 2);
    assert.equal(chain.first.app.mempool.size, 0);
  });

  test("⚔ what trustees have filled the mempool with does not stand before what others send, and one alone cannot fill it", async (t) => {
    const { test: played, history } = open.ledger;
    const chain = await TestChain.start(t, played);
    const [defining, next] = history;
    assert.ok(defining && next);
    await chain.play([defining]);
    const part = (trustee: number, index: number, fill: number): Bytes => {
      const bytes = new Uint8Array(59_000).fill(fill);
      const body = { bytes, index, of: 2, origin: played.manifest.origin, whole: new Uint8Array(32) };
      return chain.of(buildTransaction(played.log, "part", 0, body, [signerOf(played, "trustee", trustee)]));
    };
    await chain.block(TIMES.defined + 1, [part(1, 0, 0), part(2, 0, 0)]);
    // Each of them would enter alone, and together they are more than a proposal holds.
    const most = Array.from({ length: 64 }, (_, fill) => part(1, 1, fill));
    const more = Array.from({ length: 16 }, (_, fill) => part(2, 1, fill));
    assert.deepEqual(new Set(await chain.offer(...most, ...more)), new Set(["ACCEPTED"]));
    assert.deepEqual(await chain.offer(part(1, 1, 64)), ["BUSY"]);
    const honest = chain.of(next.transactions.at(-1) as Bytes);
    chain.setClocks(TIMES.defined + 2);
    assert.deepEqual(await chain.offer(honest), ["ACCEPTED"]);
    assert.deepEqual(await chain.block(TIMES.defined + 2), [most[0], more[0]]);
    const { app } = chain.first;
    const last = sha256((most[0] as Bytes).slice(32));
    assert.equal(app.wholeOf(played.electionId, last), "MALFORMED");
    assert.equal(app.wholeOf(played.electionId, sha256(honest.slice(32))), undefined);
    assert.deepEqual(chain.mempool, [honest]);
    assert.equal(app.mempool.size, 1);
    assert.deepEqual(await chain.offer(part(1, 0, 1)), ["ALREADY"]);
    assert.deepEqual(await chain.block(TIMES.defined + 3), [honest]);
  });

  test("issues that wait while voting is suspended stand in nobody's way, and enter when it is resumed", async (t) => {
    const ledger = open.ledger.fork().at(TIMES.opens + MINUTE);
    const chain = await TestChain.start(t, ledger.test);
    await chain.play(open.ledger.history);
    chain.setClocks(TIMES.opens + MINUTE);
    const issue = chain.of(issueTransaction(ledger, voterOf(0, 0)));
    assert.deepEqual(await chain.offer(issue), ["ACCEPTED"]);
    const suspend = ledger.tx("suspend", { reason: REASON });
    ledger.accept(suspend);
    await chain.block(TIMES.opens + MINUTE, [chain.of(suspend)]);
    assert.deepEqual(chain.mempool, [issue]);
    assert.equal(chain.first.app.mempool.isDue(itemIn(issue), TIMES.opens + 2 * MINUTE), false);
    const resume = ledger.tx("resume", { reason: REASON });
    await chain.block(TIMES.opens + 2 * MINUTE, [chain.of(resume)]);
    assert.deepEqual(await chain.block(TIMES.opens + 3 * MINUTE), [issue]);
  });

  test("a proposer whose clock is more than 10 s ahead of the block proposes nothing; agreeing depends on no clock (§06.9.3)", async (t) => {
    const ledger = issued();
    const chain = await TestChain.start(t, ledger.test);
    await chain.play([...open.ledger.history, ...ledger.history]);
    const cast = chain.of(castTransaction(ledger, voterOf(0, 0)));
    const time = TIMES.opens + 2 * MINUTE;
    assert.deepEqual(await chain.offer(cast), ["ACCEPTED"]);
    chain.setClocks(time + 10_001);
    assert.deepEqual(await chain.propose(time), []);
    assert.ok(await chain.isAgreed(chain.first, time, [cast]));
    chain.setClocks(time + 10_000);
    assert.deepEqual(await chain.propose(time), [cast]);
  });
});
