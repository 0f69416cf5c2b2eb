import { type Bytes, concat, u32, utf8 } from "@veche/base";

/** AES-256-GCM of WebCrypto as §12.2.4 and §12.5.2 use it: each key seals one text and no other, under a nonce of zeros. */

const ALGORITHM = { name: "AES-GCM", iv: new Uint8Array(12) } as const;
export const TAG_BYTES = 16;

/** WebCrypto takes no view of memory that others share: a copy is always its own. */
export const own = (bytes: Bytes): Uint8Array<ArrayBuffer> => new Uint8Array(bytes);

/** Ciphertext and tag. */
export async function sealOnce(key: Bytes, content: Bytes): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.encrypt(ALGORITHM, await keyOf(key, "encrypt"), own(content)));
}

/** `undefined`: not sealed under this key. */
export async function openSealed(key: Bytes, sealed: Bytes): Promise<Bytes | undefined> {
  const opening = await keyOf(key, "decrypt");
  try {
    return new Uint8Array(await crypto.subtle.decrypt(ALGORITHM, opening, own(sealed)));
  } catch {
    return undefined;
  }
}

const keyOf = (key: Bytes, use: "encrypt" | "decrypt"): Promise<CryptoKey> =>
  crypto.subtle.importKey("raw", own(key), "AES-GCM", false, [use]);

/** §01.4.2 `pre(label, items…)`. Written out here: the page's own script stays free of curves, which the worker has. */
export const preimage = (label: "answer-key" | "resume-key", ...items: readonly Bytes[]): Bytes =>
  concat(utf8(`veche/v1/${label}\0`), ...items.flatMap((item) => [u32(item.length), item]));
