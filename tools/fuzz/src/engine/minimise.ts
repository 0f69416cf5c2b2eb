import { type Bytes, concat } from "@veche/base";

/** Runs that a minimisation may take, and ms. */
const RUNS_MAX = 2_000;
const MS_MAX = 20_000;

/**
 * A smaller input that is still wrong in the same way: pieces are left out, from halves down to single bytes, then bytes are made zero
 * (after ddmin, Zeller & Hildebrandt 2002). `isWrong` may be asked thousands of times.
 */
export async function minimise(input: Bytes, isWrong: (input: Bytes) => Promise<boolean>): Promise<Bytes> {
  const until = performance.now() + MS_MAX;
  let runs = 0;
  let best = input;
  const tryOne = async (candidate: Bytes): Promise<boolean> => {
    if (runs++ >= RUNS_MAX || performance.now() > until || !(await isWrong(candidate))) return false;
    best = candidate;
    return true;
  };
  for (let size = Math.ceil(input.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let at = 0; at < best.length; ) {
      const isSmaller = await tryOne(concat(best.subarray(0, at), best.subarray(at + size)));
      if (!isSmaller) at += size;
    }
  }
  for (let at = 0; at < best.length; at++) {
    const zeroed = best.slice();
    zeroed[at] = 0;
    if (best[at] !== 0) await tryOne(zeroed);
  }
  return best;
}
