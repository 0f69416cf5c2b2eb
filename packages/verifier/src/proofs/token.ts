import { constants, createPublicKey, type VerifyKeyObjectInput, verify } from "node:crypto";
import { type Bytes, compareBytes, toBase64 } from "@veche/base";
import { TOKEN_BYTES } from "../form/layout.ts";

/** An issuer's public key, imported once: that takes longer than a verification. */
export class TokenKey {
  readonly #modulus: Bytes;
  readonly #options: VerifyKeyObjectInput;

  /** The modulus has its top bit set (§04.2.2); the exponent is always 65,537. */
  constructor(modulus: Bytes) {
    this.#modulus = modulus;
    const jwk = { kty: "RSA", n: base64Url(modulus), e: "AQAB" };
    this.#options = {
      key: createPublicKey({ key: jwk, format: "jwk" }),
      padding: constants.RSA_PKCS1_PSS_PADDING,
      saltLength: 0,
    };
  }

  /**
   * §04.4.2: RSABSSA-SHA384-PSSZERO-Deterministic. With a salt of exactly 0 bytes there is one encoding of the
   * message, and the library compares all of it; s < n is checked here.
   */
  verifies(message: Bytes, signature: Bytes): boolean {
    if (compareBytes(signature, this.#modulus) >= 0) return false;
    return verify("sha384", message, this.#options, signature);
  }
}

/** §04.4.3: one signature of each member of the set, in the order of their keys. */
export function verifyToken(keys: readonly TokenKey[], message: Bytes, token: Bytes): boolean {
  return (
    token.length === TOKEN_BYTES * keys.length &&
    keys.every((key, i) => key.verifies(message, token.subarray(TOKEN_BYTES * i, TOKEN_BYTES * (i + 1))))
  );
}

function base64Url(bytes: Bytes): string {
  return toBase64(bytes).replace(/=+$/, "").replaceAll("+", "-").replaceAll("/", "_");
}
