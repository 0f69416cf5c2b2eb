import { appendFile, mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import {
  type Area,
  chartsOf,
  historyLine,
  isWhole,
  markersOf,
  parseHistory,
  placeIn,
  type Run,
  withRun,
} from "@veche/bench";
import { hasCode, requireFolder } from "../files/read.ts";
import { replaceFile } from "../files/write.ts";
import { unusable } from "../framework/stop.ts";
import { benchFaults } from "../texts/bench.ts";
import { faults } from "../texts/faults.ts";

/** Where the figures of a run go: `benchmarks.md`, and `bench/` with charts and history. */
export type Documents = { readonly write: (run: Run) => Promise<void> };

/** Makes sure that a run of these areas can be written later. */
export async function openDocuments(folder: string, areas: readonly Area[]): Promise<Documents> {
  await requireFolder(folder);
  const path = join(folder, "benchmarks.md");
  const document = await readText(path);
  if (document === undefined) throw unusable(faults.fileMissing(path));
  const markers = markersOf(areas);
  if (placeIn(document, markers) === undefined)
    throw unusable(benchFaults.noMarkers(path, markers.begin, markers.end));
  await readHistory(folder);
  return {
    write: async (run) => {
      // Pictures are of whole runs.
      const charts = isWhole(run.areas) ? chartsOf(run) : [];
      const bench = join(folder, "bench");
      await mkdir(bench, { recursive: true });
      for (const { name, svg } of charts) await replaceFile(join(bench, name), svg, "public");
      // Somebody may have written in it meanwhile.
      const now = (await readText(path)) ?? document;
      await replaceFile(path, withRun(now, run, charts) ?? now, "public");
      await appendFile(join(bench, "history.jsonl"), historyLine(run));
    },
  };
}

/** The runs of a folder's history; none if there is no such file. */
export async function readHistory(folder: string): Promise<readonly Run[]> {
  const path = join(folder, "bench", "history.jsonl");
  const history = parseHistory((await readText(path)) ?? "");
  if (!history.ok) throw unusable(benchFaults.historyMalformed(path, history.line));
  return history.runs;
}

async function readText(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (hasCode(error, "ENOENT")) return undefined;
    throw error;
  }
}
