import { createCipheriv, createDecipheriv, createHmac, hkdfSync, timingSafeEqual } from "node:crypto";
import { type Bytes, concat, type RandomBytes } from "@veche/base";

const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** A key of its own for each purpose, from one secret of the registrar (RFC 5869). */
export const derivedKey = (secret: Bytes, purpose: string): Bytes =>
  new Uint8Array(hkdfSync("sha256", secret, new Uint8Array(0), `veche/v1/registrar/${purpose}`, KEY_BYTES));

/** AES-256-GCM: nonce, ciphertext, tag. For what a browser keeps and must neither read nor change. */
export function seal(key: Bytes, plain: Bytes, randomBytes: RandomBytes): Bytes {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  const body = cipher.update(plain);
  return concat(
    nonce,
    new Uint8Array(body),
    new Uint8Array(cipher.final()),
    new Uint8Array(cipher.getAuthTag()),
  );
}

/** `undefined`: not sealed with this key. */
export function unseal(key: Bytes, sealed: Bytes): Bytes | undefined {
  if (sealed.length < NONCE_BYTES + TAG_BYTES) return undefined;
  const decipher = createDecipheriv("aes-256-gcm", key, sealed.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
  try {
    const body = decipher.update(sealed.subarray(NONCE_BYTES, sealed.length - TAG_BYTES));
    return concat(new Uint8Array(body), new Uint8Array(decipher.final()));
  } catch {
    return undefined;
  }
}

export const macOf = (key: Bytes, message: Bytes): Bytes =>
  new Uint8Array(createHmac("sha256", key).update(message).digest());

/** In constant time; another length is another value. */
export const isSame = (a: Bytes, b: Bytes): boolean => a.length === b.length && timingSafeEqual(a, b);
