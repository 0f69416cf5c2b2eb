import { assert, type Bytes, concat } from "@veche/base";
import {
  add,
  BASE,
  encodePoint,
  IDENTITY,
  multiply,
  multiplyBase,
  type Point,
  type Scalar,
  subtract,
} from "@veche/group";

/**
 * Exponential ElGamal (§05.1.2): (α, β) = (r·B, v·B + r·Y) hides v under the key Y, and the sum of ciphertexts
 * hides the sum of their values. A sum opens to v·B, so that only small sums can be read.
 */
export type Ciphertext = { readonly alpha: Point; readonly beta: Point };

export const CIPHERTEXT_BYTES = 64;

/** Encrypts 0 with r = 0: where sums begin. */
export const ZERO_CIPHERTEXT: Ciphertext = { alpha: IDENTITY, beta: IDENTITY };

/** Both values take the same steps, so that time does not tell them apart. */
export function encrypt(key: Point, value: 0 | 1, r: Scalar): Ciphertext {
  assert(value === 0 || value === 1, "a vote for an option is 0 or 1");
  const message = [IDENTITY, BASE][value] as Point;
  return { alpha: multiplyBase(r), beta: add(multiply(key, r), message) };
}

export function addCiphertexts(p: Ciphertext, q: Ciphertext): Ciphertext {
  return { alpha: add(p.alpha, q.alpha), beta: add(p.beta, q.beta) };
}

export function subtractCiphertexts(p: Ciphertext, q: Ciphertext): Ciphertext {
  return { alpha: subtract(p.alpha, q.alpha), beta: subtract(p.beta, q.beta) };
}

export function sumCiphertexts(ciphertexts: readonly Ciphertext[]): Ciphertext {
  return ciphertexts.reduce(addCiphertexts, ZERO_CIPHERTEXT);
}

/** α ‖ β (§05.1.3), 64 bytes. */
export function encodeCiphertext(ciphertext: Ciphertext): Bytes {
  return concat(encodePoint(ciphertext.alpha), encodePoint(ciphertext.beta));
}
