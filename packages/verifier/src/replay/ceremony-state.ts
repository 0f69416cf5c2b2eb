import type { Bytes } from "@veche/base";
import type { Manifest } from "../form/manifest.ts";

/** §03.1.2, with the two ends of a ceremony. */
export type Step = "hash" | "commit" | "shares" | "confirm" | "answer" | "reconfirm";

export type ElectionKeys = {
  /** Y, 32 bytes. */
  readonly key: Bytes;
  /** Y_j of every alive trustee, ascending by j. */
  readonly shares: ReadonlyMap<number, Bytes>;
};

/** One attempt of the key ceremony (chapter 03). */
export type Ceremony = {
  readonly attempt: number;
  /** Indices of the trustees that take part, ascending. */
  readonly alive: readonly number[];
  step: Step | "done" | "failed";
  /** Time at which the step began, in ms. */
  began: number;
  readonly hashes: Map<number, Bytes>;
  readonly commitments: Map<number, Bytes>;
  readonly shares: Set<number>;
  readonly confirmed: Set<number>;
  /** Complainer → dealers who have not answered yet. Complainers stay when all have. */
  readonly complaints: Map<number, Set<number>>;
  /** Known from the last commitment on. */
  keys: ElectionKeys | undefined;
};

const ATTEMPT_MAX = 255;

export function newAttempt(attempt: number, alive: readonly number[], began: number): Ceremony {
  return {
    attempt,
    alive,
    step: "hash",
    began,
    hashes: new Map(),
    commitments: new Map(),
    shares: new Set(),
    confirmed: new Set(),
    complaints: new Map(),
    keys: undefined,
  };
}

export const isOpen = (ceremony: Ceremony): boolean => ceremony.step !== "done" && ceremony.step !== "failed";

/** §03.1.7: whether an attempt may follow in which these are alive. */
export function mayRestart(ceremony: Ceremony, alive: readonly number[], manifest: Manifest): boolean {
  return (
    ceremony.step !== "failed" &&
    ceremony.attempt < ATTEMPT_MAX &&
    alive.length >= manifest.trustees.quorum + 1
  );
}

/** §03.1.5: the alive trustees that have not done what the open step asks of them. */
function whoMissed(ceremony: Ceremony): ReadonlySet<number> {
  const { alive, complaints, confirmed } = ceremony;
  const without = (done: { has(trustee: number): boolean }): ReadonlySet<number> =>
    new Set(alive.filter((trustee) => !done.has(trustee)));
  switch (ceremony.step) {
    case "hash":
      return without(ceremony.hashes);
    case "commit":
      return without(ceremony.commitments);
    case "shares":
      return without(ceremony.shares);
    case "confirm":
      return new Set(alive.filter((trustee) => !confirmed.has(trustee) && !complaints.has(trustee)));
    case "answer":
      return new Set([...complaints.values()].flatMap((dealers) => [...dealers]));
    case "reconfirm":
      return new Set([...complaints.keys()].filter((trustee) => !confirmed.has(trustee)));
    default:
      return new Set();
  }
}

/** §03.1.3: begins the next step as soon as everybody has done the present one. */
export function advance(ceremony: Ceremony, time: number): void {
  if (!isOpen(ceremony) || whoMissed(ceremony).size > 0) return;
  const disputed = ceremony.complaints.size > 0;
  const next = {
    hash: "commit",
    commit: "shares",
    shares: "confirm",
    confirm: disputed ? "answer" : "done",
    answer: "reconfirm",
    reconfirm: "done",
  } as const;
  ceremony.step = next[ceremony.step as Step];
  ceremony.began = time;
}

/** A deadline that took effect: the attempt and step that it ended. */
export type Deadline = { readonly attempt: number; readonly step: Step };

/** §03.1.4: at the start of a block of time `time` at most one deadline takes effect. */
export function passDeadline(
  ceremony: Ceremony,
  time: number,
  manifest: Manifest,
): { readonly ceremony: Ceremony; readonly deadline: Deadline | undefined } {
  const due = ceremony.began + 1000 * manifest.trustees.stepSeconds;
  if (!isOpen(ceremony) || time < due) return { ceremony, deadline: undefined };
  const deadline = { attempt: ceremony.attempt, step: ceremony.step as Step };
  const missed = whoMissed(ceremony);
  const alive = ceremony.alive.filter((trustee) => !missed.has(trustee));
  if (mayRestart(ceremony, alive, manifest)) {
    return { ceremony: newAttempt(ceremony.attempt + 1, alive, time), deadline };
  }
  ceremony.step = "failed";
  return { ceremony, deadline };
}
