import type { ProofPool } from "./pool/jobs.ts";
import { threadPool } from "./pool/thread-pool.ts";
import type { Report } from "./report.ts";
import { type VerifyInput, verifyWith } from "./verify.ts";

/** Threads of a verification that brings no pool of its own. */
const THREADS = 2;

/**
 * Verifies a record (spec/10-verifier.md). Proofs are verified in threads, never in the calling one; a caller
 * with many records passes one pool for all of them and closes it.
 */
export async function verifyRecord(input: VerifyInput & { readonly pool?: ProofPool }): Promise<Report> {
  const pool = input.pool ?? threadPool(THREADS);
  try {
    return await verifyWith(pool, input);
  } finally {
    if (input.pool === undefined) await pool.close();
  }
}
