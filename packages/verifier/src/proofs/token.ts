import { constants, createPublicKey, type KeyObject, verify } from "node:crypto";
import { type Bytes, compareBytes, toBase64, toHex } from "@veche/base";
import { TOKEN_BYTES } from "../form/layout.ts";

const KEPT_MAX = 2000;
const keys = new Map<string, KeyObject>();

/**
 * §04.4.2: RSABSSA-SHA384-PSSZERO-Deterministic. With a salt of exactly 0 bytes there is one encoding of the
 * message, and the library compares all of it; s < n is checked here.
 */
export function verifySignature(modulus: Bytes, message: Bytes, signature: Bytes): boolean {
  if (compareBytes(signature, modulus) >= 0) return false;
  return verify(
    "sha384",
    message,
    { key: keyOf(modulus), padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 0 },
    signature,
  );
}

/** §04.4.3: one signature of each member of the set, in the order of their moduli. */
export function verifyToken(moduli: readonly Bytes[], message: Bytes, token: Bytes): boolean {
  return (
    token.length === TOKEN_BYTES * moduli.length &&
    moduli.every((modulus, i) =>
      verifySignature(modulus, message, token.subarray(TOKEN_BYTES * i, TOKEN_BYTES * (i + 1))),
    )
  );
}

/** Making a key object costs more than a verification; an election has few keys in use at a time. */
function keyOf(modulus: Bytes): KeyObject {
  const name = toHex(modulus);
  const known = keys.get(name);
  if (known !== undefined) return known;
  const key = createPublicKey({ key: { kty: "RSA", n: base64Url(modulus), e: "AQAB" }, format: "jwk" });
  if (keys.size >= KEPT_MAX) keys.clear();
  keys.set(name, key);
  return key;
}

function base64Url(bytes: Bytes): string {
  return toBase64(bytes).replace(/=+$/, "").replaceAll("+", "-").replaceAll("/", "_");
}
