import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { type Bytes, equalBytes, toHex } from "@veche/base";
import { decodeEntry } from "@veche/ledger";
import {
  castTransaction,
  issueTransaction,
  MINUTE,
  openElection,
  seededRandom,
  TIMES,
} from "@veche/ledger/testing";
import { silentLogger } from "../log/logger.ts";
import { type RawAnswer, RawClient } from "../testing/raw-client.ts";
import { feed, startNode } from "../testing/test-node.ts";
import { serve } from "./server.ts";

/** Enough of each kind for the times of all to say something. */
const AT_PEAK = 16;
const IN_RUSH = 64;
const AFTERWARDS = 4;
const RUSH = 3;
/** A node in small: as many at a time, one block in as many ms. */
const SMALL = { transactions: 6, bytes: 150_000 } as const;
const INTERVAL_MS = 150;
/** Nothing here may grow with what waits outside, but JavaScript takes its time to tidy up. */
const GROWTH_MAX = 150 * 1024 * 1024;
/** The server itself ends what takes longer; on a machine that does much else at once a second is no measure. */
const ANSWER_MS_MAX = 30_000;

const random = seededRandom("overload");
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const memory = (): number => {
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
};

type Timed = RawAnswer & { readonly ms: number };

/** What was seen of a node in a rush. */
type Observed = {
  readonly answers: readonly Timed[];
  /** By the ballot, where it is said to stand. */
  readonly placed: ReadonlyMap<Bytes, number>;
  readonly ballots: readonly Bytes[];
  readonly entryAt: (index: number) => Bytes | undefined;
  readonly growth: number;
  /** First answers to those who came when it was over, one at a time. */
  readonly afterwards: readonly Timed[];
};

/** Everything that must not happen in a rush, by a word for each. */
function faultsIn({ answers, placed, ballots, entryAt, growth, afterwards }: Observed): readonly string[] {
  const turnedAway = answers.filter(({ status }) => status === 503);
  const isHonest = ({ outcome, retryAfter, retryAfterSeconds }: RawAnswer): boolean =>
    outcome === "BUSY" && retryAfter !== undefined && retryAfter >= 1 && retryAfter === retryAfterSeconds;
  const stands = (ballot: Bytes): boolean => {
    const index = placed.get(ballot);
    const entry = index === undefined ? undefined : entryAt(index);
    const decoded = entry && decodeEntry(entry);
    return decoded?.ok === true && equalBytes(decoded.value.transaction, ballot);
  };
  const isNormal = ({ status, ms }: Timed): boolean => status === 200 && ms < ANSWER_MS_MAX / 3;
  const found: Readonly<Record<string, boolean>> = {
    "nobody was turned away: that was no rush": turnedAway.length === 0,
    "turned away without being told how long to wait": !turnedAway.every(isHonest),
    "another answer than in or later": answers.some(({ status }) => status !== 200 && status !== 503),
    "kept waiting": answers.some(({ ms }) => ms > ANSWER_MS_MAX),
    "a ballot never got in": ballots.some((ballot) => !placed.has(ballot)),
    "a ballot that was taken does not stand in the log": ballots.some((ballot) => !stands(ballot)),
    "two ballots in one place": new Set(placed.values()).size !== placed.size,
    "memory grew with the rush": growth > GROWTH_MAX,
    "not back to normal": afterwards.length === 0 || !afterwards.every(isNormal),
  };
  return Object.keys(found).filter((fault) => found[fault]);
}

/** One voter: sends, waits exactly as long as told, sends again. A connection for each try, as of a browser that waited. */
async function send(
  ballot: Bytes,
  port: number,
  path: string,
  told: (answer: Timed) => void,
): Promise<number> {
  for (;;) {
    const begun = performance.now();
    const client = await RawClient.open(port, path);
    const answer = await client.post(ballot);
    client.close();
    told({ ...answer, ms: performance.now() - begun });
    if (answer.status === 200) return answer.index as number;
    await pause(1_000 * (answer.retryAfter ?? 1));
  }
}

/** Everybody has a ballot; the election is made once, each node gets a copy of its log. */
function everybody() {
  const sketch = {
    witnesses: { count: 1, quorum: 0 },
    styles: [{ contests: [0] }],
    contests: [{ min: 1, max: 1, options: 2 }],
  };
  const { ledger, voters } = openElection(sketch, [AT_PEAK + IN_RUSH + AFTERWARDS], random);
  const [all = []] = voters;
  ledger.at(TIMES.opens + MINUTE).accept(...all.map((voter) => issueTransaction(ledger, voter)));
  return { ledger, casts: all.map((voter) => castTransaction(ledger, voter)) };
}
const { ledger, casts } = everybody();

async function scene(t: TestContext, limits: Partial<typeof SMALL> | undefined) {
  const options = { intervalMs: INTERVAL_MS, ...(limits === undefined ? {} : { limits }) };
  const started = await startNode(t, ledger.test, options);
  await feed(started, ledger);
  started.clock.now = TIMES.opens + 2 * MINUTE;
  const server = await serve(started.node, { host: "127.0.0.1", port: 0, logger: silentLogger });
  t.after(() => server.close());
  const path = `/e/${toHex(ledger.test.electionId)}/tx`;
  const log = started.node.log(ledger.test.electionId);
  return { port: server.port, path, entryAt: (index: number) => log?.store.entry(index) };
}

/** The peak, three times of it, and the time afterwards. */
async function rush(t: TestContext, limits: Partial<typeof SMALL> | undefined): Promise<Observed> {
  const { port, path, entryAt } = await scene(t, limits);
  const ballots = casts.slice(AT_PEAK, AT_PEAK + IN_RUSH);
  const begun = performance.now();
  const waiting = casts.slice(0, AT_PEAK);
  const fullHouse = Array.from({ length: SMALL.transactions }, async () => {
    for (let cast = waiting.pop(); cast !== undefined; cast = waiting.pop())
      await send(cast, port, path, () => undefined);
  });
  await Promise.all(fullHouse);
  const perSecond = (1_000 * AT_PEAK) / (performance.now() - begun);

  const before = memory();
  let growth = 0;
  const answers: Timed[] = [];
  const placed = new Map<Bytes, number>();
  const arriving = ballots.map(async (ballot, at) => {
    await pause((1_000 * at) / (RUSH * perSecond));
    const index = await send(ballot, port, path, (answer) => {
      answers.push(answer);
      growth = Math.max(growth, memory() - before);
    });
    placed.set(ballot, index);
  });
  await Promise.all(arriving);

  const afterwards: Timed[] = [];
  for (const cast of casts.slice(AT_PEAK + IN_RUSH))
    await send(cast, port, path, (answer) => afterwards.push(answer));
  const away = answers.filter(({ status }) => status === 503).length;
  t.diagnostic(`peak ${perSecond.toFixed(0)} a second; ${answers.length} answers, ${away} of them 503`);
  return { answers, placed, ballots, entryAt, growth, afterwards };
}

test("L23 three times the peak of arrivals: told how long to wait, nothing taken is lost, memory bounded, then as before", async (t) => {
  const observed = await rush(t, SMALL);
  assert.deepEqual(faultsIn(observed), []);

  // Control: each fault is found, and only that.
  const { answers, placed, ballots, afterwards } = observed;
  const away = answers.find(({ status }) => status === 503) ?? assert.fail();
  const [first, second] = ballots as [Bytes, Bytes];
  const elsewhere = (index: number) => new Map([...placed, [first, index]]);
  const doctored: readonly (readonly [Partial<Observed>, readonly string[]])[] = [
    [
      { answers: answers.filter(({ status }) => status !== 503) },
      ["nobody was turned away: that was no rush"],
    ],
    ...[
      { retryAfter: undefined },
      { retryAfter: 0, retryAfterSeconds: 0 },
      { retryAfterSeconds: 60 },
      { outcome: "MALFORMED" },
    ].map((change): readonly [Partial<Observed>, readonly string[]] => [
      { answers: [...answers, { ...away, ...change }] },
      ["turned away without being told how long to wait"],
    ]),
    [{ answers: [...answers, { ...away, status: 500 }] }, ["another answer than in or later"]],
    [{ answers: [...answers, { ...away, ms: ANSWER_MS_MAX + 1 }] }, ["kept waiting"]],
    [
      { placed: new Map([...placed].filter(([ballot]) => ballot !== first)) },
      ["a ballot never got in", "a ballot that was taken does not stand in the log"],
    ],
    [{ placed: elsewhere(0) }, ["a ballot that was taken does not stand in the log"]],
    [
      { placed: elsewhere(placed.get(second) as number) },
      ["a ballot that was taken does not stand in the log", "two ballots in one place"],
    ],
    [{ growth: GROWTH_MAX + 1 }, ["memory grew with the rush"]],
    [{ afterwards: [...afterwards, { ...away, ms: 1 }] }, ["not back to normal"]],
    [{ afterwards: [] }, ["not back to normal"]],
  ];
  for (const [change, faults] of doctored) assert.deepEqual(faultsIn({ ...observed, ...change }), faults);
});

test("L23 control: a node that has room for all takes the same rush without turning anybody away, and is told apart", async (t) => {
  assert.deepEqual(faultsIn(await rush(t, undefined)), ["nobody was turned away: that was no rush"]);
});
