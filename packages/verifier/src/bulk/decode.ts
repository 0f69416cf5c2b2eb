import type { Kernel } from "@veche/group/kernel";
import type { HintUse } from "./batch.ts";
import type { Gathered } from "./gather.ts";

export type DecodedPoints = {
  /** Number of the first one in the kernel's table. */
  readonly first: number;
  /** 1 for each point that is canonical. */
  readonly valid: Uint8Array;
  readonly hints: HintUse;
};

/** Decodes the points that were gathered, with the hints of each bundle that has as many as points. */
export function decodeGathered(kernel: Kernel, { encodings, bundles }: Gathered): DecodedPoints {
  const first = kernel.count;
  const valid = new Uint8Array(encodings.length / 32);
  let at = 0;
  let hinted = 0;
  let wrong = 0;
  let firstBad = -1;
  for (const [i, { points, hints, isMisfit }] of bundles.entries()) {
    const decoded = kernel.decode(encodings.subarray(32 * at, 32 * (at + points)), hints);
    valid.set(decoded.valid, at);
    at += points;
    hinted += hints === undefined ? 0 : points;
    wrong += decoded.wrongHints;
    if ((isMisfit || decoded.wrongHints > 0) && firstBad < 0) firstBad = i;
  }
  return { first, valid, hints: { points: at, hinted, wrong, firstBad } };
}
