import type { ContestResult, ElectionResult, Manifest } from "@veche/election";
import type { Output } from "../framework/output.ts";
import { bar, tableLines } from "../framework/table.ts";
import { statusTexts as texts } from "../texts/status.ts";

const BAR_WIDTH = 24;

/** A result with the names of the manifest: a table for each contest and group, with bars beside the counts. */
export function resultLines(
  out: Output,
  manifest: Manifest,
  { contests }: ElectionResult,
): readonly string[] {
  return contests.flatMap((contest, at) => [
    ...(at === 0 ? [] : [""]),
    ...contestLines(out, manifest, contest),
  ]);
}

function contestLines(
  { say, language }: Output,
  manifest: Manifest,
  contest: ContestResult,
): readonly string[] {
  const definition = manifest.contests[contest.contest];
  const title = `${definition?.title[language] ?? ""} · ${say(texts.ballots)}: ${contest.ballots}`;
  if (contest.status !== "counted") return [title, say(texts[contest.status])];
  const groups = contest.groups.flatMap(({ styles, ballots, counts }) => {
    const names = styles.map((style) => manifest.styles[style]?.id ?? "").join(", ");
    const rows = counts.map((count, option) => [
      definition?.options[option]?.title[language] ?? "",
      String(count),
      bar(ballots === 0 ? 0 : count / ballots, BAR_WIDTH),
    ]);
    const head = [say(texts.stylesOf(names)), `${ballots}`, ""];
    return tableLines(head, rows, ["left", "right"]);
  });
  return [title, ...groups];
}
