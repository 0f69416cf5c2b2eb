import { assert, type Bytes, decodeCbor } from "@veche/base";
import {
  type BallotStyle,
  currentSet,
  decodeCommitments,
  type Election,
  type ElectionKeys,
  equalHeads,
  headCode,
  headsNeeded,
  type StyleTally,
  type TallyHead,
} from "@veche/election";
import type { Point } from "@veche/group";
import { frontierRoot } from "@veche/tlog";
import { isStepOpen, missing } from "./ceremony.ts";
import type { Phase } from "./format/table.ts";
import type { Ceremony } from "./state/ceremony-state.ts";
import { keyOf } from "./state/keys.ts";
import {
  type CredentialRecord,
  decodeCredentialRecord,
  decodeRollEntry,
  type RollRecordState,
  type StyleRecord,
} from "./state/records.ts";
import type { LedgerState } from "./state/state.ts";
import type { LedgerView } from "./state/view.ts";
import { readAggregates, readKeys, readStyle, windowOf } from "./work.ts";

/** What tools and pages show of an election. Nothing here changes anything. */

export const phaseOf = (state: LedgerState): Phase => state.phase;

/** The election; `undefined` before `define`. */
export const electionOf = (state: LedgerState): Election | undefined => state.election;

/** Size and root of the log, as a checkpoint states them (§07.3.1). */
export function logHeadOf(state: LedgerState): { readonly size: number; readonly root: Bytes } {
  return { size: state.frontier.size, root: frontierRoot(state.frontier) };
}

/** Number of the current issuer set and its members (§04.3). */
export function issuerSetOf(state: LedgerState): {
  readonly number: number;
  readonly members: readonly number[];
} {
  return { number: state.issuerSets.length - 1, members: currentSet(state.issuerSets) };
}

export type StyleStatus = Pick<StyleRecord, "roll" | "issued" | "ballots" | "lastCast"> &
  Pick<BallotStyle, "opens" | "portalEnds" | "issueEnds" | "castEnds">;

/** Counters and times, as extended, of a style of a defined election (§06.5). */
export function styleStatus(state: LedgerState, view: LedgerView, style: number): StyleStatus {
  const { manifest } = definedElection(state);
  const record = readStyle(view, style);
  const { roll, issued, ballots, lastCast } = record;
  return { roll, issued, ballots, lastCast, ...windowOf(manifest, style, record) };
}

export type CeremonyStatus = Ceremony & {
  /** When the present step ends, ms; absent when no step is open. */
  readonly deadline?: number;
  /** Whose turn it is, ascending. */
  readonly missing: readonly number[];
};

/**
 * The ceremony as a block at time `now` would find it but for deadlines: `deadline` ≤ `now` says that one is past and that any
 * transaction, or `deadline` itself, will make it take effect.
 */
export function ceremonyStatus(state: LedgerState): CeremonyStatus | undefined {
  const { ceremony, election } = state;
  if (ceremony === undefined || election === undefined) return undefined;
  const { stepSeconds } = election.manifest.trustees;
  const deadline = isStepOpen(ceremony.step) ? { deadline: ceremony.began + 1_000 * stepSeconds } : {};
  return { ...ceremony, ...deadline, missing: missing(ceremony) };
}

/** Y and all Y_j (§03.4), once all alive dealers of the present attempt have committed. */
export function electionKeysOf(state: LedgerState, view: LedgerView): ElectionKeys | undefined {
  const { ceremony } = state;
  const isCommitted = ceremony !== undefined && ceremony.committed.length === ceremony.alive.length;
  return isCommitted ? readKeys(view) : undefined;
}

/** Commitments of a dealer in the present attempt. */
export function commitmentsOf(
  state: LedgerState,
  view: LedgerView,
  dealer: number,
): readonly Point[] | undefined {
  const bytes = state.ceremony && view.get(keyOf.commitments(state.ceremony.attempt, dealer));
  return bytes && decodeCommitments(bytes);
}

/** The age file from a dealer to a receiver in the present attempt (§03.2.3). */
export function shareFileOf(
  state: LedgerState,
  view: LedgerView,
  dealer: number,
  receiver: number,
): Bytes | undefined {
  const { ceremony } = state;
  const bytes = ceremony && view.get(keyOf.shares(ceremony.attempt, dealer));
  const files = bytes && decodeCbor(bytes);
  if (ceremony === undefined || !files?.ok || !Array.isArray(files.value)) return undefined;
  const receivers = ceremony.alive.filter((trustee) => trustee !== dealer);
  const file: unknown = files.value[receivers.indexOf(receiver)];
  return file instanceof Uint8Array ? file : undefined;
}

/** The share that a dealer published in answer to a complaint (§03.2.6). */
export function answerOf(
  state: LedgerState,
  view: LedgerView,
  dealer: number,
  complainer: number,
): Bytes | undefined {
  return state.ceremony && view.get(keyOf.answer(state.ceremony.attempt, dealer, complainer));
}

/** The modulus (256 bytes) of an issuer for a style. */
export function modulusOf(view: LedgerView, issuer: number, style: number): Bytes | undefined {
  return view.get(keyOf.modulus(issuer, style));
}

/** Style of a roll entry and, once issued, log index and issueHash of its `issue`. */
export function rollEntryRecord(view: LedgerView, entry: Bytes): RollRecordState | undefined {
  const bytes = view.get(keyOf.rollEntry(entry));
  return bytes && decodeRollEntry(bytes);
}

/** What is on the ledger of a credential X: style, time and log index of the last ballot, hashes of all by seq. */
export function credentialRecord(view: LedgerView, credential: Bytes): CredentialRecord | undefined {
  const bytes = view.get(keyOf.credential(credential));
  return bytes && decodeCredentialRecord(bytes);
}

/** What a tally starts from (§08.1), by style. */
export function styleTallies(state: LedgerState, view: LedgerView): readonly StyleTally[] {
  const { manifest } = definedElection(state);
  return manifest.styles.map((_, style) => ({
    ballots: readStyle(view, style).ballots,
    aggregates: readAggregates(manifest, view, style),
  }));
}

export type TallyStatus = {
  readonly head: TallyHead;
  /** The head's twenty characters (§08.3.2). */
  readonly code: string;
  /** L of §08.2.4. */
  readonly length: number;
  /** Trustees who signed the state machine's head, and those who signed another. */
  readonly agreeing: readonly number[];
  readonly differing: readonly number[];
  /** How many must agree before a tool releases its decryption (§08.3.3). */
  readonly needed: number;
  readonly decryptions: readonly number[];
  readonly resultHash?: Bytes;
  readonly certified: boolean;
};

/** From `close` on. */
export function tallyStatus(state: LedgerState): TallyStatus | undefined {
  const { head, ceremony, tallyHeads, decryptions, resultHash, certified } = state;
  if (head === undefined || ceremony === undefined) return undefined;
  const { electionId, manifest } = definedElection(state);
  const trusteesWho = (agree: boolean): readonly number[] =>
    tallyHeads.filter((signed) => equalHeads(signed, head) === agree).map(({ trustee }) => trustee);
  return {
    head: { size: head.size, root: head.root, aggregates: head.aggregates },
    code: headCode(electionId, head),
    length: head.length,
    agreeing: trusteesWho(true),
    differing: trusteesWho(false),
    needed: headsNeeded(ceremony.alive.length, manifest.trustees.quorum),
    decryptions,
    certified,
    ...(resultHash === undefined ? {} : { resultHash }),
  };
}

/** `result.cbor` (§08.5.2), once computed. */
export const resultBytes = (view: LedgerView): Bytes | undefined => view.get(keyOf.result());

function definedElection(state: LedgerState): Election {
  const { election } = state;
  assert(election !== undefined, "the election is not defined");
  return election;
}
