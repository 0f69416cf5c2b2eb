import assert from "node:assert/strict";
import { test } from "node:test";
import { type Bytes, concat, equalBytes, expectOk, toBase64, u64 } from "@veche/base";
import { signEd25519 } from "@veche/group";
import {
  issueTransaction,
  openElection,
  seededRandom,
  type TestLedger,
  type TestVoter,
} from "@veche/ledger/testing";
import {
  checkIssueReceipt,
  checkPromise,
  checkReceipt,
  checkReplacements,
  fetchReceipt,
  jsonBytes,
  type LedgerFollower,
  type Pace,
  post,
  promiseMessage,
  receiptFor,
} from "./index.ts";
import { FakeNode, fakeTiming, follow } from "./testing/index.ts";

const { ledger: opened, voters } = openElection(
  {
    trustees: { count: 3, quorum: 2 },
    issuers: { count: 3, active: [1, 2] },
    styles: [{ contests: [0] }],
    contests: [{ min: 1, max: 1, options: 2 }],
  },
  [12],
  seededRandom("posting"),
);
const { manifest, election, electionId } = opened.test;
const voter = (at: number): TestVoter => voters[0]?.[at] as TestVoter;

type Stage = {
  readonly node: FakeNode;
  readonly ledger: TestLedger;
  readonly follower: LedgerFollower;
  readonly pace: Pace & { readonly timing: ReturnType<typeof fakeTiming> };
};

async function stage(): Promise<Stage> {
  const ledger = opened.fork();
  const node = new FakeNode(ledger);
  const follower = await follow([node]);
  expectOk(await follower.refresh(), "follower");
  return { node, ledger, follower, pace: paceOf() };
}

const paceOf = () => ({ timing: fakeTiming(), backoff: { steps: [100, 200, 400], patienceMs: 5_000 } });

test("a transaction is posted, and counts when the own view shows it", async () => {
  const { follower, ledger, pace, node } = await stage();
  const posted = expectOk(await post(follower, issueTransaction(ledger, voter(0)), pace), "posted");
  assert.deepEqual(posted, { kind: "entered", index: node.size - 1, outcome: "ACCEPTED" });
  assert.equal(follower.known?.checkpoint.size, node.size);
});

test("the same bytes again give the same answer, other bytes for the same thing are refused", async () => {
  const { follower, ledger, pace } = await stage();
  const transaction = issueTransaction(ledger, voter(0));
  const first = expectOk(await post(follower, transaction, pace), "first");
  assert.deepEqual(expectOk(await post(follower, transaction, pace), "again"), first);
  const other = await post(follower, issueTransaction(ledger, voter(0)), pace);
  assert.deepEqual(other, { ok: false, error: { code: "REFUSED", outcome: "ALREADY", transient: false } });
});

test("a busy node is asked again, and not sooner than it says", async () => {
  const { follower, ledger, pace, node } = await stage();
  node.busy = 3;
  assert.ok((await post(follower, issueTransaction(ledger, voter(0)), pace)).ok);
  assert.deepEqual(pace.timing.slept, [1_000, 1_000, 1_000]);
  node.busy = 1_000;
  const refused = await post(follower, issueTransaction(ledger, voter(1)), pace);
  assert.ok(!refused.ok && refused.error.code === "UNAVAILABLE", "patience ends");
  assert.ok(pace.timing.slept.length < 12);
});

test("when one node is down the next is asked", async () => {
  const { ledger, pace } = await stage();
  const first = new FakeNode(ledger, "https://down.example");
  const second = new FakeNode(ledger, "https://up.example");
  const follower = await follow([first, second]);
  first.down = true;
  assert.ok((await post(follower, issueTransaction(ledger, voter(0)), pace)).ok);
  assert.equal(pace.timing.slept.length, 0, "and no time is lost");
});

test("a refusal keeps its code", async () => {
  const { follower, ledger, pace } = await stage();
  const posted = await post(follower, issueTransaction(ledger, voter(0), 7), pace);
  assert.deepEqual(posted, {
    ok: false,
    error: { code: "REFUSED", outcome: "ISSUER_SET_STALE", transient: false },
  });
});

/** Both over one ledger; the first says what it is told to. */
async function twoNodes(said: object) {
  const { ledger, pace } = await stage();
  const [first, second] = [
    new FakeNode(ledger, "https://a.example"),
    new FakeNode(ledger, "https://b.example"),
  ];
  const follower = await follow([first, second]);
  expectOk(await follower.refresh(), "follower");
  first.lie = (resource) => (resource === "tx" ? { status: 409, body: jsonBytes(said) } : undefined);
  return { first, second, follower, ledger, pace };
}

test("§06.6.3 what one node refuses, because it is behind or lies, another one takes", async () => {
  for (const outcome of ["PHASE", "ROLL_ENTRY_UNKNOWN", "UNKNOWN_ELECTION", "MALFORMED"]) {
    const { follower, ledger, pace, second } = await twoNodes({ outcome, transient: false });
    const posted = expectOk(await post(follower, issueTransaction(ledger, voter(0)), pace), outcome);
    assert.deepEqual(posted, { kind: "entered", index: second.size - 1, outcome: "ACCEPTED" });
    assert.deepEqual(pace.timing.slept, [], "and no time is lost");
  }
});

test("§06.6.3 what every node refuses is refused; if one of them would take it later, that is said", async () => {
  const stale = await twoNodes({ outcome: "PHASE", transient: false });
  const transaction = issueTransaction(stale.ledger, voter(0), 7);
  const refused = await post(stale.follower, transaction, stale.pace);
  assert.ok(!refused.ok && refused.error.code === "REFUSED");
  assert.deepEqual([refused.error.outcome, refused.error.transient], ["PHASE", false]);
  const later = { outcome: "SUSPENDED", transient: true };
  stale.second.lie = (resource) => (resource === "tx" ? { status: 409, body: jsonBytes(later) } : undefined);
  const transient = await post(stale.follower, transaction, stale.pace);
  assert.ok(!transient.ok && transient.error.code === "REFUSED");
  assert.deepEqual([transient.error.outcome, transient.error.transient], ["SUSPENDED", true]);
  assert.deepEqual(stale.pace.timing.slept, []);
});

test("⚔ a node that says what is not so does not keep a transaction out", async () => {
  for (const lie of [
    { outcome: "ACCEPTED", index: 3 },
    { outcome: "ACCEPTED", index: 10_000 },
    { outcome: "ALREADY", index: 2 },
    { outcome: "ALREADY" },
    { outcome: "PROMISED", promise: "AAAA", untilMs: 1 },
  ]) {
    const { follower, ledger, pace, second } = await twoNodes(lie);
    const posted = expectOk(await post(follower, issueTransaction(ledger, voter(0)), pace), lie.outcome);
    assert.deepEqual(posted, { kind: "entered", index: second.size - 1, outcome: "ACCEPTED" });
  }
});

test("L22 ⚔ «accepted» of a node that did not take it, or published something else, is not believed", async () => {
  const { follower, ledger, pace, node } = await stage();
  const lies = [
    { outcome: "ACCEPTED", index: 3 },
    { outcome: "ACCEPTED", index: node.size },
    { outcome: "ALREADY", index: 2 },
  ];
  for (const lie of lies) {
    node.lie = (resource) => (resource === "tx" ? { status: 200, body: jsonBytes(lie) } : undefined);
    const posted = await post(follower, issueTransaction(ledger, voter(0)), pace);
    assert.ok(!posted.ok && posted.error.code === (lie.outcome === "ALREADY" ? "REFUSED" : "NOT_INCLUDED"));
  }
  node.lie = () => undefined;
  node.publishes = false;
  const unpublished = await post(follower, issueTransaction(ledger, voter(0)), pace);
  assert.ok(!unpublished.ok && unpublished.error.code === "NOT_INCLUDED", "entered, but never shown");
});

test("a promise counts when a validator of the manifest signed it for these bytes", async () => {
  const { follower, ledger, pace, node } = await stage();
  const transaction = issueTransaction(ledger, voter(0));
  const time = 1_800_000_000_123;
  const logKey = opened.test.secrets.validators[0]?.logKey as Bytes;
  const promise = concat(u64(time), signEd25519(logKey, promiseMessage(electionId, transaction, time)));
  assert.deepEqual(checkPromise(election, transaction, promise), { ok: true, value: { time } });
  const answer = (bytes: Bytes) => {
    const body = jsonBytes({ outcome: "PROMISED", promise: toBase64(bytes), untilMs: time });
    node.lie = (resource) => (resource === "tx" ? { status: 202, body } : undefined);
  };
  answer(promise);
  assert.deepEqual(await post(follower, transaction, pace), {
    ok: true,
    value: { kind: "promised", promise, untilMs: time },
  });
  for (const at of [0, 7, 8, 71]) {
    const wrong = promise.slice();
    wrong[at] = (wrong[at] as number) ^ 1;
    answer(wrong);
    const posted = await post(follower, transaction, pace);
    assert.ok(!posted.ok && posted.error.code === "PROMISE_WRONG", `byte ${at}`);
  }
  answer(promise);
  const other = await post(follower, issueTransaction(ledger, voter(1)), pace);
  assert.ok(!other.ok && other.error.code === "PROMISE_WRONG", "a promise for something else");
});

test("L22 a receipt is checked offline with the manifest, and only the right one is given on", async () => {
  const { follower, ledger, pace, node } = await stage();
  const transaction = issueTransaction(ledger, voter(0));
  const posted = expectOk(await post(follower, transaction, pace), "posted");
  assert.ok(posted.kind === "entered");
  const receipt = expectOk(await receiptFor(follower, posted.index), "receipt");
  const shown = expectOk(checkReceipt(receipt, manifest), "checked");
  assert.equal(shown.index, posted.index);
  assert.ok(equalBytes(shown.transaction, transaction));
  const issue = expectOk(checkIssueReceipt(receipt, election), "issue");
  assert.deepEqual(issue.entry, voter(0).rollEntry);
  assert.ok((await fetchReceipt([node.link()], posted.index, transaction, manifest)).ok);
  const text = new TextDecoder().decode(receipt);
  for (const change of [
    text.replace(`index ${posted.index}`, `index ${posted.index - 1}`),
    text.replace(/extra ..../, "extra AAAA"),
    text.replace(/\n\n[^\n]+\n/, "\n\nanother.example/log\n"),
    text.slice(0, -1),
  ]) {
    assert.equal(checkReceipt(new TextEncoder().encode(change), manifest).ok, false);
  }
  const otherProof = expectOk(await receiptFor(follower, posted.index - 1), "another");
  node.lie = (resource) => (resource.startsWith("proof/") ? { status: 200, body: otherProof } : undefined);
  const swapped = await receiptFor(follower, posted.index);
  assert.ok(!swapped.ok && swapped.error.reason === "a receipt of another entry");
  assert.equal(checkIssueReceipt(otherProof, election).ok, false);
});

test("⚔ A11 replacements of issuers count only all together", async () => {
  const { follower, ledger, pace } = await stage();
  ledger.accept(ledger.tx("issuer-set", { in: 3, out: 1 }));
  const setIndex = ledger.entries.length - 1;
  const posted = expectOk(await post(follower, issueTransaction(ledger, voter(0)), pace), "posted");
  assert.ok(posted.kind === "entered");
  const issue = expectOk(
    checkIssueReceipt(expectOk(await receiptFor(follower, posted.index), "receipt"), election),
    "issue",
  );
  assert.equal(issue.set, 1);
  const shown = expectOk(await receiptFor(follower, setIndex), "receipt");
  assert.deepEqual(checkReplacements([shown], issue, manifest), { ok: true, value: [{ in: 3, out: 1 }] });
  assert.equal(checkReplacements([], issue, manifest).ok, false, "one left out");
  assert.equal(checkReplacements([shown, shown], issue, manifest).ok, false, "one shown twice");
  const issueReceipt = expectOk(await receiptFor(follower, posted.index), "receipt");
  assert.equal(checkReplacements([issueReceipt], issue, manifest).ok, false, "something else");
});
