import {
  type Bytes,
  concat,
  equalBytes,
  err,
  fromBase64,
  fromHex,
  ok,
  type Result,
  sha256,
  toBase64,
  toHex,
  u8,
  utf8,
} from "@veche/base";
import { PUBLIC_KEY_BYTES } from "./ed25519.ts";
import { MAX_KEY_NAME_BYTES } from "./limits.ts";
import { isLine } from "./note-text.ts";

/** Signature types of C2SP signed-note that we use: a log's own signature, and a timestamped cosignature. */
export const LOG_SIGNATURE = 0x01;
export const COSIGNATURE = 0x04;

export type SignatureType = typeof LOG_SIGNATURE | typeof COSIGNATURE;

/** A key that we may trust. `id`, 4 bytes, and `name` together mark its signature lines. */
export type VerifierKey = {
  readonly name: string;
  readonly type: SignatureType;
  readonly publicKey: Bytes;
  readonly id: Bytes;
};

export type KeyError = {
  readonly code: "KEY_NAME" | "KEY_TYPE" | "KEY_LENGTH" | "KEY_ID_MISMATCH" | "VKEY_MALFORMED";
};

const KEY_ID_BYTES = 4;

// The characters of the Unicode property White_Space, spelt out: `\s` and `\p{…}` depend on the engine's tables.
const FORBIDDEN_IN_NAME = /[ +\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/;

/** Not empty, no Unicode space, no plus sign, no control character (C2SP signed-note). */
export const isKeyName = (name: string): boolean => isLine(name) && !FORBIDDEN_IN_NAME.test(name);

/** A key from its parts; its id is SHA-256(name ‖ 0x0A ‖ type ‖ public key)[:4] (C2SP signed-note). */
export function verifierKey(
  name: string,
  type: SignatureType,
  publicKey: Bytes,
): Result<VerifierKey, KeyError> {
  if (!isKeyName(name) || utf8(name).length > MAX_KEY_NAME_BYTES) return err({ code: "KEY_NAME" });
  if (publicKey.length !== PUBLIC_KEY_BYTES) return err({ code: "KEY_LENGTH" });
  const hash = sha256(concat(utf8(`${name}\n`), u8(type), publicKey));
  return ok({ name, type, publicKey, id: hash.slice(0, KEY_ID_BYTES) });
}

/** The text form: name, `+`, key id in 8 lower-case hexadecimal digits, `+`, base64(type ‖ public key). */
export function formatVkey(key: VerifierKey): string {
  return `${key.name}+${toHex(key.id)}+${toBase64(concat(u8(key.type), key.publicKey))}`;
}

/** Strict inverse of `formatVkey`; the id is recomputed and compared. */
export function parseVkey(vkey: string): Result<VerifierKey, KeyError> {
  // The base64 part may itself hold a plus sign, a name never does.
  const match = /^([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+=*)$/.exec(vkey);
  const [, name, id, key] = match ?? [];
  const claimedId = id === undefined ? undefined : fromHex(id);
  const typed = key === undefined ? undefined : fromBase64(key);
  if (name === undefined || claimedId === undefined || typed === undefined) {
    return err({ code: "VKEY_MALFORMED" });
  }
  const type = typed[0];
  if (type !== LOG_SIGNATURE && type !== COSIGNATURE) return err({ code: "KEY_TYPE" });
  const result = verifierKey(name, type, typed.slice(1));
  if (result.ok && !equalBytes(result.value.id, claimedId)) return err({ code: "KEY_ID_MISMATCH" });
  return result;
}
