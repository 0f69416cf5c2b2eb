import { assert, type Bytes, type RandomBytes } from "@veche/base";
import { ORDER, type Point, SCALAR_BYTES, type Scalar } from "@veche/group";
import type { Terms } from "@veche/group/kernel";
import { ownPoints, type Statement } from "./equations.ts";

const COEFFICIENT_BYTES = 16;
const SHORT_END = 2n ** 128n;

/**
 * Σ coefficient·equation over all equations of some statements, every equation with an independent coefficient of
 * 128 bits (§05.2.7), as one term for each point. Scalars grow unreduced until the end, which costs less than
 * reducing each.
 */
export class WeightedTerms {
  /** Scalars of each statement's own points. */
  readonly #own: readonly (readonly bigint[])[];
  readonly #shared = new Map<Point, bigint>();

  constructor(statements: readonly Statement[], randomBytes: RandomBytes) {
    const equations = statements.reduce((sum, statement) => sum + statement.equations.length, 0);
    const coefficients = new Coefficients(equations, randomBytes);
    this.#own = statements.map((statement) => this.#weigh(statement, coefficients));
  }

  #weigh(statement: Statement, coefficients: Coefficients): readonly bigint[] {
    const { equations, sums } = statement;
    assert(equations.length > 0, "a statement claims something");
    const count = ownPoints(statement);
    const own = new Array<bigint>(count + sums.length).fill(0n);
    for (const { points, scalars } of equations) {
      const coefficient = coefficients.next();
      points.forEach((name, i) => {
        const scalar = coefficient * (scalars[i] as Scalar);
        if (typeof name === "number") own[name] = (own[name] as bigint) + scalar;
        else this.#shared.set(name, (this.#shared.get(name) ?? 0n) + scalar);
      });
    }
    sums.forEach((parts, j) => {
      for (const part of parts) own[part] = (own[part] as bigint) + (own[count + j] as bigint);
    });
    return own.slice(0, count);
  }

  /**
   * @param first number of each statement's first own point.
   * @param numberOf the number of a shared point.
   */
  gather(first: readonly number[], numberOf: (point: Point) => number): Terms {
    const count = this.#own.reduce((sum, own) => sum + own.length, this.#shared.size);
    const long = new FlatTerms(count, SCALAR_BYTES);
    const short = new FlatTerms(count, COEFFICIENT_BYTES);
    const put = (point: number, scalar: bigint): void => {
      if (scalar < SHORT_END) short.put(point, scalar);
      else long.put(point, scalar % ORDER);
    };
    this.#own.forEach((own, s) => {
      own.forEach((scalar, i) => {
        put((first[s] as number) + i, scalar);
      });
    });
    for (const [point, scalar] of this.#shared) put(numberOf(point), scalar);
    return { long: long.terms(), short: short.terms() };
  }
}

/** As many as the generator of a browser gives at once (65,536 bytes). */
const COEFFICIENTS_AT_ONCE = 4_096;

/** Independent coefficients of 128 bits. A zero would drop an equation; no working generator ever gives one. */
class Coefficients {
  readonly #randomBytes: RandomBytes;
  /** Not yet drawn. */
  #left: number;
  #drawn: DataView = new DataView(new ArrayBuffer(0));
  #at = 0;

  constructor(count: number, randomBytes: RandomBytes) {
    this.#left = count;
    this.#randomBytes = randomBytes;
  }

  next(): bigint {
    if (this.#at === this.#drawn.byteLength) this.#draw();
    const coefficient = (this.#drawn.getBigUint64(this.#at) << 64n) | this.#drawn.getBigUint64(this.#at + 8);
    assert(coefficient !== 0n, "the generator of randomness is broken");
    this.#at += COEFFICIENT_BYTES;
    return coefficient;
  }

  #draw(): void {
    const count = Math.min(this.#left, COEFFICIENTS_AT_ONCE);
    const bytes = this.#randomBytes(count * COEFFICIENT_BYTES);
    assert(
      count > 0 && bytes.length === count * COEFFICIENT_BYTES,
      "the generator gives as many bytes as asked",
    );
    this.#drawn = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    this.#left -= count;
    this.#at = 0;
  }
}

/** Points and scalars of one size, little-endian, as the kernel takes them. */
class FlatTerms {
  readonly #points: Uint32Array;
  readonly #scalars: Bytes;
  readonly #view: DataView;
  readonly #size: number;
  #count = 0;

  constructor(capacity: number, size: number) {
    this.#points = new Uint32Array(capacity);
    this.#scalars = new Uint8Array(capacity * size);
    this.#view = new DataView(this.#scalars.buffer);
    this.#size = size;
  }

  put(point: number, scalar: bigint): void {
    const start = this.#count * this.#size;
    let rest = scalar;
    for (let at = 0; at < this.#size; at += 8) {
      // Writes the lowest 64 bits.
      this.#view.setBigUint64(start + at, rest, true);
      rest >>= 64n;
    }
    this.#points[this.#count++] = point;
  }

  terms(): { readonly points: Uint32Array; readonly scalars: Bytes } {
    return {
      points: this.#points.subarray(0, this.#count),
      scalars: this.#scalars.subarray(0, this.#count * this.#size),
    };
  }
}
