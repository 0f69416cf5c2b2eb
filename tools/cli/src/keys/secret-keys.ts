import { type JsonReader, jsonHex, jsonObject } from "@veche/api";
import { type Bytes, equalBytes, fromUtf8, type RandomBytes, toHex, utf8 } from "@veche/base";
import {
  decodeScalar,
  ed25519PublicKey,
  encodePoint,
  encodeScalar,
  multiplyBase,
  randomScalar,
} from "@veche/group";
import type { KeyRole, PublicKeys } from "./public-keys.ts";

/**
 * Secret keys of one party, 32 bytes each: Ed25519 seeds, and for the registrar's `issueKey` a scalar. A party has those that
 * its public keys name.
 */
export type SecretKeys = { readonly key: Bytes; readonly logKey?: Bytes; readonly issueKey?: Bytes };

export function newSecretKeys(role: KeyRole, randomBytes: RandomBytes): SecretKeys {
  return {
    key: randomBytes(32),
    ...(role === "validator" ? { logKey: randomBytes(32) } : {}),
    ...(role === "registrar" ? { issueKey: encodeScalar(randomScalar(randomBytes)) } : {}),
  };
}

export function publicKeysOf(role: KeyRole, name: string, secrets: SecretKeys): PublicKeys {
  const { key, logKey, issueKey } = secrets;
  return {
    role,
    name,
    key: ed25519PublicKey(key),
    ...(logKey === undefined ? {} : { logKey: ed25519PublicKey(logKey) }),
    ...(issueKey === undefined ? {} : { issueKey: issuePointOf(issueKey) }),
  };
}

function issuePointOf(issueKey: Bytes): Bytes {
  const scalar = decodeScalar(issueKey);
  return scalar === undefined ? new Uint8Array(32) : encodePoint(multiplyBase(scalar));
}

/** Whether the secrets are those of the public keys: files of two parties get mixed up. */
export function belongTogether(known: PublicKeys, secrets: SecretKeys): boolean {
  const made = publicKeysOf(known.role as KeyRole, known.name, secrets);
  return (
    equalBytes(made.key, known.key) &&
    equalOrAbsent(made.logKey, known.logKey) &&
    equalOrAbsent(made.issueKey, known.issueKey)
  );
}

const equalOrAbsent = (a: Bytes | undefined, b: Bytes | undefined): boolean =>
  a === undefined || b === undefined ? a === b : equalBytes(a, b);

/** The bytes that are sealed. */
export function encodeSecretKeys({ key, logKey, issueKey }: SecretKeys): Bytes {
  return utf8(
    JSON.stringify({
      key: toHex(key),
      ...(logKey === undefined ? {} : { logKey: toHex(logKey) }),
      ...(issueKey === undefined ? {} : { issueKey: toHex(issueKey) }),
    }),
  );
}

const readSecrets: JsonReader<SecretKeys> = jsonObject(
  { key: jsonHex(32) },
  { logKey: jsonHex(32), issueKey: jsonHex(32) },
);

export function decodeSecretKeys(bytes: Bytes): SecretKeys | undefined {
  try {
    return readSecrets(JSON.parse(fromUtf8(bytes) ?? ""));
  } catch {
    return undefined;
  }
}
