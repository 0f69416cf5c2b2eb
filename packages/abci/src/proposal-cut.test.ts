import assert from "node:assert/strict";
import { test } from "node:test";
import { type Bytes, concat, utf8 } from "@veche/base";
import { Request, RequestFinalizeBlock, RequestProcessProposal } from "cosmjs-types/tendermint/abci/types";
import fc from "fast-check";
import { decodeRequest } from "./codec.ts";
import { cutProposal } from "./proposal-cut.ts";

const TAG = [0x8a, 0x01];

const proposal = (txs: readonly Bytes[]): Bytes =>
  Request.encode({
    processProposal: RequestProcessProposal.fromPartial({
      txs: [...txs],
      height: 2n ** 62n,
      hash: new Uint8Array(32).fill(7),
      time: { seconds: 1_795_000_000n, nanos: 1 },
      proposerAddress: new Uint8Array(20).fill(3),
    }),
  }).finish();

function decoded(bytes: Bytes): RequestProcessProposal {
  const { processProposal } = Request.decode(bytes);
  assert.ok(processProposal);
  return processProposal;
}

test("one transaction too many is left, all beyond it go, and the rest of the proposal stays", () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 20 }), fc.nat(10), (txs, max) => {
      const bytes = proposal(txs);
      const { txs: left, ...rest } = decoded(cutProposal(bytes, max));
      const { txs: whole, ...sent } = decoded(bytes);
      assert.deepEqual(left, whole.slice(0, max + 1));
      assert.deepEqual(rest, sent);
    }),
  );
});

test("what is within the limit, another request, or none comes through as it is", () => {
  const few = proposal([utf8("a"), utf8("b")]);
  assert.equal(cutProposal(few, 1), few);
  const others = [
    Request.encode({ finalizeBlock: RequestFinalizeBlock.fromPartial({ txs: [utf8("a")] }) }).finish(),
    Uint8Array.from([...TAG, 0x05, 0x0a]),
    Uint8Array.from([...TAG, 0x02, 0x0a, 0x05]),
    Uint8Array.from([...TAG, 0x02, 0x0f, 0x00]),
    Uint8Array.from(TAG),
    new Uint8Array(0),
  ];
  for (const bytes of others) assert.equal(cutProposal(bytes, 0), bytes);
});

test("⚔ two million empty transactions cost no more than those that an application is shown", () => {
  const count = 2_000_000;
  const txs = new Uint8Array(2 * count).map((_, at) => (at % 2 === 0 ? 0x0a : 0));
  const length = [0, 1, 2, 3].map((at) => ((txs.length >> (7 * at)) & 0x7f) + (at < 3 ? 0x80 : 0));
  const request = decodeRequest(concat(Uint8Array.from([...TAG, ...length]), txs), 1_000);
  assert.ok(request.ok && request.value.method === "processProposal");
  assert.equal(request.value.request.txs.length, 1_001);
});
