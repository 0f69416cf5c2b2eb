import assert from "node:assert/strict";
import { test } from "node:test";
import { type Bytes, compareBytes, expectOk, type Result, sha256, toHex } from "@veche/base";
import {
  batchChecks,
  decodeEntry,
  directChecks,
  encodeEntry,
  encodeState,
  initialState,
  isCast,
  MemoryView,
  type Replay,
  type ReplayError,
  Replayer,
  replay,
} from "./index.ts";
import { castTransaction, finish, kernel, openElection, seededRandom, vote } from "./testing/index.ts";

const random = seededRandom("replay");
const { ledger, voters } = openElection({ revoteMax: 1 }, [5, 4], random);
const [north, south] = voters.map((ofStyle) => [...ofStyle]);
vote(ledger, north ?? []);
vote(ledger, south ?? []);
ledger.accept(...(north ?? []).map((voter) => castTransaction(ledger, voter, { seq: 1 })));
finish(ledger);

const { electionId, manifest } = ledger.test;
const both = [directChecks(kernel, random), batchChecks(kernel, random)] as const;

const replayAll = (entries: readonly Bytes[], checks: (typeof both)[number]): Result<Replay, ReplayError> =>
  replay(electionId, manifest.genesis, entries, checks);

const errorOf = (entries: readonly Bytes[], checks: (typeof both)[number]): ReplayError => {
  const result = replayAll(entries, checks);
  assert.equal(result.ok, false);
  return (result as { readonly error: ReplayError }).error;
};

test("a whole election replayed from its log gives the same state, verified one by one and in batches", () => {
  for (const checks of both) {
    const again = expectOk(replayAll(ledger.entries, checks), "replay");
    assert.equal(toHex(encodeState(again.state)), toHex(encodeState(ledger.state)));
  }
});

test("a reader follows along from where it stopped", () => {
  const view = new MemoryView();
  const seen: number[] = [];
  const start = initialState(electionId, manifest.genesis);
  const first = new Replayer(start, view, both[1], ({ index }) => seen.push(index));
  const half = ledger.entries.length >> 1;
  for (const entry of ledger.entries.slice(0, half)) assert.ok(first.add(entry).ok);
  // Half a block may end here: it cannot be completed later, so a reader stops between blocks.
  const cut = lastBlockStart(ledger.entries, half);
  const until = new Replayer(start, new MemoryView(), both[1]);
  for (const entry of ledger.entries.slice(0, cut)) assert.ok(until.add(entry).ok);
  const { state, view: store } = expectOk(until.finish(), "first half");
  const rest = new Replayer(state, store, both[1]);
  for (const entry of ledger.entries.slice(cut)) assert.ok(rest.add(entry).ok);
  assert.deepEqual(expectOk(rest.finish(), "second half").state, ledger.state);
  expectOk(first.finish(), "half");
  assert.deepEqual(seen, [...seen.keys()]);
});

test("an entry that must not have entered is named with its index and code", () => {
  const { entries } = ledger;
  const casts = entries.flatMap((entry, at) => (isCastEntry(entry) ? [at] : []));
  const [first = 0] = casts;
  for (const checks of both) {
    const doubled = [
      ...entries,
      encodeEntry({ time: ledger.time, transaction: transactionOf(entries[first]) }),
    ];
    assert.deepEqual(pick(errorOf(doubled, checks)), ["ENTRY_REFUSED", entries.length, "ALREADY"]);
    const without = entries.filter((_, at) => at !== 0);
    assert.deepEqual(pick(errorOf(without, checks)), ["ENTRY_REFUSED", 0, "ELECTION_UNDEFINED"]);
    const bent = changeAt(entries, first, (bytes) => {
      const out = new Uint8Array(bytes);
      // The last scalar is the answer for x: any other value is wrong.
      const at = out.length - 33;
      out[at] = (out[at] ?? 0) ^ 1;
      return out;
    });
    const error = errorOf(inOrder(bent), checks);
    assert.deepEqual([error.code, error.outcome], ["ENTRY_REFUSED", "PROOF_INVALID"]);
  }
});

test("a forged issue is refused, in a batch too", () => {
  const { entries } = ledger;
  const at = entries.findIndex(
    (entry) => transactionOf(entry)[1] === 0x65 && transactionOf(entry)[2] === 0x69,
  );
  for (const checks of both) {
    const bent = changeAt(entries, at, (bytes) => {
      const out = new Uint8Array(bytes);
      const last = out.length - 32;
      out[last] = (out[last] ?? 0) ^ 1;
      return out;
    });
    assert.deepEqual(pick(errorOf(bent, checks)), ["ENTRY_REFUSED", at, "SIGNATURE_INVALID"]);
  }
});

test("times that go back, casts out of order and other bytes are named", () => {
  const { entries } = ledger;
  const [direct] = both;
  const [first = new Uint8Array(0), second = first] = entries;
  assert.deepEqual(pick(errorOf([second, first], direct)), ["TIME_ORDER", 1, undefined]);
  assert.deepEqual(pick(errorOf([first, new Uint8Array([0])], direct)), ["ENTRY_MALFORMED", 1, undefined]);
  const longTime = new Uint8Array([0x82, 0x18, 0x01, ...first.slice(10)]);
  assert.deepEqual(pick(errorOf([longTime], direct)), ["ENTRY_MALFORMED", 0, undefined]);
  const casts = entries.flatMap((entry, at) => (isCastEntry(entry) ? [at] : []));
  const [a = 0, b = 0] = casts;
  const swapped = [...entries];
  [swapped[a], swapped[b]] = [entries[b] as Bytes, entries[a] as Bytes];
  assert.deepEqual(pick(errorOf(swapped, direct)), ["BLOCK_ORDER", b, undefined]);
});

const pick = ({ code, index, outcome }: ReplayError) => [code, index, outcome];

const transactionOf = (entry: Bytes | undefined): Bytes =>
  expectOk(decodeEntry(entry ?? new Uint8Array(0)), "own entry").transaction;
const isCastEntry = (entry: Bytes): boolean => isCast(transactionOf(entry));
const timeOf = (entry: Bytes): number => expectOk(decodeEntry(entry), "own entry").time;

function changeAt(
  entries: readonly Bytes[],
  at: number,
  change: (transaction: Bytes) => Bytes,
): readonly Bytes[] {
  const entry = entries[at] as Bytes;
  return entries.with(at, encodeEntry({ time: timeOf(entry), transaction: change(transactionOf(entry)) }));
}

/** Casts of equal times brought into order again. */
function inOrder(entries: readonly Bytes[]): readonly Bytes[] {
  return [...entries].sort((a, b) => {
    if (timeOf(a) !== timeOf(b) || !isCastEntry(a) || !isCastEntry(b)) return 0;
    return compareBytes(sha256(transactionOf(a)), sha256(transactionOf(b)));
  });
}

function lastBlockStart(entries: readonly Bytes[], from: number): number {
  let at = from;
  while (at > 0 && timeOf(entries[at] as Bytes) === timeOf(entries[at - 1] as Bytes)) at--;
  return at;
}
