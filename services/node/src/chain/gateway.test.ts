import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { type Bytes, expectOk, fromBase64, toHex, utf8 } from "@veche/base";
import { checkPromise } from "@veche/client";
import { CHAIN_ITSELF, encodeChainTransaction } from "@veche/ledger";
import {
  castTransaction,
  issueTransaction,
  MINUTE,
  member,
  openElection,
  seededRandom,
  signedBy,
  TIMES,
} from "@veche/ledger/testing";
import fc from "fast-check";
import { ed25519Signer } from "../home/signing.ts";
import { ELECTION, makeBlock, play, turn } from "../testing/played-gateway.ts";
import { type Luck, PlayedMempool } from "../testing/played-mempool.ts";
import { nodeKeys, temporaryFolder } from "../testing/test-node.ts";
import { ChainGateway } from "./gateway.ts";

test("a transaction is answered when a block has taken it; the same bytes later are told where they stand", async (t) => {
  const played = await play(t);
  const answer = played.gateway.submit(ELECTION, utf8("\0one"));
  await turn();
  assert.equal(played.gateway.size, 1);
  makeBlock(played);
  assert.deepEqual(await answer, { outcome: "ACCEPTED", index: 0 });
  assert.equal(played.gateway.size, 0);
  const again = await played.gateway.submit(ELECTION, utf8("\0one"));
  assert.ok(again.outcome === "ALREADY" && "index" in again && again.index === 0);
});

test("the same bytes from many senders are offered once, and all are answered", async (t) => {
  const played = await play(t);
  const answers = Array.from({ length: 5 }, () => played.gateway.submit(ELECTION, utf8("\0one")));
  await turn();
  makeBlock(played);
  for (const answer of await Promise.all(answers))
    assert.deepEqual(answer, { outcome: "ACCEPTED", index: 0 });
  assert.deepEqual([...played.chain.offers.values()], [1]);
});

test("what is refused at the door is neither kept nor offered", async (t) => {
  const played = await play(t);
  played.chain.isSuspended = true;
  const answer = await played.gateway.submit(ELECTION, utf8("\0one"));
  assert.ok(answer.outcome === "SUSPENDED" && "transient" in answer && answer.transient);
  assert.equal(played.gateway.size, 0);
  assert.equal(played.chain.offers.size, 0);
});

test("another took its place: the wait ends with a refusal, and nothing comes back after a start", async (t) => {
  const played = await play(t);
  played.chain.luck = () => "LOST";
  const answer = played.gateway.submit(ELECTION, utf8("\x01a"));
  await turn();
  played.chain.enter(encodeChainTransaction(ELECTION, utf8("\x01b")));
  played.chain.luck = () => "GOOD";
  played.clock.now += 2_000;
  await played.gateway.round();
  const answered = await answer;
  assert.ok(answered.outcome === "SEQ_WRONG" && "transient" in answered && !answered.transient);
  await played.gateway.close();
  const again = await ChainGateway.open(played.options);
  assert.equal(again.size, 0);
  await again.close();
});

test("a refusal that may pass does not end a wait", async (t) => {
  const played = await play(t);
  played.chain.luck = () => "LOST";
  const answer = played.gateway.submit(ELECTION, utf8("\0one"));
  await turn();
  played.chain.isSuspended = true;
  played.chain.luck = () => "GOOD";
  for (let at = 0; at < 10; at++) {
    played.clock.now += 5_000;
    await played.gateway.round();
    makeBlock(played);
  }
  assert.equal(played.gateway.size, 1);
  played.chain.isSuspended = false;
  played.clock.now += 5_000;
  await played.gateway.round();
  makeBlock(played);
  assert.deepEqual(await answer, { outcome: "ACCEPTED", index: 0 });
});

test("accepted by CometBFT and not passed on (issue 4094): after 15 s another validator gets it", async (t) => {
  const chain = new PlayedMempool();
  let elsewhere: readonly string[] = [];
  const others = ["first", "second"].map((name) => async (electionId: Bytes, transaction: Bytes) => {
    elsewhere = [...elsewhere, name];
    if (name === "first") throw new Error("not there");
    chain.enter(encodeChainTransaction(electionId, transaction));
  });
  const played = await play(t, { others }, chain);
  chain.luck = () => "DROPPED";
  const answer = played.gateway.submit(ELECTION, utf8("\0one"));
  await turn();
  for (let seconds = 0; seconds < 40; seconds++) {
    played.clock.now += 1_000;
    await played.gateway.round();
  }
  assert.deepEqual(elsewhere, ["first", "second"]);
  assert.deepEqual(await answer, { outcome: "ACCEPTED", index: 0 });
});

test("whoever waits too long is told to come again, and nothing is lost by it", async (t) => {
  const played = await play(t, { patienceMs: 20 });
  const first = await played.gateway.submit(ELECTION, utf8("\0one"));
  assert.ok(first.outcome === "BUSY");
  const second = played.gateway.submit(ELECTION, utf8("\0one"));
  await turn();
  makeBlock(played);
  assert.deepEqual(await second, { outcome: "ACCEPTED", index: 0 });
});

test("a full node takes nothing more", async (t) => {
  const played = await play(t, { limits: { transactions: 1 }, patienceMs: 50 });
  const first = played.gateway.submit(ELECTION, utf8("\0one"));
  assert.equal((await played.gateway.submit(ELECTION, utf8("\0two"))).outcome, "BUSY");
  await first;
});

test("closing answers all who wait; what was accepted waits for the next start", async (t) => {
  const played = await play(t);
  played.chain.luck = () => "LOST";
  const answer = played.gateway.submit(ELECTION, utf8("\0one"));
  await turn();
  await played.gateway.close();
  assert.equal((await answer).outcome, "BUSY");
  assert.equal((await played.gateway.submit(ELECTION, utf8("\0one"))).outcome, "BUSY");
  played.chain.luck = () => "GOOD";
  const again = await ChainGateway.open(played.options);
  t.after(() => again.close());
  assert.equal(again.size, 1);
  await again.round();
  again.committed(1, played.chain.block());
  assert.equal(again.size, 0);
  assert.equal(played.chain.log.length, 1);
});

test("what entered while the node was down is forgotten at the start", async (t) => {
  const played = await play(t, { patienceMs: 1 });
  await played.gateway.submit(ELECTION, utf8("\0one"));
  await played.gateway.close();
  played.chain.block();
  const again = await ChainGateway.open(played.options);
  assert.equal(again.size, 0);
  await again.close();
});

test("a change of the chain's validators is settled by the block that holds it", async (t) => {
  const played = await play(t);
  const bytes = signedBy("chain", { add: [member(1)], remove: [], sequence: 3 }, [1]);
  const answer = played.gateway.submit(CHAIN_ITSELF, bytes.slice(32));
  await turn();
  played.gateway.committed(1, [bytes]);
  assert.deepEqual(await answer, { outcome: "ACCEPTED", index: 3 });
});

test("an error of our own stops the node, and is no refusal", async (t) => {
  const chain = new PlayedMempool();
  const judge = async (): Promise<never> => Promise.reject(new Error("inside"));
  const played = await play(t, { chain: { ...chain.chain, judge } }, chain);
  assert.equal((await played.gateway.submit(ELECTION, utf8("\0one"))).outcome, "BUSY");
  assert.equal(played.errors.length, 1);
});

test("casts of a style with ticks: a promise on disk first, one ballot of a credential, the next tick if one has passed", async (t) => {
  const sketch = {
    witnesses: { count: 1, quorum: 0 },
    styles: [{ contests: [0], tick: 600 }],
    contests: [{ min: 1, max: 1, options: 2 }],
  };
  const { ledger, voters } = openElection(sketch, [1], seededRandom("gateway ticks"));
  const [voter] = voters[0] ?? [];
  assert.ok(voter);
  ledger.at(TIMES.opens + MINUTE).accept(issueTransaction(ledger, voter));
  const { electionId, election } = ledger.test;
  const cast = castTransaction(ledger, voter);
  const second = castTransaction(ledger.fork(), voter);
  const chain = new PlayedMempool(() => ({ state: ledger.state, view: ledger.view }));
  const played = await play(t, { sign: ed25519Signer(nodeKeys(ledger.test).log) }, chain);
  const { clock, options } = played;
  const untilOf = async (gateway: ChainGateway): Promise<number> => {
    const answer = await gateway.submit(electionId, cast);
    assert.ok(answer.outcome === "PROMISED" && "promise" in answer);
    const promise = fromBase64(answer.promise);
    assert.ok(promise);
    assert.deepEqual(expectOk(checkPromise(election, cast, promise), "promise"), { time: answer.untilMs });
    return answer.untilMs;
  };
  clock.now = TIMES.opens + 2 * MINUTE;
  // Promised by another validator, and not in the log yet: what follows it is not wrong, it is early.
  chain.isHeldElsewhere = true;
  const early = await played.gateway.submit(electionId, second);
  assert.ok(early.outcome === "CREDENTIAL_IN_BLOCK" && "transient" in early && early.transient);
  chain.isHeldElsewhere = false;
  const tick = TIMES.opens + 5 * MINUTE;
  assert.equal(await untilOf(played.gateway), tick);
  assert.notDeepEqual(second, cast);
  assert.equal((await played.gateway.submit(electionId, second)).outcome, "CREDENTIAL_IN_BLOCK");
  await played.gateway.close();
  const again = await ChainGateway.open(options);
  t.after(() => again.close());
  assert.equal(await untilOf(again), tick);
  assert.equal((await again.submit(electionId, second)).outcome, "CREDENTIAL_IN_BLOCK");
  // Too near for the others to have it in time: it may enter now, and is promised for the next.
  const near = await ChainGateway.open({
    ...options,
    folder: join(await temporaryFolder(t), "near"),
    clock: () => tick - 4_999,
  });
  t.after(() => near.close());
  assert.equal(await untilOf(near), tick + 10 * MINUTE);
  clock.now = tick + 4_000;
  assert.equal(await untilOf(again), tick);
  clock.now = tick + 6_000;
  assert.equal(await untilOf(again), tick + 10 * MINUTE);
  await again.round();
  again.committed(1, chain.block());
  assert.equal((await again.submit(electionId, cast)).outcome, "ALREADY");
});

type Step =
  | { readonly do: "submit"; readonly slot: number; readonly number: number }
  | { readonly do: "block"; readonly skips: number }
  | { readonly do: "luck"; readonly luck: Luck }
  | { readonly do: "rival"; readonly slot: number }
  | { readonly do: "wait"; readonly ms: number }
  | { readonly do: "suspend" | "resume" | "restart chain" | "restart gateway" };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant("submit" as const),
      slot: fc.integer({ min: 0, max: 3 }),
      number: fc.integer({ min: 0, max: 9 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant("block" as const), skips: fc.integer({ min: 1, max: 3 }) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant("luck" as const),
      luck: fc.constantFrom<Luck>("GOOD", "DROPPED", "LATE", "LOST", "FULL"),
    }),
  },
  fc.record({ do: fc.constant("rival" as const), slot: fc.integer({ min: 1, max: 3 }) }),
  fc.record({ do: fc.constant("wait" as const), ms: fc.integer({ min: -10_000, max: 40_000 }) }),
  fc.record({
    do: fc.constantFrom(
      "suspend" as const,
      "resume" as const,
      "restart chain" as const,
      "restart gateway" as const,
    ),
  }),
);

test("property: whatever the chain loses, delays, reorders and forgets, what was accepted enters once, or its place is taken", async (t) => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
      const played = await play(t, { patienceMs: 1, blockWaitMs: 1 });
      const { chain, clock, options } = played;
      let { gateway } = played;
      const accepted = new Map<string, Bytes>();
      for (const one of steps) {
        if (one.do === "submit") {
          const transaction = new Uint8Array([one.slot, one.number]);
          const { outcome } = await gateway.submit(ELECTION, transaction);
          const isTaken = outcome === "BUSY" || outcome === "ACCEPTED" || outcome === "ALREADY";
          if (isTaken) accepted.set(toHex(transaction), transaction);
        } else if (one.do === "block") {
          gateway.committed(
            ++chain.height,
            chain.block((at) => at % one.skips === 0),
          );
        } else if (one.do === "luck") {
          chain.luck = () => one.luck;
        } else if (one.do === "rival") {
          chain.enter(encodeChainTransaction(ELECTION, new Uint8Array([one.slot, 255])));
        } else if (one.do === "wait") {
          clock.now += one.ms;
          await gateway.round();
        } else if (one.do === "restart gateway") {
          await gateway.close();
          gateway = await ChainGateway.open(options);
        } else if (one.do === "restart chain") {
          chain.restart();
        } else {
          chain.isSuspended = one.do === "suspend";
        }
      }
      chain.luck = () => "GOOD";
      chain.isSuspended = false;
      // What was dropped is known there, and offered in vain until that cache is gone.
      chain.restart();
      clock.now += 60_000;
      for (let rounds = 0; rounds < 8 && gateway.size > 0; rounds++) {
        clock.now += 6_000;
        await gateway.round();
        gateway.committed(++chain.height, chain.block());
        await turn();
      }
      assert.equal(gateway.size, 0);
      await gateway.close();
      assert.deepEqual(played.errors, []);
      const log = chain.log.map(toHex);
      assert.equal(new Set(log).size, log.length);
      for (const [name, transaction] of accepted) {
        const isIn = log.includes(name);
        const isTakenByAnother = chain.log.some(
          (other) => other[0] === transaction[0] && transaction[0] !== 0,
        );
        assert.ok(isIn || isTakenByAnother, name);
      }
      const again = await ChainGateway.open(options);
      assert.equal(again.size, 0);
      await again.close();
    }),
    { numRuns: 15 },
  );
});
