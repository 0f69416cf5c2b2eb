import type { EquationSum } from "./sum.ts";

/** After so many halvings in a row that found both halves wrong, wrong statements are many: each is summed alone. */
const CROWDED = 3;

/**
 * For each statement of a sum 1 if it is right: one sum if all are, halves of halves otherwise. The coefficients
 * stay the same: the runs that may be summed are fixed before they are drawn, and there are fewer than twice as
 * many as statements, so that the odds to miss one grow by no more than that.
 */
export function nameRight(sum: EquationSum, holdsAlone: (statement: number) => boolean): Uint8Array {
  const right = new Uint8Array(sum.statements);
  if (sum.statements > 0 && !isRight(0, sum.statements)) divide(0, sum.statements, 0);
  return right;

  function isRight(from: number, to: number): boolean {
    const holds = sum.holds(from, to);
    if (holds) right.fill(1, from, to);
    return holds;
  }

  /** Something is wrong in the run; `crowd` halvings before this one found both halves wrong. */
  function divide(from: number, to: number, crowd: number): void {
    if (to - from === 1) {
      right[from] = holdsAlone(from) ? 1 : 0;
      return;
    }
    if (crowd === CROWDED) {
      for (let one = from; one < to; one++) if (!isRight(one, one + 1)) divide(one, one + 1, 0);
      return;
    }
    const middle = (from + to) >> 1;
    const first = isRight(from, middle);
    // If nothing is wrong in the first half, something is in the second.
    const second = !first && isRight(middle, to);
    const next = first || second ? 0 : crowd + 1;
    if (!first) divide(from, middle, next);
    if (!second) divide(middle, to, next);
  }
}
