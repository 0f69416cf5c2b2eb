import { ed25519 } from "@noble/curves/ed25519.js";
import { assert, type Bytes } from "@veche/base";

const { Fp } = ed25519.Point;
const D = ed25519.Point.CURVE().d;

/** v·u2² of RFC 9496 §4.3.1, whose inverse square root is the hint (§09.6). */
function radicand(encoding: Bytes): bigint {
  const squared = Fp.sqr(fieldNumber(encoding));
  const u1 = Fp.sub(1n, squared);
  const u2 = Fp.sqr(Fp.add(1n, squared));
  const v = Fp.sub(Fp.neg(Fp.mul(D, Fp.sqr(u1))), u2);
  return Fp.mul(v, u2);
}

/** The hint of a canonical encoding, the one of both that is not negative. */
export function hintOf(encoding: Bytes): Bytes {
  const root = Fp.inv(Fp.sqrt(radicand(encoding)));
  return fieldBytes(root & 1n ? Fp.neg(root) : root);
}

/** Whether bytes are the hint of an encoding, or its negative: below p, and the product is 1. */
export function isHintOf(encoding: Bytes, hint: Bytes): boolean {
  const root = fieldNumber(hint);
  return root < Fp.ORDER && Fp.mul(radicand(encoding), Fp.sqr(root)) === 1n;
}

export function fieldNumber(bytes: Bytes): bigint {
  return bytes.reduceRight((number, byte) => (number << 8n) | BigInt(byte), 0n);
}

export function fieldBytes(number: bigint): Bytes {
  assert(number >= 0n && number < 1n << 256n, "32 bytes");
  return Uint8Array.from({ length: 32 }, (_, i) => Number((number >> BigInt(8 * i)) & 255n));
}
