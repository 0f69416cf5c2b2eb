import { type Bytes, concat } from "@veche/base";
import type { Kernel } from "@veche/group/kernel";
import type { StyleSum } from "./batch.ts";

/** A ballot whose ciphertexts are points of the kernel: the number of its first α. */
export type PlacedBallot = { readonly style: number; readonly first: number };

/** §08.1.1: for each style the sums of the ciphertexts of these ballots, α ‖ β for each option. */
export function sumByStyle(
  kernel: Kernel,
  ballots: readonly PlacedBallot[],
  ciphertextsOf: (style: number) => number,
): readonly StyleSum[] {
  const byStyle = new Map<number, number[]>();
  for (const { style, first } of ballots) {
    const own = byStyle.get(style);
    if (own === undefined) byStyle.set(style, [first]);
    else own.push(first);
  }
  return [...byStyle].map(([style, firsts]) => {
    const sums: Bytes[] = [];
    for (let i = 0; i < 2 * ciphertextsOf(style); i++) {
      sums.push(kernel.sum(Uint32Array.from(firsts, (first) => first + i)));
    }
    return { style, bytes: concat(...sums) };
  });
}

/** Adds up the sums of each style. */
export function totalOfStyles(sums: readonly StyleSum[], kernel: Kernel): readonly StyleSum[] {
  const widths = new Map(sums.map(({ style, bytes }) => [style, bytes.length / 64]));
  const placed = sums.map(({ style, bytes }) => ({ style, first: kernel.decode(bytes).first }));
  return sumByStyle(kernel, placed, (style) => widths.get(style) ?? 0);
}
