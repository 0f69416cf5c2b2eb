import { noFork, nothingInvented, onceEach, receiptsKept, replayAgrees } from "./agreement.ts";
import { twinsFound } from "./evidence.ts";
import { goesOn } from "./liveness.ts";
import type { Observations, Verdict } from "./observations.ts";

export { noFork, receiptsKept } from "./agreement.ts";
export { GOES_ON_MS } from "./liveness.ts";
export type { Observations, Outage, SeenValidator, Verdict } from "./observations.ts";

type Invariant = {
  readonly number: number;
  readonly says: string;
  readonly check: (seen: Observations) => Verdict;
};

/** What must hold after every schedule. */
export const INVARIANTS: readonly Invariant[] = [
  { number: 1, says: "every receipt is at its place with all validators", check: receiptsKept },
  { number: 2, says: "one block, state and root for all", check: noFork },
  { number: 3, says: "one ballot of a credential", check: onceEach },
  { number: 4, says: "it goes on with f faulty, promises nothing beyond, heals in 30 s", check: goesOn },
  { number: 5, says: "a replay of all blocks gives the same bytes", check: replayAgrees },
  { number: 6, says: "a twin is found out, and forks nothing", check: twinsFound },
  { number: 8, says: "no ballot is invented", check: nothingInvented },
];

/** 7, the control of the others: a fork that was made on purpose is found. */
export const FORK_FOUND: Invariant = {
  number: 7,
  says: "a fork made by more than a third is found",
  check: (seen) => {
    const { findings, looked } = noFork(seen);
    return { findings: findings.length > 0 ? [] : ["the fork was not found"], looked };
  },
};
