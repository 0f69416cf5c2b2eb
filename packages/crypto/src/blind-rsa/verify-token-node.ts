import { constants, createPublicKey, type KeyObject, verify } from "node:crypto";
import { type Bytes, compareBytes, err, ok, type Result, toBase64, toHex } from "@veche/base";
import { checkModulusShape, MODULUS_LENGTH } from "./modulus.ts";
import type { TokenError, VerifyToken } from "./verify-token.ts";

/** `VerifyToken` by OpenSSL. A salt length of 0 is exact there; its default takes a salt of any length. */
export const verifyToken: VerifyToken = (n, message, signature) => {
  const shape = checkShape(n, signature);
  if (!shape.ok) return shape;
  const key = { key: publicKeyOf(n), padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 0 };
  return verify("sha384", message, key, signature) ? ok(undefined) : err({ code: "signature-invalid" });
};

/** What OpenSSL is not asked: it takes a signature of 255 bytes as if it had a leading zero. */
function checkShape(n: Bytes, signature: Bytes): Result<undefined, TokenError> {
  const modulus = checkModulusShape(n);
  if (!modulus.ok) return modulus;
  if (signature.length !== MODULUS_LENGTH) return err({ code: "signature-length" });
  if (compareBytes(signature, n) >= 0) return err({ code: "signature-range" });
  return ok(undefined);
}

/** More moduli than any election has; beyond it the memory is begun anew, which costs time only. */
const MAXIMUM_KEYS = 4096;
const keys = new Map<string, KeyObject>();

/** Making the key costs half a verification, so it is kept: under its bytes, since those of an array can change. */
function publicKeyOf(n: Bytes): KeyObject {
  const name = toHex(n);
  const known = keys.get(name);
  if (known !== undefined) return known;
  const key = createPublicKey({ key: { kty: "RSA", n: base64url(n), e: "AQAB" }, format: "jwk" });
  if (keys.size >= MAXIMUM_KEYS) keys.clear();
  keys.set(name, key);
  return key;
}

const base64url = (bytes: Bytes): string =>
  toBase64(bytes).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
