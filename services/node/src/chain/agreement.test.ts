import assert from "node:assert/strict";
import { test } from "node:test";
import { type Bytes, readUint } from "@veche/base";
import { enters, type LedgerState, logHeadOf } from "@veche/ledger";
import { Bases, type PlayedBlock, SCENARIOS, type Stage, seededRandom } from "@veche/ledger/testing";
import { chainValidators } from "../testing/chain-driver.ts";
import { MemoVerifiers } from "../testing/memo-verifiers.ts";
import { Judge } from "../verify/judge.ts";
import { type BlockPlace, type ChainReader, type JudgedBlock, judgeProposal } from "./judging.ts";
import { itemOf, readProposal } from "./proposal.ts";
import { makeProposal } from "./proposing.ts";
import { encodeChainTransaction } from "./transaction.ts";

const ON_CHAIN = { engine: "cometbft", witnesses: { count: 1, quorum: 0 } } as const;
const bases = new Bases(ON_CHAIN);
const verifiers = new MemoVerifiers();
const seed = 20_261_123;
const random = seededRandom(`agreement ${seed}`);
const below = (max: number): number => readUint(random(4), 0, 4) % max;

/** A validator that has nothing but the committed state, and its own judge. */
function readerOf({ ledger }: Stage): ChainReader {
  const judge = new Judge(verifiers);
  const { test, view } = ledger;
  const { electionId, manifest } = test;
  return {
    founders: { chainId: "veche-test", genesis: manifest.genesis },
    members: { validators: chainValidators(test), sequence: 0 },
    election: () => ({ electionId, judge, height: 0, ledger: () => ({ state: ledger.state, view }) }),
    states: (): readonly LedgerState[] => (ledger.entries.length === 0 ? [] : [ledger.state]),
    begunBy: () => [],
  };
}

async function agreed(
  reader: ChainReader,
  txs: readonly Bytes[],
  place: BlockPlace,
): Promise<JudgedBlock | undefined> {
  const proposal = readProposal(txs);
  if (!proposal.ok) return undefined;
  const judged = await judgeProposal(reader, proposal.value, place);
  return judged.isWhole ? judged : undefined;
}

function shuffled<T>(items: readonly T[]): readonly T[] {
  const left = [...items];
  return items.map(() => left.splice(below(left.length), 1)[0] as T);
}

function bent(bytes: Bytes): Bytes {
  const copy = bytes.slice();
  const at = below(copy.length);
  copy[at] = (copy[at] as number) ^ (1 + below(255));
  return copy;
}

/** What an honest mempool may hold at worst: what comes now and next, what came long ago, broken bytes, all of it twice. */
function offeredAt(history: readonly PlayedBlock[], at: number, pool: readonly Bytes[]): readonly Bytes[] {
  const next = history.slice(at, at + 2).flatMap(({ transactions }) => transactions);
  const old = Array.from({ length: 3 }, () => pool[below(pool.length)] as Bytes);
  const broken = next.slice(0, 2).map(bent);
  return shuffled([...next, ...old, ...broken, ...next.slice(0, 1)]);
}

function commit({ ledger }: Stage, { blocks }: JudgedBlock): void {
  for (const { applied, time } of blocks.values()) {
    ledger.state = applied.state;
    ledger.view.commit(applied.writes);
    ledger.entries.push(...applied.entries);
    ledger.time = time + 1;
  }
}

let proposals = 0;
let withSomething = 0;
let leftOut = 0;
let wholeCourses = 0;

for (const { base, name, play } of SCENARIOS) {
  test(`${base}: ${name}`, async () => {
    const played = bases.stage(base);
    play(played);
    const { history } = played.ledger;
    const stage = bases.stage(base);
    const { electionId } = stage.ledger.test;
    const of = (bytes: Bytes): Bytes => encodeChainTransaction(electionId, bytes);
    const [proposer, judge] = [readerOf(stage), readerOf(stage)];
    const pool = history.flatMap(({ transactions }) => transactions);
    let isSameCourse = true;
    for (const [at, { time, transactions, outcomes }] of history.entries()) {
      const place = { height: stage.ledger.entries.length + 1, time };
      const offered = offeredAt(history, at, pool).map(of);
      const { items } = await makeProposal(
        proposer,
        offered.flatMap((one) => itemOf(one) ?? []),
        place,
      );
      const txs = items.map(({ bytes }) => bytes);
      const before = stage.ledger.state;
      assert.ok(await agreed(judge, txs, place), `block ${at} of seed ${seed}`);
      assert.equal(stage.ledger.state, before);
      proposals++;
      leftOut += offered.length - txs.length;
      if (txs.length > 0) withSomething++;
      // The course goes on with what entered when it was played.
      const entered = transactions.filter((_, i) => enters(outcomes[i] as (typeof outcomes)[0]));
      const block = await agreed(judge, entered.map(of), place);
      // §06.9.7: not every block of a ledger is one of a chain.
      if (block === undefined) isSameCourse = false;
      if (!isSameCourse) return;
      commit(stage, block as JudgedBlock);
    }
    assert.deepEqual(logHeadOf(stage.ledger.state), logHeadOf(played.ledger.state));
    wholeCourses++;
  });
}

test("the courses before this are a test with teeth", (t) => {
  t.diagnostic(`${proposals} proposals, ${withSomething} not empty; ${leftOut} transactions left out`);
  t.diagnostic(`${wholeCourses} of ${SCENARIOS.length} courses to their end`);
  assert.ok(withSomething > 300 && leftOut > 1_000 && wholeCourses > SCENARIOS.length - 10);
});
