import { readFileSync } from "node:fs";
import { join } from "node:path";
import { deserialize } from "node:v8";
import type { CodeMutant } from "./instrument.ts";
import { type Outcome, prepareRecords, runAtLoad, runTasks } from "./pool.ts";
import type { Prepared, Task } from "./protocol.ts";
import { instrumentedCopy } from "./scope.ts";
import { BY_TEST, runUnits } from "./units.ts";

export type Result = { readonly mutant: CodeMutant; readonly outcome: Outcome };

export type RunOptions = {
  readonly root: string;
  readonly folder: string;
  readonly children: number;
  readonly log: (text: string) => void;
  /** Which mutants are run: all unless given. */
  readonly choose?: (mutants: readonly CodeMutant[]) => readonly CodeMutant[];
  /** Parts of the names of the records that are made: all unless given. */
  readonly names?: readonly string[];
  /** Only records whose tests expect one of these reasons, two of each. */
  readonly codes?: readonly string[];
  readonly share?: number;
  /** Mutants that no record can show: a few records are enough to try. */
  readonly isKnown?: (mutant: CodeMutant) => boolean;
  /** The record that showed a mutant in an earlier run. */
  readonly killerOf?: (mutant: CodeMutant) => string | undefined;
  /** Told of each result as it comes: a first one may be followed by a better one. */
  readonly onResult?: (result: Result) => void;
  /** Changes files before they are instrumented. */
  readonly plant?: (file: string, source: string) => string;
};

/**
 * Takes every check of the verifier out, one at a time, and verifies records until one has another verdict, or a test that stands
 * beside the check fails.
 */
export async function runMutants(options: RunOptions): Promise<readonly Result[]> {
  const { root, folder, children, log, choose = (all) => all, names, codes, share = 1, plant } = options;
  const { isKnown = () => false, killerOf = () => undefined, onResult = () => undefined } = options;
  const { source, mutants } = instrumentedCopy(root, folder, plant);
  const chosen = choose(mutants);
  log(`${mutants.length} mutants, ${chosen.length} of them to run`);
  const store = join(folder, "records");
  const { records, wrong } = await prepareRecords(
    { source, store, share, ...(names && { names }), ...(codes && { codes }) },
    log,
  );
  log(`${records} records`);
  if (wrong.length > 0)
    throw new Error(`records that are not refused, or not good, as they must be:\n${wrong.join("\n")}`);
  const { atLoad } = deserialize(readFileSync(store)) as Prepared;
  const loading = new Set(atLoad);
  const tasks = chosen.map((one): Task => {
    const killer = killerOf(one);
    return {
      id: one.id,
      first: firstOfSite(mutants, one),
      source: one.statement,
      file: one.file,
      ...(killer !== undefined && { killer }),
    };
  });
  const results = new Map<number, Result>();
  const take = (outcome: Outcome): void => {
    const mutant = mutants[outcome.id];
    if (mutant === undefined) throw new RangeError(`no mutant ${outcome.id}`);
    const result = { mutant, outcome };
    results.set(outcome.id, result);
    onResult(result);
  };
  const told = (pass: string, expected: number): ((outcome: Outcome) => void) => {
    let done = 0;
    return (outcome) => {
      take(outcome);
      done += 1;
      if (done % 50 === 0 || done === expected) log(`${pass}: ${done} of ${expected} mutants`);
    };
  };
  const work = { source, store };
  const later = tasks.filter((task) => !loading.has(task.first));
  const known = later.filter(({ id }) => isKnown(mutants[id] as CodeMutant));
  const open = later.filter(({ id }) => !isKnown(mutants[id] as CodeMutant));
  const alive = (): readonly Task[] =>
    open.filter(({ id }) => results.get(id)?.outcome.killedBy === undefined);
  const byTest = open.filter(({ killer }) => killer?.startsWith(BY_TEST));
  await runUnits(source, byTest, children, told("by the tests of last time", byTest.length));
  const first = alive();
  await runTasks({ ...work, most: FIRST_RECORDS }, first, children, told("first records", first.length));
  const untested = alive().filter((task) => !byTest.includes(task));
  await runUnits(source, untested, children, told("tests", untested.length));
  const left = alive();
  await runTasks(work, left, children, told("all records", left.length));
  await runTasks({ ...work, most: KNOWN_RECORDS }, known, children, told("equivalents", known.length));
  const early = tasks.filter((task) => loading.has(task.first));
  await runAtLoad(work, early, children, told("while loading", early.length));
  return [...results.values()].sort((a, b) => a.mutant.id - b.mutant.id);
}

/** Most mutants are shown by one of these; for those that are not all records are tried. */
const FIRST_RECORDS = 100;
/** Whether an equivalent one is killed after all. */
const KNOWN_RECORDS = 60;

/** Variants of one site follow each other; the first one's number is looked at whenever the site is reached. */
function firstOfSite(mutants: readonly CodeMutant[], mutant: CodeMutant): number {
  let { id } = mutant;
  while (mutants[id - 1]?.file === mutant.file && mutants[id - 1]?.site === mutant.site) id -= 1;
  return id;
}
