import { assert, type Bytes, concat } from "@veche/base";
import {
  add,
  BASE,
  encodePoint,
  encodeScalar,
  IDENTITY,
  multiply,
  multiplyBase,
  negateScalar,
  POINT_BYTES,
  type Point,
  type Scalar,
  subtract,
} from "@veche/group";
import type { Kernel } from "@veche/group/kernel";
import { concatAll } from "./concat-all.ts";

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

const PLUS_MINUS = concat(encodeScalar(1n), encodeScalar(negateScalar(1n)));

/** Ciphertexts in bytes, α ‖ β each, with the hints of their points (§09.6) from whoever has them: they only save time. */
export type CiphertextList = { readonly bytes: Bytes; readonly hints?: Bytes };

/**
 * Σ added − Σ subtracted, place by place, of lists of equally many ciphertexts. The bytes are those of canonical
 * points: who accepted them has seen to that.
 *
 * @param kernel its table is emptied.
 * @param added at least one list.
 */
export function sumCiphertextBytes(
  kernel: Kernel,
  added: readonly CiphertextList[],
  subtracted: readonly CiphertextList[],
): Bytes {
  kernel.clear();
  const plus = sumLists(kernel, added);
  if (subtracted.length === 0) return plus;
  const minus = sumLists(kernel, subtracted);
  const { first } = kernel.decode(concat(plus, minus));
  const count = plus.length / POINT_BYTES;
  const pairs = Uint32Array.from({ length: 2 * count }, (_, i) => first + (i >> 1) + (i % 2) * count);
  const signs = concat(...Array.from({ length: count }, () => PLUS_MINUS));
  return kernel.rows(pairs, signs, 2);
}

/** Place by place, in bytes. */
function sumLists(kernel: Kernel, lists: readonly CiphertextList[]): Bytes {
  const length = lists[0]?.bytes.length ?? 0;
  assert(
    lists.every(({ bytes }) => bytes.length === length),
    "lists of equally many ciphertexts are added",
  );
  const { first, allValid } = kernel.decode(
    concatAll(lists.map(({ bytes }) => bytes)),
    hintsOf(lists, length),
  );
  assert(allValid, "ciphertexts are points");
  const places = length / POINT_BYTES;
  const sums = Array.from({ length: places }, (_, place) => {
    const points = new Uint32Array(lists.length);
    for (let i = 0; i < points.length; i++) points[i] = first + i * places + place;
    return kernel.sum(points);
  });
  return concat(...sums);
}

/** Zeros, which fit no point, where there are none. */
function hintsOf(lists: readonly CiphertextList[], length: number): Bytes | undefined {
  if (lists.every(({ hints }) => hints === undefined)) return undefined;
  const none = new Uint8Array(length);
  const pieces = lists.map(({ hints }) => hints ?? none);
  assert(
    pieces.every((piece) => piece.length === length),
    "a hint for each point",
  );
  return concatAll(pieces);
}
