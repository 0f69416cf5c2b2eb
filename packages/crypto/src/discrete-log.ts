import { assert, type Bytes } from "@veche/base";
import { add, BASE, encodePoint, IDENTITY, multiplyPublic, negate, type Point } from "@veche/group";

/** About 100 bytes a step: the table of the largest election stays far below 200 MB. */
const STEPS_MAX = 2 ** 20;

/**
 * Small logarithms to the base B by baby steps and giant steps (Shanks). One table of the baby steps serves all
 * aggregates of an election: with s baby steps a logarithm up to `bound` costs bound/s giant steps, so that
 * s = √(Σ bounds) makes the whole tally cheapest. Counts are public: variable time.
 */
export class SmallLogarithms {
  readonly #steps: number;
  readonly #baby = new Map<string, number>();
  readonly #giant: Point;

  /** `bounds`: the largest value of each logarithm that will be asked for. */
  constructor(bounds: readonly number[]) {
    const total = bounds.reduce((sum, bound) => sum + bound, 0);
    const largest = bounds.reduce((max, bound) => Math.max(max, bound), 0);
    assert(Number.isSafeInteger(total) && total >= 0, "bounds are counts");
    this.#steps = stepsFor(total, largest);
    let point = IDENTITY;
    for (let j = 0; j < this.#steps; j++) {
      this.#baby.set(nameOf(encodePoint(point)), j);
      point = add(point, BASE);
    }
    this.#giant = negate(multiplyPublic(BASE, BigInt(this.#steps)));
  }

  /** The number 0 ≤ v ≤ bound with v·B = point; `undefined` if there is none. */
  find(point: Point, bound: number): number | undefined {
    let rest = point;
    for (let reached = 0; reached <= bound; reached += this.#steps) {
      const baby = this.#baby.get(nameOf(encodePoint(rest)));
      if (baby !== undefined) return reached + baby <= bound ? reached + baby : undefined;
      rest = add(rest, this.#giant);
    }
    return undefined;
  }
}

/** The smallest s with s² ≥ total, in integers, no more than the largest value needs. */
function stepsFor(total: number, largest: number): number {
  const most = Math.min(STEPS_MAX, largest + 1);
  let low = 1;
  let high = most;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (middle * middle >= total) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** A text of one character a byte: maps compare texts, not byte strings, by value. */
const nameOf = (bytes: Bytes): string => String.fromCharCode(...bytes);
