import assert from "node:assert/strict";
import { test } from "node:test";
import { type Bytes, encodeCbor, expectOk, toHex } from "@veche/base";
import fc from "fast-check";
import { applyBlock, decodeState, encodeState, enters, MemoryView } from "./index.ts";
import { HOUR, type PlayedBlock } from "./testing/index.ts";
import { type BaseName, Bases, SCENARIOS, type Stage } from "./testing/scenarios/index.ts";
import { STAGES } from "./testing/scenarios/stage.ts";

const bases = new Bases();
const PLAIN: readonly BaseName[] = STAGES.map((stage): BaseName => `plain/${stage}`);
const played = SCENARIOS.filter(({ base }) => PLAIN.includes(base)).map(({ base, play }) => {
  const stage = bases.stage(base);
  play(stage);
  return { base, history: stage.ledger.history };
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

test("the same blocks give the same state, writes and entries", () => {
  for (const { base, history } of played) {
    const { ledger } = bases.stage(base);
    for (const { time, transactions } of history) {
      const apply = () => applyBlock(ledger.state, ledger.view, { time, transactions }, ledger.checks);
      const [first, second] = [apply(), apply()];
      assert.deepEqual(second, first);
      ledger.at(time).block(...transactions);
      assert.equal(toHex(encodeState(ledger.state)), toHex(encodeState(first.state)));
    }
  }
});

test("a state comes back from its bytes and the view, at every stage", () => {
  for (const { base, history } of played) {
    const stage = bases.stage(base);
    replayOn(stage, history);
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

const damaged: fc.Arbitrary<Bytes> = fc
  .tuple(fc.constantFrom(...pool), fc.nat(), fc.integer({ min: 1, max: 255 }))
  .map(([bytes, at, change]) => {
    const out = new Uint8Array(bytes);
    const place = out.length === 0 ? 0 : at % out.length;
    out[place] = (out[place] ?? 0) ^ change;
    return out;
  });

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

const anything = fc.oneof(
  fc.uint8Array({ maxLength: 80 }),
  fc.constantFrom(...pool),
  damaged,
  nonsense,
  numbered,
);

test("L8: whatever is offered in whatever order, nothing throws and only what enters changes the state", () => {
  let enteredAtAll = 0;
  fc.assert(
    fc.property(fc.constantFrom(...PLAIN), fc.array(anything, { maxLength: 6 }), (base, transactions) => {
      const { ledger } = bases.stage(base);
      const before = ledger.state;
      const placed = ledger.block(...transactions);
      const entered = placed.filter(enters).length;
      enteredAtAll += entered;
      assert.equal(ledger.state.frontier.size, before.frontier.size + entered);
      if (entered === 0) assert.equal(ledger.state, before);
      for (const [at, { index }] of placed.entries()) {
        assert.equal(index !== undefined, enters(placed[at] ?? { code: "MALFORMED" }));
      }
    }),
    { numRuns: 600 },
  );
  assert.ok(enteredAtAll > 20, `the test has teeth: ${enteredAtAll} entered`);
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
