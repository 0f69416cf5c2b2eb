import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { toHex } from "@veche/base";
import { type Progress, simulate } from "@veche/simulator";
import { benchScenario } from "./scenario.ts";

/** The record of an invented election, kept from run to run. */
export type BenchRecord = {
  readonly ballots: number;
  readonly options: number;
  /** Folder of the record (§09.1). */
  readonly folder: string;
  /** 64 hexadecimal digits. */
  readonly electionId: string;
  readonly seed: string;
};

/** Goes up when records made before do not serve any more. */
const REVISION = 1;
const SEED = "bench";
/** Written last: a folder without it is not finished. */
const CARD = "bench.json";
/** What the simulator leaves beside the record, larger than the record itself. */
const NOT_KEPT = ["node", "trustees"];

/**
 * The record of `ballots` ballots with `options` options: from the cache, or made now. What was broken off is continued by the
 * simulator.
 */
export async function provideRecord(
  cache: string,
  ballots: number,
  options: number,
  onProgress: (progress: Progress) => void,
): Promise<BenchRecord> {
  const home = join(cache, `r${REVISION}-${options}-options-${ballots}-ballots`);
  const known = await readCard(home);
  if (known !== undefined) return known;
  await mkdir(cache, { recursive: true });
  const scenario = benchScenario(ballots, options);
  const { electionId, record } = await simulate({ scenario, scale: 1, seed: SEED, out: home, onProgress });
  for (const name of NOT_KEPT) await rm(join(home, name), { recursive: true, force: true });
  const card: BenchRecord = { ballots, options, folder: record, electionId: toHex(electionId), seed: SEED };
  await writeFile(join(home, CARD), `${JSON.stringify({ ...card, folder: relative(home, record) })}\n`);
  return card;
}

async function readCard(home: string): Promise<BenchRecord | undefined> {
  const text = await readFile(join(home, CARD), "utf8").catch(() => undefined);
  if (text === undefined) return undefined;
  const card = JSON.parse(text) as BenchRecord;
  return { ...card, folder: join(home, card.folder) };
}
