import { type CborMap, type CborValue, encodeCbor } from "@veche/base";
import { Findings } from "../findings.ts";
import type { Body, TransactionType } from "../form/bodies.ts";
import { decodeTransaction, type TransactionOf } from "../form/entry.ts";
import { EntrySource } from "../log/entry-source.ts";
import { inlinePool } from "../pool/inline-pool.ts";
import type { Job, JobKind, JobResult, ProofPool } from "../pool/jobs.ts";
import { memoryReader } from "../reader.ts";
import { newBlock } from "../replay/blocks.ts";
import { type Election, newElection, type Place } from "../replay/election.ts";
import { Judge } from "../replay/judge.ts";
import { RecordMaker } from "./maker.ts";
import type { Signer } from "./parties.ts";
import { seededBytes } from "./random.ts";
import { testManifest } from "./test-manifest.ts";

/**
 * An election as a replay keeps it, without a log around it: for tests of the rules of single transactions, in states that a whole
 * record reaches only by a long way.
 */
export function loneElection(manifest: CborMap = testManifest(), pool: ProofPool = inlinePool()): Election {
  const maker = new RecordMaker(manifest);
  const source = new EntrySource(memoryReader(new Map()), 0);
  const randomBytes = seededBytes("lone election");
  return newElection(maker.manifest, maker.electionId, { pool, source, randomBytes });
}

/** A transaction, read back from its bytes; every signature is of zeros unless a maker signs. */
export function transactionOf<T extends TransactionType>(
  type: T,
  body: CborMap & Partial<Body<T>>,
  signers: readonly Signer[] = [],
  maker?: RecordMaker,
): TransactionOf<T> {
  const unsigned: CborValue = [type, body, signers.map(([role, index]) => [role, index, new Uint8Array(64)])];
  const value = maker === undefined ? unsigned : maker.transaction(type, body, signers);
  const read = decodeTransaction(new Uint8Array(encodeCbor(value)));
  if (read?.type !== type) throw new RangeError(`no ${type}`);
  return read as TransactionOf<T>;
}

export const placeAt = (time: number, number = 1): Place => ({ time, block: newBlock(time, number) });

/** Everything that is found wrong, as `check code`, in the order of the checks. */
export async function faultsOf(
  act: (judge: Judge, findings: Findings) => unknown,
  entry = 0,
): Promise<readonly string[]> {
  const findings = new Findings();
  await act(new Judge(findings, entry), findings);
  return findings.results().flatMap(({ id, failure }) => (failure ? [`${id} ${failure.code}`] : []));
}

/** A pool that does some kinds of jobs as it is told, and the others as they are done; and what it was asked. */
export function toldPool(answers: { readonly [K in JobKind]?: (job: Job) => JobResult<K> }) {
  const inner = inlinePool();
  const jobs: Job[] = [];
  const pool: ProofPool = {
    ...inner,
    run: async <J extends Job>(job: J) => {
      jobs.push(job);
      const answer = answers[job.kind];
      return answer === undefined ? inner.run(job) : (answer(job) as JobResult<J["kind"]>);
    },
  };
  return { pool, jobs };
}
