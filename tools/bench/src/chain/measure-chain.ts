import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Bytes, toHex } from "@veche/base";
import { encodeManifest } from "@veche/election";
import { organisationOf, type Tape } from "@veche/simulator";
import { type Figure, figure, reading } from "../figure.ts";
import type { ChainPlan } from "../plan.ts";
import { summary } from "../statistics.ts";
import { blocksSince } from "./blocks.ts";
import type { BlockStep } from "./chain-messages.ts";
import { type ChainNode, type NodeUsage, startChainNode } from "./chain-node.ts";
import { chainHomes, embeddedHome, type Homes } from "./homes.ts";
import { castAll, castAlone, castOpen, type Loaded, playSetUp } from "./load.ts";
import { measureTick } from "./measure-tick.ts";
import { SEED, tapeFor } from "./tape-for.ts";
import { VoterLines } from "./voter-lines.ts";

export type ChainInput = {
  readonly plan: ChainPlan;
  /** CometBFT's program. */
  readonly cometbft: string;
};

type Report = (done: number, total: number) => void;

const VALIDATORS = 4;

/**
 * Four validators on this machine, each a node and its CometBFT, which take the ballots of an election prepared before; then a block of
 * casts that waited for a tick; then the same load on one node without a chain. This process is all voters.
 */
export async function measureChain(
  { plan, cometbft }: ChainInput,
  onProgress: Report,
): Promise<readonly Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), "veche-chain-"));
  let done = 0;
  const total = 3 * (plan.alone + plan.open + plan.full) + 2 * plan.held;
  const onDone = (count: number): void => {
    done += count;
    onProgress(done, total);
  };
  try {
    const chain = await measureValidators(folder, plan, cometbft, onDone);
    const embedded = await measureEmbedded(folder, plan, onDone);
    return [...chain, ...embedded];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function measureValidators(
  folder: string,
  plan: ChainPlan,
  cometbft: string,
  onDone: (count: number) => void,
): Promise<readonly Figure[]> {
  const parties = join(folder, "organisation");
  await mkdir(parties);
  const { genesis } = await organisationOf(SEED, parties);
  const organisations = genesis.map(({ member }) => member);
  const homes = await chainHomes(folder, { organisations, quorum: 1 }, VALIDATORS, SEED);
  const tape = await tapeFor(folder, "cometbft", homes, plan.alone + plan.open + plan.full);
  onDone(tape.voters.length);
  return withNodes(homes, { cometbft, witnessed: undefined }, async (nodes) => {
    const lines = nodes.map(({ port }) => new VoterLines(port, tape.election));
    const loads = await loadAll(lines, nodes, tape, plan, onDone);
    const blocks = await blockFigures(nodes, loads.full);
    for (const line of lines) line.close();
    const tick = await measureTick(folder, nodes, { plan, validators: homes.validators }, onDone);
    return [...loadFigures("chain", loads), ...blocks, ...tick, ...peaks("chain", nodes)];
  });
}

async function measureEmbedded(
  folder: string,
  plan: ChainPlan,
  onDone: (count: number) => void,
): Promise<readonly Figure[]> {
  const parties = join(folder, "organisation of one");
  await mkdir(parties);
  const { genesis } = await organisationOf(SEED, parties);
  const organisations = genesis.map(({ member }) => member);
  const homes = await embeddedHome(folder, { organisations, quorum: 1 }, SEED);
  const tape = await tapeFor(folder, "embedded", homes, plan.alone + plan.open + plan.full);
  const manifest = toHex(encodeManifest(tape.election.manifest));
  return withNodes(homes, { cometbft: undefined, witnessed: { manifest, seed: SEED } }, async (nodes) => {
    const lines = nodes.map(({ port }) => new VoterLines(port, tape.election));
    const loads = await loadAll(lines, nodes, tape, plan, onDone);
    for (const line of lines) line.close();
    return [...loadFigures("chain.embedded", loads), ...peaks("chain.embedded", nodes)];
  });
}

async function withNodes<T>(
  { nodes: homes }: Homes,
  engine: Parameters<typeof startChainNode>[1],
  work: (nodes: readonly ChainNode[]) => Promise<T>,
): Promise<T> {
  const started = await Promise.allSettled(homes.map((home) => startChainNode(home, engine)));
  const nodes = started.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
  try {
    for (const one of started) if (one.status === "rejected") throw one.reason;
    return await work(nodes);
  } finally {
    await Promise.allSettled(nodes.map((node) => node.stop()));
  }
}

type Loads = {
  readonly alone: readonly number[];
  readonly open: readonly number[];
  readonly full: Loaded;
  /** CPU of all nodes for each cast of the full load, µs. */
  readonly node: number | undefined;
  readonly comet: number | undefined;
};

async function loadAll(
  lines: readonly VoterLines[],
  nodes: readonly ChainNode[],
  tape: Tape,
  plan: ChainPlan,
  onDone: (count: number) => void,
): Promise<Loads> {
  await playSetUp(lines, tape);
  onDone(tape.voters.length / 2);
  const casts = tape.voters.map(({ yes }) => yes);
  const take = (count: number): readonly Bytes[] => casts.splice(0, count);
  const alone = await castAlone(lines, take(plan.alone));
  const open = await castOpen(lines, take(plan.open), plan.perSecond);
  const before = nodes.map((node) => node.usage());
  const full = await castAll(lines, take(plan.full));
  const after = nodes.map((node) => node.usage());
  onDone(tape.voters.length / 2);
  const each = (of: keyof NodeUsage): number | undefined => {
    const used = after.map((now, at) => (now[of]?.cpu ?? Number.NaN) - (before[at]?.[of]?.cpu ?? Number.NaN));
    const all = used.reduce((sum, one) => sum + one, 0) / plan.full;
    return Number.isFinite(all) ? all : undefined;
  };
  return { alone, open, full, node: each("node"), comet: each("comet") };
}

function loadFigures(
  id: "chain" | "chain.embedded",
  { alone, open, full, node, comet }: Loads,
): readonly Figure[] {
  const { times, from, until, generator } = full;
  const optional = (name: string, value: number | undefined): readonly Figure[] =>
    value === undefined ? [] : [reading(`${id}.${name}`, "us", value)];
  return [
    reading(`${id}.rate-wall`, "per-s", (1_000 * times.length) / (until - from)),
    figure(`${id}.alone-wall`, "ms", summary(alone)),
    ...percentiles(`${id}.open`, open),
    ...percentiles(`${id}.full`, times),
    ...optional("node", node),
    ...optional("comet", comet),
    reading(`${id}.generator`, "us", generator),
  ];
}

/** The times that half of all, and 99 of 100, stay below. */
function percentiles(id: string, times: readonly number[]): readonly Figure[] {
  const sorted = [...times].sort((a, b) => a - b);
  return [50, 99].map((percent) => {
    const at = Math.min(sorted.length - 1, Math.floor((percent / 100) * sorted.length));
    return { ...reading(`${id}-p${percent}-wall`, "ms", sorted[at] as number), samples: sorted.length };
  });
}

/** Blocks of the full load: how far apart, how many casts in one, and how long from its execution to its commit. */
async function blockFigures(
  nodes: readonly ChainNode[],
  { from, until }: Loaded,
): Promise<readonly Figure[]> {
  const [{ rpc }] = nodes as readonly [ChainNode];
  const blocks = (await blocksSince(rpc, from)).filter(({ time }) => time <= until);
  const apart = blocks.slice(1).map(({ time }, at) => time - (blocks[at]?.time ?? time));
  const full = blocks.map(({ transactions }) => transactions).filter((count) => count > 0);
  const waits: number[] = [];
  for (const node of nodes) waits.push(...commitWaits(await node.steps(), from, until));
  return [
    ...(apart.length === 0 ? [] : [figure("chain.block-interval-wall", "ms", summary(apart))]),
    ...(full.length === 0 ? [] : [figure("chain.block-casts", "count", summary(full))]),
    ...(waits.length === 0 ? [] : percentiles("chain.commit", waits)),
  ];
}

/** From the end of a block's execution to that of its commit, ms: the mempool's connection is flushed between them. */
function commitWaits(steps: readonly BlockStep[], from: number, until: number): readonly number[] {
  const executed = new Map<number, number>();
  const waits: number[] = [];
  for (const { at, height, step } of steps) {
    if (at < from || at > until) continue;
    if (step === "executed") executed.set(height, at);
    const began = executed.get(height);
    if (step === "committed" && began !== undefined) waits.push(at - began);
  }
  return waits;
}

/** Of the node, and of the CometBFT, that took most. */
function peaks(id: "chain" | "chain.embedded", nodes: readonly ChainNode[]): readonly Figure[] {
  const used = nodes.map((node) => node.usage());
  return (["node", "comet"] as const).flatMap((of) => {
    const known = used.flatMap((one) => one[of]?.peakMB ?? []);
    return known.length === 0 ? [] : [reading(`${id}.peak-${of}`, "MB", Math.max(...known))];
  });
}
