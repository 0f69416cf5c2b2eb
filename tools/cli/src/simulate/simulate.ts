import { toHex } from "@veche/base";
import type { Scenario, Simulation } from "@veche/simulator";
import type { Context } from "../framework/command.ts";
import type { Output } from "../framework/output.ts";
import { bar, factLines, tableLines } from "../framework/table.ts";
import { simulateTexts as texts } from "../texts/simulate.ts";
import { figureLines, figuresJson, percent } from "./figures.ts";
import { type SimulationRequest, simulateInto } from "./run.ts";
import { scenarioOf } from "./scenario.ts";

export type SimulateOptions = {
  readonly scenario: string;
  readonly scale: number;
  readonly seed: string;
  readonly out: string;
};

/** Simulates into a folder, continues what was broken off there, and shows what was counted. */
export async function runSimulation(context: Context, options: SimulateOptions): Promise<0> {
  const { scenario: name, scale, seed, out: folder } = options;
  const { out } = context;
  const scenario = scenarioOf(name, scale);
  const request = { scenario, scale, seed, out: folder };
  const simulation = await simulateInto(context, request);
  const { electionId, record, contests, ballots, entries } = simulation;
  out.result(
    {
      scenario: name,
      scale,
      seed,
      election: toHex(electionId),
      record,
      entries,
      ballots,
      contests: contests.map(({ contest, ballots: cast, counts }) => ({
        id: scenario.contests[contest]?.id ?? "",
        ballots: cast,
        counts,
      })),
      figures: figuresJson(scenario),
    },
    linesOf(out, request, simulation),
  );
  return 0;
}

const BAR_WIDTH = 24;

function linesOf(
  out: Output,
  { scenario, scale, seed }: SimulationRequest,
  { electionId, record, contests, ballots, entries }: Simulation,
): readonly string[] {
  const { say, language } = out;
  return [
    ...factLines([
      [say(texts.scenario), scenario.title[language]],
      [say(texts.scale), String(scale)],
      [say(texts.seed), seed],
      [say(texts.electionId), toHex(electionId)],
      [say(texts.entries), String(entries)],
      [say(texts.ballots), String(ballots)],
      [say(texts.record), record],
    ]),
    "",
    say(texts.counted),
    ...contests.flatMap((counted) => contestLines(out, scenario, counted)),
    "",
    ...figureLines(out, scenario),
    "",
    say(texts.next(record, toHex(electionId))),
  ];
}

function contestLines(
  { say, language }: Output,
  { contests }: Scenario,
  { contest, ballots, counts }: Simulation["contests"][number],
): readonly string[] {
  const definition = contests[contest];
  const rows = counts.map((count, option) => [
    definition?.options[option]?.title[language] ?? "",
    String(count),
    percent(count, ballots),
    bar(ballots === 0 ? 0 : count / ballots, BAR_WIDTH),
  ]);
  const head = [say(texts.option), say(texts.votes), say(texts.share), ""];
  return ["", definition?.title[language] ?? "", ...tableLines(head, rows, ["left", "right", "right"])];
}
