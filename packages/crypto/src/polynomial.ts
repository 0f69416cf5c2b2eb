import { assert, type RandomBytes } from "@veche/base";
import {
  add,
  addScalars,
  IDENTITY,
  invertScalar,
  multiplyBase,
  multiplyPublic,
  multiplyScalars,
  ORDER,
  type Point,
  randomScalar,
  type Scalar,
} from "@veche/group";

/** Coefficients a_0 … a_(k−1) of a polynomial of degree k − 1 over the scalars, lowest first. */
export type Polynomial = readonly Scalar[];

/** `size` uniform coefficients: any `size` values determine it, fewer say nothing about a_0. */
export function randomPolynomial(size: number, randomBytes: RandomBytes): Polynomial {
  return Array.from({ length: size }, () => randomScalar(randomBytes));
}

/** f(x), by Horner's rule. */
export function evaluate(polynomial: Polynomial, x: number): Scalar {
  const at = indexScalar(x);
  return polynomial.reduceRight((sum, a) => addScalars(multiplyScalars(sum, at), a), 0n);
}

/** C_t = a_t·B. */
export function commit(polynomial: Polynomial): readonly Point[] {
  return polynomial.map(multiplyBase);
}

/** f(x)·B = Σ x^t·C_t from the commitments alone. Public data: variable time. */
export function evaluateInExponent(commitments: readonly Point[], x: number): Point {
  const at = indexScalar(x);
  return commitments.reduceRight((sum, c) => add(multiplyPublic(sum, at), c), IDENTITY);
}

/** λ_j = Π m/(m − j) over the other indices m (§08.5.1): Σ λ_j·f(j) = f(0) if deg f < the number of indices. */
export function lagrangeAtZero(indices: readonly number[]): readonly Scalar[] {
  assert(new Set(indices).size === indices.length, "interpolation takes distinct indices");
  return indices.map((j) => {
    let numerator = 1n;
    let denominator = 1n;
    for (const m of indices) {
      if (m === j) continue;
      numerator = multiplyScalars(numerator, indexScalar(m));
      denominator = multiplyScalars(denominator, difference(m, j));
    }
    return multiplyScalars(numerator, invertScalar(denominator));
  });
}

/** Index 0 is where the secret stands; nobody holds it. */
function indexScalar(index: number): Scalar {
  assert(Number.isSafeInteger(index) && index >= 1, "indices count from 1");
  return BigInt(index);
}

function difference(m: number, j: number): Scalar {
  const d = BigInt(m) - BigInt(j);
  return d < 0n ? d + ORDER : d;
}
