import { BugError, type Bytes, equalBytes } from "@veche/base";
import type { Kernel } from "@veche/group/kernel";
import type { BundleShape, StyleSum } from "./batch.ts";
import type { ElectionContext } from "./election-context.ts";
import { Gatherer } from "./gather.ts";
import { prepare } from "./prepared.ts";
import { bundleDigest, divideBundles, newColumns } from "./read-entries.ts";
import { type PlacedBallot, sumByStyle } from "./sum-ballots.ts";

/** Some ballots of one bundle, which is read once more. */
export type Selection = {
  readonly bytes: Bytes;
  readonly bundle: BundleShape;
  /** `bundleDigest` of what was read the first time. */
  readonly digest: Bytes;
  readonly context: ElectionContext;
  /** Places of the ballots in the bundle, ascending. */
  readonly places: readonly number[];
};

/** The sums of the ciphertexts of these ballots by style; `undefined` if the bundle has changed. */
export function sumSelected(selection: Selection, kernel: Kernel): readonly StyleSum[] | undefined {
  const { bytes, bundle, context, places, digest } = selection;
  const batch = { bytes, bundles: [bundle], hints: new Uint8Array(0), context, seed: new Uint8Array(0) };
  if (bytes.length !== bundle.bytes) return undefined;
  const columns = newColumns(bundle.entries);
  if (divideBundles(batch, columns) !== 1) return undefined;
  const election = prepare(context);
  const gathered = new Gatherer(batch, columns, election).read(1);
  if (!equalBytes(bundleDigest(columns.leaves), digest)) return undefined;
  const wanted = new Set(places);
  const ballots: PlacedBallot[] = [];
  gathered.rows.forEach((row, at) => {
    const style = election.styles[columns.styles[row] as number];
    if (!wanted.has(row)) return;
    if (style === undefined) throw new BugError("a ballot that counted has a style");
    const start = (gathered.bodies[at] as number) + style.ciphertextsAt;
    const decoded = kernel.decode(bytes.subarray(start, start + 64 * style.layout.ciphertexts));
    ballots.push({ style: columns.styles[row] as number, first: decoded.first });
  });
  return sumByStyle(kernel, ballots, (style) => election.styles[style]?.layout.ciphertexts ?? 0);
}
