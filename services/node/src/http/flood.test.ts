import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { type Bytes, equalBytes, readUint, toHex } from "@veche/base";
import { decodeEntry } from "@veche/ledger";
import {
  castTransaction,
  issueTransaction,
  MINUTE,
  openElection,
  seededRandom,
  type TestLedger,
  TIMES,
} from "@veche/ledger/testing";
import { silentLogger } from "../log/logger.ts";
import { type RawAnswer, RawClient } from "../testing/raw-client.ts";
import { feed, startNode } from "../testing/test-node.ts";
import { serve } from "./server.ts";

const VOTERS = 90;
/** Far less than what comes at one time. */
const LIMITS = { transactions: 24, bytes: 150_000 };
const SENDERS = 45;
const TROUBLEMAKERS = 40;
/** Nothing here may grow with what is sent, but JavaScript takes its time to tidy up. */
const GROWTH_MAX = 200 * 1024 * 1024;

const random = seededRandom("flood");
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const memory = (): number => {
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
};

type Flooded = {
  readonly ledger: TestLedger;
  readonly casts: readonly Bytes[];
  readonly port: number;
  readonly path: string;
  readonly entryAt: (index: number) => Bytes | undefined;
};

async function underWay(t: TestContext): Promise<Flooded> {
  const sketch = {
    witnesses: { count: 1, quorum: 0 },
    styles: [{ contests: [0] }],
    contests: [{ min: 1, max: 1, options: 2 }],
  };
  const { ledger, voters } = openElection(sketch, [VOTERS], random);
  ledger
    .at(TIMES.opens + MINUTE)
    .accept(...(voters[0] ?? []).map((voter) => issueTransaction(ledger, voter)));
  const started = await startNode(t, ledger.test, { limits: LIMITS });
  await feed(started, ledger);
  started.clock.now = TIMES.opens + 2 * MINUTE;
  const server = await serve(started.node, { host: "127.0.0.1", port: 0, logger: silentLogger });
  t.after(() => server.close());
  const log = started.node.log(ledger.test.electionId);
  return {
    ledger,
    casts: (voters[0] ?? []).map((voter) => castTransaction(ledger, voter)),
    port: server.port,
    path: `/e/${toHex(ledger.test.electionId)}/tx`,
    entryAt: (index) => log?.store.entry(index),
  };
}

/** What nobody should send: junk, ballots with false tokens or proofs, long ones, and what comes again and again. */
function nuisance(casts: readonly Bytes[]): Bytes {
  const cast = casts[readUint(random(2), 0, 2) % casts.length] as Bytes;
  const at = [cast.length - 40, 200, cast.length - 700][(random(1)[0] as number) % 3] as number;
  const spoilt = cast.slice();
  spoilt[at] = (spoilt[at] as number) ^ 1;
  return [random(300), new Uint8Array(50_000).fill(1), spoilt, new Uint8Array(70_000)][
    (random(1)[0] as number) % 4
  ] as Bytes;
}

test("a flood: memory stays bounded, answers are honest, and no accepted ballot is lost", async (t) => {
  const { casts, port, path, entryAt } = await underWay(t);
  const before = memory();
  let peak = 0;
  const answers: RawAnswer[] = [];
  let isOver = false;
  const trouble = Array.from({ length: TROUBLEMAKERS }, async () => {
    while (!isOver) {
      // Some answers end the connection; some senders never end what they began.
      const client = await RawClient.open(port, path);
      client.begin(60_000, new Uint8Array(30_000));
      const other = await RawClient.open(port, path);
      for (let i = 0; i < 4 && !isOver; i++) {
        const bytes = nuisance(casts);
        const answer = await Promise.race([other.post(bytes), pause(5_000)]);
        if (answer !== undefined) answers.push(answer);
        peak = Math.max(peak, memory());
        if (answer === undefined || answer.status === 413) break;
      }
      for (const one of [client, other]) one.close();
    }
  });
  const waiting = [...casts];
  const placed = new Map<Bytes, number>();
  const senders = Array.from({ length: SENDERS }, async () => {
    const client = await RawClient.open(port, path);
    for (let cast = waiting.pop(); cast !== undefined; cast = waiting.pop()) {
      const answer = await client.post(cast);
      answers.push(answer);
      if (answer.status === 200) placed.set(cast, answer.index as number);
      else waiting.push(cast);
      if (answer.status !== 200) await pause(5 + (random(1)[0] as number) / 8);
    }
    client.close();
  });
  await Promise.all(senders);
  isOver = true;
  await Promise.all(trouble);

  const kinds = new Map<number, Set<string>>();
  for (const { status, outcome } of answers) {
    kinds.set(status, (kinds.get(status) ?? new Set()).add(outcome));
  }
  t.diagnostic(JSON.stringify([...kinds].map(([status, outcomes]) => [status, ...outcomes])));
  assert.deepEqual(new Set([...kinds.keys(), 503]), new Set([200, 400, 409, 413, 503]));
  const busy = answers.filter(({ status }) => status === 503);
  assert.ok(busy.length > 0, "there was more than the node takes");
  assert.ok(busy.every(({ outcome, retryAfter }) => outcome === "BUSY" && (retryAfter ?? 0) > 0));
  assert.deepEqual(kinds.get(413), new Set(["TOO_LARGE"]));
  assert.ok(answers.every(({ status, outcome }) => status !== 200 || /^(ACCEPTED|ALREADY)$/.test(outcome)));

  assert.equal(placed.size, VOTERS);
  assert.equal(new Set(placed.values()).size, VOTERS);
  for (const [cast, index] of placed) {
    const entry = entryAt(index);
    const decoded = entry && decodeEntry(entry);
    assert.ok(decoded?.ok && equalBytes(decoded.value.transaction, cast), `entry ${index}`);
  }
  t.diagnostic(`${answers.length} answers, ${busy.length} busy, memory grew by ${(peak - before) >> 20} MiB`);
  assert.ok(peak - before < GROWTH_MAX);
});
