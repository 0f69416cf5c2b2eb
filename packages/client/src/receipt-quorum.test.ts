import assert from "node:assert/strict";
import { test } from "node:test";
import { expectOk, utf8 } from "@veche/base";
import { encodeEntry } from "@veche/ledger";
import { openElection, seededRandom, testElection } from "@veche/ledger/testing";
import { formatTlogProof, leafHash } from "@veche/tlog";
import { checkReceipt } from "./receipts.ts";
import { FakeNode, follow, signCheckpoint } from "./testing/index.ts";

const BORDERS = [
  [4, 3],
  [7, 5],
] as const;

for (const [validators, needed] of BORDERS) {
  test(`07.4.1 a receipt of ${validators} validators needs the cosignatures of ${needed}`, () => {
    const sketch = { engine: "cometbft", validators, witnesses: { count: 0, quorum: 0 } } as const;
    const election = testElection(sketch, seededRandom("quorum of a receipt"));
    const transaction = utf8("any transaction");
    const extra = encodeEntry({ time: 5, transaction });
    const head = { size: 1, root: leafHash(extra) };
    for (let signed = 0; signed <= validators; signed++) {
      const checkpoint = signCheckpoint(election, head, { validators: signed, logSignatures: validators });
      const receipt = formatTlogProof({ index: 0, hashes: [], checkpoint, extra });
      const checked = checkReceipt(receipt, election.manifest);
      if (signed >= needed) {
        assert.deepEqual(expectOk(checked, `${signed}`).transaction, transaction);
      } else {
        const expected = { code: "RECEIPT_WRONG", reason: "VALIDATOR_QUORUM_MISSING" };
        assert.deepEqual(!checked.ok && checked.error, expected, `${signed} of ${validators}`);
      }
    }
  });
}

test("07.4.1 a follower takes no checkpoint that two of four validators have cosigned, and one of three", async () => {
  const sketch = {
    engine: "cometbft",
    validators: 4,
    trustees: { count: 3, quorum: 2 },
    styles: [{ contests: [0] }],
    contests: [{ min: 1, max: 1, options: 2 }],
  } as const;
  const { ledger } = openElection(sketch, [1], seededRandom("quorum of a follower"));
  const node = new FakeNode(ledger);
  node.signing = { validators: 2, logSignatures: 4 };
  node.publish();
  const follower = await follow([node]);
  const refused = await follower.refresh();
  assert.equal(!refused.ok && refused.error.code, "CHECKPOINT_REFUSED");
  assert.equal(typeof follower.known, "undefined");
  node.signing = { validators: 3 };
  node.publish();
  assert.deepEqual(await follower.refresh(), { ok: true, value: { from: 0, to: node.size } });
});
