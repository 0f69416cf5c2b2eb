import { assert, type Bytes, toHex } from "@veche/base";
import { decodeTransaction } from "@veche/ledger";
import { latin1 } from "../names.ts";
import {
  type BlockPlace,
  type ChainReader,
  founderOf,
  isBeyondBegun,
  isOurs,
  type JudgedBlock,
  judgeProposal,
  typeOf,
} from "./judging.ts";
import { arrange, type Item, proposalOf } from "./proposal.ts";

export type Proposed = { readonly items: readonly Item[]; readonly judged: JudgedBlock };

/**
 * Makes a proposal of what is offered, in the order in which it came: all of it enters (§06.9.2), so that every honest validator agrees.
 * What does not enter is left out in one pass, as a refused transaction changes no other's outcome.
 */
export async function makeProposal(
  reader: ChainReader,
  offered: readonly Item[],
  place: BlockPlace,
): Promise<Proposed> {
  const candidates = arrange(withoutSpoilers(reader, offered));
  const first = await judgeProposal(reader, proposalOf(candidates), place);
  if (first.isWhole) return { items: candidates, judged: first };
  const items = enteringOf(candidates, first);
  // Once more, with all answers known: what is kept must be of these items alone.
  const judged = await judgeProposal(reader, proposalOf(items), place);
  assert(judged.isWhole, "what was refused has changed nothing");
  return { items, judged };
}

function enteringOf(items: readonly Item[], { blocks, refusedChange }: JudgedBlock): readonly Item[] {
  return items.filter((item) => {
    if (item.kind === "validators") return refusedChange === undefined;
    const code = blocks.get(toHex(item.electionId))?.outcomes.get(latin1(item.hash))?.code;
    return code === "ACCEPTED" || code === "BLAMED";
  });
}

/**
 * Leaves out what would take others with it (§06.9.7): what begins an election or completes its definition stands alone for it, and an
 * `open` that this chain's validators cannot carry stands in no block.
 */
function withoutSpoilers(reader: ChainReader, items: readonly Item[]): readonly Item[] {
  const closed = new Set<string>();
  const begun = new Set<string>();
  const begunBy = [...reader.begunBy()];
  const sofar = { election: reader.election, begunBy: () => begunBy };
  return items.filter((item) => {
    if (item.kind === "validators") return true;
    const { state } = reader.election(item.electionId).ledger();
    if (state.election !== undefined) {
      return typeOf(item.transaction) !== "open" || isOurs(state.election.manifest, reader.members);
    }
    if (isBeyondBegun(sofar, item)) return false;
    const name = toHex(item.electionId);
    const isAlone = state.frontier.size === 0 || mayComplete(item.transaction);
    if (closed.has(name) || (isAlone && begun.has(name))) {
      closed.add(name);
      return false;
    }
    begun.add(name);
    if (state.frontier.size === 0) begunBy.push(founderOf([item]));
    if (isAlone) closed.add(name);
    return true;
  });
}

/** Whether a transaction may be what completes a definition: `define`, or the last of parts. */
function mayComplete(transaction: Bytes): boolean {
  const decoded = decodeTransaction(transaction);
  if (!decoded.ok) return false;
  const { type, body } = decoded.value;
  const { index, of } = body;
  return type === "define" || (type === "part" && typeof index === "number" && index + 1 === of);
}
