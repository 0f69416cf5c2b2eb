import { createHmac, hkdfSync, timingSafeEqual } from "node:crypto";
import type { Bytes } from "@veche/base";

const KEY_BYTES = 32;

/** A key of its own for each purpose, from one secret of the registrar (RFC 5869). */
export const derivedKey = (secret: Bytes, purpose: string): Bytes =>
  new Uint8Array(hkdfSync("sha256", secret, new Uint8Array(0), `veche/v1/registrar/${purpose}`, KEY_BYTES));

export const macOf = (key: Bytes, message: Bytes): Bytes =>
  new Uint8Array(createHmac("sha256", key).update(message).digest());

/** In constant time; another length is another value. */
export const isSame = (a: Bytes, b: Bytes): boolean => a.length === b.length && timingSafeEqual(a, b);

/** What a browser gives back of ours: base64url in the one spelling that we write, or nothing (Node reads many). */
export function ownBytes(text: string): Bytes | undefined {
  const bytes = Buffer.from(text, "base64url");
  return bytes.toString("base64url") === text ? new Uint8Array(bytes) : undefined;
}
