import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { type Bytes, encodeCbor, sha256, toHex } from "@veche/base";
import { logHeadOf } from "@veche/ledger";
import type { ElectionPaths } from "../store/election-store.ts";
import { syncFolder, writeWhole } from "../store/files.ts";
import type { Ledger } from "../verify/ledger.ts";

/**
 * Keeps a ballot with valid tokens beyond the number issued (`CAST_BEYOND_ISSUES`, §06.5.4): whoever can make such a ballot
 * has forged tokens. With it the log's head, at which it was one too many: anyone can check both. CBOR map {election, root,
 * size, time, transaction}; the file is named by SHA-256 of the transaction.
 */
export async function keepEvidence(
  paths: ElectionPaths,
  { state }: Ledger,
  time: number,
  transaction: Bytes,
): Promise<void> {
  await mkdir(paths.evidence, { recursive: true });
  const { size, root } = logHeadOf(state);
  const bytes = encodeCbor({ election: state.electionId, root, size, time, transaction });
  const path = join(paths.evidence, `${toHex(sha256(transaction))}.cbor`);
  await writeWhole(path, bytes, { temporary: paths.temporary, durable: true });
  await syncFolder(paths.evidence);
}
