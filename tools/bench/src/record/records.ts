import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
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
const CARD = "bench.json";

/**
 * The record of `ballots` ballots with `options` options from the cache, or made now. It appears whole or not at all; what a
 * run that was broken off left behind is removed.
 */
export async function provideRecord(
  cache: string,
  ballots: number,
  options: number,
  onProgress: (progress: Progress) => void,
): Promise<BenchRecord> {
  const name = `r${REVISION}-${options}-options-${ballots}-ballots`;
  const home = join(cache, name);
  const known = await readCard(home);
  if (known !== undefined) return known;
  await removeUnfinished(cache, name);
  const unfinished = join(cache, `${name}.unfinished-${process.pid}`);
  const { electionId } = await simulate({
    scenario: benchScenario(ballots, options),
    scale: 1,
    seed: SEED,
    out: unfinished,
    onProgress,
  });
  for (const other of await readdir(unfinished)) {
    if (other !== "record") await rm(join(unfinished, other), { recursive: true, force: true });
  }
  const card = { ballots, options, electionId: toHex(electionId), seed: SEED };
  await writeFile(join(unfinished, CARD), `${JSON.stringify(card)}\n`);
  await rename(unfinished, home);
  return { ...card, folder: join(home, "record") };
}

async function readCard(home: string): Promise<BenchRecord | undefined> {
  const text = await readFile(join(home, CARD), "utf8").catch(() => undefined);
  if (text === undefined) return undefined;
  return { ...(JSON.parse(text) as Omit<BenchRecord, "folder">), folder: join(home, "record") };
}

async function removeUnfinished(cache: string, name: string): Promise<void> {
  await mkdir(cache, { recursive: true });
  for (const entry of await readdir(cache)) {
    const owner = Number(entry.startsWith(`${name}.unfinished-`) ? entry.split("-").at(-1) : Number.NaN);
    if (Number.isInteger(owner) && !isRunning(owner)) {
      await rm(join(cache, entry), { recursive: true, force: true });
    }
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
