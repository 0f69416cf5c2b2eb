import type { Answered, Ceremony, Complaint, OpenStep } from "./state/ceremony-state.ts";

/** A deadline that took effect: it ended this step of this attempt. */
export type Deadline = { readonly attempt: number; readonly step: OpenStep };

/** §03.1.7 */
export const ATTEMPT_MAX = 255;

/** §03.1.1: an attempt begins with step `hash` and nothing given. */
export function beginAttempt(
  attempt: number,
  alive: readonly number[],
  time: number,
  deadlines: readonly number[],
): Ceremony {
  return {
    attempt,
    alive,
    step: "hash",
    began: time,
    hashes: [],
    committed: [],
    shared: [],
    confirmed: [],
    complaints: [],
    answered: [],
    deadlines,
    canaries: { ceremony: [], open: [], close: [] },
  };
}

export const isStepOpen = (step: Ceremony["step"]): step is OpenStep => step !== "done" && step !== "failed";

/** §03.1.3: whether the present step is complete. */
function isComplete(ceremony: Ceremony): boolean {
  return isStepOpen(ceremony.step) && missing(ceremony).length === 0;
}

/** §03.1.5: who has not done yet what the present step asks for; ascending. */
export function missing(ceremony: Ceremony): readonly number[] {
  const { alive, hashes, committed, shared, confirmed, complaints } = ceremony;
  const without = (given: readonly number[]): readonly number[] =>
    alive.filter((trustee) => !given.includes(trustee));
  const complainers = complaints.map(({ trustee }) => trustee);
  switch (ceremony.step) {
    case "hash":
      return without(hashes.map(({ trustee }) => trustee));
    case "commit":
      return without(committed);
    case "shares":
      return without(shared);
    case "confirm":
      return without([...confirmed, ...complainers]);
    case "answer":
      return accusedWithoutAnswer(ceremony);
    case "reconfirm":
      return alive.filter((trustee) => complainers.includes(trustee) && !confirmed.includes(trustee));
    default:
      return [];
  }
}

function accusedWithoutAnswer({ alive, complaints, answered }: Ceremony): readonly number[] {
  const open = complaints.flatMap((complaint) =>
    complaint.against.filter((dealer) => !isAnswered(answered, dealer, complaint.trustee)),
  );
  return alive.filter((trustee) => open.includes(trustee));
}

export const isAnswered = (answered: readonly Answered[], dealer: number, complainer: number): boolean =>
  answered.some((answer) => answer.trustee === dealer && answer.complainer === complainer);

export const isAccused = (complaints: readonly Complaint[], dealer: number, complainer: number): boolean =>
  complaints.some((complaint) => complaint.trustee === complainer && complaint.against.includes(dealer));

/** §03.1.2, §03.1.3: the ceremony after a message at block time `time`; a complete step ends at once. */
export function advance(ceremony: Ceremony, time: number): Ceremony {
  return isComplete(ceremony) ? { ...ceremony, step: nextStep(ceremony), began: time } : ceremony;
}

function nextStep({ step, complaints }: Ceremony): Ceremony["step"] {
  switch (step) {
    case "hash":
      return "commit";
    case "commit":
      return "shares";
    case "shares":
      return "confirm";
    case "confirm":
      return complaints.length === 0 ? "done" : "answer";
    case "answer":
      return "reconfirm";
    default:
      return "done";
  }
}

/**
 * §03.1.4: what the deadline that is past at the start of a block of this time does; `undefined` if none is. The next
 * attempt begins at the time of the block, so that a day without blocks costs nobody a step that could not be begun.
 */
export function passDeadline(
  ceremony: Ceremony,
  time: number,
  stepMs: number,
  quorum: number,
): { readonly ceremony: Ceremony; readonly deadline: Deadline } | undefined {
  const { attempt, step, began } = ceremony;
  if (!isStepOpen(step) || time < began + stepMs) return undefined;
  const next = restart(ceremony, missing(ceremony), time, quorum) ?? fail(ceremony);
  return { ceremony: next, deadline: { attempt, step } };
}

/** The next attempt without `excluded`; `undefined` if there is none (§03.1.4, §03.1.7). */
export function restart(
  ceremony: Ceremony,
  excluded: readonly number[],
  time: number,
  quorum: number,
): Ceremony | undefined {
  const alive = ceremony.alive.filter((trustee) => !excluded.includes(trustee));
  if (ceremony.step === "failed" || ceremony.attempt >= ATTEMPT_MAX || alive.length < quorum + 1) {
    return undefined;
  }
  return beginAttempt(ceremony.attempt + 1, alive, time, ceremony.deadlines);
}

const fail = (ceremony: Ceremony): Ceremony => ({ ...ceremony, step: "failed" });
