import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { type Bytes, type CborMap, decodeCbor, expectOk, fromHex, toHex } from "@veche/base";
import {
  applyBlock,
  directChecks,
  enters,
  type Genesis,
  initialState,
  type LedgerState,
  logHeadOf,
  MemoryView,
  phaseOf,
  signedMessage,
} from "./index.ts";
import { kernel, seededRandom } from "./testing/index.ts";
import type { LedgerVectors } from "./testing/makers/ledger-vectors.ts";
import { SCENARIOS } from "./testing/scenarios/index.ts";

const file = new URL("../../../spec/vectors/ledger.json", import.meta.url);
const vectors = JSON.parse(readFileSync(file, "utf8")) as LedgerVectors;
const checks = directChecks(kernel, seededRandom("vectors"));

const bytesOf = (hex: string | undefined): Bytes => {
  const bytes = fromHex(hex ?? "-");
  assert.ok(bytes !== undefined, "hexadecimal");
  return bytes;
};
const cborOf = (hex: string): unknown => expectOk(decodeCbor(bytesOf(hex)), "CBOR");

type Played = { readonly state: LedgerState; readonly view: MemoryView };
type End = Pick<LedgerVectors["scenarios"][number], "blocks" | "size" | "root" | "phase" | "controlSeq">;

const known = new Map<string, Played>();

/** The log right after a base, as the file alone tells it. */
function base(name: string): Played {
  const before = known.get(name);
  if (before !== undefined) return before;
  const vector = vectors.bases.find((one) => one.name === name);
  assert.ok(vector !== undefined, name);
  const from = "from" in vector ? vector.from : undefined;
  const played = play(from === undefined ? empty(name) : base(from), vector);
  known.set(name, played);
  return played;
}

function empty(name: string): Played {
  const election = vectors.elections[name.split("/")[0] ?? ""];
  assert.ok(election !== undefined, name);
  const genesis = cborOf(election.genesis) as Genesis;
  return { state: initialState(bytesOf(election.electionId), genesis), view: new MemoryView() };
}

function play(start: Played, end: End): Played {
  const view = new MemoryView();
  view.copy(start.view);
  let { state } = start;
  for (const { time, offered, outcomes, wholes } of end.blocks) {
    const transactions = offered.map((index) => bytesOf(vectors.transactions[index]));
    const result = applyBlock(state, view, { time, transactions }, checks);
    assert.deepEqual(
      result.outcomes.map(({ code }) => code),
      outcomes,
    );
    for (const [at, { whole }] of result.outcomes.entries()) assert.equal(whole?.code, wholes?.[String(at)]);
    assert.equal(result.entries.length, result.outcomes.filter(enters).length);
    view.commit(result.writes);
    state = result.state;
  }
  const { size, root } = logHeadOf(state);
  assert.deepEqual(
    { size, root: toHex(root), phase: phaseOf(state), controlSeq: state.controlSeq },
    { size: end.size, root: end.root, phase: end.phase, controlSeq: end.controlSeq },
  );
  return { state, view };
}

for (const scenario of vectors.scenarios) {
  test(`vector: ${scenario.name}`, () => {
    play(base(scenario.base), scenario);
  });
}

test("signed messages of the vectors", () => {
  const { electionId, origin, messages } = vectors.signedMessages;
  const log = { electionId: bytesOf(electionId), origin };
  for (const { type, body, message, ...rest } of messages) {
    const sequence = "sequence" in rest ? rest.sequence : 0;
    const made = signedMessage(log, type, sequence ?? 0, cborOf(body) as CborMap);
    assert.equal(toHex(made), message, type);
  }
});

test("the file holds the scenarios of today, and half of what it offers is refused", () => {
  assert.deepEqual(
    vectors.scenarios.map(({ name }) => name),
    SCENARIOS.map(({ name }) => name),
  );
  const codes = vectors.scenarios.flatMap(({ blocks }) => blocks.flatMap(({ outcomes }) => outcomes));
  const refused = codes.filter((code) => code !== "ACCEPTED").length;
  assert.ok(20 * refused > 9 * codes.length, `${refused} of ${codes.length}`);
});
