import { bech32 } from "@scure/base";
import { assert, type Bytes, type RandomBytes } from "@veche/base";
import { identityToRecipient } from "age-encryption";

const PREFIX = "AGE-SECRET-KEY-";
const SECRET_BYTES = 32;

/**
 * An X25519 identity of age from given randomness: Bech32 (BIP 173) of 32 bytes, in upper case as age writes secrets. The
 * library draws its own; a simulation that is to repeat itself needs this one.
 */
export function makeAgeIdentity(randomBytes: RandomBytes): string {
  const secret = randomBytes(SECRET_BYTES);
  assert(secret.length === SECRET_BYTES, "an X25519 secret key has 32 bytes");
  return bech32.encodeFromBytes(PREFIX, secret).toUpperCase();
}

/** The `age1…` that stands in the manifest (§02.1). */
export const recipientOf = (identity: string): Promise<string> => identityToRecipient(identity);

/** Whether a text can be an identity of this kind. */
export function isAgeIdentity(text: string): boolean {
  const decoded = bech32.decodeUnsafe(text);
  if (decoded?.prefix.toUpperCase() !== PREFIX || text !== text.toUpperCase()) return false;
  const bytes: Bytes | undefined = bech32.fromWordsUnsafe(decoded.words) ?? undefined;
  return bytes?.length === SECRET_BYTES;
}
