import { type Bytes, equalBytes, toHex } from "@veche/base";
import type { Manifest } from "@veche/election";
import {
  type ChainFounders,
  type ChainMembers,
  changeMembers,
  type LedgerState,
  type Outcome,
  refuseChange,
} from "@veche/ledger";
import { isOriginTaken } from "../engine/founding.ts";
import { type MayEnter, type PreparedBlock, prepareBlock } from "../engine/prepared.ts";
import type { ChainElection } from "./elections.ts";
import type { ElectionPart, Proposal } from "./proposal.ts";

/** The committed state of a chain, as a proposal is judged over it. Nothing else decides: no clock, no mempool. */
export type ChainReader = {
  readonly founders: ChainFounders;
  readonly members: ChainMembers;
  readonly election: (electionId: Bytes) => ChainElection;
  /** Of all elections with entries. */
  readonly states: () => readonly LedgerState[];
};

/** Where a block stands: its height, and its time in ms as §06.3.1 rounds it. */
export type BlockPlace = { readonly height: number; readonly time: number };

/** All that a block of the chain will do. */
export type JudgedBlock = {
  /** By electionId in hexadecimal digits. */
  readonly blocks: ReadonlyMap<string, PreparedBlock>;
  readonly members: ChainMembers;
  /** Why the change of validators in it does not enter. */
  readonly refusedChange: Outcome | undefined;
  /** Whether all of it enters: validators agree to nothing else (§06.9.2). */
  readonly isWhole: boolean;
};

/**
 * Works out a proposal over the committed state (§06.9). An election that has committed this height already, before a crash, takes
 * no part: it stands where the block leads it.
 */
export async function judgeProposal(
  reader: ChainReader,
  { parts, change }: Proposal,
  { height, time }: BlockPlace,
): Promise<JudgedBlock> {
  const blocks = new Map<string, PreparedBlock>();
  const origins = new Set<string>();
  let isWhole = true;
  for (const part of parts) {
    const election = reader.election(part.electionId);
    if (election.height >= height) continue;
    const { state, view } = election.ledger();
    const mayEnter = onlyOurs(reader, part, origins);
    // §06.3.1
    const at = Math.max(time, state.time + 1);
    const prepared = await prepareBlock(election.judge, { state, view }, at, part.transactions, mayEnter);
    isWhole &&= prepared.entering.length === part.transactions.length;
    if (prepared.entering.length > 0) blocks.set(toHex(part.electionId), prepared);
    const { origin } = prepared.applied.state.election?.manifest ?? {};
    if (origin !== undefined) origins.add(origin);
  }
  const refusedChange =
    change && refuseChange(reader.founders, reader.members, change, isVoting(reader, blocks));
  const isChanged = change !== undefined && refusedChange === undefined;
  return {
    blocks,
    members: isChanged ? changeMembers(reader.members, change.body) : reader.members,
    refusedChange,
    isWhole: isWhole && refusedChange === undefined,
  };
}

/** §06.9.7: whether an election is one for this chain's validators. */
export function isOurs({ engine, validators }: Manifest, { validators: own }: ChainMembers): boolean {
  return (
    engine === "cometbft" &&
    validators.length === own.length &&
    validators.every(({ key, logKey, name }, at) => {
      const member = own[at];
      return (
        member !== undefined &&
        equalBytes(member.key, key) &&
        equalBytes(member.logKey, logKey) &&
        member.name === name
      );
    })
  );
}

/** @param taken origins of the elections that stand before it in the proposal. */
function onlyOurs(reader: ChainReader, part: ElectionPart, taken: ReadonlySet<string>): MayEnter {
  return (before, after) => {
    const { election } = after;
    const isDefined = before.election === undefined && election !== undefined;
    const isOpened = before.phase !== "open" && after.phase === "open";
    if (election === undefined || (!isDefined && !isOpened)) return true;
    if (!isOurs(election.manifest, reader.members)) return false;
    if (!isDefined) return true;
    const { origin } = election.manifest;
    const isTaken = taken.has(origin) || isOriginTaken(reader.states(), origin, part.electionId);
    return part.transactions.length === 1 && !isTaken;
  };
}

/** §06.9.8: between `open` and `certify`, before the block or after it. */
function isVoting(reader: ChainReader, blocks: ReadonlyMap<string, PreparedBlock>): boolean {
  return isVotingNow(reader) || [...blocks.values()].some(({ applied }) => stands(applied.state));
}

export const isVotingNow = (reader: ChainReader): boolean => reader.states().some(stands);

const stands = ({ phase, certified }: LedgerState): boolean =>
  (phase === "open" || phase === "closed") && !certified;

/** The type that a transaction states, from its first bytes (§06.1.1): all types have less than 24 characters. */
export function typeOf(transaction: Bytes): string | undefined {
  const length = (transaction[1] ?? 0) - 0x60;
  if (transaction[0] !== 0x83 || length < 1 || length > 23) return undefined;
  return String.fromCharCode(...transaction.subarray(2, 2 + length));
}
