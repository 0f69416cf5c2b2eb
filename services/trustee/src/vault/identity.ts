import { type Bytes, decodeCbor, encodeCbor, type RandomBytes } from "@veche/base";
import { bytesOf, mapOf, textOf } from "@veche/election";
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

const stored = mapOf({ age: textOf(1, 100), signingKey: bytesOf(ED25519_KEY_BYTES) });

/** `undefined` for anything that `encodeIdentity` does not write. */
export function decodeIdentity(bytes: Bytes): TrusteeIdentity | undefined {
  const decoded = decodeCbor(bytes);
  if (!decoded.ok) return undefined;
  const read = stored(decoded.value, "");
  return read.ok && isAgeIdentity(read.value.age) ? read.value : undefined;
}
