import type { Bytes } from "@veche/base";
import type { Tape } from "@veche/simulator";
import { cpuMicroseconds } from "../measure.ts";
import { sleep, type VoterLines } from "./voter-lines.ts";

/** Requests under way at a time, over all nodes: so many voters wait for their receipts. */
const CONNECTIONS = 256;
/** Receipts of a full load that are checked, after the clock has stopped: every voter has a machine for that. */
const CHECKED = 100;

export type Loaded = {
  /** From cast to receipt, ms. */
  readonly times: readonly number[];
  /** ms since 1970. */
  readonly from: number;
  readonly until: number;
  /** CPU time of this process for each cast, µs. */
  readonly generator: number;
};

/**
 * Plays what comes before the first ballot, with all issues: each transaction has entered before the next is sent, and all nodes
 * have all of it in the end.
 */
export async function playSetUp(all: readonly VoterLines[], { setUp, voters }: Tape): Promise<void> {
  const [first] = all as readonly [VoterLines];
  // One after the other: a chunk of the roll is judged over those that stand in the log.
  for (const transaction of setUp.flat()) await first.enter(transaction);
  const everywhere = async (transactions: readonly Bytes[]): Promise<void> => {
    const last = transactions.at(-1);
    if (last !== undefined) await Promise.all(all.map((lines) => lines.enter(last)));
  };
  await everywhere(setUp.at(-1) ?? []);
  const issues = voters.map(({ issue }) => issue);
  await enterAll(all, issues);
  await everywhere(issues);
}

/** Transactions one after the other, each over the next node, as many at a time as there are connections. */
export async function enterAll(all: readonly VoterLines[], transactions: readonly Bytes[]): Promise<void> {
  const queue = transactions.entries();
  const one = async (): Promise<void> => {
    for (const [at, transaction] of queue) {
      await (all[at % all.length] as VoterLines).enter(transaction);
    }
  };
  await Promise.all(Array.from({ length: Math.min(CONNECTIONS, transactions.length) }, one));
}

/** Casts alone, one after the other, each when the one before has its checked receipt. */
export async function castAlone(
  all: readonly VoterLines[],
  casts: readonly Bytes[],
): Promise<readonly number[]> {
  const times: number[] = [];
  for (const [at, cast] of casts.entries()) {
    const began = performance.now();
    await castOver(all[at % all.length] as VoterLines, cast);
    times.push(performance.now() - began);
  }
  return times;
}

/** Casts at their times, whether those before have their receipts or not; each waits from its own time on. */
export async function castOpen(
  all: readonly VoterLines[],
  casts: readonly Bytes[],
  perSecond: number,
): Promise<readonly number[]> {
  const began = performance.now();
  return Promise.all(
    casts.map(async (cast, at) => {
      const due = began + (1_000 * at) / perSecond;
      await sleep(due - performance.now());
      await castOver(all[at % all.length] as VoterLines, cast);
      return performance.now() - due;
    }),
  );
}

async function castOver(lines: VoterLines, cast: Bytes): Promise<void> {
  lines.check(await lines.receipt(cast), cast);
}

/** As many casts as there are connections, always; the next one as soon as one has its receipt. */
export async function castAll(all: readonly VoterLines[], casts: readonly Bytes[]): Promise<Loaded> {
  await Promise.all(all.map((lines) => lines.warm(Math.ceil(CONNECTIONS / all.length))));
  const times: number[] = [];
  const kept: (() => void)[] = [];
  const every = Math.max(1, Math.floor(casts.length / CHECKED));
  const queue = casts.entries();
  const [from, own] = [Date.now(), cpuMicroseconds()];
  const voter = async (): Promise<void> => {
    for (const [at, cast] of queue) {
      const lines = all[at % all.length] as VoterLines;
      const began = performance.now();
      const receipt = await lines.receipt(cast);
      times.push(performance.now() - began);
      if (at % every === 0) kept.push(() => lines.check(receipt, cast));
    }
  };
  await Promise.all(Array.from({ length: Math.min(CONNECTIONS, casts.length) }, voter));
  const until = Date.now();
  const generator = (cpuMicroseconds() - own) / casts.length;
  for (const check of kept) check();
  return { times, from, until, generator };
}
