import { type Bytes, toHex } from "@veche/base";
import { splitBallot } from "@veche/election";
import { credentialRecord, decodeTransaction, type OutcomeCode, styleStatus } from "@veche/ledger";
import { type CastParts, castParts } from "../engine/ticks.ts";
import type { Ledger } from "../verify/ledger.ts";
import type { ElectionItem } from "./proposal.ts";

/** What is known of a transaction that CometBFT holds in its mempool. */
export type Place = {
  readonly name: string;
  readonly electionId: Bytes | undefined;
  /** Of a cast: of whom, and which of theirs. */
  readonly cast: (CastParts & { readonly seq: number }) | undefined;
  /** Who sent it, of those of whom only so much may wait. */
  readonly sender: string | undefined;
  /** Bytes of a cast that had to wait for a tick when it came; 0 of all else. */
  readonly heldBytes: number;
  /** It enters at the first tick after this, ms: when it came, or when a block took its tick without it. */
  since: number;
  /** Questions whose answers it needs. */
  readonly asked: ReadonlySet<string>;
  /** Blocks that it has waited for. */
  age: number;
  /** The height at which CometBFT was last known to hold it. */
  seen: number;
  /** What is no cast and would not enter now, but may later: it is proposed to nobody meanwhile. */
  isStalled: boolean;
  /** A cast may stay while its log has this size, until then, ms: casts that wait for hours are looked up once. */
  stays: { readonly size: number; readonly until: number } | undefined;
};

export const credentialKey = (electionId: Bytes, credential: Bytes): string =>
  `${toHex(electionId)} ${toHex(credential)}`;

export const tickKey = ({
  electionId,
  cast,
}: {
  readonly electionId: Bytes | undefined;
  readonly cast: CastParts | undefined;
}): string => (electionId === undefined || cast === undefined ? "" : `${toHex(electionId)} ${cast.style}`);

export function castOf(ledger: Ledger, { transaction }: ElectionItem): Place["cast"] {
  const parts = castParts(ledger, transaction);
  return parts && { ...parts, seq: seqOf(ledger, transaction) };
}

function seqOf({ state }: Ledger, transaction: Bytes): number {
  const decoded = decodeTransaction(transaction);
  const { ballot } = decoded.ok ? decoded.value.body : {};
  const { election } = state;
  if (!(ballot instanceof Uint8Array) || election === undefined) return 0;
  const parts = splitBallot(ballot, election.manifest);
  return parts.ok ? parts.value.seq : 0;
}

/** Until when a cast may enter, ms, or why it never will: from the credential's record alone, seq, style and window. */
export function castStay(
  { state, view }: Ledger,
  { credential, style, seq }: NonNullable<Place["cast"]>,
): { readonly until: number } | { readonly code: OutcomeCode } {
  if (state.phase !== "open") return { code: "PHASE" };
  const record = credentialRecord(view, credential);
  const isOver = record !== undefined && (record.style !== style || seq < record.ballotHashes.length);
  return isOver ? { code: "SEQ_WRONG" } : { until: styleStatus(state, view, style).castEnds };
}
