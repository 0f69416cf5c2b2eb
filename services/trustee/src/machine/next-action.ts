import { assert } from "@veche/base";
import {
  type Ceremony,
  type CeremonyStatus,
  ceremonyStatus,
  type LedgerState,
  type OpenStep,
  type TallyStatus,
  tallyStatus,
} from "@veche/ledger";
import type { Action, Said, Wait } from "./action.ts";

/**
 * From when on the canary of stage `close` is given: late enough to say something about the tally, early enough to look for a
 * lost medium.
 */
export const CLOSE_CANARY_LEAD_MS = 86_400_000;

/**
 * What trustee `trustee` has to do next in an election that stands at `state`. Pure; whether it can do so depends on what it
 * has kept.
 *
 * @param now the trustee's own clock, ms.
 */
export function nextAction(state: LedgerState, trustee: number, now: number, said: Said = {}): Action {
  const ceremony = ceremonyStatus(state);
  if (ceremony === undefined) return wait({ code: "DEFINITION" });
  const { step } = ceremony;
  // §03.1.4
  if (step === "failed") return { kind: "failed", reason: "CEREMONY_FAILED" };
  // §03.1.8
  if (!ceremony.alive.includes(trustee)) return { kind: "excluded" };
  if (step !== "done") return inCeremony(ceremony, step, trustee, now);
  const tally = tallyStatus(state);
  if (tally !== undefined) return inTally(state, tally, trustee, now, said);
  return state.phase === "open" ? inVoting(state, ceremony, trustee, now) : inSetUp(state, ceremony, trustee);
}

function inCeremony(ceremony: CeremonyStatus, step: OpenStep, trustee: number, now: number): Action {
  const { attempt, missing, deadline } = ceremony;
  assert(deadline !== undefined, "an open step has a deadline");
  // §03.1.6: first, even for who is late: what comes after the deadline is refused, and where all are late nobody else ends the step.
  if (now >= deadline) return { kind: "deadline", attempt, step };
  const own = ownPart(ceremony, step, trustee);
  if (own !== undefined) return own;
  return wait({ code: "TRUSTEES", step, missing, deadline });
}

/** §03.2: what this trustee still owes to the step. */
function ownPart(ceremony: CeremonyStatus, step: OpenStep, trustee: number): Action | undefined {
  const { attempt } = ceremony;
  if (!ceremony.missing.includes(trustee)) return undefined;
  switch (step) {
    case "hash":
    case "commit":
    case "shares":
    case "reconfirm":
      return { kind: step, attempt };
    case "confirm":
      return { kind: "verdict", attempt };
    case "answer": {
      const complainer = firstUnanswered(ceremony, trustee);
      return complainer === undefined ? undefined : { kind: "answer", attempt, complainer };
    }
  }
}

function firstUnanswered({ complaints, answered }: Ceremony, dealer: number): number | undefined {
  const complainers = complaints.filter(({ against }) => against.includes(dealer)).map((one) => one.trustee);
  const open = complainers.filter(
    (complainer) => !answered.some((one) => one.trustee === dealer && one.complainer === complainer),
  );
  return open.sort((a, b) => a - b)[0];
}

/** §03.5.3: the canaries of stages `ceremony` and `open`. */
function inSetUp(state: LedgerState, { attempt, canaries }: Ceremony, trustee: number): Action {
  if (!canaries.ceremony.includes(trustee)) return { kind: "canary", attempt, stage: "ceremony" };
  if (canaries.open.includes(trustee)) return wait({ code: "OPENING" });
  const have = state.issuerKeys;
  const need = issuerKeysNeeded(state);
  return have < need ? wait({ code: "ISSUER_KEYS", have, need }) : { kind: "canary", attempt, stage: "open" };
}

/** §06.5.1: `open` needs a key of every issuer for every style. */
function issuerKeysNeeded({ election }: LedgerState): number {
  assert(election !== undefined, "an election with a ceremony is defined");
  const { issuers, styles } = election.manifest;
  return issuers.members.length * styles.length;
}

function inVoting(state: LedgerState, { attempt, canaries }: Ceremony, trustee: number, now: number): Action {
  const castEnds = state.lastCastEnds;
  const canaryFrom = castEnds - CLOSE_CANARY_LEAD_MS;
  if (!canaries.close.includes(trustee) && now >= canaryFrom) {
    return { kind: "canary", attempt, stage: "close" };
  }
  return wait({ code: "VOTING", castEnds, canaryFrom });
}

/** §08.3.3: first the head, then, with enough of them, the decryption; nothing more once the result is there. */
function inTally(state: LedgerState, tally: TallyStatus, trustee: number, now: number, said: Said): Action {
  if (tally.resultHash !== undefined || tally.decryptions.includes(trustee)) return { kind: "done" };
  const from = state.election?.manifest.tallyNotBefore;
  assert(from !== undefined, "a closed election is defined");
  if (now < from) return wait({ code: "TALLY_TIME", from });
  if (tally.differing.includes(trustee)) return { kind: "failed", reason: "HEAD_DIFFERS" };
  if (!tally.agreeing.includes(trustee)) return { kind: "tally-head", characters: tally.code };
  const have = tally.agreeing.length;
  if (have >= tally.needed) return { kind: "decryption", ground: "heads" };
  if (said.heard !== undefined) return { kind: "decryption", ground: "heard" };
  return wait({ code: "HEADS", have, need: tally.needed });
}

const wait = (until: Wait): Action => ({ kind: "wait", until });
