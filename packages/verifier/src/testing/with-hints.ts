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

/** The same hints but for the last of a bundle, which is taken out. */
export function oneHintLess(hints: Bytes, bundles: number, bundle: number): Bytes {
  const head = hintsHead(bundles);
  const view = new DataView(hints.buffer, hints.byteOffset);
  const endAt = 14 + 8 + 8 * (bundle + 1);
  const end = head + Number(view.getBigUint64(endAt));
  const out = new Uint8Array(hints.length - 32);
  out.set(hints.subarray(0, end - 32));
  out.set(hints.subarray(end), end - 32);
  const changed = new DataView(out.buffer);
  for (let at = endAt; at < head; at += 8) changed.setBigUint64(at, view.getBigUint64(at) - 32n);
  return out;
}
