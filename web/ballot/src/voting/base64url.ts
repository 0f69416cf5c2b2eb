import { type Bytes, fromBase64, toBase64 } from "@veche/base";

/** base64url without padding (RFC 4648 §5). */
export const toBase64Url = (bytes: Bytes): string =>
  toBase64(bytes).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

/** Strict inverse of `toBase64Url`: no padding, no other alphabet, unused bits zero. */
export function fromBase64Url(text: string): Bytes | undefined {
  if (!/^[A-Za-z0-9_-]*$/.test(text)) return undefined;
  const padded = text + "=".repeat((4 - (text.length % 4)) % 4);
  return fromBase64(padded.replaceAll("-", "+").replaceAll("_", "/"));
}
