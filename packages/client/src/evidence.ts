import { type Bytes, equalBytes } from "@veche/base";
import type { ReplayError } from "@veche/ledger";
import { appendLeaves, EMPTY_FRONTIER, frontierRoot } from "@veche/tlog";
import { type Comparison, frontierOver, proofFromStorage, proofOf } from "./log-copy.ts";
import type { Evidence } from "./log-faults.ts";
import type { ViewStorage } from "./storage.ts";

type Signed = { readonly note: Bytes; readonly size: number; readonly root: Bytes };

/**
 * What shows that `offered` is a checkpoint of another log than `accepted`; `undefined` if nothing does, because the entries that a node
 * serves do not lead to the root that was signed. Two different entries with one index, each with its proof, convince everybody.
 */
export async function forkEvidence(
  storage: ViewStorage,
  accepted: Signed,
  offered: Signed,
  comparison: Comparison | undefined,
): Promise<Evidence | undefined> {
  const size = Math.min(accepted.size, offered.size);
  const base = { kind: "FORK", accepted: accepted.note, offered: offered.note, size } as const;
  const isServed = comparison !== undefined && equalBytes(rootOf(comparison.leaves), offered.root);
  const parting = isServed ? comparison.parting : undefined;
  if (comparison !== undefined && parting !== undefined) {
    const own = await proofFromStorage(storage, accepted.note, accepted.size, parting.index);
    if (own.ok) {
      const other = proofOf(comparison.leaves, offered.note, parting.index, parting.offered);
      return { ...base, parting: { index: parting.index, accepted: own.value.proof, offered: other } };
    }
  }
  // A larger log that nobody can read proves nothing; one that is not larger has a root that the own entries contradict.
  if (offered.size > accepted.size) return undefined;
  const ownRoot = frontierRoot(await frontierOver(storage.read(0, size)));
  return equalBytes(ownRoot, offered.root) ? undefined : base;
}

const rootOf = (leaves: readonly Bytes[]): Bytes => frontierRoot(appendLeaves(EMPTY_FRONTIER, leaves));

/** What shows that a signed log holds an entry that must not have entered. All entries up to `offered.size` are stored. */
export async function refusedEvidence(
  storage: ViewStorage,
  accepted: Signed | undefined,
  offered: Signed,
  refused: ReplayError,
): Promise<Evidence> {
  const proven = await proofFromStorage(storage, offered.note, offered.size, refused.index);
  return {
    kind: "ENTRY_REFUSED",
    accepted: accepted?.note,
    offered: offered.note,
    index: refused.index,
    entry: proven.ok ? proven.value.entry : new Uint8Array(0),
    outcome: refused.outcome ?? refused.code,
    proof: proven.ok ? proven.value.proof : new Uint8Array(0),
  };
}
