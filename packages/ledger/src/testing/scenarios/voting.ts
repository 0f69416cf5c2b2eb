import { assert, type Bytes, compareBytes, sha256 } from "@veche/base";
import { orderBlock } from "../../format/entry.ts";
import { MINUTE, SECOND, TIMES } from "../sketch.ts";
import { ballotOf, castTransaction, issueTransaction, signatureOn, type TestVoter } from "../voters.ts";
import { flipped, withBody } from "./forge.ts";
import { it, type Scenario, type Stage } from "./stage.ts";

/** Bytes of version, style, seq, set and X. */
const HEAD = 38;

function issued(stage: Stage, ...voters: readonly TestVoter[]): void {
  stage.ledger.accept(...voters.map((voter) => issueTransaction(stage.ledger, voter)));
}

/** A cast of the ballot with one bit changed. */
function castFlipped(stage: Stage, ballot: Bytes, at: number): Bytes {
  return stage.ledger.tx("cast", { ballot: flipped(ballot, at) });
}

/** §06.5.3. */
export const ISSUING: readonly Scenario[] = [
  it(
    "A10, L13: one issue for each roll entry, of its style, by the registrar's issue key",
    "plain/open",
    (stage) => {
      const { ledger } = stage;
      const voter = stage.voter(0, 0);
      const tx = issueTransaction(ledger, voter);
      const body = { entry: voter.rollEntry, hash: new Uint8Array(32), set: 0, style: 0 };
      stage.expect("ACCEPTED", tx);
      stage.expect("ALREADY", tx);
      stage.expect("ALREADY", issueTransaction(ledger, voter));
      stage.expectBody("ALREADY", "issue", { ...body, style: 1 });
      const other = { ...body, entry: stage.voter(0, 1).rollEntry };
      stage.expectBody("ROLL_ENTRY_UNKNOWN", "issue", { ...other, style: 1 });
      stage.expectBody("ROLL_ENTRY_UNKNOWN", "issue", { ...other, entry: new Uint8Array(32) });
      stage.expectBody("UNKNOWN_REFERENCE", "issue", { ...other, style: 2 });
      stage.expectBody("UNKNOWN_REFERENCE", "issue", { ...other, style: 2 ** 40 });
      stage.expectBody("ISSUER_SET_STALE", "issue", { ...other, set: 1 });
      stage.expect("SIGNERS_WRONG", ledger.tx("issue", other, [stage.signer("registrar", 1)]));
      stage.expect("SIGNERS_WRONG", ledger.tx("issue", other, []));
      const signed = ledger.tx("issue", other);
      stage.expect(
        "SIGNATURE_INVALID",
        withBody(signed, () => ({ ...other, hash: new Uint8Array(32).fill(1) })),
      );
      stage.expect("ACCEPTED", signed);
    },
  ),
  it("issuing and casting in their windows", "plain/open", (stage) => {
    const { ledger } = stage;
    const [a, b, c] = [stage.voter(0, 0), stage.voter(0, 1), stage.voter(0, 2)];
    ledger.at(TIMES.opens - 1);
    stage.expect("WINDOW_NOT_OPEN", issueTransaction(ledger, a));
    ledger.at(TIMES.opens - 1);
    stage.expect("WINDOW_NOT_OPEN", castTransaction(ledger, a));
    ledger.at(TIMES.opens);
    stage.expect("ACCEPTED", issueTransaction(ledger, a));
    // L23: who asked before portalEnds is served until issueEnds.
    ledger.at(TIMES.issueEnds - 1);
    stage.expect("ACCEPTED", issueTransaction(ledger, b));
    stage.expect("WINDOW_ENDED", issueTransaction(ledger, c));
    ledger.at(TIMES.castEnds - 1);
    stage.expect("ACCEPTED", castTransaction(ledger, a));
    stage.expect("WINDOW_ENDED", castTransaction(ledger, b));
  }),
  it("nothing is issued or cast before open or after close", "plain/ready", (stage) => {
    const { ledger } = stage;
    ledger.at(TIMES.opens);
    stage.expect("PHASE", issueTransaction(ledger, stage.voter(0, 0)));
    stage.expect("PHASE", castTransaction(ledger, stage.voter(0, 0)));
    stage.expectBody("PHASE", "close", {});
    stage.expectBody("PHASE", "suspend", { reason: { en: "a", ru: "б" } });
  }),
];

/** §06.5.4. */
export const CASTING: readonly Scenario[] = [
  it("a ballot is accepted once, and the same bytes are known again (L21)", "plain/open", (stage) => {
    const { ledger } = stage;
    const voter = stage.voter(0, 0);
    issued(stage, voter);
    const tx = castTransaction(ledger, voter);
    stage.expect("ACCEPTED", tx);
    stage.expect("ALREADY", tx);
    ledger.at(TIMES.castEnds);
    stage.expect("ALREADY", tx);
  }),
  it("L8: a ballot of another form", "plain/open", (stage) => {
    const { ledger } = stage;
    const voter = stage.voter(0, 0);
    issued(stage, voter);
    const ballot = ballotOf(ledger, voter);
    const tokenEnd = HEAD + 256 * 2;
    const wrong = (bytes: Bytes): void => stage.expect("MALFORMED", ledger.tx("cast", { ballot: bytes }));
    wrong(new Uint8Array(0));
    wrong(ballot.slice(0, -1));
    wrong(new Uint8Array([...ballot, 0]));
    wrong(flipped(ballot, 0));
    wrong(replaced(ballot, 1, [0, 2]));
    wrong(replaced(ballot, 1, [0, 1]));
    wrong(replaced(ballot, 4, [0, 1]));
    wrong(replaced(ballot, 6, new Array<number>(32).fill(0)));
    wrong(replaced(ballot, 6, new Array<number>(32).fill(255)));
    wrong(replaced(ballot, tokenEnd, new Array<number>(32).fill(255)));
    wrong(replaced(ballot, ballot.length - 32, new Array<number>(32).fill(255)));
  }),
  it(
    "A11, L9: the token holds the signatures of the whole set, ascending, for this X and style",
    "plain/open",
    (stage) => {
      const { ledger } = stage;
      const { test } = ledger;
      const [a, b] = [stage.voter(0, 0), stage.voter(0, 1)];
      issued(stage, a, b);
      const [first, second] = [signatureOn(test, a, 1), signatureOn(test, a, 2)];
      const cast = (token: readonly Bytes[]): Bytes => castTransaction(ledger, a, { token });
      stage.expect("TOKEN_INVALID", cast([second, first]));
      stage.expect("TOKEN_INVALID", cast([first, first]));
      stage.expect("TOKEN_INVALID", cast([first, signatureOn(test, a, 3)]));
      stage.expect("TOKEN_INVALID", cast([first, signatureOn(test, b, 2)]));
      stage.expect("TOKEN_INVALID", cast([first, signatureOn(test, { ...a, style: 1 }, 2)]));
      stage.expect("TOKEN_INVALID", castFlipped(stage, ballotOf(ledger, a), HEAD));
      stage.expect("ACCEPTED", cast([first, second]));
    },
  ),
  it("L2, L3: a ballot whose proofs do not hold", "plain/open", (stage) => {
    const { ledger } = stage;
    const [a, b] = [stage.voter(0, 0), stage.voter(0, 1)];
    issued(stage, a, b);
    const ballot = ballotOf(ledger, a);
    // The last bit but five of a scalar keeps it canonical.
    stage.expect("PROOF_INVALID", castFlipped(stage, ballot, ballot.length - 32));
    const other = ballotOf(ledger, b);
    const mixed = new Uint8Array([...ballot.slice(0, HEAD + 512), ...other.slice(HEAD + 512)]);
    stage.expect("PROOF_INVALID", ledger.tx("cast", { ballot: mixed }));
    stage.expect("ACCEPTED", ledger.tx("cast", { ballot }));
  }),
  it(
    "A13: without re-vote a second ballot is refused, and so is a first one with seq 1",
    "plain/open",
    (stage) => {
      const { ledger } = stage;
      const [a, b] = [stage.voter(0, 0), stage.voter(0, 1)];
      issued(stage, a, b);
      stage.expect("ACCEPTED", castTransaction(ledger, a));
      stage.expect("SEQ_WRONG", castTransaction(ledger, a));
      const ballot = ballotOf(ledger, a);
      stage.expect("SEQ_WRONG", ledger.tx("cast", { ballot: replaced(ballot, 3, [1]) }));
      stage.expect("SEQ_WRONG", ledger.tx("cast", { ballot: replaced(ballotOf(ledger, b), 3, [1]) }));
    },
  ),
  it(
    "A13: with re-vote the last ballot counts, and an old one cannot be played again",
    "revote/open",
    (stage) => {
      const { ledger } = stage;
      const voter = stage.voter(0, 0);
      issued(stage, voter);
      const old = castTransaction(ledger, voter, {
        choices: [
          [1, 0],
          [1, 0, 0],
        ],
      });
      const second = castTransaction(ledger, voter, {
        seq: 1,
        choices: [
          [0, 1],
          [0, 1, 0],
        ],
      });
      stage.expect("SEQ_WRONG", second);
      stage.expect("ACCEPTED", old);
      stage.expect("ACCEPTED", second);
      stage.expect("ALREADY", old);
      stage.expect("SEQ_WRONG", castTransaction(ledger, voter));
      stage.expect("SEQ_WRONG", castTransaction(ledger, voter, { seq: 1 }));
      stage.expect(
        "ACCEPTED",
        castTransaction(ledger, voter, {
          seq: 2,
          choices: [
            [0, 1],
            [0, 0, 1],
          ],
        }),
      );
      const third = ballotOf(ledger, voter, { seq: 2 });
      stage.expect("SEQ_WRONG", ledger.tx("cast", { ballot: replaced(third, 3, [3]) }));
      assert(
        ledger.state.counters.ballots === 1 && ledger.state.counters.casts === 3,
        "one ballot, three casts",
      );
    },
  ),
  it("one cast of a credential in a block; X belongs to one style", "revote/open", (stage) => {
    const { ledger } = stage;
    const voter = stage.voter(0, 0);
    issued(stage, voter, stage.voter(1, 0));
    const [first, second] = inOrderOfHash(stage, voter);
    stage.expectBlock(["ACCEPTED", "CREDENTIAL_IN_BLOCK"], first, second);
    const elsewhere: TestVoter = { ...voter, style: 1 };
    stage.expect("SEQ_WRONG", castTransaction(ledger, elsewhere, { seq: 1 }));
    stage.expect("ACCEPTED", second);
  }),
  it("no more ballots of a style than were issued: forged tokens show", "plain/open", (stage) => {
    const { ledger } = stage;
    const [a, b, south] = [stage.voter(0, 0), stage.voter(0, 1), stage.voter(1, 0)];
    stage.expect("CAST_BEYOND_ISSUES", castTransaction(ledger, a));
    issued(stage, a, south);
    stage.expect("ACCEPTED", castTransaction(ledger, b));
    stage.expect("CAST_BEYOND_ISSUES", castTransaction(ledger, a));
    stage.expect("ACCEPTED", castTransaction(ledger, south));
  }),
  it("A4: casts of a block stand in the order of their hashes", "plain/open", (stage) => {
    const { ledger } = stage;
    const voters = stage.voters[0] ?? [];
    issued(stage, ...voters);
    ledger.accept(...voters.map((voter) => castTransaction(ledger, voter)));
    const transactions = ledger.history.at(-1)?.transactions ?? [];
    const hashes = transactions.map(sha256);
    assert(hashes.length === voters.length, "all casts");
    assert(
      hashes.every((hash, at) => at === 0 || compareBytes(hashes[at - 1] as Bytes, hash) < 0),
      "ascending",
    );
  }),
];

/** §06.5.5: τ = 600 s, T = castEnds − 300 s. */
export const TICKS: readonly Scenario[] = [
  it("A4: with a tick, casts of the style enter in one block of each tick", "tick/open", (stage) => {
    const { ledger } = stage;
    const voters = stage.voters[0] ?? [];
    const [first, second, third, ...late] = voters.map((voter) => castTransaction(ledger, voter));
    assert(first !== undefined && second !== undefined && third !== undefined, "enough voters");
    const south = stage.voter(1, 0);
    const free = TIMES.castEnds - 300 * SECOND;
    issued(stage, ...voters, south);
    // T − opens is no multiple of τ: until the first tick nothing enters. The style without a tick is not bound.
    ledger.at(TIMES.opens + 5 * MINUTE - 2);
    stage.expect("TICK_WAIT", first);
    stage.expect("ACCEPTED", castTransaction(ledger, south));
    ledger.at(TIMES.opens + 5 * MINUTE);
    ledger.accept(first, second);
    stage.expect("TICK_WAIT", third);
    ledger.at(TIMES.opens + 15 * MINUTE - 1);
    stage.expect("TICK_WAIT", third);
    ledger.at(TIMES.opens + 15 * MINUTE);
    stage.expect("ACCEPTED", third);
    const [inLastTick, ...afterwards] = late;
    assert(inLastTick !== undefined && afterwards.length === 3, "enough voters");
    ledger.at(free - 2);
    stage.expect("ACCEPTED", inLastTick);
    const [waiting, ...free1] = afterwards as [Bytes, Bytes, Bytes];
    stage.expect("TICK_WAIT", waiting);
    // From T on every block takes casts.
    for (const cast of [waiting, ...free1]) stage.expect("ACCEPTED", cast);
  }),
  it("A4: extending a style moves its ticks with castEnds", "tick/open", (stage) => {
    const { ledger } = stage;
    const [a, b, c] = [stage.voter(0, 0), stage.voter(0, 1), stage.voter(0, 2)];
    issued(stage, a, b, c);
    ledger.at(TIMES.opens + 10 * MINUTE);
    stage.expect("ACCEPTED", castTransaction(ledger, a));
    const reason = { en: "An attack on the network", ru: "Атака на сеть" };
    stage.expectBody("ACCEPTED", "extend", { by: 7 * MINUTE, reason, styles: [0] });
    // Ticks begin now at opens + 2 min and opens + 12 min; the cast before stands in the first of these.
    ledger.at(TIMES.opens + 12 * MINUTE - 1);
    stage.expect("TICK_WAIT", castTransaction(ledger, b));
    ledger.at(TIMES.opens + 12 * MINUTE);
    stage.expect("ACCEPTED", castTransaction(ledger, b));
    stage.expect("TICK_WAIT", castTransaction(ledger, c));
  }),
];

/** Two ballots of a voter, the first of which also comes first in a block. */
function inOrderOfHash({ ledger }: Stage, voter: TestVoter): readonly [Bytes, Bytes] {
  const second = castTransaction(ledger, voter, { seq: 1 });
  for (;;) {
    const first = castTransaction(ledger, voter);
    if (orderBlock([second, first])[0] === first) return [first, second];
  }
}

function replaced(bytes: Bytes, at: number, part: readonly number[]): Bytes {
  const out = new Uint8Array(bytes);
  out.set(part, at);
  return out;
}
