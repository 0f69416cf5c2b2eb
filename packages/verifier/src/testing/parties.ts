import { createPrivateKey, type KeyObject } from "node:crypto";
import { readFileSync } from "node:fs";
import { type Bytes, sha256, utf8 } from "@veche/base";
import { ed25519PublicKey, encodePoint, multiplyBase, type Scalar, signEd25519 } from "@veche/group";
import { ROLE } from "../replay/authority.ts";
import { hashScalar } from "../transcript.ts";

/** Secret keys of everybody in a test election: whoever holds them can forge what insiders can. */

export type Signer = readonly [role: number, index: number];

function secretOf(name: string): Bytes {
  return sha256(utf8(`test party ${name}`));
}

export const publicKeyOf = (name: string): Bytes => ed25519PublicKey(secretOf(name));
export const signAs = (name: string, message: Bytes): Bytes => signEd25519(secretOf(name), message);

const NAMES: { readonly [role: number]: string } = {
  [ROLE.genesis]: "genesis",
  [ROLE.commission]: "commission",
  [ROLE.trustee]: "trustee",
  [ROLE.registrar]: "registrar",
  [ROLE.issuer]: "issuer",
};

export const partyName = ([role, index]: Signer): string => `${NAMES[role] ?? "nobody"} ${index}`;

/** The registrar's ristretto255 key for `issue`. */
export const issueSecret: Scalar = hashScalar("test-issue-key", "registrar");
export const issueKey: Bytes = encodePoint(multiplyBase(issueSecret));

const file = JSON.parse(
  readFileSync(new URL("../../vectors/issuer-test-keys.json", import.meta.url), "utf8"),
) as { readonly keys: readonly string[] };
const rsaKeys = file.keys.map((pem) => createPrivateKey(pem));

/** The RSA key of issuer 1 … 3 for style 0 or 1. */
export function rsaKeyOf(issuer: number, style: number): KeyObject {
  const key = rsaKeys[3 * style + issuer - 1];
  if (key === undefined) throw new RangeError(`no test key of issuer ${issuer} for style ${style}`);
  return key;
}

export function modulusOf(key: KeyObject): Bytes {
  const { n } = key.export({ format: "jwk" });
  return new Uint8Array(Buffer.from(n ?? "", "base64url"));
}

/** X25519 recipients (BIP 173) of the bytes 01…, 02…, …; nothing is ever encrypted to them. */
const AGES = [
  "age1qyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqs3290gq",
  "age1qgpqyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqszqgpquuzgag",
  "age1qvpsxqcrqvpsxqcrqvpsxqcrqvpsxqcrqvpsxqcrqvpsxqcrqvpsewmjt2",
  "age1qszqgpqyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqszqgz4v0d",
  "age1q5zs2pg9q5zs2pg9q5zs2pg9q5zs2pg9q5zs2pg9q5zs2pg9q5zsdsvke0",
];
export const ageOf = (index: number): string => AGES[index - 1] ?? "";
