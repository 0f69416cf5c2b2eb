import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { type Bytes, expectOk, fromBase64 } from "@veche/base";
import { checkPromise } from "@veche/client";
import {
  castTransaction,
  issueTransaction,
  MINUTE,
  type OpenElection,
  openElection,
  seededRandom,
  type TestLedger,
  TIMES,
} from "@veche/ledger/testing";
import { feed, openAgain, startNode } from "../testing/test-node.ts";

const random = seededRandom("engine tests");
const WITHOUT_WITNESSES = { witnesses: { count: 1, quorum: 0 } } as const;

describe("small styles", () => {
  // Ticks at castEnds − 5 min − i·10 min.
  const styles = [{ contests: [0], tick: 600 }] as const;
  const contests = [{ min: 1, max: 1, options: 2 }] as const;
  let open: OpenElection;
  before(() => {
    open = openElection({ ...WITHOUT_WITNESSES, styles, contests }, [6], random);
    open.ledger.at(TIMES.opens + MINUTE);
    open.ledger.accept(...(open.voters[0] ?? []).map((voter) => issueTransaction(open.ledger, voter)));
  });
  const nextTick = TIMES.opens + 5 * MINUTE;

  async function castsOf(ledger: TestLedger): Promise<readonly Bytes[]> {
    return (open.voters[0] ?? []).map((voter) => castTransaction(ledger, voter));
  }

  test("A4 casts wait on disk under a signed promise, survive a stop, and enter in one block at the tick", async (t) => {
    const ledger = open.ledger.fork();
    const { node, home, clock } = await startNode(t, ledger.test);
    await feed({ node, home, clock }, open.ledger);
    const { electionId, election } = ledger.test;
    const casts = await castsOf(ledger);
    clock.now = TIMES.opens + 2 * MINUTE;
    const size = ledger.entries.length;
    for (const cast of casts.slice(0, 4)) {
      const answer = await node.submit(electionId, cast);
      assert.ok(answer.outcome === "PROMISED" && "promise" in answer);
      assert.equal(answer.untilMs, nextTick);
      const promise = fromBase64(answer.promise);
      assert.ok(promise);
      assert.deepEqual(expectOk(checkPromise(election, cast, promise), "promise"), { time: nextTick });
      assert.ok(!checkPromise(election, casts[5] as Bytes, promise).ok);
    }
    assert.equal(node.log(electionId)?.size, size);
    await node.close();
    const reopened = await openAgain(t, home, clock, ledger.test);
    const again = await reopened.submit(electionId, casts[0] as Bytes);
    assert.equal(again.outcome, "PROMISED");
    clock.now = nextTick + 7;
    await until(() => reopened.log(electionId)?.size === size + 4);
    // One more in the same tick has to wait for the next.
    const fifth = await reopened.submit(electionId, casts[4] as Bytes);
    assert.equal("untilMs" in fifth && fifth.untilMs, nextTick + 10 * MINUTE);
    const state = reopened.log(electionId)?.ledger.state;
    ledger.at(nextTick + 7).accept(...casts.slice(0, 4));
    assert.deepEqual(state, ledger.state);
    for (const cast of casts.slice(0, 4)) {
      assert.equal((await reopened.submit(electionId, cast)).outcome, "ALREADY");
    }
  });

  test("two ballots of one credential cannot wait together; wrong ones get no promise", async (t) => {
    const ledger = open.ledger.fork();
    const { node, ...rest } = await startNode(t, ledger.test);
    await feed({ node, ...rest }, open.ledger);
    const { electionId } = ledger.test;
    const voter = open.voters[0]?.[0];
    assert.ok(voter);
    rest.clock.now = TIMES.opens + 2 * MINUTE;
    const casts = [castTransaction(ledger, voter), castTransaction(ledger, voter)];
    const forged = (casts[0] as Bytes).slice();
    forged[forged.length - 5] = (forged.at(-5) as number) ^ 1;
    assert.equal((await node.submit(electionId, forged)).outcome, "PROOF_INVALID");
    const answers = await Promise.all(casts.map((cast) => node.submit(electionId, cast)));
    assert.deepEqual(answers.map(({ outcome }) => outcome).sort(), ["CREDENTIAL_IN_BLOCK", "PROMISED"]);
    const third = await node.submit(electionId, castTransaction(ledger, voter));
    assert.equal(third.outcome, "CREDENTIAL_IN_BLOCK");
  });

  test("while voting is suspended what was promised waits, and enters at a later tick", async (t) => {
    const ledger = open.ledger.fork();
    const { node, clock, ...rest } = await startNode(t, ledger.test);
    await feed({ node, clock, ...rest }, open.ledger);
    const { electionId } = ledger.test;
    const [cast] = await castsOf(ledger);
    clock.now = TIMES.opens + 2 * MINUTE;
    await node.submit(electionId, cast as Bytes);
    const reason = { en: "a fault", ru: "сбой" };
    const suspend = ledger.tx("suspend", { reason });
    await node.submit(electionId, suspend);
    const resume = ((): Bytes => {
      ledger.at(TIMES.opens + 2 * MINUTE).accept(suspend);
      return ledger.tx("resume", { reason });
    })();
    clock.now = nextTick + 1;
    const size = node.log(electionId)?.size ?? 0;
    await new Promise((resolve) => setTimeout(resolve, 600));
    assert.equal(node.log(electionId)?.size, size);
    await node.submit(electionId, resume);
    await until(() => node.log(electionId)?.size === size + 2);
    assert.equal((await node.submit(electionId, cast as Bytes)).outcome, "ALREADY");
  });

  test("in the last five minutes casts enter at once", async (t) => {
    const ledger = open.ledger.fork();
    const { node, clock, ...rest } = await startNode(t, ledger.test);
    await feed({ node, clock, ...rest }, open.ledger);
    const [cast] = await castsOf(ledger);
    clock.now = TIMES.castEnds - 5 * MINUTE;
    assert.equal((await node.submit(ledger.test.electionId, cast as Bytes)).outcome, "ACCEPTED");
  });
});

async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; tries < 200 && !condition(); tries++) {
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  assert.ok(condition());
}
