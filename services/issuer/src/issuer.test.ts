import assert from "node:assert/strict";
import { test } from "node:test";
import type { Signed } from "@veche/api";
import { type Bytes, expectOk } from "@veche/base";
import { askFor, issueFor, tokenFrom } from "@veche/client/testing";
import { Issuer } from "./issuer.ts";
import { integerBytes, outOfRange } from "./range.test.ts";
import { answerOf, newNode, requestTo, start, testElection, voter } from "./stage.test.ts";

test("L13 what stands on the ledger is signed, by the complete set, and makes a token", async () => {
  const node = newNode();
  const asking = askFor(testElection, voter(0));
  node.ledger.accept(issueFor(node.ledger, asking));
  node.publish();
  const [first, second] = [await start(1, node), await start(2, node)];
  const signatures: Bytes[] = [];
  for (const issuer of [first, second]) {
    const answer: Signed = expectOk(
      await issuer.issuer.sign(requestTo(signatures.length + 1, asking)),
      "signed",
    );
    assert.equal(answer.set, 0);
    signatures.push(answer.signature);
  }
  assert.ok(tokenFrom(testElection, asking, [1, 2], signatures) !== undefined);
  await first.close();
  await second.close();
});

test("L21 asked again the answer is the same, also after a restart and for many at once", async () => {
  const node = newNode();
  const asking = askFor(testElection, voter(0));
  node.ledger.accept(issueFor(node.ledger, asking));
  node.publish();
  const issuer = await start(1, node);
  const request = requestTo(1, asking);
  const answer = await answerOf(issuer, request);
  assert.ok(typeof answer !== "string");
  for (const other of await Promise.all(Array.from({ length: 20 }, () => answerOf(issuer, request)))) {
    assert.deepEqual(other, answer);
  }
  await issuer.close();
  const again = await start(1, node, issuer.folder);
  assert.deepEqual(await answerOf(again, request), answer);
  await again.close();
});

test("⚔ A10 L13 nothing is signed that the ledger does not show, or not yet", async () => {
  const node = newNode();
  const issuer = await start(1, node);
  const asking = askFor(testElection, voter(0));
  const request = requestTo(1, asking);
  assert.equal(await answerOf(issuer, request), "NOT_ISSUED");
  node.ledger.accept(issueFor(node.ledger, asking));
  assert.equal(await answerOf(issuer, request), "NOT_ISSUED", "it stands in no checkpoint");
  node.publish();
  assert.ok(
    typeof (await answerOf(issuer, request)) !== "string",
    "positive control: it looks again by itself",
  );
  await issuer.close();
});

test("⚔ A10 another request than the one that was hashed is refused", async () => {
  const node = newNode();
  const asking = askFor(testElection, voter(0));
  const other = askFor(testElection, voter(0));
  const neighbour = askFor(testElection, voter(1));
  node.ledger.accept(issueFor(node.ledger, asking), issueFor(node.ledger, neighbour));
  node.publish();
  const issuer = await start(1, node);
  const right = requestTo(1, asking);
  const ownHash = other.hashes[0] as Bytes;
  const swapped = [ownHash, ...asking.hashes.slice(1)];
  const cases = [
    [{ ...right, blinded: requestTo(1, other).blinded }, "HASH_DIFFERS", "another blinded message"],
    [{ ...requestTo(1, other), hashes: swapped }, "ISSUE_DIFFERS", "and its hash in the list"],
    [requestTo(1, other), "ISSUE_DIFFERS", "another request altogether"],
    [
      { ...right, hashes: [...asking.hashes.slice(0, 1), ...other.hashes.slice(1)] },
      "ISSUE_DIFFERS",
      "others' hashes",
    ],
    [{ ...right, hashes: asking.hashes.toReversed() }, "HASH_DIFFERS", "hashes in another order"],
    [{ ...right, hashes: asking.hashes.slice(0, 3) }, "MALFORMED", "one too few"],
    [{ ...right, hashes: [...asking.hashes, ownHash] }, "MALFORMED", "one too many"],
    [{ ...right, entry: voter(1).rollEntry }, "ISSUE_DIFFERS", "hashes copied to somebody else's entry"],
    [{ ...right, entry: voter(2).rollEntry }, "NOT_ISSUED", "to an entry without issue"],
    [{ ...right, style: "style-9" }, "UNKNOWN_STYLE", "no style"],
    [{ ...right, election: new Uint8Array(32) }, "UNKNOWN_ELECTION", "no election"],
  ] as const;
  for (const [request, code, what] of cases) {
    assert.equal(await answerOf(issuer, request), code, what);
  }
  // Of another style: the message may even be too large for that key.
  const elsewhere = await answerOf(issuer, { ...right, style: "style-1" });
  assert.ok(elsewhere === "ISSUE_DIFFERS" || elsewhere === "BLINDED_RANGE");
  assert.ok(typeof (await answerOf(issuer, right)) !== "string", "positive control");
  await issuer.close();
});

test("⚔ A10 blinded messages out of range are refused, also when they were hashed and issued", async () => {
  const node = newNode();
  const issuer = await start(1, node);
  const { modulus } = testElection.rsaKey(1, 0);
  for (const [what, blinded] of outOfRange(modulus)) {
    const asking = askFor(testElection, voter(0));
    assert.equal(await answerOf(issuer, { ...requestTo(1, asking), blinded }), "BLINDED_RANGE", what);
  }
  const most = integerBytes(modulus, -1n);
  assert.equal(
    await answerOf(issuer, { ...requestTo(1, askFor(testElection, voter(0))), blinded: most }),
    "HASH_DIFFERS",
  );
  await issuer.close();
});

test("⚔ A10 no signature leaves before the hash lasts", async () => {
  const node = newNode();
  const asking = askFor(testElection, voter(0));
  node.ledger.accept(issueFor(node.ledger, asking));
  node.publish();
  const started = await start(1, node);
  const keys = new Map([[0, testElection.rsaKey(1, 0)]]);
  let release: (() => void) | undefined;
  const journal = {
    bind: async (_: Bytes, value: Bytes): Promise<Bytes> => {
      await new Promise<void>((resolve) => {
        release = resolve;
      });
      return value;
    },
  };
  const slow = new Issuer({
    issuer: 1,
    keys,
    follower: started.follower,
    journal,
    now: () => node.ledger.time,
  });
  let answered = false;
  const answer = slow.sign(requestTo(1, asking)).finally(() => {
    answered = true;
  });
  while (release === undefined) await new Promise((resolve) => setImmediate(resolve));
  assert.equal(answered, false, "it waits for the disk");
  release();
  assert.ok((await answer).ok);
  const broken = { bind: () => Promise.reject(new Error("disk full")) };
  const failing = new Issuer({ issuer: 1, keys, follower: started.follower, journal: broken, now: () => 0 });
  await assert.rejects(failing.sign(requestTo(1, asking)), /disk full/);
  await started.close();
});
