import { assert } from "@veche/base";
import { styleStatus } from "../../read.ts";
import { HOUR, TIMES } from "../sketch.ts";
import { signedTransaction } from "../test-election.ts";
import { castTransaction, issueTransaction, tokenOf } from "../voters.ts";
import { it, type Scenario, type Stage } from "./stage.ts";

const REASON = { en: "An attack on the network", ru: "Атака на сеть" };

const signedAt = ({ ledger }: Stage, type: "suspend" | "resume" | "extend", sequence: number, body: object) =>
  signedTransaction(ledger.test, type, { ...body }, sequence);

/** §06.4.3 and the control transactions after `open`. */
export const CONTROL: readonly Scenario[] = [
  it(
    "A2: suspend and resume act from the next block, and a signed suspend is good once",
    "plain/open",
    (stage) => {
      const { ledger } = stage;
      const suspend = ledger.tx("suspend", { reason: REASON });
      stage.expectBody("PHASE", "resume", { reason: REASON });
      const [first, second] = [stage.voter(0, 0), stage.voter(0, 1)];
      stage.expectBlock(["ACCEPTED", "ACCEPTED"], suspend, issueTransaction(ledger, first));
      stage.expect("SUSPENDED", issueTransaction(ledger, second));
      stage.expect("SUSPENDED", castTransaction(ledger, first));
      stage.expectBody("PHASE", "suspend", { reason: REASON });
      stage.expectBody("ACCEPTED", "resume", { reason: REASON });
      stage.expect("SIGNATURE_INVALID", suspend);
      stage.expect("ACCEPTED", castTransaction(ledger, first));
      stage.expect("SIGNATURE_INVALID", signedAt(stage, "suspend", 0, { reason: REASON }));
      stage.expectBody("MALFORMED", "suspend", { reason: { en: "no Russian" } });
      stage.expectBody("MALFORMED", "suspend", { reason: { en: "", ru: "пусто" } });
    },
  ),
  it("one control transaction in a block", "plain/open", (stage) => {
    const { ledger } = stage;
    const suspend = ledger.tx("suspend", { reason: REASON });
    const set = ledger.tx("issuer-set", { in: 3, out: 1 });
    stage.expectBlock(["ACCEPTED", "CONTROL_TAKEN", "CONTROL_TAKEN"], suspend, set, suspend);
    stage.expectBody("ACCEPTED", "issuer-set", { in: 3, out: 1 });
    assert(ledger.state.controlSeq === 3, "open, suspend and issuer-set took effect");
  }),
  it("A refused control transaction leaves its place in the block", "plain/open", (stage) => {
    const { ledger } = stage;
    const wrong = ledger.tx("issuer-set", { in: 1, out: 2 });
    stage.expectBlock(["ISSUER_SET_INVALID", "ACCEPTED"], wrong, ledger.tx("issuer-set", { in: 3, out: 2 }));
  }),
  it(
    "extend moves the ends of its styles, before their issueEnds and up to latestEnd",
    "plain/open",
    (stage) => {
      const { ledger } = stage;
      const body = { by: HOUR, reason: REASON, styles: [0] };
      stage.expectBody("EXTEND_INVALID", "extend", { ...body, styles: [] });
      stage.expectBody("EXTEND_INVALID", "extend", { ...body, styles: [1, 0] });
      stage.expectBody("EXTEND_INVALID", "extend", { ...body, styles: [0, 0] });
      stage.expectBody("EXTEND_INVALID", "extend", { ...body, by: 0 });
      stage.expectBody("UNKNOWN_REFERENCE", "extend", { ...body, styles: [2] });
      stage.expectBody("EXTEND_INVALID", "extend", { ...body, by: 4 * HOUR + 1 });
      stage.expectBody("EXTEND_INVALID", "extend", { ...body, by: Number.MAX_SAFE_INTEGER });
      ledger.at(TIMES.issueEnds - 1);
      stage.expectBlock(["ACCEPTED"], ledger.tx("extend", body));
      const moved = styleStatus(ledger.state, ledger.view, 0);
      assert(moved.portalEnds === TIMES.portalEnds + HOUR, "portalEnds");
      assert(moved.issueEnds === TIMES.issueEnds + HOUR, "issueEnds");
      assert(moved.castEnds === TIMES.castEnds + HOUR, "castEnds");
      assert(styleStatus(ledger.state, ledger.view, 1).castEnds === TIMES.castEnds, "style 1 stays");
      ledger.at(TIMES.issueEnds);
      stage.expectBody("PHASE", "participants", { hash: new Uint8Array(32) });
      stage.expectBody("EXTEND_INVALID", "extend", { ...body, styles: [1] });
      stage.expect("WINDOW_ENDED", issueTransaction(ledger, stage.voter(1, 0)));
      stage.expect("ACCEPTED", issueTransaction(ledger, stage.voter(0, 0)));
      ledger.at(TIMES.castEnds);
      stage.expectBody("CLOSE_NOT_DUE", "close", {});
      stage.expect("ACCEPTED", castTransaction(ledger, stage.voter(0, 0)));
      stage.expectBody("EXTEND_INVALID", "extend", { ...body, by: 3 * HOUR });
      ledger.at(TIMES.castEnds + HOUR);
      stage.expect("WINDOW_ENDED", castTransaction(ledger, stage.voter(0, 1)));
      stage.expectBody("ACCEPTED", "participants", { hash: new Uint8Array(32) });
      stage.expectBody("ALREADY", "participants", { hash: new Uint8Array(32).fill(1) });
      stage.expectBody("ACCEPTED", "close", {});
    },
  ),
  it("A2: a signed extend is good once", "plain/open", (stage) => {
    const extend = stage.ledger.tx("extend", { by: HOUR, reason: REASON, styles: [0, 1] });
    stage.expect("ACCEPTED", extend);
    stage.expect("SIGNATURE_INVALID", extend);
    stage.expect(
      "SIGNATURE_INVALID",
      signedAt(stage, "extend", 5, { by: HOUR, reason: REASON, styles: [0] }),
    );
  }),
  it(
    "issuer sets: at most t−1 replacements, nobody returns, old sets still count",
    "issuers/open",
    (stage) => {
      const { ledger } = stage;
      const [a, b, c] = [stage.voter(0, 0), stage.voter(0, 1), stage.voter(0, 2)];
      stage.expectBody("ISSUER_SET_INVALID", "issuer-set", { in: 5, out: 4 });
      stage.expectBody("ISSUER_SET_INVALID", "issuer-set", { in: 2, out: 1 });
      stage.expectBody("UNKNOWN_REFERENCE", "issuer-set", { in: 6, out: 1 });
      stage.expectBody("UNKNOWN_REFERENCE", "issuer-set", { in: 4, out: 0 });
      stage.expect("ACCEPTED", issueTransaction(ledger, a));
      // The replacement acts from the next block: beside it the old set is still the current one.
      const replace = ledger.tx("issuer-set", { in: 5, out: 1 });
      stage.expectBlock(["ACCEPTED", "ACCEPTED"], replace, issueTransaction(ledger, b, 0));
      stage.expect("ISSUER_SET_STALE", issueTransaction(ledger, c, 0));
      stage.expect("ISSUER_SET_STALE", issueTransaction(ledger, c, 2));
      stage.expect("ACCEPTED", issueTransaction(ledger, c, 1));
      stage.expectBody("ISSUER_SET_INVALID", "issuer-set", { in: 1, out: 2 });
      stage.expectBody("ACCEPTED", "issuer-set", { in: 4, out: 3 });
      assert(
        JSON.stringify(ledger.state.issuerSets) === "[[1,2,3],[2,3,5],[2,4,5]]",
        "three sets, ascending",
      );
      stage.expectBody("ISSUER_SET_INVALID", "issuer-set", { in: 1, out: 2 });
      stage.expectBody("ISSUER_SET_INVALID", "issuer-set", { in: 3, out: 2 });
      // A11: a complete set of some time, no mixture of two.
      const mixed = [...tokenOf(ledger, a, 0).slice(0, 2), ...tokenOf(ledger, a, 1).slice(2)];
      stage.expect("TOKEN_INVALID", castTransaction(ledger, a, { set: 0, token: mixed }));
      stage.expect("TOKEN_INVALID", castTransaction(ledger, a, { set: 1, token: tokenOf(ledger, a, 0) }));
      stage.expect("MALFORMED", castTransaction(ledger, a, { set: 3, token: tokenOf(ledger, a, 2) }));
      stage.expect("ACCEPTED", castTransaction(ledger, a, { set: 0 }));
      stage.expect("ACCEPTED", castTransaction(ledger, b, { set: 2 }));
    },
  ),
  it("what the commission may do ends with the election", "plain/closed", (stage) => {
    stage.expectBody("PHASE", "suspend", { reason: REASON });
    stage.expectBody("PHASE", "resume", { reason: REASON });
    stage.expectBody("PHASE", "extend", { by: 1, reason: REASON, styles: [0] });
    stage.expectBody("PHASE", "issuer-set", { in: 3, out: 1 });
    stage.expectBody("ALREADY", "open", { key: new Uint8Array(32), styles: [] });
    stage.expectBody("ACCEPTED", "participants", { hash: new Uint8Array(32) });
    stage.expectBody("ACCEPTED", "registration-totals", {
      accepted: 0,
      applied: 0,
      date: "2027-12-31",
      recalled: 0,
      refused: {},
    });
  }),
];
