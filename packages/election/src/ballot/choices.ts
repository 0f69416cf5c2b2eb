import { err, ok, type Result } from "@veche/base";
import type { BallotShape, ContestShape } from "./shape.ts";

/**
 * A voter's choices: for each contest of the style, in its order, the vote 0 or 1 for every option, the implied
 * one included. An option cannot stand in it twice (L8).
 */
export type Choices = readonly (readonly (0 | 1)[])[];

export type ChoicesError = {
  readonly code: "CHOICES_INVALID";
  readonly reason: "contests" | "options" | "vote" | "too-few" | "too-many";
  /** Place of the contest in the style. */
  readonly place: number;
};

/** The votes to encrypt, one for each ciphertext, if the choices are within the bounds of §05.1.1. */
export function encryptedVotes(
  shape: BallotShape,
  choices: Choices,
): Result<readonly (0 | 1)[], ChoicesError> {
  if (choices.length !== shape.contests.length) return invalid("contests", 0);
  const votes: (0 | 1)[] = [];
  for (const [place, contest] of shape.contests.entries()) {
    const chosen = choices[place] as Choices[number];
    const fault = faultOf(contest, chosen);
    if (fault !== undefined) return invalid(fault, place);
    votes.push(...chosen.slice(0, contest.encrypted));
  }
  return ok(votes);
}

function faultOf(contest: ContestShape, votes: Choices[number]): ChoicesError["reason"] | undefined {
  if (votes.length !== contest.options) return "options";
  if (!votes.every((vote) => vote === 0 || vote === 1)) return "vote";
  const sum = votes.reduce((total: number, vote) => total + vote, 0);
  if (sum < contest.min) return "too-few";
  return sum > contest.max ? "too-many" : undefined;
}

const invalid = (reason: ChoicesError["reason"], place: number): Result<never, ChoicesError> =>
  err({ code: "CHOICES_INVALID", reason, place });
