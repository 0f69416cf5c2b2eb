import { type Bytes, concat, sha256, u64, utf8 } from "@veche/base";

/** Size and root of an election's log. */
export type ElectionHead = { readonly electionId: Bytes; readonly size: number; readonly root: Bytes };

/** §06.8.1: binds the heads of all elections that have entries, ascending by electionId. */
export function applicationHashOf(heads: readonly ElectionHead[]): Bytes {
  const bound = heads.flatMap(({ electionId, size, root }) => [electionId, u64(size), root]);
  return sha256(concat(utf8("veche/v1/app"), new Uint8Array(1), ...bound));
}
