import type { Sentence } from "@veche/api";
import {
  AREAS,
  type Area,
  changesBetween,
  FULL,
  lastOnSameMachine,
  type Plan,
  QUICK,
  type Run,
  runBench,
  targetsOf,
} from "@veche/bench";
import type { Context } from "../framework/command.ts";
import { FOLDER } from "../framework/kinds.ts";
import type { Json, Output } from "../framework/output.ts";
import { benchTexts as texts } from "../texts/bench.ts";
import { type Documents, openDocuments, readHistory } from "./documents.ts";
import { changeLines, reportLines } from "./lines.ts";

export type BenchCommandOptions = {
  readonly quick: boolean;
  readonly only: readonly Area[] | undefined;
  readonly compare: boolean;
  readonly out: string | undefined;
  readonly cache: string;
};

/** Measures, shows, and writes documents where it is asked to. What cannot be written is refused before anything is measured. */
export async function runBenchCommand(
  { out }: Context,
  options: BenchCommandOptions,
  plan: Plan = options.quick ? QUICK : FULL,
): Promise<0> {
  const documents: Documents | undefined =
    options.out === undefined ? undefined : await openDocuments(options.out, options.only ?? AREAS);
  const history = options.compare ? await readHistory(options.out ?? FOLDER.read("docs", "--out")) : [];
  const progress = stageProgress(out);
  const run = await runBench({
    plan,
    only: options.only ?? [],
    cache: options.cache,
    onProgress: ({ stage, done, total }) => progress.update(stage, done, total),
    onSkipped: (why) => out.note(why),
  }).finally(progress.end);
  await documents?.write(run);
  const earlier = options.compare ? lastOnSameMachine(history, run) : undefined;
  out.result(resultJson(run, earlier), [
    ...reportLines(out, run),
    ...(earlier === undefined ? [] : ["", ...changeLines(out, earlier, changesBetween(earlier, run))]),
  ]);
  if (options.compare && earlier === undefined) out.note(texts.nothingToCompare);
  return 0;
}

function resultJson(run: Run, earlier: Run | undefined): Json {
  const changes = earlier === undefined ? null : { since: earlier.at, figures: changesBetween(earlier, run) };
  const whole = { ...run, promises: targetsOf(run.figures), changes };
  // What has no value is left out, and everything else is JSON already.
  return JSON.parse(JSON.stringify(whole)) as Json;
}

const REDRAW_MS = 1_000;

/**
 * One progress after the other, as the stages come. What was said last is said again every second, because a single step may take
 * long, and nothing is shown in the first two seconds of a stage.
 */
function stageProgress(out: Output) {
  let current: { readonly name: string; readonly progress: ReturnType<Output["progress"]> } | undefined;
  let redraw: () => void = () => undefined;
  const timer = setInterval(() => redraw(), REDRAW_MS);
  return {
    update: (stage: Sentence, done: number, total: number): void => {
      if (current?.name !== stage.en) {
        current?.progress.end();
        current = { name: stage.en, progress: out.progress(stage) };
      }
      const { progress } = current;
      redraw = () => progress.update(done, total);
      redraw();
    },
    end: (): void => {
      clearInterval(timer);
      current?.progress.end();
    },
  };
}
