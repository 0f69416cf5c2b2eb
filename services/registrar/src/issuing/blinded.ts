import { constants, createPublicKey, type KeyObject, publicEncrypt } from "node:crypto";
import { type Bytes, compareBytes, equalBytes, toHex } from "@veche/base";

/** §04.5.1: as many bytes as the modulus, 0 < b < n. ⚔ Checked before the lock: no issuer would ever sign anything else. */
export const isInRange = (blinded: Bytes, modulus: Bytes): boolean =>
  blinded.length === modulus.length &&
  blinded.some((byte) => byte !== 0) &&
  compareBytes(blinded, modulus) < 0;

/**
 * Whether an issuer's answer is its signature on the blinded message: s < n and s^65537 mod n = b (RFC 9474 §4.3). It is all
 * that can be told without unblinding, and enough to ask again instead of handing rubbish to a voter.
 */
export function isBlindSignature(modulus: Bytes, blinded: Bytes, signature: Bytes): boolean {
  if (signature.length !== modulus.length || compareBytes(signature, modulus) >= 0) return false;
  const key = publicKeyOf(modulus);
  return equalBytes(publicEncrypt({ key, padding: constants.RSA_NO_PADDING }, signature), blinded);
}

const known = new Map<string, KeyObject>();

/** One for each issuer and style: a few hundred at most. */
function publicKeyOf(modulus: Bytes): KeyObject {
  const name = toHex(modulus);
  const key =
    known.get(name) ??
    createPublicKey({
      key: { kty: "RSA", n: Buffer.from(modulus).toString("base64url"), e: "AQAB" },
      format: "jwk",
    });
  known.set(name, key);
  return key;
}
