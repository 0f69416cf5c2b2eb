import type { Manifest } from "@veche/election";
import { type Figure, reading } from "../figure.ts";
import type { ChainPlan } from "../plan.ts";
import { blocksSince } from "./blocks.ts";
import type { ChainNode } from "./chain-node.ts";
import { enterAll, playSetUp } from "./load.ts";
import { tapeFor } from "./tape-for.ts";
import { sleep, VoterLines } from "./voter-lines.ts";

/** What CometBFT waits after the votes for a block before it begins the next (`timeout_commit`). */
const TIMEOUT_COMMIT_MS = 500;
/** So much of a tick is needed to bring the casts in before its end. */
const NEEDED = 0.6;

export type TickOptions = {
  readonly plan: ChainPlan;
  readonly validators: Manifest["validators"];
};

/**
 * Casts that wait for one tick and then stand in one block: the largest block that a chain has to bear. From its proposal to the moment
 * at which the last validator has it on disk, and from its tick to the first receipt of it.
 */
export async function measureTick(
  folder: string,
  nodes: readonly ChainNode[],
  { plan, validators }: TickOptions,
  onDone: (count: number) => void,
): Promise<readonly Figure[]> {
  const tape = await tapeFor(folder, "ticks", { validators }, plan.held, plan.tickSeconds);
  const lines = nodes.map(({ port }) => new VoterLines(port, tape.election));
  await playSetUp(lines, tape);
  onDone(plan.held);
  const castEnds = tape.election.manifest.styles[0]?.castEnds ?? 0;
  const tick = 1_000 * plan.tickSeconds;
  const untilTick = (): number => (castEnds - Date.now()) % tick;
  if (untilTick() < NEEDED * tick) await sleep(untilTick());
  const began = Date.now();
  const boundary = began + untilTick();
  const casts = tape.voters.map(({ yes }) => yes);
  await enterAll(lines, casts);
  const held = Date.now() - began;
  await sleep(boundary - Date.now());
  // Asked again after its tick, it is answered when it stands under a published checkpoint.
  const last = casts.at(-1) as Uint8Array;
  const receipt = await receiptAfter(lines[0] as VoterLines, last);
  for (const line of lines) line.close();
  const block = (await blocksSince(nodes[0]?.rpc ?? "", began))
    .filter(({ time }) => time >= boundary)
    .reduce((most, one) => (one.transactions > most.transactions ? one : most));
  const committed = await Promise.all(nodes.map((node) => commitOf(node, block.height)));
  onDone(plan.held);
  return [
    reading("chain.held-rate-wall", "per-s", (1_000 * casts.length) / held),
    reading("chain.held-casts", "count", block.transactions),
    reading("chain.held-block-wall", "ms", Math.max(...committed) - block.time - TIMEOUT_COMMIT_MS),
    reading("chain.held-receipt-wall", "ms", receipt - boundary),
  ];
}

/** When a validator had a block on disk, ms since 1970. */
async function commitOf(node: ChainNode, height: number): Promise<number> {
  for (;;) {
    const steps = await node.steps();
    const committed = steps.find((one) => one.height === height && one.step === "committed");
    if (committed !== undefined) return committed.at;
    await sleep(50);
  }
}

/** When a promised cast has its receipt, ms since 1970. */
async function receiptAfter(lines: VoterLines, cast: Uint8Array): Promise<number> {
  for (;;) {
    const entered = await lines.enter(cast);
    if ("index" in entered) break;
    await sleep(50);
  }
  lines.check(await lines.receipt(cast), cast);
  return Date.now();
}
