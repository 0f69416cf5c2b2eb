import type { Choices } from "@veche/election";
import type { ContestView } from "../voting/contract.ts";

/** The places of the marked options, or the wish to leave the ballot blank. */
export type Marks = readonly number[] | "blank";

/** Choices being made, contest by contest. In memory of the page only (§12.4.2). */
export type Draft = readonly Marks[];

export const emptyDraft = (contests: readonly ContestView[]): Draft => contests.map(() => []);

export function optionsIn(draft: Draft, place: number): readonly number[] {
  const marks = draft[place] ?? [];
  return marks === "blank" ? [] : marks;
}

/** Marks or unmarks an option; where one may be chosen, the mark moves. */
export function mark(
  draft: Draft,
  place: number,
  contest: ContestView,
  option: number,
  isMarked: boolean,
): Draft {
  const others = contest.max === 1 ? [] : optionsIn(draft, place).filter((each) => each !== option);
  const after = isMarked ? [...others, option].sort((left, right) => left - right) : others;
  return draft.with(place, after);
}

export const markBlank = (draft: Draft, place: number, isBlank: boolean): Draft =>
  draft.with(place, isBlank ? "blank" : []);

export const clear = (draft: Draft, place: number): Draft => draft.with(place, []);

/** Whether anything would be lost with the page. */
export const isTouched = (draft: Draft): boolean =>
  draft.some((marks) => marks === "blank" || marks.length > 0);

export type DraftFault = { readonly code: "TOO_FEW" | "TOO_MANY"; readonly marked: number };

/** §05.1.1: the bounds of the contest. A blank ballot is within them where min is 0. */
export function faultOf(draft: Draft, place: number, contest: ContestView): DraftFault | undefined {
  const marked = optionsIn(draft, place).length;
  if (marked < contest.min) return { code: "TOO_FEW", marked };
  return marked > contest.max ? { code: "TOO_MANY", marked } : undefined;
}

export const choicesOf = (draft: Draft, contests: readonly ContestView[]): Choices =>
  contests.map((contest, place) =>
    contest.options.map((_, option) => (optionsIn(draft, place).includes(option) ? 1 : 0)),
  );

/** The marked options of choices, as places. */
export const markedIn = (choices: Choices, place: number): readonly number[] =>
  (choices[place] ?? []).flatMap((vote, option) => (vote === 1 ? [option] : []));
