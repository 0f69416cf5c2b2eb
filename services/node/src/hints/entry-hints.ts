import type { Bytes } from "@veche/base";
import { isCast, type Placed } from "@veche/ledger";

/** Hints of an entry (§09.6.2): empty where it has none, `undefined` where nobody knows them. */
export type EntryHints = Bytes | undefined;

/** Hints by kind, in the order of the entries that they belong to. */
export type FoundHints = { readonly ballots: EntryHints[]; readonly issues: EntryHints[] };

const NONE = new Uint8Array(0);
/** The only encoding of `["issue", …, …]` begins so. */
const ISSUE_PREFIX = new Uint8Array([0x83, 0x65, 0x69, 0x73, 0x73, 0x75, 0x65]);

/** Told from its bytes alone, as `isCast` does. */
export const isIssue = (transaction: Bytes): boolean =>
  ISSUE_PREFIX.every((byte, at) => transaction[at] === byte);

/**
 * Gives each entry of a block its hints. Where there are more or fewer than entries of a kind, it is unclear whose they are, and
 * all of that kind are left unknown: hints save time and decide nothing.
 */
export function hintsOfBlock(
  transactions: readonly Bytes[],
  outcomes: readonly Placed[],
  { ballots, issues }: FoundHints,
): readonly EntryHints[] {
  const entered = transactions.filter((_, at) => outcomes[at]?.index !== undefined);
  const casts = entered.filter(isCast).length;
  const issued = entered.filter(isIssue).length;
  const nextBallot = (casts === ballots.length ? ballots : []).values();
  const nextIssue = (issued === issues.length ? issues : []).values();
  return entered.map((transaction) => {
    if (isCast(transaction)) return nextBallot.next().value;
    return isIssue(transaction) ? nextIssue.next().value : NONE;
  });
}
