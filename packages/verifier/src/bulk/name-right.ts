import type { EquationSum } from "./sum.ts";

/**
 * For each statement of a sum 1 if it is right: one sum if all are, halves of halves otherwise. The coefficients
 * stay the same: the runs that may be summed are fixed before they are drawn, and there are fewer than twice as
 * many as statements, so that the odds to miss one grow by no more than that.
 */
export function nameRight(sum: EquationSum, holdsAlone: (statement: number) => boolean): Uint8Array {
  const right = new Uint8Array(sum.statements);
  if (sum.statements > 0) judgeRun(0, sum.statements, false);
  return right;

  /** Gives whether all of the run are right. */
  function judgeRun(from: number, to: number, isKnownToFail: boolean): boolean {
    if (!isKnownToFail && sum.holds(from, to)) {
      right.fill(1, from, to);
      return true;
    }
    if (to - from === 1) {
      const holds = holdsAlone(from);
      right[from] = holds ? 1 : 0;
      return holds;
    }
    const middle = (from + to) >> 1;
    const first = judgeRun(from, middle, false);
    // If nothing is wrong in the first half, something is in the second.
    const second = judgeRun(middle, to, first);
    return first && second;
  }
}
