import { type Bytes, equalBytes, type RandomBytes } from "@veche/base";
import { encodePoint, IDENTITY, POINT_BYTES, type Point } from "@veche/group";
import type { Kernel } from "@veche/group/kernel";
import { concatAll } from "./concat-all.ts";
import { ownPoints, type Statement, verifyStatement } from "./equations.ts";
import { firstRows } from "./first-rows.ts";
import { WeightedTerms } from "./weighted-terms.ts";

/** `NOT_POINTS`: one of the statement's own points is not canonical. */
export type BatchVerdict = "RIGHT" | "NOT_POINTS" | "WRONG";

/** `hints`: those of the statement's own points (§09.6), 32 bytes each, in their order. */
export type Judged = { readonly verdict: BatchVerdict; readonly hints: Bytes };

/** Points that the kernel holds at once: from here on a larger batch would save next to nothing and cost memory. */
const POINTS_MAX = 2 ** 16;

const IDENTITY_BYTES = encodePoint(IDENTITY);

/**
 * Verifies many statements with one multi-scalar multiplication (§05.2.7): every equation of every statement is
 * multiplied by a random coefficient of its own and all are added up. A wrong equation leaves the sum at the
 * identity with a probability of 2^-128.
 *
 * If the sum is not the identity, the first equation of every statement is computed by itself: what fails there is
 * wrong, what claims nothing more is right. ⚔ Any number of statements forged without the secret that their first
 * equation needs cost a batch that, and one sum over the others. If those fail, too, they are halved until the wrong ones
 * stand alone, where single verification decides. Nothing is called wrong by chance.
 *
 * One coefficient for a whole statement would be an error: its maker could let two wrong equations cancel.
 *
 * @param kernel its table is emptied.
 * @param randomBytes the verifier's own secret generator; called after the statements are fixed.
 * @returns one judgement for each statement, in order.
 */
export function verifyBatch(
  kernel: Kernel,
  statements: readonly Statement[],
  randomBytes: RandomBytes,
): readonly Judged[] {
  const judged: Judged[] = [];
  for (let from = 0; from < statements.length; ) {
    const to = endOfLoad(statements, from);
    judged.push(...new Load(kernel, statements.slice(from, to), randomBytes).judge());
    from = to;
  }
  return judged;
}

/** As many statements as the kernel shall hold at once, at least one. */
function endOfLoad(statements: readonly Statement[], from: number): number {
  let points = 0;
  let to = from;
  while (to < statements.length) {
    points += ownPoints(statements[to] as Statement);
    if (points > POINTS_MAX && to > from) break;
    to++;
  }
  return to;
}

/** Statements whose points are in the kernel. */
class Load {
  readonly #kernel: Kernel;
  readonly #statements: readonly Statement[];
  readonly #randomBytes: RandomBytes;
  /** Number, in the kernel, of each statement's first own point. */
  readonly #first: readonly number[];
  readonly #valid: Uint8Array;
  readonly #hints: Bytes;
  /** Numbers of the points that statements share: B and Y, which stand in every equation, are one term each. */
  readonly #shared = new Map<Point, number>();

  constructor(kernel: Kernel, statements: readonly Statement[], randomBytes: RandomBytes) {
    this.#kernel = kernel;
    this.#statements = statements;
    this.#randomBytes = randomBytes;
    kernel.clear();
    const encodings = concatAll(statements.map(({ points }) => points));
    const { first, valid } = kernel.decode(encodings);
    this.#valid = valid;
    this.#hints = kernel.hintsOfLastDecode();
    let next = first;
    this.#first = statements.map((statement) => {
      const start = next;
      next += ownPoints(statement);
      return start;
    });
  }

  judge(): readonly Judged[] {
    const formed = this.#statements.flatMap((_, i) => (this.#hasPoints(i) ? [i] : []));
    const wrong = new Set(this.#holdTogether(formed) ? [] : this.#wrongAmong(formed));
    const isFormed = new Set(formed);
    return this.#statements.map((_, i) => {
      const verdict = !isFormed.has(i) ? "NOT_POINTS" : wrong.has(i) ? "WRONG" : "RIGHT";
      return { verdict, hints: this.#slice(this.#hints, i, POINT_BYTES) };
    });
  }

  /** The wrong ones among these, of which there is one at least. */
  #wrongAmong(among: readonly number[]): readonly number[] {
    const forged = this.#failAtFirst(among);
    const open = among.filter((i) => !forged.has(i) && this.#statement(i).equations.length > 1);
    return [...forged, ...this.#wrongOnes(open, forged.size === 0)];
  }

  /** Those whose first equation does not hold. Exact: a row is the encoding of the equation's sum. */
  #failAtFirst(among: readonly number[]): ReadonlySet<number> {
    const { points, scalars, width } = firstRows(
      among.map((i) => this.#statement(i)),
      among.map((i) => this.#first[i] as number),
      (point) => this.#numberOf(point),
    );
    const sums = this.#kernel.rows(points, scalars, width);
    const sumOf = (row: number): Bytes => sums.subarray(POINT_BYTES * row, POINT_BYTES * (row + 1));
    return new Set(among.filter((_, row) => !equalBytes(sumOf(row), IDENTITY_BYTES)));
  }

  /** The wrong ones among these; `surely`: it is known that there is one. */
  #wrongOnes(among: readonly number[], surely: boolean): readonly number[] {
    const [only, more] = among;
    if (only === undefined) return [];
    if (more === undefined && surely) return verifyStatement(this.#statement(only)) ? [] : [only];
    if (!surely && this.#holdTogether(among)) return [];
    if (more === undefined) return this.#wrongOnes(among, true);
    const middle = among.length >> 1;
    const left = this.#wrongOnes(among.slice(0, middle), false);
    const right = this.#wrongOnes(among.slice(middle), left.length === 0);
    return [...left, ...right];
  }

  /** With coefficients that are drawn anew every time. */
  #holdTogether(among: readonly number[]): boolean {
    const terms = new WeightedTerms(
      among.map((i) => this.#statement(i)),
      this.#randomBytes,
    );
    const first = among.map((i) => this.#first[i] as number);
    return this.#kernel.isZeroSum(terms.gather(first, (point) => this.#numberOf(point)));
  }

  #numberOf(point: Point): number {
    const known = this.#shared.get(point) ?? this.#kernel.decode(encodePoint(point)).first;
    this.#shared.set(point, known);
    return known;
  }

  #statement(i: number): Statement {
    return this.#statements[i] as Statement;
  }

  #hasPoints(i: number): boolean {
    return this.#slice(this.#valid, i, 1).every((one) => one === 1);
  }

  /** What belongs to a statement's own points. */
  #slice(bytes: Bytes, i: number, size: number): Bytes {
    const from = (this.#first[i] as number) - (this.#first[0] as number);
    return bytes.subarray(size * from, size * (from + ownPoints(this.#statement(i))));
  }
}
