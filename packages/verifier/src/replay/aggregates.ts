import type { Bytes } from "@veche/base";
import { BugError } from "@veche/base";
import { add, decodePoint, IDENTITY, subtract } from "@veche/group";
import type { BallotLayout } from "../form/layout.ts";
import { type Ciphertext, decodeAll } from "../proofs/ballot.ts";

/** §08.1.1: for each style the sums of the ciphertexts of its counted ballots, in the order of a ballot. */
export class Aggregates {
  readonly #sums: Ciphertext[][];

  constructor(layouts: readonly BallotLayout[]) {
    this.#sums = layouts.map((layout) =>
      Array.from({ length: layout.ciphertexts }, () => ({ alpha: IDENTITY, beta: IDENTITY })),
    );
  }

  of(style: number): readonly Ciphertext[] {
    return this.#sums[style] ?? [];
  }

  /** Adds sums as a worker gives them: α ‖ β for each option. */
  addBytes(style: number, bytes: Bytes): void {
    const points = decodeAll(bytes, decodePoint);
    if (points === undefined) throw new BugError("a worker gives points");
    this.#change(style, (sum, i) => ({
      alpha: add(sum.alpha, points[2 * i] ?? IDENTITY),
      beta: add(sum.beta, points[2 * i + 1] ?? IDENTITY),
    }));
  }

  /** Takes one ballot out again: it was replaced, or it should never have been counted. */
  subtract(style: number, ballot: readonly Ciphertext[]): void {
    this.#change(style, (sum, i) => {
      const one = ballot[i] as Ciphertext;
      return { alpha: subtract(sum.alpha, one.alpha), beta: subtract(sum.beta, one.beta) };
    });
  }

  #change(style: number, change: (sum: Ciphertext, i: number) => Ciphertext): void {
    this.#sums[style] = (this.#sums[style] as Ciphertext[]).map(change);
  }
}
