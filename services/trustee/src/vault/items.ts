/**
 * What a vault holds. Every item is written once and never changed: a second polynomial of one attempt, or a second head, is
 * what must not exist.
 */
export type Item =
  /** Signing key and age identity. */
  | "identity"
  /** Which election and trustee this vault belongs to. */
  | "election"
  | `polynomial-${number}`
  | `share-${number}`
  /** The one tally head this trustee signs (§08.3.3). */
  | "head"
  /** The decryption as it was proved, so that it leaves the same when it has to leave again. */
  | "decryption";

export const fileOf = (item: Item): string => `${item}.age`;

/** The item that a file of a vault holds; `undefined` for files that are none of ours. */
export function itemOf(file: string): Item | undefined {
  const name = /^(identity|election|head|decryption|(?:polynomial|share)-(?:0|[1-9][0-9]{0,2}))\.age$/.exec(
    file,
  )?.[1];
  return name as Item | undefined;
}
