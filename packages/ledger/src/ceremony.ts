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
 * §03.1.4: what the deadlines up to block time `time` did, in their order; `undefined` if none is past. A restart begins at
 * the time of the deadline, not of the block, so that it does not matter which block comes first.
 */
export function passDeadlines(
  ceremony: Ceremony,
  time: number,
  stepMs: number,
  quorum: number,
): { readonly ceremony: Ceremony; readonly taken: readonly Deadline[] } | undefined {
  const taken: Deadline[] = [];
  let now = ceremony;
  while (isStepOpen(now.step) && time >= now.began + stepMs) {
    taken.push({ attempt: now.attempt, step: now.step });
    now = restart(now, missing(now), now.began + stepMs, quorum) ?? fail(now);
  }
  return taken.length === 0 ? undefined : { ceremony: now, taken };
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
