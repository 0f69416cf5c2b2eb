import { assert, type Bytes, type RandomBytes } from "@veche/base";
import { isIdentity, multiScalar, ORDER, type Point } from "@veche/group";
import { type Statement, verifyStatement } from "./equations.ts";

const COEFFICIENT_BYTES = 16;

/**
 * Verifies many statements with one multi-scalar multiplication (§05.2.7): every equation of every statement is
 * multiplied by a random coefficient of its own and all are added up. A wrong equation leaves the sum at the
 * identity with a probability of 2^-128. If the sum is not the identity the batch is halved until the wrong
 * statements stand alone; only single verification calls one wrong.
 *
 * One coefficient for a whole statement would be an error: its maker could let two wrong equations cancel.
 *
 * @param randomBytes the verifier's own secret generator; called after the statements are fixed.
 * @returns one verdict for each statement, in order.
 */
export function verifyBatch(statements: readonly Statement[], randomBytes: RandomBytes): readonly boolean[] {
  const wrong = new Set(wrongOnes(statements, 0, statements.length, false, randomBytes));
  return statements.map((_, i) => !wrong.has(i));
}

/** Indices of the wrong statements in `from … to−1`; `surely`: it is known that there is one. */
function wrongOnes(
  statements: readonly Statement[],
  from: number,
  to: number,
  surely: boolean,
  randomBytes: RandomBytes,
): readonly number[] {
  if (from === to) return [];
  if (to - from === 1 && surely) return verifyStatement(statements[from] as Statement) ? [] : [from];
  if (!surely && holdTogether(statements.slice(from, to), randomBytes)) return [];
  if (to - from === 1) return wrongOnes(statements, from, to, true, randomBytes);
  const middle = (from + to) >> 1;
  const left = wrongOnes(statements, from, middle, false, randomBytes);
  const right = wrongOnes(statements, middle, to, left.length === 0, randomBytes);
  return [...left, ...right];
}

function holdTogether(statements: readonly Statement[], randomBytes: RandomBytes): boolean {
  const total = new LinearCombination();
  for (const statement of statements) addWeighted(total, statement, randomBytes);
  return total.isIdentity();
}

function addWeighted(total: LinearCombination, statement: Statement, randomBytes: RandomBytes): void {
  const { equations, sums } = statement;
  assert(equations.length > 0, "a statement claims something");
  const coefficients = drawCoefficients(equations.length, randomBytes);
  equations.forEach(({ points, scalars }, k) => {
    const coefficient = coefficients[k] as bigint;
    points.forEach((point, i) => {
      total.add(point, coefficient * (scalars[i] as bigint));
    });
  });
  for (const { sum, parts } of sums) total.replace(sum, parts);
}

/** Independent coefficients of 128 bits. A zero would drop an equation; no working generator ever gives one. */
function drawCoefficients(count: number, randomBytes: RandomBytes): readonly bigint[] {
  const bytes = randomBytes(count * COEFFICIENT_BYTES);
  assert(bytes.length === count * COEFFICIENT_BYTES, "the generator gives as many bytes as asked");
  return Array.from({ length: count }, (_, i) => {
    const coefficient = readCoefficient(bytes, i * COEFFICIENT_BYTES);
    assert(coefficient !== 0n, "the generator of randomness is broken");
    return coefficient;
  });
}

function readCoefficient(bytes: Bytes, offset: number): bigint {
  const view = new DataView(bytes.buffer, bytes.byteOffset + offset, COEFFICIENT_BYTES);
  return (view.getBigUint64(0) << 64n) | view.getBigUint64(8);
}

/**
 * Σ s·P with one term for each point object: B and Y, which stand in every equation, become one term each.
 * Scalars grow unreduced until the end, which costs less than reducing each.
 */
class LinearCombination {
  readonly #scalars = new Map<Point, bigint>();

  add(point: Point, scalar: bigint): void {
    this.#scalars.set(point, (this.#scalars.get(point) ?? 0n) + scalar);
  }

  /** Charges the parts of a sum with the sum's scalar. */
  replace(sum: Point, parts: readonly Point[]): void {
    const scalar = this.#scalars.get(sum);
    if (scalar === undefined) return;
    this.#scalars.delete(sum);
    for (const part of parts) this.add(part, scalar);
  }

  isIdentity(): boolean {
    const scalars = Array.from(this.#scalars.values(), (scalar) => scalar % ORDER);
    return isIdentity(multiScalar([...this.#scalars.keys()], scalars));
  }
}
