import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { before, describe, test } from "node:test";
import { decodeCbor, expectOk, sha256, toHex, utf8 } from "@veche/base";
import { checkReceipt, policyOf } from "@veche/client";
import { verifyEd25519Strict } from "@veche/group";
import { logHeadOf } from "@veche/ledger";
import {
  castTransaction,
  issueTransaction,
  MINUTE,
  type OpenElection,
  openElection,
  seededRandom,
  TIMES,
} from "@veche/ledger/testing";
import { verifyCheckpoint } from "@veche/tlog";
import { checkpointOf, indexOf, receiptOf } from "../publish/board.ts";
import { feed, openAgain, startNode } from "../testing/test-node.ts";

const random = seededRandom("engine tests");
const WITHOUT_WITNESSES = { witnesses: { count: 1, quorum: 0 } } as const;

describe("an open election", () => {
  let open: OpenElection;
  before(() => {
    open = openElection({ ...WITHOUT_WITNESSES, revoteMax: 1 }, [8, 0], random);
  });

  test("A submitted transaction is answered when it is durable and published, with its index (L22)", async (t) => {
    const ledger = open.ledger.fork();
    const { node, ...rest } = await startNode(t, ledger.test);
    await feed({ node, ...rest }, open.ledger);
    const voter = open.voters[0]?.[0];
    assert.ok(voter);
    const issue = issueTransaction(ledger, voter);
    const answer = await node.submit(ledger.test.electionId, issue);
    assert.deepEqual(answer, { outcome: "ACCEPTED", index: ledger.entries.length });
    ledger.accept(issue);
    const log = node.log(ledger.test.electionId);
    assert.ok(log);
    const note = checkpointOf(log);
    assert.ok(note);
    const policy = policyOf(ledger.test.manifest);
    const verified = expectOk(verifyCheckpoint(note, policy, verifyEd25519Strict), "checkpoint");
    assert.deepEqual(verified.checkpoint.size, ledger.entries.length);
    assert.deepEqual(verified.checkpoint.root, logHeadOf(ledger.state).root);
    assert.equal(indexOf(log, sha256(issue)), ledger.entries.length - 1);
    const receipt = receiptOf(log, ledger.entries.length - 1);
    assert.ok(receipt);
    assert.ok(checkReceipt(receipt, ledger.test.manifest).ok);
  });

  test("L21 the same ballot sent many times, at once and later, stands in the log once", async (t) => {
    const ledger = open.ledger.fork();
    const { node, home, clock } = await startNode(t, ledger.test);
    await feed({ node, home, clock }, open.ledger);
    const { electionId } = ledger.test;
    const voter = open.voters[0]?.[1];
    assert.ok(voter);
    const issue = issueTransaction(ledger, voter);
    ledger.accept(issue);
    await node.submit(electionId, issue);
    const cast = castTransaction(ledger, voter);
    const answers = await Promise.all([1, 2, 3, 4].map(() => node.submit(electionId, cast.slice())));
    const index = ledger.entries.length;
    for (const answer of answers) assert.deepEqual(answer, { outcome: "ACCEPTED", index });
    const again = await node.submit(electionId, cast);
    assert.equal(again.outcome, "ALREADY");
    assert.equal("index" in again && again.index, index);
    await node.close();
    const reopened = await openAgain(t, home, clock, ledger.test);
    const later = await reopened.submit(electionId, cast);
    assert.equal("index" in later && later.index, index);
    assert.equal(reopened.log(electionId)?.size, index + 1);
  });

  test("refusals carry code, number, sentence in two languages and whether to try again", async (t) => {
    const ledger = open.ledger.fork();
    const started = await startNode(t, ledger.test);
    await feed(started, open.ledger);
    const { node, clock } = started;
    const { electionId } = ledger.test;
    const voter = open.voters[0]?.[2];
    assert.ok(voter);
    const issue = issueTransaction(ledger, voter);
    ledger.accept(issue);
    const cast = castTransaction(ledger, voter);
    const early = await node.submit(electionId, cast);
    assert.equal(early.outcome, "CAST_BEYOND_ISSUES");
    assert.equal((await node.submit(electionId, issue)).outcome, "ACCEPTED");
    const forged = cast.slice();
    forged[forged.length - 5] = (forged.at(-5) as number) ^ 1;
    assert.equal((await node.submit(electionId, forged)).outcome, "PROOF_INVALID");
    assert.equal((await node.submit(electionId, utf8("nonsense"))).outcome, "MALFORMED");
    assert.equal((await node.submit(electionId, ledger.tx("close", {}))).outcome, "CLOSE_NOT_DUE");
    clock.now = TIMES.castEnds;
    const late = await node.submit(electionId, cast);
    assert.equal(late.outcome, "WINDOW_ENDED");
    assert.ok("number" in late && late.number === 41 && !late.transient);
    assert.ok("message" in late && late.message.en !== "" && late.message.ru !== "");
  });

  test("L13 a ballot too many, with valid tokens, is refused and kept as evidence with the log's head", async (t) => {
    const ledger = open.ledger.fork();
    const started = await startNode(t, ledger.test);
    await feed(started, open.ledger);
    const { node } = started;
    const { electionId } = ledger.test;
    const voter = open.voters[0]?.[3];
    assert.ok(voter);
    const cast = castTransaction(ledger, voter);
    const withoutToken = castTransaction(ledger, voter, {
      token: [new Uint8Array(256).fill(1), new Uint8Array(256).fill(1)],
    });
    assert.equal((await node.submit(electionId, withoutToken)).outcome, "TOKEN_INVALID");
    assert.equal((await node.submit(electionId, cast)).outcome, "CAST_BEYOND_ISSUES");
    const log = node.log(electionId);
    assert.ok(log);
    // A ballot without valid tokens proves nothing, and is not kept.
    assert.deepEqual(await readdir(log.store.paths.evidence), [`${toHex(sha256(cast))}.cbor`]);
    const another = castTransaction(ledger, voter);
    const [placed] = await node.commitBlock(electionId, ledger.time + 5, [another]);
    assert.equal(placed?.code, "CAST_BEYOND_ISSUES");
    assert.equal((await readdir(log.store.paths.evidence)).length, 2);
    const file = await readFile(`${log.store.paths.evidence}/${toHex(sha256(cast))}.cbor`);
    const evidence = expectOk(decodeCbor(new Uint8Array(file)), "evidence");
    const { size, root } = logHeadOf(ledger.state);
    const time = ledger.time;
    assert.deepEqual(evidence, { election: electionId, root, size, time, transaction: cast });
  });

  test("within a block what is no cast keeps its order of arrival, casts go by hash", async (t) => {
    const ledger = open.ledger.fork();
    const started = await startNode(t, ledger.test, { intervalMs: 300 });
    await feed(started, open.ledger);
    const { node } = started;
    const voters = open.voters[0]?.slice(4, 8) ?? [];
    const issues = voters.map((voter) => issueTransaction(ledger, voter));
    const answers = await Promise.all(issues.map((issue) => node.submit(ledger.test.electionId, issue)));
    const first = ledger.entries.length;
    assert.deepEqual(
      answers.map((answer) => "index" in answer && answer.index),
      [first, first + 1, first + 2, first + 3],
    );
    ledger.accept(...issues);
    const casts = voters.map((voter) => castTransaction(ledger, voter));
    const cast = await Promise.all(casts.map((one) => node.submit(ledger.test.electionId, one)));
    const byHash = casts.toSorted((a, b) => Buffer.compare(sha256(a), sha256(b)));
    assert.deepEqual(
      cast.map((answer) => "index" in answer && answer.index),
      casts.map((one) => first + 4 + byHash.indexOf(one)),
    );
  });

  test("block times follow the clock, strictly increasing even when it stands or goes back", async (t) => {
    const ledger = open.ledger.fork();
    const started = await startNode(t, ledger.test);
    await feed(started, open.ledger);
    const { node, clock } = started;
    const { electionId } = ledger.test;
    const [a, b, c] = open.voters[0] ?? [];
    assert.ok(a && b && c);
    const timeOf = (): number => node.log(electionId)?.ledger.state.time ?? 0;
    clock.now = TIMES.opens + MINUTE;
    await node.submit(electionId, issueTransaction(ledger, a));
    assert.equal(timeOf(), TIMES.opens + MINUTE);
    await node.submit(electionId, issueTransaction(ledger, b));
    assert.equal(timeOf(), TIMES.opens + MINUTE + 1);
    clock.now = TIMES.opens;
    await node.submit(electionId, issueTransaction(ledger, c));
    assert.equal(timeOf(), TIMES.opens + MINUTE + 2);
  });

  test("a full node says so, loses nothing, and takes the same bytes later", async (t) => {
    const ledger = open.ledger.fork();
    const started = await startNode(t, ledger.test, { limits: { transactions: 2 } });
    await feed(started, open.ledger);
    const { node } = started;
    const issues = (open.voters[0] ?? []).slice(0, 5).map((voter) => issueTransaction(ledger, voter));
    const answers = await Promise.all(issues.map((issue) => node.submit(ledger.test.electionId, issue)));
    const outcomes = answers.map(({ outcome }) => outcome);
    assert.deepEqual(outcomes, ["ACCEPTED", "ACCEPTED", "BUSY", "BUSY", "BUSY"]);
    for (const [at, issue] of issues.entries()) {
      const { outcome } = await node.submit(ledger.test.electionId, issue);
      assert.equal(outcome, at < 2 ? "ALREADY" : "ACCEPTED");
    }
  });
});
