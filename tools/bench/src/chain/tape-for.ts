import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { makeTape, organisationOf, type Tape } from "@veche/simulator";
import type { Homes } from "./homes.ts";

export const SEED = "bench";

/** An election of its own, whose voting is open from now on. */
export async function tapeFor(
  folder: string,
  id: "cometbft" | "embedded" | "ticks",
  { validators }: Pick<Homes, "validators">,
  voters: number,
  tick = 0,
): Promise<Tape> {
  const own = join(folder, `tape of ${id}`);
  await mkdir(own);
  const parties = await organisationOf(SEED, own);
  const engine = id === "embedded" ? "embedded" : "cometbft";
  const log = { id: `bench-${id}`, engine, tick } as const;
  return makeTape({ seed: SEED, folder: own, validators, voters, now: Date.now(), ...log }, parties);
}
