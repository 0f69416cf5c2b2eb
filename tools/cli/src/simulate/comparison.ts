import type { Confidence, Scenario } from "@veche/simulator";
import type { ResultFacts } from "@veche/verifier";
import type { Json, Output } from "../framework/output.ts";
import { bar, tableLines } from "../framework/table.ts";
import { demoTexts, simulateTexts } from "../texts/simulate.ts";
import { percent } from "./figures.ts";

/** One option in one style: votes computed by the verifier, and the real share where it was published. */
type Compared = {
  readonly style: number;
  readonly option: number;
  readonly contest: number;
  readonly votes: number;
  readonly ballots: number;
  readonly real?: { readonly percent: number; readonly confidence: Confidence };
};

/** The verifier's result beside the real one. At this scale no group is merged, so each group is one style. */
export function compared(
  { styles, contests, published }: Scenario,
  result: ResultFacts,
): readonly Compared[] {
  return result.contests.flatMap(({ contest, groups }) =>
    groups.flatMap(({ styles: merged, ballots, counts }) =>
      counts.map((votes, option) => {
        const style = merged[0] ?? 0;
        const real = published.find(
          (one) =>
            merged.length === 1 &&
            one.style === styles[style]?.id &&
            one.option === contests[contest]?.options[option]?.id,
        );
        return { style, option, contest, votes, ballots, ...(real === undefined ? {} : { real }) };
      }),
    ),
  );
}

const BAR_WIDTH = 20;

export function comparisonLines(
  { say, language }: Output,
  { styles, contests }: Scenario,
  rows: readonly Compared[],
): readonly string[] {
  const head = [demoTexts.region, simulateTexts.option, simulateTexts.votes, demoTexts.here].map(say);
  const cells = rows.map(({ style, option, contest, votes, ballots, real }) => [
    styles[style]?.title[language] ?? "",
    contests[contest]?.options[option]?.title[language] ?? "",
    String(votes),
    percent(votes, ballots),
    bar(ballots === 0 ? 0 : votes / ballots, BAR_WIDTH),
    real === undefined ? say(demoTexts.unknown) : `${real.percent.toFixed(2)} %`,
    real === undefined ? "" : bar(real.percent / 100, BAR_WIDTH),
    real === undefined ? "" : say(simulateTexts.confidence[real.confidence]),
  ]);
  const columns = [...head, "", say(demoTexts.real), "", say(simulateTexts.sure)];
  return tableLines(columns, cells, ["left", "left", "right", "right", "left", "right", "left", "left"]);
}

export const comparisonJson = ({ styles, contests }: Scenario, rows: readonly Compared[]): Json =>
  rows.map(({ style, option, contest, votes, ballots, real }) => ({
    style: styles[style]?.id ?? "",
    option: contests[contest]?.options[option]?.id ?? "",
    votes,
    ballots,
    realPercent: real?.percent ?? null,
    confidence: real?.confidence ?? null,
  }));
