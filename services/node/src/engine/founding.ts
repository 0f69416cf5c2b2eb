import { type Bytes, equalBytes } from "@veche/base";
import type { LedgerState } from "@veche/ledger";
import { type NodeKeys, validatorOf } from "../home/keys.ts";
import type { Cosign } from "../publish/publisher.ts";
import type { ElectionLog } from "./log.ts";
import type { MayEnter } from "./prepared.ts";

/** Whether another of these elections has the origin: a validator signs one log of a name (§07.4.3). */
export const isOriginTaken = (states: readonly LedgerState[], origin: string, asking: Bytes): boolean =>
  states.some(
    ({ electionId, election }) => !equalBytes(electionId, asking) && election?.manifest.origin === origin,
  );

export type EmbeddedFounding = {
  readonly keys: NodeKeys;
  readonly cosign: Cosign | undefined;
  /** Of all elections that the node has at the moment. */
  readonly logs: () => readonly ElectionLog[];
};

/** Which elections may begin on a node that makes its blocks alone: those whose checkpoints it can sign as they want it. */
export function embeddedElections({ keys, cosign, logs }: EmbeddedFounding): MayEnter {
  return (before, { election, electionId }) => {
    if (election === undefined || before.election !== undefined) return true;
    const { engine, origin, witnesses } = election.manifest;
    const hasWitnesses = witnesses.quorum === 0 || cosign !== undefined;
    if (engine !== "embedded" || !hasWitnesses) return false;
    // §07.4.3: a checkpoint names the origin, not the election.
    const states = logs().map(({ ledger }) => ledger.state);
    if (isOriginTaken(states, origin, electionId)) return false;
    return validatorOf(election.manifest, keys) !== undefined;
  };
}
