import { type Bytes, toHex } from "@veche/base";
import {
  add,
  BASE,
  decodePoint,
  encodePoint,
  IDENTITY,
  invertScalar,
  isIdentity,
  multiplyPublic,
  multiplyScalars,
  multiScalar,
  negate,
  negateScalar,
  type Point,
  type Scalar,
  subtractScalars,
} from "@veche/group";

/** λ_j = Π m/(m − j) over the other members m of the set, mod ℓ (§08.5.1). */
export function lagrange(members: readonly number[], j: number): Scalar {
  let factor = 1n;
  for (const m of members) {
    if (m === j) continue;
    const difference = subtractScalars(BigInt(m), BigInt(j));
    factor = multiplyScalars(factor, multiplyScalars(BigInt(m), invertScalar(difference)));
  }
  return factor;
}

/** Encrypted sums to be opened with the shares of decryption of k trustees. */
export type OpeningClaim = {
  /** Indices of the trustees, and for each of them D_0 ‖ D_1 ‖ … of the sums below. */
  readonly trustees: readonly number[];
  readonly shares: readonly Bytes[];
  /** Bσ_0 ‖ Bσ_1 ‖ … */
  readonly sums: Bytes;
  /** For each sum the largest number of votes it can hold. */
  readonly limits: readonly number[];
};

/** M_i = Bσ_i − Σ λ_j·D_ji = count·B: the counts, `undefined` where none is in range. */
export function openSums(claim: OpeningClaim): readonly (number | undefined)[] {
  const factors = claim.trustees.map((j) => negateScalar(lagrange(claim.trustees, j)));
  const logarithm = new SmallLogarithm(Math.max(0, ...claim.limits));
  return claim.limits.map((limit, i) => {
    const part = (bytes: Bytes): Point | undefined => decodePoint(bytes.subarray(32 * i, 32 * i + 32));
    const sum = part(claim.sums);
    const shares = claim.shares.map(part);
    if (sum === undefined || shares.some((share) => share === undefined)) return undefined;
    const count = logarithm.of(multiScalar([sum, ...(shares as Point[])], [1n, ...factors]));
    return count !== undefined && count <= limit ? count : undefined;
  });
}

/** Logarithms of 0 … max to the base B, by baby steps and giant steps. */
class SmallLogarithm {
  readonly #babies = new Map<string, number>();
  readonly #steps: number;
  readonly #giant: Point;

  constructor(max: number) {
    const width = Math.ceil(Math.sqrt(max + 1));
    let point = IDENTITY;
    for (let i = 0; i < width; i++) {
      this.#babies.set(toHex(encodePoint(point)), i);
      point = add(point, BASE);
    }
    this.#steps = Math.ceil((max + 1) / width);
    this.#giant = negate(multiplyPublic(BASE, BigInt(width)));
  }

  of(point: Point): number | undefined {
    if (isIdentity(point)) return 0;
    let rest = point;
    for (let step = 0; step < this.#steps; step++) {
      const baby = this.#babies.get(toHex(encodePoint(rest)));
      if (baby !== undefined) return step * this.#babies.size + baby;
      rest = add(rest, this.#giant);
    }
    return undefined;
  }
}
