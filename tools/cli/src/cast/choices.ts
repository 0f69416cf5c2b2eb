import { ballotShape, type Choices, type Contest, type Manifest } from "@veche/election";
import type { Assignment } from "../framework/kinds.ts";
import { unusable } from "../framework/stop.ts";
import { faults } from "../texts/faults.ts";

/**
 * The votes for every contest of a style from `contest=option,option`. Every contest is named, a blank one as `contest=`: nobody
 * leaves one out by a slip.
 */
export function choicesOf(manifest: Manifest, style: number, given: readonly Assignment[]): Choices {
  const contests = ballotShape(manifest, style).contests.map(
    ({ contest }) => manifest.contests[contest] as Contest,
  );
  const known = contests.map(({ id }) => id);
  const named = given.map(({ name }) => name);
  const unknown = named.find((name) => !known.includes(name));
  if (unknown !== undefined) throw unusable(faults.choiceContest(unknown, known));
  const twice = named.find((name, at) => named.indexOf(name) < at);
  if (twice !== undefined) throw unusable(faults.choiceTwice(twice));
  return contests.map((contest) => votesOf(contest, given.find(({ name }) => name === contest.id)?.values));
}

function votesOf({ id, min, max, options }: Contest, chosen: readonly string[] | undefined): Choices[number] {
  if (chosen === undefined) throw unusable(faults.choiceMissing(id));
  const known = options.map((option) => option.id);
  const unknown = chosen.find((option) => !known.includes(option));
  if (unknown !== undefined) throw unusable(faults.choiceOption(id, unknown, known));
  if (new Set(chosen).size < chosen.length) throw unusable(faults.choiceTwice(id));
  if (chosen.length < min || chosen.length > max) {
    throw unusable(faults.choiceCount(id, chosen.length, min, max));
  }
  return known.map((option) => (chosen.includes(option) ? 1 : 0));
}
