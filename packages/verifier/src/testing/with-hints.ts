import { BugError, type Bytes } from "@veche/base";
import { makeHintsFile } from "../hints/make-hints.ts";
import type { ProofPool } from "../pool/jobs.ts";
import { memoryReader } from "../reader.ts";
import type { Evidence } from "./control.ts";
import type { RecordMaker } from "./maker.ts";

/** The hints of a record (09.6), and for how many points. */
export async function hintsOf(
  files: ReadonlyMap<string, Bytes>,
  pool: ProofPool,
): Promise<{ readonly bytes: Bytes; readonly points: number }> {
  const out = new Uint8Array(100_000);
  let end = 0;
  const write = async (bytes: Bytes, at: number): Promise<void> => {
    out.set(bytes, at);
    end = Math.max(end, at + bytes.length);
  };
  const made = await makeHintsFile({ read: memoryReader(files), pool, write });
  if (!("points" in made) || made.bytes !== end) throw new BugError("a test record has hints");
  return { bytes: out.slice(0, end), points: made.points };
}

/** Where the hints begin in the file of a log with so many bundles (09.6.1). */
export const hintsHead = (bundles: number): number => 14 + 8 + 8 * (bundles + 1);

/** A record with its hints, changed or not. */
export async function hinted(
  maker: RecordMaker,
  pool: ProofPool,
  change: (hints: Bytes) => Bytes = (hints) => hints,
): Promise<Evidence> {
  const files = maker.files();
  const { bytes } = await hintsOf(files, pool);
  return { files: files.set("hints", change(bytes)), electionId: maker.electionId };
}

/** The same hints but for the last ones of a bundle, or all of it, which are taken out. */
export function fewerHints(hints: Bytes, bundles: number, bundle: number, less: number): Bytes {
  const head = hintsHead(bundles);
  const view = new DataView(hints.buffer, hints.byteOffset);
  const offset = (index: number): number => Number(view.getBigUint64(14 + 8 + 8 * index));
  const end = head + offset(bundle + 1);
  const gone = Math.min(32 * less, offset(bundle + 1) - offset(bundle));
  const out = new Uint8Array(hints.length - gone);
  out.set(hints.subarray(0, end - gone));
  out.set(hints.subarray(end), end - gone);
  const changed = new DataView(out.buffer);
  for (let index = bundle + 1; index <= bundles; index++) {
    changed.setBigUint64(14 + 8 + 8 * index, BigInt(offset(index) - gone));
  }
  return out;
}
