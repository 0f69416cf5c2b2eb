import { assert, expectOk } from "@veche/base";
import { blind, finalize, verifyToken } from "@veche/crypto";
import { generateSignerKey, rawSign } from "@veche/crypto/signer";
import { type Figure, figure } from "../figure.ts";
import { perOperation, type Sampling } from "../measure.ts";
import { randomBytes } from "../random.ts";

/** A token's way: blinded and finalised by the voter in BigInt, signed and verified by OpenSSL. RSA-2048, one issuer. */
export function measureTokens(sampling: Sampling): readonly Figure[] {
  const key = generateSignerKey();
  const { modulus } = key;
  const message = randomBytes(64);
  const { blindedMessage, inverse } = expectOk(blind(modulus, message, randomBytes), "blinding");
  const blindSignature = expectOk(rawSign(key, blindedMessage), "signing");
  const token = expectOk(finalize(modulus, message, blindSignature, inverse), "a token");
  assert(verifyToken(modulus, message, token).ok, "a token of our own");
  const per = (id: string, run: () => unknown) => figure(id, "us", perOperation(sampling, 1, run));
  return [
    per("ops.token-blind", () => blind(modulus, message, randomBytes)),
    per("ops.token-sign", () => rawSign(key, blindedMessage)),
    per("ops.token-finalize", () => finalize(modulus, message, blindSignature, inverse)),
    per("ops.token-verify", () => verifyToken(modulus, message, token)),
  ];
}
