import {
  constants,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  privateDecrypt,
  publicEncrypt,
} from "node:crypto";
import { BugError, type Bytes, compareBytes, equalBytes, err, ok, type Result } from "@veche/base";
import { keyChallenges, type SeedFor } from "./key-form.ts";
import { checkModulusShape, MODULUS_LENGTH } from "./modulus.ts";

/**
 * The issuer's side, for Node alone: OpenSSL does the private operation in constant time, with its own
 * blinding, and some thirty times as fast as BigInt. An entry of its own (`@veche/crypto/signer`), so that no
 * browser has to load it.
 */
export type SignerKey = {
  /** n, 256 bytes: the public key, as the exponent is always 65537. */
  readonly modulus: Bytes;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
};

export type ImportError = { readonly code: "key-malformed" | "key-not-rsa-2048" };

export type RawSignError = { readonly code: "blinded-length" | "blinded-range" | "signing-failure" };

/**
 * A new RSA-2048 key with exponent 65537. The one function of this package that draws its own randomness:
 * OpenSSL's search for primes takes no generator as an argument, and writing our own search would be worse.
 */
export function generateSignerKey(): SignerKey {
  const { privateKey } = generateKeyPairSync("rsa", {
    modulusLength: 8 * MODULUS_LENGTH,
    publicExponent: 65537,
  });
  const key = signerKeyOf(privateKey);
  if (key === undefined) throw new BugError("OpenSSL made another key than RSA-2048");
  return key;
}

/** PKCS#8, DER, unencrypted: whoever stores it seals it. */
export const exportSignerKey = (key: SignerKey): Bytes => encodePkcs8(key.privateKey);

const encodePkcs8 = (privateKey: KeyObject): Bytes =>
  new Uint8Array(privateKey.export({ format: "der", type: "pkcs8" }));

/** Only the bytes that `exportSignerKey` would give: OpenSSL passes over what follows a key. */
export function importSignerKey(pkcs8: Bytes): Result<SignerKey, ImportError> {
  const privateKey = parsePkcs8(pkcs8);
  if (privateKey === undefined || !equalBytes(encodePkcs8(privateKey), pkcs8))
    return err({ code: "key-malformed" });
  const key = signerKeyOf(privateKey);
  return key === undefined ? err({ code: "key-not-rsa-2048" }) : ok(key);
}

function parsePkcs8(pkcs8: Bytes): KeyObject | undefined {
  try {
    return createPrivateKey({ key: Buffer.from(pkcs8), format: "der", type: "pkcs8" });
  } catch {
    return undefined;
  }
}

function signerKeyOf(privateKey: KeyObject): SignerKey | undefined {
  if (privateKey.asymmetricKeyType !== "rsa") return undefined;
  if (privateKey.asymmetricKeyDetails?.publicExponent !== 65537n) return undefined;
  const publicKey = createPublicKey(privateKey);
  const { n } = publicKey.export({ format: "jwk" });
  const modulus = new Uint8Array(Buffer.from(n ?? "", "base64url"));
  return checkModulusShape(modulus).ok ? { modulus, privateKey, publicKey } : undefined;
}

/**
 * BlindSign (RFC 9474 §4.3): the 65537th root of a blinded message, 256 bytes each. The bounds are ours
 * (§04.5.1): OpenSSL takes shorter input and zero. `signing-failure`: the root does not give the message back.
 * It must not leave the house then, since a result wrong modulo one prime only gives the factors of n away.
 */
export function rawSign(key: SignerKey, blindedMessage: Bytes): Result<Bytes, RawSignError> {
  if (blindedMessage.length !== MODULUS_LENGTH) return err({ code: "blinded-length" });
  if (blindedMessage.every((byte) => byte === 0)) return err({ code: "blinded-range" });
  if (compareBytes(blindedMessage, key.modulus) >= 0) return err({ code: "blinded-range" });
  const padding = constants.RSA_NO_PADDING;
  const root = privateDecrypt({ key: key.privateKey, padding }, blindedMessage);
  const power = publicEncrypt({ key: key.publicKey, padding }, root);
  if (!equalBytes(power, blindedMessage)) return err({ code: "signing-failure" });
  return ok(new Uint8Array(root));
}

/** The nine roots, 256 bytes each, that `checkKeyForm` accepts with the same seeds. */
export function proveKeyForm(key: SignerKey, seedFor: SeedFor): Result<readonly Bytes[], RawSignError> {
  const roots: Bytes[] = [];
  for (const challenge of keyChallenges(key.modulus, seedFor)) {
    const root = rawSign(key, challenge);
    if (!root.ok) return root;
    roots.push(root.value);
  }
  return ok(roots);
}
