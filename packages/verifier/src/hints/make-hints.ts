import { type Bytes, concat } from "@veche/base";
import type { BundleBatch } from "../bulk/batch.ts";
import type { ElectionContext } from "../bulk/election-context.ts";
import { Findings } from "../findings.ts";
import { ballotLayout } from "../form/layout.ts";
import { canReplay } from "../form/manifest-rules.ts";
import type { EntrySource } from "../log/entry-source.ts";
import { openLog } from "../log/open-log.ts";
import type { ProofPool } from "../pool/jobs.ts";
import type { RecordReader } from "../reader.ts";
import { formOf, makeContext } from "../replay/context-keeper.ts";
import { findManifest } from "../replay/find-manifest.ts";
import { hintsHead, hintsHeadBytes } from "./hints-file.ts";

/** Why there can be no hints: no checkpoint or manifest to divide entries by, or a bundle that cannot be read. */
export type HintsFault = "NO_CHECKPOINT" | "NO_MANIFEST" | "BUNDLE_MISSING";

export type HintsInput = {
  readonly read: RecordReader;
  readonly pool: ProofPool;
  /** Writes bytes at an offset of the new file; the head comes last, at 0. */
  readonly write: (bytes: Bytes, at: number) => Promise<void>;
  /** Entries done, of how many: at the beginning, and with each batch. */
  readonly onProgress?: (entries: number, size: number) => void;
};

export type HintsMade =
  | { readonly points: number; readonly bundles: number; readonly bytes: number }
  | { readonly fault: HintsFault };

/**
 * Makes the hints of a record (§09.6), as many bundles at once as there are threads, in the order of the log. What
 * is wrong with the record is not looked at: hints change no verdict.
 */
export async function makeHintsFile({ read, pool, write, onProgress }: HintsInput): Promise<HintsMade> {
  const findings = new Findings();
  const { checkpoint, walk } = await openLog(read, findings);
  if (checkpoint === undefined) return { fault: "NO_CHECKPOINT" };
  const { source } = walk;
  onProgress?.(0, source.size);
  const context = await contextOf(source, findings);
  if (context === undefined) return { fault: "NO_MANIFEST" };
  const head = hintsHeadBytes(source.bundles);
  const lengths: number[] = [];
  let at = head;
  for (let next = 0; next < source.bundles; ) {
    const batches: BundleBatch[] = [];
    for (let i = 0; i < pool.width; i++) {
      const batch = await readBatch(source, next, context);
      if (batch === undefined) return { fault: "BUNDLE_MISSING" };
      batches.push(batch);
      next += batch.bundles.length;
    }
    const made = await Promise.all(batches.map((batch) => pool.run({ kind: "hints", batch })));
    for (const [i, { hints, lengths: own }] of made.entries()) {
      // A bundle that does not divide has none; neither has what follows it in the batch.
      const missing = (batches[i]?.bundles.length ?? 0) - own.length;
      lengths.push(...own, ...Array.from({ length: missing }, () => 0));
      await write(hints, at);
      at += hints.length;
    }
    onProgress?.(Math.min(source.size, 256 * lengths.length), source.size);
  }
  await write(hintsHead(lengths), 0);
  return { points: (at - head) / 32, bundles: source.bundles, bytes: at };
}

/** A job is done in less than a second: by the bytes, because ballots of 400 points are as likely as of 4. */
const BUNDLES_MAX = 16;
const BYTES_MAX = 2_000_000;

/** Entries are divided by what the manifest alone says. */
async function contextOf(source: EntrySource, findings: Findings): Promise<ElectionContext | undefined> {
  const found = await findManifest(source, undefined, findings);
  if (found?.manifest === undefined || !canReplay(found.broken)) return undefined;
  const { manifest, electionId } = found;
  const layouts = manifest.styles.map((style) => ballotLayout(manifest, style));
  return makeContext(formOf(manifest, electionId, layouts), { electionKey: undefined, moduli: [] });
}

/** `undefined` if a bundle cannot be read; no bundles beyond the end of the log. */
async function readBatch(
  source: EntrySource,
  first: number,
  context: ElectionContext,
): Promise<BundleBatch | undefined> {
  const bundles: Bytes[] = [];
  const end = Math.min(first + BUNDLES_MAX, source.bundles);
  for (let index = first, size = 0; index < end && size < BYTES_MAX; index++) {
    const bytes = await source.bundle(index);
    if (bytes === undefined) return undefined;
    bundles.push(bytes);
    size += bytes.length;
  }
  return {
    bytes: concat(...bundles),
    bundles: bundles.map((bytes, i) => ({
      bytes: bytes.length,
      entries: source.width(first + i),
      hints: -1,
    })),
    hints: new Uint8Array(0),
    context,
    seed: new Uint8Array(32),
  };
}
