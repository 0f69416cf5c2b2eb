import assert from "node:assert/strict";
import { test } from "node:test";
import { type Bytes, equalBytes, expectOk, fromUtf8 } from "@veche/base";
import { verifyEd25519Strict } from "@veche/group";
import { type Checks, decodeEntry, directChecks, encodeEntry } from "@veche/ledger";
import {
  ballotOf,
  castTransaction,
  issueTransaction,
  kernel,
  openElection,
  seededRandom,
  TestLedger,
  type TestVoter,
} from "@veche/ledger/testing";
import { parseTlogProof, verifyReceipt } from "@veche/tlog";
import { saveEvidence } from "./folder/index.ts";
import { temporaryFolder } from "./folder/temporary.test.ts";
import {
  checkReceipt,
  type Evidence,
  evidenceFiles,
  type LedgerFollower,
  memoryStorage,
  policyOf,
} from "./index.ts";
import { FakeNode, follow } from "./testing/index.ts";

const { ledger: opened, voters } = openElection(
  {
    trustees: { count: 3, quorum: 2 },
    styles: [{ contests: [0] }],
    contests: [{ min: 1, max: 1, options: 2 }],
  },
  [12],
  seededRandom("lying log"),
);
const { manifest } = opened.test;
const voter = (at: number): TestVoter => voters[0]?.[at] as TestVoter;

async function evidenceOf(follower: LedgerFollower): Promise<Evidence> {
  const refreshed = await follower.refresh();
  assert.ok(!refreshed.ok && refreshed.error.kind === "log", JSON.stringify(refreshed).slice(0, 200));
  return refreshed.error.evidence;
}

/** Everybody who holds the manifest must be convinced. */
function assertParting(evidence: Evidence): void {
  assert.ok(evidence.kind === "FORK" && evidence.parting !== undefined);
  const { index, accepted, offered } = evidence.parting;
  const [own, other] = [accepted, offered].map((proof) => expectOk(checkReceipt(proof, manifest), "receipt"));
  assert.ok(own?.index === index && other?.index === index);
  assert.ok(!equalBytes(own.transaction, other.transaction) || own.time !== other.time);
  const checkpoints = [accepted, offered].map((proof) => expectOk(parseTlogProof(proof), "proof").checkpoint);
  assert.deepEqual(checkpoints, [evidence.accepted, evidence.offered]);
}

/** Follows an honest log with two issues, then looks at what `change` made of the node. */
async function afterLooking(
  change: (node: FakeNode) => void,
): Promise<{ follower: LedgerFollower; node: FakeNode }> {
  const ledger = opened.fork();
  ledger.accept(issueTransaction(ledger, voter(0)));
  ledger.accept(issueTransaction(ledger, voter(1)));
  const node = new FakeNode(ledger);
  const follower = await follow([node]);
  expectOk(await follower.refresh(), "honest so far");
  change(node);
  return { follower, node };
}

/** A log that goes on from the opened election with other voters. */
function otherLedger(issues: number): TestLedger {
  const ledger = opened.fork();
  for (let at = 0; at < issues; at++) ledger.accept(issueTransaction(ledger, voter(11 - at)));
  return ledger;
}

for (const [name, issues] of [
  ["a fork of the same size", 2],
  ["a longer fork", 5],
  ["a shorter fork", 1],
] as const) {
  test(`L18 A10 ⚔ ${name} is caught with evidence that convinces others, and nothing is believed after it`, async () => {
    const { follower, node } = await afterLooking((lying) => {
      lying.ledger = otherLedger(issues);
      lying.publish();
    });
    const known = follower.known;
    const evidence = await evidenceOf(follower);
    assertParting(evidence);
    assert.ok(equalBytes(evidence.offered, node.note));
    assert.equal(follower.known, known, "the view is what it was");
    node.ledger = opened.fork();
    assert.equal((await evidenceOf(follower)).kind, "FORK", "and stays so, whatever is shown later");
  });
}

test("L18 a fork whose entries nobody serves shows by its checkpoints, if it is not larger", async () => {
  const hide = (lying: FakeNode, issues: number): void => {
    lying.ledger = otherLedger(issues);
    lying.publish();
    lying.lie = (resource) =>
      resource.startsWith("tile/") ? { status: 404, body: new Uint8Array(0) } : undefined;
  };
  const { follower } = await afterLooking((lying) => hide(lying, 2));
  const evidence = await evidenceOf(follower);
  assert.ok(evidence.kind === "FORK" && evidence.parting === undefined);
  const { follower: other } = await afterLooking((lying) => hide(lying, 5));
  const refreshed = await other.refresh();
  assert.ok(!refreshed.ok && refreshed.error.code === "NOT_FOUND", "a larger one proves nothing yet");
});

test("an older checkpoint of the same log is refused and accuses nobody", async () => {
  const { follower } = await afterLooking((node) => {
    node.ledger = opened.fork();
    node.publish();
  });
  const size = follower.known?.checkpoint.size;
  const refreshed = await follower.refresh();
  assert.ok(!refreshed.ok && refreshed.error.code === "SHRUNK");
  assert.equal(follower.known?.checkpoint.size, size);
});

/** A ledger that does not ask some of the questions. */
function careless(checks: Partial<Checks>): TestLedger {
  const ledger = new TestLedger(opened.test, { ...directChecks(kernel, opened.test.randomBytes), ...checks });
  ledger.view.copy(opened.view);
  ledger.entries.push(...opened.entries);
  ledger.state = opened.state;
  ledger.time = opened.time;
  return ledger;
}

async function refusalOf(node: FakeNode, level: "full" | "light"): Promise<string> {
  const follower = await follow([node], { level });
  const refreshed = await follower.refresh();
  if (refreshed.ok) return "ok";
  const fault = refreshed.error;
  if (fault.kind !== "log" || fault.evidence.kind !== "ENTRY_REFUSED") return fault.code;
  const { index, entry, proof, outcome } = fault.evidence;
  const proven = expectOk(verifyReceipt(proof, policyOf(manifest), verifyEd25519Strict), "it stands there");
  assert.equal(proven.index, index);
  assert.deepEqual(proven.entry, entry);
  assert.equal(follower.known, undefined);
  return outcome;
}

test("⚔ L13 A10 an `issue` without the registrar's signature stops every party", async () => {
  const ledger = careless({ issueSignature: () => true });
  const honest = expectOk(
    decodeEntry(encodeEntry({ time: 1, transaction: issueTransaction(ledger, voter(0)) })),
    "tx",
  );
  const forged = honest.transaction.slice();
  forged[forged.length - 40] = (forged[forged.length - 40] as number) ^ 1;
  ledger.accept(forged);
  const node = new FakeNode(ledger);
  assert.equal(await refusalOf(node, "light"), "SIGNATURE_INVALID");
  assert.equal(await refusalOf(node, "full"), "SIGNATURE_INVALID");
});

test("⚔ a ballot that proves nothing stops who verifies ballots, and only them", async () => {
  const ledger = careless({ ballotProofs: () => true });
  ledger.accept(issueTransaction(ledger, voter(0)), issueTransaction(ledger, voter(1)));
  const ballot = ballotOf(ledger, voter(0)).slice();
  const other = ballotOf(ledger, voter(1));
  // The last scalar, z of the knowledge proof, of another ballot.
  ballot.set(other.subarray(other.length - 32), ballot.length - 32);
  ledger.accept(ledger.tx("cast", { ballot }), ledger.tx("cast", { ballot: other }));
  const node = new FakeNode(ledger);
  assert.equal(await refusalOf(node, "full"), "PROOF_INVALID");
  assert.equal(await refusalOf(node, "light"), "ok");
});

test("⚔ a forged token stops who verifies ballots; more ballots than issues stop everybody", async () => {
  const forged = careless({ token: () => true });
  const tokenless = [new Uint8Array(256), new Uint8Array(256)];
  forged.accept(issueTransaction(forged, voter(0)));
  forged.accept(castTransaction(forged, voter(0), { token: tokenless }));
  assert.equal(await refusalOf(new FakeNode(forged), "full"), "TOKEN_INVALID");
  const honest = opened.fork();
  honest.accept(issueTransaction(honest, voter(0)));
  honest.accept(castTransaction(honest, voter(0)));
  const beyond = new FakeNode(honest);
  const cast = castTransaction(honest, voter(1));
  beyond.publishEntries([...honest.entries, encodeEntry({ time: honest.time + 5, transaction: cast })]);
  assert.equal(await refusalOf(beyond, "light"), "CAST_BEYOND_ISSUES");
});

test("⚔ blocks out of order, times that do not rise and second issues stop every party", async () => {
  const ledger = opened.fork();
  const issue = issueTransaction(ledger, voter(0));
  const again = issueTransaction(ledger, voter(0));
  ledger.accept(issue);
  const cast = castTransaction(ledger, voter(0));
  const { time } = ledger;
  const entry = (at: number, transaction: Bytes): Bytes => encodeEntry({ time: at, transaction });
  const cases: readonly (readonly [string, readonly Bytes[]])[] = [
    ["TIME_ORDER", [entry(time - 10, issueTransaction(ledger, voter(2)))]],
    ["BLOCK_ORDER", [entry(time, cast), entry(time, issueTransaction(ledger, voter(2)))]],
    ["ALREADY", [entry(time, again)]],
    ["ENTRY_MALFORMED", [new Uint8Array([0x82, 0x18, 0x01, 0x80])]],
    ["MALFORMED", [entry(time, new Uint8Array([0x80]))]],
  ];
  for (const [outcome, entries] of cases) {
    const node = new FakeNode(ledger);
    node.publishEntries([...ledger.entries, ...entries]);
    assert.equal(await refusalOf(node, "light"), outcome);
  }
});

test("⚔ a checkpoint inside a block is caught when the block goes on", async () => {
  const ledger = opened.fork();
  const before = ledger.entries.length;
  ledger.accept(issueTransaction(ledger, voter(0)), issueTransaction(ledger, voter(1)));
  const node = new FakeNode(ledger);
  const follower = await follow([node], { storage: memoryStorage() });
  node.publishEntries(ledger.entries.slice(0, before + 1));
  expectOk(await follower.refresh(), "half a block looks like a block");
  node.publish();
  const evidence = await evidenceOf(follower);
  assert.ok(evidence.kind === "ENTRY_REFUSED" && evidence.outcome === "TIME_ORDER");
});

test("L18 evidence is files that stand for themselves, kept once", async () => {
  const { follower } = await afterLooking((lying) => {
    lying.ledger = otherLedger(3);
    lying.publish();
  });
  const evidence = await evidenceOf(follower);
  const files = evidenceFiles(opened.test.electionId, evidence);
  assert.deepEqual(files.map(({ name }) => name).sort(), [
    "accepted.checkpoint",
    "accepted.tlog-proof",
    "evidence.json",
    "offered.checkpoint",
    "offered.tlog-proof",
  ]);
  const summary = JSON.parse(fromUtf8(files[0]?.bytes as Bytes) ?? "") as { kind: string };
  assert.equal(summary.kind, "FORK");
  const folder = temporaryFolder();
  const place = await saveEvidence(folder, opened.test.electionId, evidence);
  assert.equal(await saveEvidence(folder, opened.test.electionId, evidence), place);
});
