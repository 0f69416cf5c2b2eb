import { assert, type Bytes } from "@veche/base";
import { dealAll, step } from "../flows.ts";
import { DAY } from "../sketch.ts";
import { signedTransaction } from "../test-election.ts";
import { flipped } from "./forge.ts";
import { it, type Scenario, type Stage } from "./stage.ts";

const ceremonyOf = ({ ledger }: Stage) => {
  const { ceremony } = ledger.state;
  assert(ceremony !== undefined, "the election is defined");
  return ceremony;
};

function insist(stage: Stage, expected: { readonly [key: string]: unknown }): void {
  const ceremony: { readonly [key: string]: unknown } = ceremonyOf(stage);
  for (const [key, value] of Object.entries(expected)) {
    assert(
      JSON.stringify(ceremony[key]) === JSON.stringify(value),
      `${key}: ${JSON.stringify(ceremony[key])}`,
    );
  }
}

/** When the present step ends. */
const deadlineOf = (stage: Stage): number => ceremonyOf(stage).began + DAY;

const deadlineTx = ({ ledger }: Stage, attempt: number, name: string): Bytes =>
  ledger.tx("deadline", { attempt, step: name });

/** §03.1, §03.2: the steps, what is refused in them, what is blamed. */
export const CEREMONY: readonly Scenario[] = [
  it("the ceremony without a complaint; each message once, in its step", "plain/defined", (stage) => {
    const { ledger, trustees } = stage;
    stage.expectBody("CEREMONY_STEP", "trustee-commit", trustees.commitBody(1));
    stage.expectBody("CEREMONY_STEP", "trustee-shares", trustees.sharesBody(1));
    stage.expectBody("CEREMONY_STEP", "trustee-confirm", trustees.confirmBody(1));
    stage.expectBody("CEREMONY_STEP", "trustee-hash", { ...trustees.hashBody(1), attempt: 1 });
    stage.expectBody("ACCEPTED", "trustee-hash", trustees.hashBody(1));
    stage.expectBody("ALREADY", "trustee-hash", trustees.hashBody(1));
    step(ledger, "trustee-hash", (trustee) => trustees.hashBody(trustee), [2, 3, 4, 5]);
    insist(stage, { step: "commit", began: ledger.time - 1 });
    stage.expectBody("ALREADY", "trustee-hash", trustees.hashBody(2));
    step(ledger, "trustee-commit", (trustee) => trustees.commitBody(trustee));
    stage.expectBody("ALREADY", "trustee-commit", trustees.commitBody(5));
    step(ledger, "trustee-shares", (trustee) => trustees.sharesBody(trustee));
    stage.expectBody("ALREADY", "trustee-shares", trustees.sharesBody(5));
    step(ledger, "trustee-confirm", (trustee) => trustees.confirmBody(trustee));
    insist(stage, { step: "done", attempt: 0, alive: [1, 2, 3, 4, 5] });
    stage.expectBody("ALREADY", "trustee-confirm", trustees.confirmBody(5));
    stage.expectBody("CEREMONY_STEP", "trustee-confirm", { attempt: 1, trustee: 5 });
  }),
  it("a step ends in the middle of a block", "plain/defined", ({ ledger, trustees }) => {
    const all = [1, 2, 3, 4, 5];
    const hashes = all.map((trustee) => ledger.tx("trustee-hash", trustees.hashBody(trustee)));
    const commits = all.map((trustee) => ledger.tx("trustee-commit", trustees.commitBody(trustee)));
    ledger.accept(...hashes, ...commits);
  }),
  it("trustees that do not exist, messages of another trustee, wrong forms", "plain/defined", (stage) => {
    const { ledger, trustees } = stage;
    const body = trustees.hashBody(1);
    const own = [stage.signer("trustee", 1)];
    stage.expect("UNKNOWN_REFERENCE", ledger.tx("trustee-hash", { ...body, trustee: 6 }, own));
    stage.expect("UNKNOWN_REFERENCE", ledger.tx("trustee-hash", { ...body, trustee: 0 }, own));
    stage.expect("UNKNOWN_REFERENCE", ledger.tx("trustee-hash", { ...body, trustee: 2 ** 40 }, own));
    stage.expect("SIGNERS_WRONG", ledger.tx("trustee-hash", body, [stage.signer("trustee", 2)]));
    stage.expect("SIGNERS_WRONG", ledger.tx("trustee-hash", body, [stage.signer("issuer", 1)]));
    stage.expect("SIGNERS_WRONG", ledger.tx("trustee-hash", body, [...own, stage.signer("trustee", 2)]));
    const commit = trustees.commitBody(1);
    stage.expectBody("MALFORMED", "trustee-commit", { ...commit, commitments: new Uint8Array(32) });
    step(ledger, "trustee-hash", (trustee) => trustees.hashBody(trustee));
    step(ledger, "trustee-commit", (trustee) => trustees.commitBody(trustee));
    const shares = trustees.sharesBody(1);
    stage.expectBody("MALFORMED", "trustee-shares", { ...shares, shares: shares.shares.slice(1) });
    stage.expectBody("MALFORMED", "trustee-shares", { ...shares, shares: [new Uint8Array(1_001)] });
  }),
  it("A3: a wrong commit is blamed, three times at most, and may be sent again", "plain/defined", (stage) => {
    const { ledger, trustees } = stage;
    step(ledger, "trustee-hash", (trustee) => trustees.hashBody(trustee));
    const body = trustees.commitBody(1) as { readonly commitments: Bytes; readonly proof: Bytes };
    // L3, L4: another proof, other commitments than were hashed, no points, the identity.
    const wrong = ledger.tx("trustee-commit", {
      ...body,
      attempt: 0,
      trustee: 1,
      proof: flipped(body.proof, 0),
    });
    stage.expect("BLAMED", wrong);
    // Public by now, and offered by whoever likes: it does not use up the sender's attempts.
    for (let times = 0; times < 3; times++) stage.expect("ALREADY", wrong);
    const unhashed = trustees.commitBody(2) as { readonly commitments: Bytes };
    stage.expectBody("BLAMED", "trustee-commit", { ...body, ...unhashed, attempt: 0, trustee: 1 });
    const noPoints = new Uint8Array(96).fill(255);
    stage.expectBody("BLAMED", "trustee-commit", {
      ...body,
      commitments: noPoints,
      attempt: 0,
      trustee: 1,
    });
    const identity = new Uint8Array(96);
    stage.expectBody("BLAME_LIMIT", "trustee-commit", {
      ...body,
      commitments: identity,
      attempt: 0,
      trustee: 1,
    });
    stage.expectBody("ACCEPTED", "trustee-commit", trustees.commitBody(1));
    stage.expect("ALREADY", wrong);
    // The limit is each trustee's own.
    stage.expectBody("BLAMED", "trustee-commit", {
      ...body,
      commitments: identity,
      attempt: 0,
      trustee: 2,
    });
  }),
];

/** §03.2.4 to §03.2.7. */
export const COMPLAINTS: readonly Scenario[] = [
  it(
    "A5: a complaint, a right answer in the open, a confirmation: the ceremony is done",
    "plain/dealt",
    (stage) => {
      const { ledger, trustees } = stage;
      step(ledger, "trustee-confirm", (trustee) => trustees.confirmBody(trustee), [1, 3, 4]);
      stage.expectBody("ACCEPTED", "trustee-complaint", trustees.complaintBody(2, [1, 5]));
      stage.expectBody("ALREADY", "trustee-complaint", trustees.complaintBody(2, [3]));
      stage.expectBody("ALREADY", "trustee-confirm", trustees.confirmBody(2));
      stage.expectBody("ALREADY", "trustee-complaint", trustees.complaintBody(3, [1]));
      stage.expectBody("ACCEPTED", "trustee-confirm", trustees.confirmBody(5));
      insist(stage, { step: "answer" });
      stage.expectBody("CEREMONY_STEP", "trustee-confirm", trustees.confirmBody(2));
      stage.expectBody("ACCEPTED", "trustee-answer", trustees.answerBody(1, 2));
      stage.expectBody("ALREADY", "trustee-answer", trustees.answerBody(1, 2));
      stage.expectBody("ACCEPTED", "trustee-answer", trustees.answerBody(5, 2));
      insist(stage, { step: "reconfirm" });
      stage.expectBody("ALREADY", "trustee-confirm", trustees.confirmBody(1));
      stage.expectBody("ACCEPTED", "trustee-confirm", trustees.confirmBody(2));
      insist(stage, { step: "done", attempt: 0, alive: [1, 2, 3, 4, 5] });
    },
  ),
  it("A5: complaints nobody can make, answers nobody asked for", "plain/dealt", (stage) => {
    const { ledger, trustees } = stage;
    stage.expectBody("MALFORMED", "trustee-complaint", trustees.complaintBody(2, []));
    stage.expectBody("MALFORMED", "trustee-complaint", trustees.complaintBody(2, [3, 1]));
    stage.expectBody("MALFORMED", "trustee-complaint", trustees.complaintBody(2, [1, 1]));
    stage.expectBody("MALFORMED", "trustee-complaint", trustees.complaintBody(2, [2]));
    stage.expectBody("UNKNOWN_REFERENCE", "trustee-complaint", trustees.complaintBody(2, [6]));
    stage.expectBody("ACCEPTED", "trustee-complaint", trustees.complaintBody(2, [1]));
    step(ledger, "trustee-confirm", (trustee) => trustees.confirmBody(trustee), [1, 3, 4, 5]);
    const answer = trustees.answerBody(1, 2);
    stage.expect(
      "CEREMONY_STEP",
      ledger.tx("trustee-answer", { ...answer, trustee: 3 }, [stage.signer("trustee", 3)]),
    );
    stage.expectBody("CEREMONY_STEP", "trustee-answer", { ...answer, complainer: 4 });
    stage.expectBody("UNKNOWN_REFERENCE", "trustee-answer", { ...answer, complainer: 9 });
  }),
  it(
    "A3, A5: a wrong answer is blamed; no right one by the deadline excludes the dealer",
    "plain/dealt",
    (stage) => {
      const { ledger, trustees } = stage;
      stage.expectBody("ACCEPTED", "trustee-complaint", trustees.complaintBody(2, [1]));
      step(ledger, "trustee-confirm", (trustee) => trustees.confirmBody(trustee), [1, 3, 4, 5]);
      const answer = trustees.answerBody(1, 2);
      const wrong = ledger.tx("trustee-answer", { ...answer, share: flipped(answer.share, 0) });
      stage.expectBlock(["BLAMED", "ALREADY"], wrong, wrong);
      stage.expectBody("BLAMED", "trustee-answer", { ...answer, share: new Uint8Array(32).fill(255) });
      ledger.at(deadlineOf(stage));
      stage.expect("ACCEPTED", deadlineTx(stage, 0, "answer"));
      insist(stage, { attempt: 1, alive: [2, 3, 4, 5], step: "hash", began: ledger.time - 1 });
      // A blamed one is known for ever, whatever the attempt and phase.
      stage.expect("ALREADY", wrong);
    },
  ),
  it("a complainer who does not confirm after the answer is excluded", "plain/dealt", (stage) => {
    const { ledger, trustees } = stage;
    stage.expectBody("ACCEPTED", "trustee-complaint", trustees.complaintBody(2, [1]));
    step(ledger, "trustee-confirm", (trustee) => trustees.confirmBody(trustee), [1, 3, 4, 5]);
    stage.expectBody("ACCEPTED", "trustee-answer", trustees.answerBody(1, 2));
    ledger.at(deadlineOf(stage));
    stage.expect("ACCEPTED", deadlineTx(stage, 0, "reconfirm"));
    insist(stage, { attempt: 1, alive: [1, 3, 4, 5] });
  }),
];

/** §03.1.3 to §03.1.8. */
export const DEADLINES: readonly Scenario[] = [
  it(
    "a message is in time before the deadline, not at it; whoever missed it is excluded",
    "plain/defined",
    (stage) => {
      const { ledger, trustees } = stage;
      const deadline = deadlineOf(stage);
      step(ledger, "trustee-hash", (trustee) => trustees.hashBody(trustee), [1, 2, 3]);
      ledger.at(deadline - 1);
      stage.expect("DEADLINE_NOT_DUE", deadlineTx(stage, 0, "hash"));
      ledger.at(deadline - 1);
      stage.expectBody("ACCEPTED", "trustee-hash", trustees.hashBody(4));
      const late = trustees.hashBody(5);
      ledger.at(deadline);
      stage.expectBody("CEREMONY_STEP", "trustee-hash", late);
      // Nothing entered: the deadline has left no trace, and takes effect with the next block that does.
      insist(stage, { attempt: 0 });
      stage.expect("CEREMONY_STEP", deadlineTx(stage, 0, "commit"));
      ledger.at(deadline + DAY - 1);
      stage.expect("ACCEPTED", deadlineTx(stage, 0, "hash"));
      insist(stage, { attempt: 1, alive: [1, 2, 3, 4], step: "hash", began: deadline + DAY - 1 });
      stage.expect("ALREADY", deadlineTx(stage, 0, "hash"));
    },
  ),
  it("a deadline takes effect before any transaction of the next block", "plain/defined", (stage) => {
    const { ledger, trustees } = stage;
    step(ledger, "trustee-hash", (trustee) => trustees.hashBody(trustee), [2, 3, 4, 5]);
    ledger.at(deadlineOf(stage) + 1);
    stage.expectBody("ACCEPTED", "issuer-set", { in: 3, out: 1 });
    insist(stage, { attempt: 1, alive: [2, 3, 4, 5], began: ledger.time - 1 });
    // Accepted in the block of its deadline only.
    stage.expect("CEREMONY_STEP", deadlineTx(stage, 0, "hash"));
    const excluded = { ...trustees.hashBody(2), trustee: 1 };
    stage.expect("CEREMONY_STEP", ledger.tx("trustee-hash", excluded, [stage.signer("trustee", 1)]));
    const body = trustees.complaintBody(2, [1]);
    dealAll(ledger);
    stage.expectBody("CEREMONY_STEP", "trustee-complaint", { ...body, attempt: 1 });
  }),
  it(
    "quiet days cost one step, not several: the next attempt begins with the block that comes",
    "plain/defined",
    (stage) => {
      const { ledger, trustees } = stage;
      step(ledger, "trustee-hash", (trustee) => trustees.hashBody(trustee), [1, 2, 3, 4]);
      const quiet = deadlineOf(stage) + 5 * DAY;
      ledger.at(quiet);
      stage.expectBlock(
        ["ACCEPTED", "ALREADY", "DEADLINE_NOT_DUE", "CEREMONY_STEP"],
        deadlineTx(stage, 0, "hash"),
        deadlineTx(stage, 0, "hash"),
        deadlineTx(stage, 1, "hash"),
        deadlineTx(stage, 2, "hash"),
      );
      insist(stage, { step: "hash", attempt: 1, alive: [1, 2, 3, 4], began: quiet });
      // All who are left have the whole step before them.
      ledger.at(quiet + DAY - 1);
      const hashes = trustees.alive.map((trustee) => ledger.tx("trustee-hash", trustees.hashBody(trustee)));
      stage.expectBlock(["ACCEPTED", "ACCEPTED", "ACCEPTED", "ACCEPTED"], ...hashes);
      insist(stage, { step: "commit", attempt: 1, alive: [1, 2, 3, 4], began: quiet + DAY - 1 });
    },
  ),
  it(
    "a second missed step leaves too few: the ceremony fails for ever, and its deadline still makes a block",
    "plain/defined",
    (stage) => {
      const { ledger, trustees } = stage;
      step(ledger, "trustee-hash", (trustee) => trustees.hashBody(trustee), [1, 2, 3, 4]);
      ledger.at(deadlineOf(stage));
      stage.expect("ACCEPTED", deadlineTx(stage, 0, "hash"));
      step(ledger, "trustee-hash", (trustee) => trustees.hashBody(trustee), [1, 2, 3]);
      ledger.at(deadlineOf(stage) + DAY);
      const end = deadlineTx(stage, 1, "hash");
      stage.expectBlock(["ACCEPTED", "ALREADY"], end, end);
      insist(stage, { step: "failed", attempt: 1 });
      ledger.at(ledger.time + DAY);
      stage.expect("ALREADY", end);
      stage.expectBody("CEREMONY_TOO_FEW", "ceremony-restart", { excluded: [] });
      stage.expectBody("CEREMONY_STEP", "trustee-hash", trustees.hashBody(4));
    },
  ),
  it("too few are left after a deadline: the ceremony has failed", "plain/defined", (stage) => {
    const { ledger, trustees } = stage;
    step(ledger, "trustee-hash", (trustee) => trustees.hashBody(trustee), [1, 2, 3]);
    ledger.at(deadlineOf(stage));
    stage.expect("ACCEPTED", deadlineTx(stage, 0, "hash"));
    insist(stage, { step: "failed", attempt: 0 });
  }),
  ...(["commit", "shares", "confirm"] as const).map((missed) =>
    it(`who misses the step ${missed} is excluded`, "plain/defined", (stage) => missStep(stage, missed)),
  ),
  it(
    "ceremony-restart by the commission: excludes, begins anew at the end of its block",
    "plain/dealt",
    (stage) => {
      const { ledger, trustees } = stage;
      stage.expectBody("UNKNOWN_REFERENCE", "ceremony-restart", { excluded: [6] });
      stage.expectBody("MALFORMED", "ceremony-restart", { excluded: [2, 1] });
      stage.expectBody("CEREMONY_TOO_FEW", "ceremony-restart", { excluded: [1, 2] });
      const confirm = ledger.tx("trustee-confirm", trustees.confirmBody(2));
      const restart = ledger.tx("ceremony-restart", { excluded: [1] });
      stage.expectBlock(["ACCEPTED", "ACCEPTED"], restart, confirm);
      insist(stage, { attempt: 1, alive: [2, 3, 4, 5], step: "hash", began: ledger.time - 1, confirmed: [] });
      stage.expect(
        "SIGNATURE_INVALID",
        signedTransaction(ledger.test, "ceremony-restart", { excluded: [] }, 0),
      );
      stage.expectBody("CEREMONY_STEP", "ceremony-restart", { excluded: [1] });
      stage.expectBody("CEREMONY_TOO_FEW", "ceremony-restart", { excluded: [2] });
      stage.expectBody("ACCEPTED", "ceremony-restart", { excluded: [] });
      insist(stage, { attempt: 2, alive: [2, 3, 4, 5] });
    },
  ),
];

/** Trustee 5 does not do the step named. */
function missStep(stage: Stage, missed: string): void {
  const { ledger, trustees } = stage;
  const bodies = [
    ["hash", "trustee-hash", (trustee: number) => trustees.hashBody(trustee)],
    ["commit", "trustee-commit", (trustee: number) => trustees.commitBody(trustee)],
    ["shares", "trustee-shares", (trustee: number) => trustees.sharesBody(trustee)],
    ["confirm", "trustee-confirm", (trustee: number) => trustees.confirmBody(trustee)],
  ] as const;
  for (const [name, type, body] of bodies) {
    step(ledger, type, body, name === missed ? [1, 2, 3, 4] : [1, 2, 3, 4, 5]);
    if (name === missed) break;
  }
  ledger.at(deadlineOf(stage));
  stage.expect("ACCEPTED", deadlineTx(stage, 0, missed));
  insist(stage, { attempt: 1, alive: [1, 2, 3, 4], step: "hash" });
}
