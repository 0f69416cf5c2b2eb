import { type Bytes, concat, sha512, u64 } from "@veche/base";
import { isIdentity, multiScalar, ORDER, type Point, type Scalar } from "@veche/group";

/**
 * Independent coefficients of 128 bits, drawn from a seed that the verifier chose after the batch was fixed
 * (§05.2.7).
 */
export class Coefficients {
  readonly #seed: Bytes;
  #counter = 0;
  #block: DataView = new DataView(new ArrayBuffer(0));
  #offset = 0;

  constructor(seed: Bytes) {
    this.#seed = seed;
  }

  next(): Scalar {
    if (this.#offset >= this.#block.byteLength) {
      const block = sha512(concat(this.#seed, u64(this.#counter)));
      this.#counter += 1;
      this.#block = new DataView(block.buffer, block.byteOffset, block.length);
      this.#offset = 0;
    }
    const low = this.#block.getBigUint64(this.#offset);
    const high = this.#block.getBigUint64(this.#offset + 8);
    this.#offset += 16;
    return (high << 64n) | low;
  }
}

/**
 * A sum of equations, each "… = 0" times its own coefficient. Points with short coefficients are kept apart,
 * because a product costs in proportion to the length of its scalar; points that all equations share are
 * added up first.
 */
export class BatchSum {
  readonly #short: { readonly points: Point[]; readonly scalars: Scalar[] } = { points: [], scalars: [] };
  readonly #long: { readonly points: Point[]; readonly scalars: Scalar[] } = { points: [], scalars: [] };
  readonly #shared = new Map<Point, bigint>();

  /** A point whose scalar is a bare coefficient. */
  addShort(point: Point, coefficient: Scalar): void {
    this.#short.points.push(point);
    this.#short.scalars.push(coefficient);
  }

  /** A point of one statement; the scalar is any integer. */
  addLong(point: Point, scalar: bigint): void {
    this.#long.points.push(point);
    this.#long.scalars.push(reduce(scalar));
  }

  /** A point that many statements name, by the same object; the scalar is any integer. */
  addShared(point: Point, scalar: bigint): void {
    this.#shared.set(point, reduce((this.#shared.get(point) ?? 0n) + scalar));
  }

  isZero(): boolean {
    return isIdentity(
      multiScalar(
        [...this.#long.points, ...this.#shared.keys(), multiScalar(this.#short.points, this.#short.scalars)],
        [...this.#long.scalars, ...this.#shared.values(), 1n],
      ),
    );
  }
}

function reduce(value: bigint): Scalar {
  const rest = value % ORDER;
  return rest < 0n ? rest + ORDER : rest;
}

/** Something whose equations can stand in a batch. */
export type Statement = {
  addTo(sum: BatchSum, coefficients: Coefficients): void;
};

/** Whether all equations of a statement hold, but for the odds of 2^-128. */
export function statementHolds(statement: Statement, coefficients: Coefficients): boolean {
  const sum = new BatchSum();
  statement.addTo(sum, coefficients);
  return sum.isZero();
}
