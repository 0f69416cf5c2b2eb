import { type Bytes, decodeCbor, encodeCbor, type RandomBytes } from "@veche/base";
import { ED25519_KEY_BYTES } from "@veche/group";
import { isAgeIdentity, makeAgeIdentity } from "./age-identity.ts";

/** The two long-lived secrets of a trustee, both made for one election. */
export type TrusteeIdentity = {
  /** Ed25519 secret key (RFC 8032), 32 bytes. */
  readonly signingKey: Bytes;
  /** `AGE-SECRET-KEY-1…`: opens the shares that other trustees send. */
  readonly age: string;
};

export function makeIdentity(randomBytes: RandomBytes): TrusteeIdentity {
  return { signingKey: randomBytes(ED25519_KEY_BYTES), age: makeAgeIdentity(randomBytes) };
}

export function encodeIdentity({ signingKey, age }: TrusteeIdentity): Bytes {
  return encodeCbor({ age, signingKey });
}

/** `undefined` for anything that `encodeIdentity` does not write. */
export function decodeIdentity(bytes: Bytes): TrusteeIdentity | undefined {
  const decoded = decodeCbor(bytes);
  if (!decoded.ok) return undefined;
  const { age, signingKey } = decoded.value as { readonly [key: string]: unknown };
  if (typeof age !== "string" || !isAgeIdentity(age)) return undefined;
  if (!(signingKey instanceof Uint8Array) || signingKey.length !== ED25519_KEY_BYTES) return undefined;
  return { signingKey, age };
}
