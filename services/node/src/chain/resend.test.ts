import assert from "node:assert/strict";
import { test } from "node:test";
import { OUTCOMES } from "@veche/ledger";
import { endsTheWait, isOfferDue, isOverdue, mayBeBehind, neverEnters, type Sending } from "./resend.ts";

const FROM = 100_000;
const taken = (at: number, height: number): Sending["last"] => ({ at, height, isTaken: true });
const due = (last: Sending["last"], now: number, height = 7): boolean =>
  isOfferDue({ from: FROM, last, elsewhereAt: undefined }, now, height);

test("offered at once, then every 5 s, or when two blocks have passed it by, and not oftener than every second", () => {
  assert.equal(due(undefined, FROM), true);
  assert.equal(due(taken(FROM, 7), FROM + 4_999), false);
  assert.equal(due(taken(FROM, 7), FROM + 5_000), true);
  assert.equal(due(taken(FROM, 6), FROM + 1_000), false);
  assert.equal(due(taken(FROM, 5), FROM + 1_000), true);
  assert.equal(due(taken(FROM, 1), FROM + 999), false);
});

test("what was not taken is offered again after a second, whatever it waits for", () => {
  const last = { at: 50_000, height: 7, isTaken: false };
  assert.equal(due(last, 50_999), false);
  assert.equal(due(last, 51_000), true);
});

test("before its tick it is offered every 30 s, however many blocks are made", () => {
  assert.equal(due(taken(50_000, 1), 79_999), false);
  assert.equal(due(taken(50_000, 1), 80_000), true);
});

test("a clock that was set back silences nothing", () => {
  assert.equal(due(taken(FROM + 60_000, 7), FROM + 10), true);
  assert.equal(isOverdue({ from: FROM, last: undefined, elsewhereAt: FROM + 90_000 }, FROM + 20_000), true);
});

test("overdue after 15 s in which a block could have taken it, and every 15 s again", () => {
  const sending = { from: FROM, last: undefined, elsewhereAt: undefined };
  assert.equal(isOverdue(sending, FROM + 14_999), false);
  assert.equal(isOverdue(sending, FROM + 15_000), true);
  assert.equal(isOverdue({ ...sending, elsewhereAt: FROM + 15_000 }, FROM + 29_999), false);
  assert.equal(isOverdue({ ...sending, elsewhereAt: FROM + 15_000 }, FROM + 30_000), true);
});

test("refusals that may pass do not end a wait, all others do", () => {
  const ending = OUTCOMES.filter(({ code }) => endsTheWait(code)).map(({ code }) => code);
  for (const code of [
    "ACCEPTED",
    "BLAMED",
    "SUSPENDED",
    "TICK_WAIT",
    "CONTROL_TAKEN",
    "CAST_BEYOND_ISSUES",
  ]) {
    assert.ok(!(ending as readonly string[]).includes(code), code);
  }
  for (const code of ["ALREADY", "PHASE", "SEQ_WRONG", "WINDOW_ENDED", "SIGNATURE_INVALID"]) {
    assert.ok((ending as readonly string[]).includes(code), code);
  }
  assert.deepEqual(
    OUTCOMES.filter(({ code }) => neverEnters(code)).map(({ code }) => code),
    ["MALFORMED", "TOO_LARGE", "ALREADY", "MANIFEST_INVALID", "GENESIS_MISMATCH"],
  );
});

test("a block that is missing here may change a refusal by the state, and none by the bytes; transient ones are sent again without it", () => {
  const behind = OUTCOMES.filter(({ code }) => mayBeBehind(code)).map(({ code }) => code);
  assert.deepEqual(behind, [
    ...["ELECTION_UNDEFINED", "GENESIS_MISMATCH", "PHASE", "UNKNOWN_REFERENCE", "CEREMONY_STEP"],
    ...["CEREMONY_TOO_FEW", "ROLL_ORDER", "ISSUER_SET_INVALID", "OPEN_MISMATCH", "EXTEND_INVALID"],
    ...["WINDOW_ENDED", "ROLL_ENTRY_UNKNOWN", "ISSUER_SET_STALE", "SEQ_WRONG", "CAST_BEYOND_ISSUES"],
    ...["HEAD_DIFFERS", "RESULT_DIFFERS", "PART_ORDER", "SIGNERS_WRONG", "SIGNATURE_INVALID"],
  ]);
});
