import { type Bytes, decodeCbor, encodeCbor, err, ok, type RandomBytes, type Result } from "@veche/base";
import {
  decodeScalar,
  encodePoint,
  encodeScalar,
  multiplyBase,
  randomScalar,
  type Scalar,
} from "@veche/group";
import { arrayOf, bytes32, bytesOf, mapOf, textOf, uintOf } from "../../manifest/shape.ts";

/**
 * The unblinded credential: with it a ballot can be cast, and nothing in it says whose it is.
 * `style` and `set` are indices of the manifest's style and of the issuer set; `token` holds its signatures, ascending.
 */
export type Credential = {
  readonly electionId: Bytes;
  readonly styleId: string;
  readonly style: number;
  readonly set: number;
  /** Secret. */
  readonly x: Scalar;
  /** X = x·B, 32 bytes. */
  readonly point: Bytes;
  readonly token: readonly Bytes[];
};

export type CredentialError = { readonly code: "CREDENTIAL_MALFORMED" };

/** A fresh x, and X, the credential's public name. */
export function newSecret(randomBytes: RandomBytes): { readonly x: Scalar; readonly point: Bytes } {
  const x = randomScalar(randomBytes);
  return { x, point: encodePoint(multiplyBase(x)) };
}

const stored = mapOf({
  election: bytes32,
  set: uintOf(0, 65_535),
  style: uintOf(0, 65_535),
  styleId: textOf(1, 32),
  token: arrayOf(bytesOf(256), 1),
  x: bytes32,
});

/** Secret bytes for the voter's own storage: canonical CBOR, x as 32 bytes little-endian. */
export function encodeCredential({ electionId, styleId, style, set, x, token }: Credential): Bytes {
  return encodeCbor({ election: electionId, set, style, styleId, token, x: encodeScalar(x) });
}

export function decodeCredential(bytes: Bytes): Result<Credential, CredentialError> {
  const value = decodeCbor(bytes);
  const read = value.ok ? stored(value.value, "") : value;
  const x = read.ok ? secretOf(read.value.x) : undefined;
  if (!read.ok || x === undefined) return err({ code: "CREDENTIAL_MALFORMED" });
  const { election, set, style, styleId, token } = read.value;
  return ok({ electionId: election, styleId, style, set, x, point: encodePoint(multiplyBase(x)), token });
}

export function secretOf(bytes: Bytes): Scalar | undefined {
  const x = decodeScalar(bytes);
  return x === 0n ? undefined : x;
}
