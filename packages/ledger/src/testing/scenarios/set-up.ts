import { assert, type Bytes, compareBytes, concat } from "@veche/base";
import { openBody } from "../../transactions/opening.ts";
import { issuerKeysBody, rollBody } from "../flows.ts";
import { TIMES } from "../sketch.ts";
import { flipped } from "./forge.ts";
import { it, type Scenario, type Stage } from "./stage.ts";

/** Ascending roll entries made up from a byte. */
const entriesFrom = (first: number, count: number): readonly Bytes[] =>
  Array.from({ length: count }, (_, at) => new Uint8Array(32).fill(first + at));

function currentOpenBody({ ledger }: Stage) {
  const body = openBody(ledger.state, ledger.view);
  assert(body !== undefined, "the ceremony is done");
  return body;
}

/** Issuer keys, roll, totals, canaries, `open`. */
export const SET_UP: readonly Scenario[] = [
  it(
    "A12: an issuer's key for each style once, of the right form, no modulus twice",
    "plain/defined",
    (stage) => {
      const { ledger } = stage;
      const { test } = ledger;
      const body = issuerKeysBody(test, 1, 0) as { readonly modulus: Bytes; readonly roots: Bytes };
      stage.expectBody("MALFORMED", "issuer-keys", { ...body, modulus: body.modulus.slice(1) });
      stage.expectBody("UNKNOWN_REFERENCE", "issuer-keys", { ...body, style: 2 });
      stage.expectBody("UNKNOWN_REFERENCE", "issuer-keys", { ...body, style: 2 ** 40 });
      stage.expect(
        "UNKNOWN_REFERENCE",
        ledger.tx("issuer-keys", { ...body, issuer: 4 }, [stage.signer("issuer", 1)]),
      );
      stage.expect("SIGNERS_WRONG", ledger.tx("issuer-keys", { ...body }, [stage.signer("issuer", 2)]));
      stage.expectBody("ISSUER_KEY_INVALID", "issuer-keys", { ...body, roots: flipped(body.roots, 100) });
      // A key proved for one style is no key for another, nor for another issuer.
      stage.expectBody("ISSUER_KEY_INVALID", "issuer-keys", { ...body, style: 1 });
      stage.expectBody("ISSUER_KEY_INVALID", "issuer-keys", { ...body, issuer: 2 });
      stage.expectBody("ISSUER_KEY_INVALID", "issuer-keys", { ...body, modulus: flipped(body.modulus, -1) });
      stage.expectBody("ACCEPTED", "issuer-keys", { ...body });
      stage.expectBody("ALREADY", "issuer-keys", { ...body });
      stage.expectBody("ISSUER_KEY_INVALID", "issuer-keys", {
        ...issuerKeysBody({ ...test, rsaKey: () => test.rsaKey(1, 0) }, 2, 0),
      });
    },
  ),
  it(
    "A8: the roll ascends over each style, holds each entry once, and knows its length",
    "plain/defined",
    (stage) => {
      const { ledger } = stage;
      stage.expectBody("ACCEPTED", "roll", rollBody(0, 0, entriesFrom(10, 3)));
      stage.expectBody("ALREADY", "roll", rollBody(0, 0, entriesFrom(10, 3)));
      stage.expectBody("ROLL_ORDER", "roll", rollBody(0, 0, entriesFrom(20, 1)));
      stage.expectBody("ROLL_ORDER", "roll", rollBody(0, 4, entriesFrom(20, 1)));
      stage.expectBody("ROLL_ORDER", "roll", rollBody(0, 3, entriesFrom(12, 2)));
      stage.expectBody("ROLL_ORDER", "roll", rollBody(0, 3, [...entriesFrom(20, 1), ...entriesFrom(19, 1)]));
      stage.expectBody("ROLL_ORDER", "roll", rollBody(0, 3, [...entriesFrom(20, 1), ...entriesFrom(20, 1)]));
      stage.expectBody("ROLL_DUPLICATE", "roll", rollBody(1, 0, entriesFrom(9, 2)));
      stage.expectBody("ACCEPTED", "roll", rollBody(1, 0, entriesFrom(1, 2)));
      stage.expectBody("ACCEPTED", "roll", rollBody(0, 3, entriesFrom(13, 1)));
      stage.expectBody("UNKNOWN_REFERENCE", "roll", rollBody(2, 0, entriesFrom(30, 1)));
      stage.expectBody("MALFORMED", "roll", rollBody(0, 4, []));
      stage.expectBody("MALFORMED", "roll", { entries: new Uint8Array(33), first: 4, style: 0 });
      stage.expectBody("MALFORMED", "roll", { entries: new Uint8Array(32 * 1_801), first: 4, style: 0 });
      const commission = [stage.signer("commission", 1), stage.signer("commission", 3)];
      stage.expect("SIGNERS_WRONG", ledger.tx("roll", rollBody(0, 4, entriesFrom(40, 1)), commission));
      const registrar = stage.signer("registrar", 1);
      stage.expect("SIGNERS_WRONG", ledger.tx("roll", rollBody(0, 4, entriesFrom(40, 1)), [registrar]));
    },
  ),
  it("a chunk of 1,800 roll entries fits an entry", "plain/defined", (stage) => {
    const { randomBytes } = stage.ledger.test;
    const entries = Array.from({ length: 1_800 }, () => randomBytes(32)).sort(compareBytes);
    stage.expectBody("ACCEPTED", "roll", { entries: concat(...entries), first: 0, style: 0 });
  }),
  it("registration totals: one a day, later ones later", "plain/defined", (stage) => {
    const body = { accepted: 1, applied: 3, date: "2027-01-31", recalled: 1, refused: { AGE_UNDER_18: 1 } };
    stage.expectBody("ACCEPTED", "registration-totals", body);
    stage.expectBody("DATE_ORDER", "registration-totals", body);
    stage.expectBody("DATE_ORDER", "registration-totals", { ...body, date: "2027-01-30" });
    stage.expectBody("MALFORMED", "registration-totals", { ...body, date: "1 February 2027" });
    stage.expectBody("MALFORMED", "registration-totals", { ...body, refused: { "too young": 1 } });
    stage.expectBody("MALFORMED", "registration-totals", { ...body, refused: { AGE: "1" } });
    stage.expectBody("ACCEPTED", "registration-totals", { ...body, date: "2027-02-01", refused: {} });
  }),
  it(
    "L16: canaries of stages ceremony and open, once each, in order, by living trustees of this attempt",
    "plain/done",
    (stage) => {
      const { trustees } = stage;
      stage.expectBody("CEREMONY_STEP", "canary", trustees.canaryBody(1, "open"));
      stage.expectBody("PHASE", "canary", trustees.canaryBody(1, "close"));
      stage.expectBody("MALFORMED", "canary", { ...trustees.canaryBody(1, "open"), stage: "later" });
      stage.expectBody("CEREMONY_STEP", "canary", { ...trustees.canaryBody(1, "ceremony"), attempt: 1 });
      stage.expectBody("ACCEPTED", "canary", trustees.canaryBody(1, "ceremony"));
      stage.expectBody("ALREADY", "canary", trustees.canaryBody(1, "ceremony"));
      stage.expectBody("ACCEPTED", "canary", trustees.canaryBody(1, "open"));
      const own = [stage.signer("trustee", 2)];
      stage.expect(
        "UNKNOWN_REFERENCE",
        stage.ledger.tx("canary", { ...trustees.canaryBody(2, "ceremony"), trustee: 6 }, own),
      );
    },
  ),
  it(
    "A3, A6: a canary of another point, stage or trustee is blamed; what is no point is malformed",
    "plain/done",
    (stage) => {
      const { ledger, trustees } = stage;
      const body = trustees.canaryBody(1, "ceremony") as { readonly point: Bytes; readonly proof: Bytes };
      stage.expectBody("MALFORMED", "canary", {
        ...trustees.canaryBody(1, "ceremony"),
        point: new Uint8Array(32).fill(255),
      });
      const wrong = ledger.tx("canary", { ...trustees.canaryBody(1, "open"), stage: "ceremony" });
      stage.expect("BLAMED", wrong);
      stage.expect("ALREADY", wrong);
      const others = trustees.canaryBody(2, "ceremony");
      stage.expect("BLAMED", ledger.tx("canary", { ...others, trustee: 1 }, [stage.signer("trustee", 1)]));
      stage.expectBody("BLAMED", "canary", {
        ...trustees.canaryBody(1, "ceremony"),
        proof: flipped(body.proof, 40),
      });
      stage.expectBody("BLAME_LIMIT", "canary", {
        ...trustees.canaryBody(1, "ceremony"),
        proof: flipped(body.proof, 0),
      });
      stage.expectBody("ACCEPTED", "canary", trustees.canaryBody(1, "ceremony"));
    },
  ),
  it("canaries before the ceremony is done", "plain/dealt", (stage) =>
    stage.expectBody("CEREMONY_STEP", "canary", stage.trustees.canaryBody(1, "ceremony")),
  ),
  it(
    "open waits for the ceremony, the canaries of k+1 trustees and the keys of all issuers",
    "plain/dealt",
    (stage) => {
      const { ledger, trustees } = stage;
      const guess = { key: new Uint8Array(32), styles: [new Uint8Array(32), new Uint8Array(32)] };
      stage.expectBody("OPEN_NOT_READY", "open", guess);
      for (const trustee of trustees.alive) {
        stage.expectBody("ACCEPTED", "trustee-confirm", trustees.confirmBody(trustee));
      }
      for (const trustee of [1, 2, 3]) {
        stage.expectBody("ACCEPTED", "canary", trustees.canaryBody(trustee, "ceremony"));
        stage.expectBody("ACCEPTED", "canary", trustees.canaryBody(trustee, "open"));
      }
      stage.expectBody("ACCEPTED", "canary", trustees.canaryBody(4, "ceremony"));
      for (const [issuer, style] of [1, 2, 3].flatMap((i) => [0, 1].map((s) => [i, s] as const))) {
        stage.expectBody("OPEN_NOT_READY", "open", currentOpenBody(stage));
        stage.expectBody("ACCEPTED", "issuer-keys", issuerKeysBody(ledger.test, issuer, style));
      }
      stage.expectBody("OPEN_NOT_READY", "open", currentOpenBody(stage));
      stage.expectBody("ACCEPTED", "canary", trustees.canaryBody(4, "open"));
      stage.expectBody("ACCEPTED", "open", currentOpenBody(stage));
    },
  ),
  it("open states key, issuers, moduli and roll: another hash is refused", "plain/ready", (stage) => {
    const body = currentOpenBody(stage);
    stage.expectBody("OPEN_MISMATCH", "open", { ...body, key: flipped(body.key, 0) });
    stage.expectBody("OPEN_MISMATCH", "open", { ...body, styles: body.styles.slice(1) });
    stage.expectBody("OPEN_MISMATCH", "open", { ...body, styles: [...body.styles].reverse() });
    stage.expectBody("ACCEPTED", "roll", rollBody(1, 3, [new Uint8Array(32).fill(255)]));
    stage.expectBody("OPEN_MISMATCH", "open", { ...body });
    stage.expectBody("ACCEPTED", "issuer-set", { in: 3, out: 1 });
    stage.expectBody("OPEN_MISMATCH", "open", { ...currentOpenBody(stage), key: body.key });
    stage.expectBody("ACCEPTED", "open", currentOpenBody(stage));
    stage.expectBody("ALREADY", "open", currentOpenBody(stage));
  }),
  it(
    "A8: nothing is added to set-up after open; late opening is allowed until issuing ends",
    "plain/ready",
    (stage) => {
      const { ledger, trustees } = stage;
      const body = currentOpenBody(stage);
      ledger.at(TIMES.issueEnds);
      stage.expectBody("WINDOW_ENDED", "open", { ...body });
      ledger.at(TIMES.issueEnds - 1);
      stage.expectBody("ACCEPTED", "open", { ...body });
      stage.expectBody("PHASE", "roll", rollBody(1, 3, [new Uint8Array(32).fill(255)]));
      stage.expectBody("PHASE", "ceremony-restart", { excluded: [] });
      stage.expectBody("ALREADY", "trustee-hash", trustees.hashBody(1));
      stage.expectBody("PHASE", "trustee-hash", { ...trustees.hashBody(1), attempt: 1 });
      stage.expectBody("PHASE", "canary", { ...trustees.canaryBody(1, "ceremony"), attempt: 1 });
      stage.expectBody("PHASE", "deadline", { attempt: 0, step: "hash" });
      stage.expectBody("ACCEPTED", "canary", trustees.canaryBody(1, "close"));
      stage.expectBody("ALREADY", "canary", trustees.canaryBody(1, "close"));
      stage.expectBody("ALREADY", "open", { ...body });
    },
  ),
  it("A8: a roll chunk beside open enters before it, not after it", "plain/ready", (stage) => {
    const { ledger } = stage;
    const [one, two] = [254, 255].map((byte) => new Uint8Array(32).fill(byte)) as [Bytes, Bytes];
    const before = ledger.tx("roll", rollBody(1, 3, [one]));
    const after = ledger.tx("roll", rollBody(1, 4, [two]));
    const now = ledger.tx("open", currentOpenBody(stage));
    stage.expectBlock(["ACCEPTED", "OPEN_MISMATCH", "ACCEPTED"], before, now, after);
    const open = ledger.tx("open", currentOpenBody(stage));
    const late = ledger.tx("roll", rollBody(0, 7, [new Uint8Array(32).fill(253)]));
    stage.expectBlock(["ACCEPTED", "PHASE"], open, late);
    assert(ledger.state.phase === "open" && ledger.state.counters.roll === 12, "the roll is closed");
  }),
  it("open acts from the next block: nothing is issued beside it", "plain/ready", (stage) => {
    const { ledger } = stage;
    ledger.at(TIMES.opens);
    const open = ledger.tx("open", currentOpenBody(stage));
    const voter = stage.voter(0, 0);
    const issue = ledger.tx("issue", {
      entry: voter.rollEntry,
      hash: new Uint8Array(32),
      set: 0,
      style: 0,
    });
    stage.expectBlock(["ACCEPTED", "PHASE"], open, issue);
    stage.expect("ACCEPTED", issue);
  }),
];
