import assert from "node:assert/strict";
import { test } from "node:test";
import { initialState, type LedgerState } from "@veche/ledger";
import { seededRandom, testElection } from "@veche/ledger/testing";
import fc from "fast-check";
import { nextAction } from "./next-action.ts";

type Ceremony = NonNullable<LedgerState["ceremony"]>;

const { election, manifest, electionId } = testElection({}, seededRandom("next action"));
const BEGAN = 1_000_000;
const DEADLINE = BEGAN + 1_000 * manifest.trustees.stepSeconds;
const NO_HASH = new Uint8Array(32);
const ALL = [1, 2, 3, 4, 5];

const begun: Ceremony = {
  attempt: 2,
  alive: ALL,
  step: "hash",
  began: BEGAN,
  hashes: [],
  committed: [],
  shared: [],
  confirmed: [],
  complaints: [],
  answered: [],
  deadlines: [],
  canaries: { ceremony: [], open: [], close: [] },
};

const undefinedState = initialState(electionId, manifest.genesis);

function stateOf(ceremony: Partial<Ceremony>, changes: Partial<LedgerState> = {}): LedgerState {
  return { ...undefinedState, phase: "set-up", election, ceremony: { ...begun, ...ceremony }, ...changes };
}

const hashesOf = (...trustees: readonly number[]): Ceremony["hashes"] =>
  trustees.map((trustee) => ({ trustee, hash: NO_HASH }));

const waitsFor = (step: string, missing: readonly number[]): unknown => ({
  kind: "wait",
  until: { code: "TRUSTEES", step, missing, deadline: DEADLINE },
});

test("before `define` there is nothing to do", () => {
  assert.deepEqual(nextAction(undefinedState, 1, BEGAN), { kind: "wait", until: { code: "DEFINITION" } });
});

test("in each step a trustee sends its part once, then waits for those who are missing", () => {
  const attempt = 2;
  const done = [3, 1];
  const cases: readonly (readonly [Partial<Ceremony>, string])[] = [
    [{ step: "hash", hashes: hashesOf(...done) }, "hash"],
    [{ step: "commit", committed: done }, "commit"],
    [{ step: "shares", shared: done }, "shares"],
    [{ step: "confirm", confirmed: done }, "verdict"],
    [{ step: "confirm", confirmed: [3], complaints: [{ trustee: 1, against: [2] }] }, "verdict"],
  ];
  for (const [ceremony, kind] of cases) {
    const state = stateOf(ceremony);
    assert.deepEqual(nextAction(state, 2, BEGAN), { kind, attempt });
    assert.deepEqual(nextAction(state, 3, BEGAN), waitsFor(ceremony.step as string, [2, 4, 5]));
  }
});

test("the accused answer one complainer after the other, ascending; the complainers confirm last", () => {
  const complaints = [
    { trustee: 5, against: [2, 3] },
    { trustee: 1, against: [2] },
  ];
  const answer = { step: "answer", complaints } as const;
  const open = stateOf(answer);
  assert.deepEqual(nextAction(open, 2, BEGAN), { kind: "answer", attempt: 2, complainer: 1 });
  assert.deepEqual(nextAction(open, 3, BEGAN), { kind: "answer", attempt: 2, complainer: 5 });
  assert.deepEqual(nextAction(open, 4, BEGAN), waitsFor("answer", [2, 3]));
  const half = stateOf({ ...answer, answered: [{ trustee: 2, complainer: 1 }] });
  assert.deepEqual(nextAction(half, 2, BEGAN), { kind: "answer", attempt: 2, complainer: 5 });
  const again = stateOf({ step: "reconfirm", complaints, confirmed: [2, 3, 4, 5] });
  assert.deepEqual(nextAction(again, 1, BEGAN), { kind: "reconfirm", attempt: 2 });
  assert.deepEqual(nextAction(again, 5, BEGAN), waitsFor("reconfirm", [1]));
});

test("past the deadline everybody makes it take effect, who is late too: nobody else may be there (§03.1.6)", () => {
  const state = stateOf({ step: "commit", committed: [1, 2, 3] });
  const deadline = { kind: "deadline", attempt: 2, step: "commit" };
  assert.deepEqual(nextAction(state, 1, DEADLINE - 1), waitsFor("commit", [4, 5]));
  assert.deepEqual(nextAction(state, 1, DEADLINE), deadline);
  assert.deepEqual(nextAction(state, 4, DEADLINE - 1), { kind: "commit", attempt: 2 });
  assert.deepEqual(nextAction(state, 4, DEADLINE), deadline);
});

test("the excluded stay out in every phase, and a failed ceremony ends it for all", () => {
  const out = { alive: [1, 2, 4, 5] };
  for (const phase of ["set-up", "open", "closed"] as const) {
    const state = stateOf({ ...out, step: "done" }, { phase });
    assert.deepEqual(nextAction(state, 3, BEGAN), { kind: "excluded" });
  }
  assert.deepEqual(nextAction(stateOf(out), 3, BEGAN), { kind: "excluded" });
  const failed = { kind: "failed", reason: "CEREMONY_FAILED" };
  for (const trustee of ALL) {
    assert.deepEqual(nextAction(stateOf({ ...out, step: "failed" }), trustee, BEGAN), failed);
  }
});

test("canaries: at the ceremony at once, before opening when the issuers are ready, once each", () => {
  const done = { step: "done" } as const;
  const need = manifest.issuers.members.length * manifest.styles.length;
  const canary = (stage: string): unknown => ({ kind: "canary", attempt: 2, stage });
  assert.deepEqual(nextAction(stateOf(done), 1, BEGAN), canary("ceremony"));
  const first = { ...done, canaries: { ...begun.canaries, ceremony: [1] } };
  const few = nextAction(stateOf(first, { issuerKeys: need - 1 }), 1, BEGAN);
  assert.deepEqual(few, { kind: "wait", until: { code: "ISSUER_KEYS", have: need - 1, need } });
  assert.deepEqual(nextAction(stateOf(first, { issuerKeys: need }), 1, BEGAN), canary("open"));
  const both = { ...done, canaries: { ceremony: [1], open: [1], close: [] } };
  const ready = nextAction(stateOf(both, { issuerKeys: need }), 1, BEGAN);
  assert.deepEqual(ready, { kind: "wait", until: { code: "OPENING" } });
});

test("canary of stage `close`: in the last day of voting, as extended, once", () => {
  const castEnds = 5 * 86_400_000;
  const canaryFrom = castEnds - 86_400_000;
  const voting = { phase: "open", lastCastEnds: castEnds } as const;
  const state = stateOf({ step: "done" }, voting);
  const waits = { kind: "wait", until: { code: "VOTING", castEnds, canaryFrom } };
  assert.deepEqual(nextAction(state, 1, canaryFrom - 1), waits);
  assert.deepEqual(nextAction(state, 1, canaryFrom), { kind: "canary", attempt: 2, stage: "close" });
  const given = stateOf({ step: "done", canaries: { ...begun.canaries, close: [1] } }, voting);
  assert.deepEqual(nextAction(given, 1, canaryFrom), waits);
});

const HEAD = { size: 9, root: NO_HASH, aggregates: NO_HASH } as const;
const OTHER = { ...HEAD, size: 8 };
const TIME = manifest.tallyNotBefore;

/** A closed election in which these signed the head. Five alive, quorum three: four heads are needed. */
function closedState(signers: readonly number[], changes: Partial<LedgerState> = {}): LedgerState {
  const tallyHeads = signers.map((trustee) => ({ ...HEAD, trustee }));
  return stateOf({ step: "done" }, { phase: "closed", head: { ...HEAD, length: 1 }, tallyHeads, ...changes });
}

test("A17 in the tally: the head in its time, the decryption with enough heads, or as heard", () => {
  const early = nextAction(closedState([]), 1, TIME - 1);
  assert.deepEqual(early, { kind: "wait", until: { code: "TALLY_TIME", from: TIME } });
  assert.equal(nextAction(closedState([]), 1, TIME).kind, "tally-head");
  assert.equal(nextAction(closedState([2, 3, 4, 5]), 1, TIME).kind, "tally-head");
  const three = closedState([1, 2, 3]);
  assert.deepEqual(nextAction(three, 1, TIME), {
    kind: "wait",
    until: { code: "HEADS", have: 3, need: 4 },
  });
  const heard = nextAction(three, 1, TIME, { heard: "…" });
  assert.deepEqual(heard, { kind: "decryption", ground: "heard" });
  // Hearing the characters is no way around signing them.
  assert.equal(nextAction(closedState([2, 3]), 1, TIME, { heard: "…" }).kind, "tally-head");
  const four = nextAction(closedState([1, 2, 3, 4]), 1, TIME);
  assert.deepEqual(four, { kind: "decryption", ground: "heads" });
});

test("A17 a head that differs from the ledger's is not counted, and its trustee can do nothing more", () => {
  const tallyHeads = [{ ...OTHER, trustee: 1 }, ...[2, 3, 4].map((trustee) => ({ ...HEAD, trustee }))];
  const state = closedState([], { tallyHeads });
  assert.deepEqual(nextAction(state, 1, TIME), { kind: "failed", reason: "HEAD_DIFFERS" });
  assert.deepEqual(nextAction(state, 2, TIME), {
    kind: "wait",
    until: { code: "HEADS", have: 3, need: 4 },
  });
});

test("nothing is left to do with the own decryption in, or with the result", () => {
  const done = { kind: "done" };
  assert.deepEqual(nextAction(closedState([1, 2, 3, 4], { decryptions: [1] }), 1, TIME), done);
  assert.deepEqual(nextAction(closedState([], { resultHash: NO_HASH }), 1, TIME), done);
});

test("L7 a share is used in no state but for canaries in their phases and decryptions after enough heads", () => {
  const trustees = fc.subarray(ALL);
  const steps = fc.constantFrom(
    "hash",
    "commit",
    "shares",
    "confirm",
    "answer",
    "reconfirm",
    "done" as const,
  );
  const phases = fc.constantFrom("set-up", "open", "closed" as const);
  const anyCanaries = fc.record({ ceremony: trustees, open: trustees, close: trustees });
  fc.assert(
    fc.property(
      steps,
      phases,
      trustees,
      anyCanaries,
      trustees,
      fc.nat(),
      (step, phase, alive, canaries, signers, now) => {
        const tallyHeads = signers.map((trustee) => ({ ...HEAD, trustee }));
        const closed = phase === "closed" ? { head: { ...HEAD, length: 1 }, tallyHeads } : {};
        const state = stateOf({ step, alive, canaries } as Partial<Ceremony>, { phase, ...closed });
        const time = TIME - 1_000 + now;
        for (const trustee of ALL) {
          const action = nextAction(state, trustee, time);
          if (action.kind !== "canary" && action.kind !== "decryption") continue;
          assert.ok(step === "done" && alive.includes(trustee));
          if (action.kind === "decryption") {
            assert.ok(phase === "closed" && time >= TIME && signers.includes(trustee));
            assert.ok(signers.length >= Math.floor((alive.length + 2) / 2) + 1);
          } else {
            assert.equal(phase, action.stage === "close" ? "open" : "set-up");
            assert.ok(!canaries[action.stage].includes(trustee));
          }
        }
      },
    ),
  );
});
