import assert from "node:assert/strict";
import { test } from "node:test";
import { type Bytes, utf8 } from "@veche/base";
import { encodeChainTransaction, encodeTransaction } from "@veche/ledger";
import { ELECTION, makeBlock, play, turn } from "../testing/played-gateway.ts";
import { BEYOND } from "../testing/played-mempool.ts";
import { ChainGateway } from "./gateway.ts";

test("a node that is a block behind refuses nothing before it has that block (§06.6.3)", async (t) => {
  const played = await play(t);
  const { chain, gateway } = played;
  chain.isWiped = true;
  const [late, never] = ["\0one", "\0two"].map((text) => gateway.submit(ELECTION, utf8(text)));
  await turn();
  chain.isWiped = false;
  // Of the second nothing comes with the block that was missing.
  chain.enter(encodeChainTransaction(ELECTION, utf8("\x01a")));
  const taken = gateway.submit(ELECTION, utf8("\x01b"));
  await turn();
  makeBlock(played);
  await turn();
  makeBlock(played);
  for (const answer of [late, never]) assert.equal((await answer)?.outcome, "ACCEPTED");
  const refused = await taken;
  assert.ok(refused.outcome === "SEQ_WRONG" && "transient" in refused && !refused.transient);
  assert.deepEqual(played.errors, []);
});

test("a node that is far behind, or makes no block, refuses nobody: it says that it is busy", async (t) => {
  const played = await play(t);
  const { chain, gateway, clock } = played;
  chain.isWiped = true;
  chain.time = clock.now - 20_001;
  const behind = gateway.submit(ELECTION, utf8("\0one"));
  await turn();
  makeBlock(played);
  assert.equal((await behind).outcome, "BUSY");
  const closing = gateway.submit(ELECTION, utf8("\0one"));
  await turn();
  await gateway.close();
  assert.equal((await closing).outcome, "BUSY");
  assert.equal(gateway.size, 0);
});

test("a ballot beyond the number issued is evidence when the block that may have been missing has come, and not before", async (t) => {
  const played = await play(t);
  const beyond = Uint8Array.of(BEYOND, 1);
  const answer = played.gateway.submit(ELECTION, beyond);
  await turn();
  assert.deepEqual(played.chain.beyond, []);
  makeBlock(played);
  assert.equal((await answer).outcome, "CAST_BEYOND_ISSUES");
  assert.deepEqual(played.chain.beyond, [beyond]);
});

test("whoever sends the last of the parts of a whole is told what became of it", async (t) => {
  const played = await play(t);
  played.chain.whole = "PHASE";
  const answer = played.gateway.submit(ELECTION, utf8("\0one"));
  await turn();
  makeBlock(played);
  assert.deepEqual(await answer, { outcome: "ACCEPTED", index: 0, whole: "PHASE" });
});

test("a node that was wiped refuses nothing of what it accepted before: it knows less than it did then", async (t) => {
  const played = await play(t, { patienceMs: 20 });
  const { chain } = played;
  chain.height = 40;
  chain.luck = () => "LOST";
  await played.gateway.submit(ELECTION, utf8("\0one"));
  await played.gateway.close();
  chain.luck = () => "GOOD";
  chain.isWiped = true;
  chain.height = 0;
  const again = await ChainGateway.open(played.options);
  t.after(() => again.close());
  for (let seconds = 0; seconds < 60; seconds += 6) {
    chain.height++;
    played.clock.now += 6_000;
    await again.round();
  }
  assert.equal(again.size, 1);
  // It has caught up: now it may judge.
  chain.isWiped = false;
  chain.height = 41;
  played.clock.now += 6_000;
  await again.round();
  again.committed(42, chain.block());
  assert.equal(again.size, 0);
  assert.equal(chain.log.length, 1);
});

test("⚔ one party has so much waiting and no more, so that others find a place; of casts and issues there is no such bound", async (t) => {
  const played = await play(t, { patienceMs: 1 });
  const { gateway } = played;
  played.chain.luck = () => "LOST";
  const transactionOf = (type: string, at: number): Bytes => {
    const signatures = [{ role: 3, index: 1 + (at % 2), bytes: new Uint8Array(64) }];
    return encodeTransaction({ type, body: { at }, signatures });
  };
  const send = async (type: string, from: number, to: number): Promise<number> => {
    for (let at = from; at < to; at++) await gateway.submit(ELECTION, transactionOf(type, at));
    return gateway.size;
  };
  assert.equal(await send("part", 0, 127), 127);
  // Of the first of two senders there are 64 now, of the second 63.
  assert.equal(await send("part", 127, 140), 128);
  assert.equal(await send("issue", 0, 100), 228);
  assert.deepEqual(played.errors, []);
});
