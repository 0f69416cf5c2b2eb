import { assert, type Bytes, concat, equalBytes, sha384 } from "@veche/base";
import { HASH_LENGTH, mgf1 } from "./mgf1.ts";

const TRAILER = 0xbc;

/**
 * EMSA-PSS-ENCODE (RFC 8017 §9.1.1) with SHA-384 and MGF1-SHA-384: ceil(bits/8) bytes, an integer of at most
 * `bits` bits. `bits` is one less than the modulus has. It is a function of its arguments: the salt is given,
 * and empty for tokens.
 */
export function emsaPssEncode(message: Bytes, bits: number, salt: Bytes): Bytes {
  const length = Math.ceil(bits / 8);
  const maskedLength = length - HASH_LENGTH - 1;
  assert(maskedLength >= salt.length + 1, "the modulus is too short for PSS with SHA-384 and this salt");
  const hash = sha384(concat(new Uint8Array(8), sha384(message), salt));
  const block = mgf1(hash, maskedLength);
  const separator = maskedLength - salt.length - 1;
  xorAt(block, separator, Uint8Array.of(1));
  xorAt(block, separator + 1, salt);
  block[0] = (block[0] as number) & (0xff >> (8 * length - bits));
  return concat(block, hash, Uint8Array.of(TRAILER));
}

/**
 * EMSA-PSS-VERIFY (RFC 8017 §9.1.2): the salt of exactly `saltLength` bytes is taken out of `encoded`, the
 * message is encoded again with it, and both are compared as a whole. So no bit of the encoding stays
 * unchecked, and for an empty salt (§04.4.2) there is one acceptable string only.
 */
export function emsaPssVerify(message: Bytes, encoded: Bytes, bits: number, saltLength: number): boolean {
  if (encoded.length !== Math.ceil(bits / 8)) return false;
  return equalBytes(encoded, emsaPssEncode(message, bits, saltOf(encoded, saltLength)));
}

function saltOf(encoded: Bytes, saltLength: number): Bytes {
  if (saltLength === 0) return new Uint8Array(0);
  const maskedLength = encoded.length - HASH_LENGTH - 1;
  const block = encoded.slice(0, maskedLength);
  xorAt(block, 0, mgf1(encoded.subarray(maskedLength, maskedLength + HASH_LENGTH), maskedLength));
  return block.subarray(maskedLength - saltLength);
}

function xorAt(target: Bytes, offset: number, mask: Bytes): void {
  for (let i = 0; i < mask.length; i++) {
    target[offset + i] = (target[offset + i] as number) ^ (mask[i] as number);
  }
}
