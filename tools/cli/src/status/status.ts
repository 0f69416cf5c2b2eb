import type { Bytes } from "@veche/base";
import type { Known } from "@veche/client";
import { decodeResult, type Election, type ElectionResult } from "@veche/election";
import {
  type CeremonyStatus,
  ceremonyStatus,
  issuerSetOf,
  type LedgerState,
  type Phase,
  resultBytes,
  type StyleStatus,
  styleStatus,
  type TallyStatus,
  tallyStatus,
} from "@veche/ledger";

/** Where an election stands, as the own view shows it. */
export type Status = {
  readonly election: Election;
  readonly phase: Phase;
  readonly suspended: boolean;
  readonly size: number;
  readonly root: Bytes;
  /** Time of the last entry, ms. */
  readonly time: number;
  readonly ceremony: CeremonyStatus | undefined;
  readonly issuerKeys: { readonly have: number; readonly need: number };
  readonly issuerSet: { readonly number: number; readonly members: readonly number[] };
  readonly styles: readonly (StyleStatus & { readonly id: string })[];
  readonly blames: LedgerState["blames"];
  readonly tally: TallyStatus | undefined;
  readonly result: ElectionResult | undefined;
};

export function statusOf({ election, checkpoint, state, view }: Known): Status {
  const { issuers, styles } = election.manifest;
  const bytes = resultBytes(view);
  const result = bytes === undefined ? undefined : decodeResult(bytes);
  return {
    election,
    phase: state.phase,
    suspended: state.suspended,
    size: checkpoint.size,
    root: checkpoint.root,
    time: state.time,
    ceremony: ceremonyStatus(state),
    issuerKeys: { have: state.issuerKeys, need: issuers.members.length * styles.length },
    issuerSet: issuerSetOf(state),
    styles: styles.map(({ id }, index) => ({ id, ...styleStatus(state, view, index) })),
    blames: state.blames,
    tally: tallyStatus(state),
    result: result?.ok ? result.value : undefined,
  };
}
