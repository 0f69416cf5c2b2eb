import { assert, type Bytes } from "@veche/base";
import type { Choices, Manifest, Text } from "@veche/election";
import { splitIntoParts } from "@veche/ledger";
import {
  canaries,
  castTransaction,
  ceremony,
  close,
  type ElectionSketch,
  finish,
  issuerKeys,
  issueTransaction,
  open,
  openElection,
  roll,
  seededRandom,
  signerOf,
  signHeads,
  step,
  TestLedger,
  TestTrustees,
  type TestVoter,
  TIMES,
  testElection,
} from "@veche/ledger/testing";

/** The elections behind the golden records. Each is played by the maker's own ledger, from a seed. */

/** One question, one style, one issuer, two voters, to the certificate. */
export function smallestElection(): TestLedger {
  const { ledger, voters } = openElection(
    {
      commission: { count: 1, quorum: 1 },
      genesis: { count: 1, quorum: 1 },
      trustees: { count: 3, quorum: 2 },
      issuers: { count: 1, active: [1] },
      witnesses: { count: 0, quorum: 0 },
      contests: [{ min: 1, max: 1, options: 2 }],
      styles: [{ contests: [0] }],
    },
    [2],
    seededRandom("golden smallest"),
  );
  castAll(ledger, voters[0] ?? [], [[0, 1]]);
  finish(ledger);
  return ledger;
}

/** An election that is open, with ballots in it: what anybody sees while the vote goes on. */
export function openPrefix(): TestLedger {
  const { ledger, voters } = openElection({}, [2, 1], seededRandom("golden open"));
  castAll(ledger, voters[0] ?? []);
  const [last] = voters[1] ?? [];
  assert(last !== undefined, "style 1 has a voter");
  ledger.accept(issueTransaction(ledger, last));
  return ledger;
}

/**
 * Nearly everything that can happen: a definition in parts, blame, a complaint and its answer, a restart, an issuer replaced,
 * two sets of issuers in use, an extension, a pause, a re-vote, styles of which the small one is counted with another.
 */
export function eventfulElection(): TestLedger {
  const ledger = new TestLedger(testElection(EVENTFUL, seededRandom("golden eventful"), withLongTexts));
  defineByParts(ledger);
  troubledCeremony(ledger);
  issuerKeys(ledger);
  const [north = [], south = []] = roll(ledger, [4, 2]);
  ledger.accept(ledger.tx("registration-totals", TOTALS));
  canaries(ledger);
  open(ledger);
  ledger.at(TIMES.opens);
  castAll(ledger, north.slice(0, 2));
  ledger.accept(ledger.tx("issuer-set", { in: 3, out: 1 }));
  castAll(ledger, [...north.slice(2, 3), ...south.slice(0, 1)]);
  const [first] = north;
  assert(first !== undefined, "style 0 has voters");
  ledger.accept(castTransaction(ledger, first, { seq: 1, set: 0, choices: [[0, 1, 0]] }));
  ledger.accept(ledger.tx("suspend", { reason: text("A storm", "Буря") }));
  ledger.accept(ledger.tx("resume", { reason: text("It is over", "Прошла") }));
  ledger.accept(ledger.tx("extend", { by: 3_600_000, reason: text("The storm", "Буря"), styles: [0, 1] }));
  ledger.at(Math.max(ledger.time, ledger.state.lastIssueEnds));
  ledger.accept(ledger.tx("participants", { hash: new Uint8Array(32).fill(7) }));
  close(ledger);
  signHeads(ledger);
  blameDecryption(ledger);
  decryptAndCertify(ledger);
  return ledger;
}

const text = (en: string, ru: string) => ({ en, ru });

const TOTALS = { accepted: 6, applied: 7, date: "2027-01-20", recalled: 0, refused: { LATE: 1 } };

/** Nobody is on the roll of the third style: its question is there for the length of the definition, and has no count. */
const EVENTFUL: ElectionSketch = {
  revoteMax: 1,
  minimumGroup: 2,
  contests: [
    { min: 1, max: 1, options: 3 },
    { min: 1, max: 1, options: 60 },
  ],
  styles: [{ contests: [0] }, { contests: [0] }, { contests: [1] }],
};

/** Makes the definition larger than an entry may be. */
function withLongTexts(manifest: Manifest): Manifest {
  const long = (title: Text): Text => ({ en: title.en.padEnd(520, "."), ru: title.ru.padEnd(520, ".") });
  const contests = manifest.contests.map((contest) => ({
    ...contest,
    options: contest.options.map((option) => ({ ...option, title: long(option.title) })),
  }));
  return { ...manifest, contests };
}

function defineByParts(ledger: TestLedger): void {
  const { test } = ledger;
  const whole = ledger.tx("define", { manifest: test.manifestBytes });
  for (const part of splitIntoParts(test.log, whole, signerOf(test, "genesis", 1))) ledger.accept(part);
  assert(ledger.state.phase === "set-up", "the parts define the election");
}

/** Attempt 0: a wrong commit is blamed, a complaint is answered wrongly, then rightly; restarted without trustee 5. */
function troubledCeremony(ledger: TestLedger): void {
  const trustees = new TestTrustees(ledger);
  step(ledger, "trustee-hash", (trustee) => trustees.hashBody(trustee));
  const commit = trustees.commitBody(1);
  blamed(ledger, ledger.tx("trustee-commit", { ...commit, proof: new Uint8Array(64).fill(1) }));
  step(ledger, "trustee-commit", (trustee) => (trustee === 1 ? commit : trustees.commitBody(trustee)));
  step(ledger, "trustee-shares", (trustee) => trustees.sharesBody(trustee));
  ledger.accept(ledger.tx("trustee-complaint", trustees.complaintBody(2, [1])));
  step(ledger, "trustee-confirm", (trustee) => trustees.confirmBody(trustee), [1, 3, 4, 5]);
  const answer = trustees.answerBody(1, 2);
  blamed(ledger, ledger.tx("trustee-answer", { ...answer, share: new Uint8Array(32).fill(1) }));
  ledger.accept(ledger.tx("trustee-answer", answer));
  ledger.accept(ledger.tx("trustee-confirm", trustees.confirmBody(2)));
  ledger.accept(ledger.tx("ceremony-restart", { excluded: [5] }));
  ceremony(ledger);
}

function blamed(ledger: TestLedger, transaction: Bytes): void {
  const { code } = ledger.send(transaction);
  assert(code === "BLAMED", `to be blamed, not ${code}`);
}

function blameDecryption(ledger: TestLedger): void {
  const body = new TestTrustees(ledger).decryptionBody(1);
  blamed(ledger, ledger.tx("decryption", { ...body, proof: new Uint8Array(64).fill(1) }));
}

function decryptAndCertify(ledger: TestLedger): void {
  const trustees = new TestTrustees(ledger);
  step(ledger, "decryption", (trustee) => trustees.decryptionBody(trustee), [1, 2, 3]);
  const { resultHash } = ledger.state;
  assert(resultHash !== undefined, "the result is computed");
  ledger.accept(ledger.tx("certify", { result: resultHash }));
}

function castAll(ledger: TestLedger, voters: readonly TestVoter[], choices?: Choices): void {
  ledger.accept(...voters.map((voter) => issueTransaction(ledger, voter)));
  const sketch = choices === undefined ? {} : { choices };
  ledger.accept(...voters.map((voter) => castTransaction(ledger, voter, sketch)));
}
