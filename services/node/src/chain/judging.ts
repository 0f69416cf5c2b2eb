import { type Bytes, equalBytes, toHex } from "@veche/base";
import type { Manifest } from "@veche/election";
import {
  type ChainFounders,
  type ChainMembers,
  changeMembers,
  decodeTransaction,
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
  /** For each election with entries and without a definition the organisation whose part began it. */
  readonly begunBy: () => readonly number[];
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
 *
 * @param isAgreed whether only this is asked, if all of it enters: then nothing is worked out behind an election of which something does not.
 */
export async function judgeProposal(
  reader: ChainReader,
  { parts, change }: Proposal,
  { height, time }: BlockPlace,
  isAgreed = false,
): Promise<JudgedBlock> {
  const blocks = new Map<string, PreparedBlock>();
  const taken: Taken = { origins: new Set(), begunBy: [...reader.begunBy()] };
  let isWhole = true;
  for (const part of parts) {
    const election = reader.election(part.electionId);
    if (election.height >= height) continue;
    if (isAgreed && !isWhole) break;
    const { state, view } = election.ledger();
    const mayEnter = onlyOurs(reader, part, taken);
    // §06.3.1
    const at = Math.max(time, state.time + 1);
    const prepared = await prepareBlock(election.judge, { state, view }, at, part.transactions, mayEnter);
    isWhole &&= prepared.entering.length === part.transactions.length;
    if (prepared.entering.length > 0) blocks.set(toHex(part.electionId), prepared);
    take(taken, part, prepared);
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

/** §06.9.7: elections that one organisation may have begun and not defined. Each costs every validator files and memory. */
const BEGUN_MAX = 16;

/** What elections that stand before another in a proposal have taken of it: origins, and the places of those who begin elections. */
type Taken = { readonly origins: Set<string>; readonly begunBy: number[] };

function take({ origins, begunBy }: Taken, part: ElectionPart, { base, applied }: PreparedBlock): void {
  const { election, frontier } = applied.state;
  if (election !== undefined) origins.add(election.manifest.origin);
  else if (base.frontier.size === 0 && frontier.size > 0) begunBy.push(founderOf(part.transactions));
}

/** The organisation whose part a transaction is that begins an election; 0: of none. */
export function founderOf([first]: readonly Pick<ElectionPart["transactions"][0], "transaction">[]): number {
  const decoded = decodeTransaction(first?.transaction ?? new Uint8Array(0));
  return decoded.ok && decoded.value.type === "part" ? (decoded.value.signatures[0]?.index ?? 0) : 0;
}

const hasBegunEnough = (begunBy: readonly number[], organisation: number): boolean =>
  begunBy.filter((one) => one === organisation).length >= BEGUN_MAX;

/** §06.9.7: whether a transaction would begin an election of an organisation that has begun enough of them. */
export function isBeyondBegun(
  reader: Pick<ChainReader, "election" | "begunBy">,
  { electionId, transaction }: Pick<ElectionPart, "electionId"> & { readonly transaction: Bytes },
): boolean {
  if (reader.election(electionId).ledger().state.frontier.size > 0) return false;
  const organisation = founderOf([{ transaction }]);
  return organisation > 0 && hasBegunEnough(reader.begunBy(), organisation);
}

function onlyOurs(reader: ChainReader, part: ElectionPart, taken: Taken): MayEnter {
  return (before, after) => {
    const { election, frontier } = after;
    if (before.frontier.size === 0 && frontier.size > 0) {
      if (part.transactions.length > 1) return false;
      if (election === undefined && hasBegunEnough(taken.begunBy, founderOf(part.transactions))) return false;
    }
    const isDefined = before.election === undefined && election !== undefined;
    const isOpened = before.phase !== "open" && after.phase === "open";
    if (election === undefined || (!isDefined && !isOpened)) return true;
    if (!isOurs(election.manifest, reader.members)) return false;
    if (!isDefined) return true;
    const { origin } = election.manifest;
    const isTaken = taken.origins.has(origin) || isOriginTaken(reader.states(), origin, part.electionId);
    return part.transactions.length === 1 && !isTaken;
  };
}

/** §06.9.8: between `open` and `certify`, before the block or after it. */
function isVoting(reader: ChainReader, blocks: ReadonlyMap<string, PreparedBlock>): boolean {
  return isVotingNow(reader) || [...blocks.values()].some(({ applied }) => stands(applied.state));
}

export const isVotingNow = (reader: Pick<ChainReader, "states">): boolean => reader.states().some(stands);

const stands = ({ phase, certified }: LedgerState): boolean =>
  (phase === "open" || phase === "closed") && !certified;

/** The type that a transaction states, from its first bytes (§06.1.1): all types have less than 24 characters. */
export function typeOf(transaction: Bytes): string | undefined {
  const length = (transaction[1] ?? 0) - 0x60;
  if (transaction[0] !== 0x83 || length < 1 || length > 23) return undefined;
  return String.fromCharCode(...transaction.subarray(2, 2 + length));
}
