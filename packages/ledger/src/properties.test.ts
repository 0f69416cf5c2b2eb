import assert from "node:assert/strict";
import { test } from "node:test";
import { type Bytes, encodeCbor, expectOk, toHex } from "@veche/base";
import fc from "fast-check";
import { decodeState, encodeState, enters, MemoryView, orderBlock } from "./index.ts";
import { HOUR, type PlayedBlock } from "./testing/index.ts";
import { type BaseName, Bases, SCENARIOS, type Stage } from "./testing/scenarios/index.ts";
import { STAGES } from "./testing/scenarios/stage.ts";

const bases = new Bases();
const PLAIN: readonly BaseName[] = STAGES.map((stage): BaseName => `plain/${stage}`);
const played = SCENARIOS.filter(({ base }) => PLAIN.includes(base)).map(({ base, play }) => {
  const stage = bases.stage(base);
  play(stage);
  return { base, stage, history: stage.ledger.history };
});
/** Transactions of every kind, right and wrong, each at its place in one election only. */
const pool: readonly Bytes[] = played.flatMap(({ history }) =>
  history.flatMap(({ transactions }) => transactions),
);

const stateBytes = ({ ledger }: Stage): string => toHex(encodeState(ledger.state));

/** Plays blocks at their own times on another ledger of the same election. */
function replayOn(stage: Stage, history: readonly PlayedBlock[]): void {
  for (const { time, transactions } of history) stage.ledger.at(time).block(...transactions);
}

test("the same blocks give the same outcomes, state, writes and entries", () => {
  for (const { base, stage, history } of played) {
    const again = bases.stage(base);
    replayOn(again, history);
    assert.deepEqual(again.ledger.history, history);
    assert.equal(stateBytes(again), stateBytes(stage));
    assert.deepEqual(again.ledger.view.contents(), stage.ledger.view.contents());
    assert.deepEqual(again.ledger.entries, stage.ledger.entries);
  }
});

test("a state comes back from its bytes and the view, at every stage", () => {
  for (const { base, stage } of played) {
    const { state, view } = stage.ledger;
    const bytes = encodeState(state);
    assert.deepEqual(expectOk(decodeState(bytes, view), base), state);
    assert.equal(decodeState(bytes.subarray(1), view).ok, false);
    if (state.election !== undefined) assert.equal(decodeState(bytes, new MemoryView()).ok, false);
  }
});

test("the state's bytes stay small while voters come", () => {
  const sizes = (["plain/ready", "plain/headed"] as const).map(
    (base) => stateBytes(bases.stage(base)).length / 2,
  );
  assert.ok(
    sizes.every((size) => size < 3_000),
    sizes.join(),
  );
});

const anyValue = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 2 },
    fc.nat(300),
    fc.nat({ max: Number.MAX_SAFE_INTEGER }),
    fc.uint8Array({ maxLength: 70 }),
    fc.constantFrom("ceremony", "hash", "2027-01-01", ""),
    fc.boolean(),
    fc.array(tie("value"), { maxLength: 3 }),
  ),
})).value;

const KEYS = [
  "attempt",
  "trustee",
  "style",
  "issuer",
  "set",
  "entry",
  "hash",
  "styles",
  "by",
  "ballot",
  "index",
  "of",
];
const TYPES = [
  "define",
  "part",
  "trustee-hash",
  "canary",
  "deadline",
  "roll",
  "issue",
  "cast",
  "close",
  "decryption",
];

/** Well-formed envelopes with bodies that make no sense. */
const nonsense: fc.Arbitrary<Bytes> = fc
  .tuple(
    fc.constantFrom(...TYPES),
    fc.dictionary(fc.constantFrom(...KEYS), anyValue, { noNullPrototype: true }),
    fc.array(fc.tuple(fc.nat(8), fc.nat(400), fc.uint8Array({ minLength: 64, maxLength: 64 })), {
      maxLength: 3,
    }),
  )
  .map((value) => new Uint8Array(encodeCbor(value as never)));

/** Bodies of the tables with the right types and any numbers: references to what does not exist. */
const numbered: fc.Arbitrary<Bytes> = fc
  .tuple(fc.nat(2 ** 17), fc.nat(2 ** 33), fc.constantFrom("trustee", "style"))
  .map(([small, large, what]) => {
    const body = { entry: new Uint8Array(32), hash: new Uint8Array(32), set: large, style: small };
    const signature = [what === "style" ? 6 : 3, small, new Uint8Array(64)];
    return what === "style"
      ? encodeCbor(["issue", body, [signature]])
      : encodeCbor(["trustee-confirm", { attempt: large, trustee: small }, [signature]]);
  });

/** What to offer: bytes, or the place of a transaction in a list, with one byte changed or none. */
type Offer = Bytes | Picked;
type Picked = {
  readonly from: "pool" | "next";
  readonly pick: number;
  readonly bend: readonly [number, number] | undefined;
};

const picked: fc.Arbitrary<Picked> = fc.record({
  from: fc.constantFrom("pool", "next"),
  pick: fc.nat(),
  bend: fc.oneof(fc.constant(undefined), fc.tuple(fc.nat(), fc.integer({ min: 1, max: 255 }))),
});

const offer: fc.Arbitrary<Offer> = fc.oneof(fc.uint8Array({ maxLength: 80 }), nonsense, numbered, {
  arbitrary: picked,
  weight: 3,
});

function bytesOf(one: Offer, next: readonly Bytes[]): Bytes {
  if (one instanceof Uint8Array) return one;
  const list = one.from === "pool" ? pool : next;
  const out = new Uint8Array(list[one.pick % list.length] ?? new Uint8Array(0));
  const [at, change] = one.bend ?? [0, 0];
  const place = at % Math.max(1, out.length);
  out[place] = (out[place] ?? 0) ^ change;
  return out;
}

test("L8: whatever is offered in whatever order, nothing throws and only what enters changes the state", () => {
  let enteredAtAll = 0;
  fc.assert(
    fc.property(
      fc.nat(played.length - 1),
      fc.nat(30),
      fc.array(offer, { maxLength: 6 }),
      (which, at, offers) => {
        const { base, history } = played[which] as (typeof played)[number];
        const stage = bases.stage(base);
        const place = at % history.length;
        replayOn(stage, history.slice(0, place));
        // What can enter here: the transactions that the scenario offers next.
        const next = history.slice(place, place + 3).flatMap(({ transactions }) => transactions);
        const { ledger } = stage;
        ledger.at(Math.max(ledger.time, history[place]?.time ?? 0));
        const before = ledger.state;
        const transactions = orderBlock(offers.map((one) => bytesOf(one, next)));
        const placed = ledger.block(...transactions);
        const entered = placed.filter(enters).length;
        enteredAtAll += entered;
        assert.equal(ledger.state.frontier.size, before.frontier.size + entered);
        if (entered === 0) assert.equal(ledger.state, before);
        for (const one of placed) assert.equal(one.index !== undefined, enters(one));
      },
    ),
    { numRuns: 400 },
  );
  assert.ok(enteredAtAll > 10, `the test has teeth: ${enteredAtAll} entered`);
});

test("blocks of which nothing enters leave no trace, wherever they stand, deadlines included", () => {
  const offsets = fc.array(fc.tuple(fc.nat(), fc.array(fc.nat(), { minLength: 1, maxLength: 3 })), {
    maxLength: 6,
  });
  fc.assert(
    fc.property(fc.constantFrom(...played), offsets, ({ base, history }, inserted) => {
      const [quiet, noisy] = [bases.stage(base), bases.stage(base)];
      replayOn(quiet, history);
      const waiting = [...inserted];
      for (const block of history) {
        makeNoise(noisy, block.time, waiting.pop());
        noisy.ledger.at(block.time).block(...block.transactions);
      }
      assert.equal(stateBytes(noisy), stateBytes(quiet));
      assert.deepEqual(noisy.ledger.entries, quiet.ledger.entries);
    }),
    { numRuns: 60 },
  );
});

/** Offers refused transactions in a block somewhere before `end`, if there is room. */
function makeNoise(
  { ledger }: Stage,
  end: number,
  noise: readonly [number, readonly number[]] | undefined,
): void {
  const room = end - ledger.state.time - 1;
  if (noise === undefined || room < 1) return;
  const [offset, picks] = noise;
  ledger.at(end - 1 - (offset % Math.min(room, 40 * HOUR)));
  const refused = picks
    .map((pick) => pool[pick % pool.length] ?? new Uint8Array(0))
    .filter((bytes) => !enters(ledger.ask(bytes)));
  const before = ledger.state;
  ledger.block(...refused);
  assert.equal(ledger.state, before);
}
