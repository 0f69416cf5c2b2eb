import { readFileSync } from "node:fs";
import { assert, type Bytes, expectOk } from "@veche/base";
import { decodeEntry, decodeTransaction, isCast } from "@veche/ledger";
import { createHome, type Server, serve, silentLogger, VecheNode } from "@veche/node";
import { cpuMicroseconds } from "../measure.ts";
import { entriesOf } from "../record/entries.ts";
import { manifestOf } from "../record/manifest-of.ts";
import type { BenchRecord } from "../record/records.ts";
import { nodeKeysOf, witnessSecretOf } from "./keys.ts";
import { localWitness } from "./witness.ts";

/** CPU time of a node so far, µs. */
export type NodeCpu = {
  readonly all: number;
  /** Of the thread that serves and orders; `undefined` where the system does not say. */
  readonly main: number | undefined;
  /** The most memory that the process has had, bytes. */
  readonly peakBytes: number;
};

export type IntakeNode = {
  readonly port: number;
  readonly cpu: () => NodeCpu;
  readonly close: () => Promise<void>;
};

/**
 * A node with a home of its own that holds a record up to the last issue, so that all its ballots may still be cast. The clock
 * goes on from there.
 */
export async function openIntakeNode(
  record: BenchRecord,
  home: string,
  onProgress: (done: number, total: number) => void,
): Promise<IntakeNode> {
  const { election, genesis } = await manifestOf(record);
  expectOk(await createHome(home, { name: "node of the bench", genesis }), "a new home");
  let now = 1;
  const clock = (): number => Math.floor(now);
  const node = expectOk(
    await VecheNode.open({
      home,
      keys: nodeKeysOf(record.seed),
      clock,
      cosign: localWitness(election.manifest, witnessSecretOf(record.seed), clock),
    }),
    "a node",
  );
  let done = 0;
  for (const { time, transactions } of await blocksWithoutCasts(record)) {
    now = time;
    const outcomes = await node.commitBlock(election.electionId, time, transactions);
    const refused = outcomes.find(({ code }) => code !== "ACCEPTED");
    assert(refused === undefined, `the record's own entry was refused: ${refused?.code}`);
    done += transactions.length;
    onProgress(done, 2 * record.ballots);
  }
  const [from, since] = [now + 1_000, performance.now()];
  const ticking = setInterval(() => {
    now = from + performance.now() - since;
  }, 1);
  const server: Server = await serve(node, { host: "127.0.0.1", port: 0, logger: silentLogger });
  return {
    port: server.port,
    cpu: () => ({
      all: cpuMicroseconds(),
      main: mainThreadMicroseconds(),
      peakBytes: process.resourceUsage().maxRSS * 1_024,
    }),
    close: async () => {
      clearInterval(ticking);
      await server.close();
      await node.close();
    },
  };
}

type BlockToMake = { readonly time: number; readonly transactions: Bytes[] };

async function blocksWithoutCasts(record: BenchRecord): Promise<readonly BlockToMake[]> {
  const blocks: BlockToMake[] = [];
  let lastIssue = 0;
  for await (const bytes of entriesOf(record.folder)) {
    const { time, transaction } = expectOk(decodeEntry(bytes), "an entry of our own record");
    if (isCast(transaction)) continue;
    const last = blocks.at(-1);
    if (last?.time === time) last.transactions.push(transaction);
    else blocks.push({ time, transactions: [transaction] });
    if (expectOk(decodeTransaction(transaction), "a transaction").type === "issue") lastIssue = blocks.length;
  }
  return blocks.slice(0, lastIssue);
}

/** Linux says for each thread how long it ran, in nanoseconds; the first thread has the number of the process. */
function mainThreadMicroseconds(): number | undefined {
  try {
    const text = readFileSync(`/proc/self/task/${process.pid}/schedstat`, "utf8");
    return Number(text.split(" ")[0]) / 1_000;
  } catch {
    return undefined;
  }
}
