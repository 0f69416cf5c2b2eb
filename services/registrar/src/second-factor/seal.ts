import { createCipheriv, createDecipheriv } from "node:crypto";
import { assert, type Bytes, concat, type RandomBytes, utf8 } from "@veche/base";

/** AES-256-GCM: nonce of 12 bytes, ciphertext, tag of 16 (NIST SP 800-38D). */
const CIPHER = "aes-256-gcm";
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Seals what must not lie open in the database, under the registrar's data key. There is no default key (L33). */
export class Seal {
  readonly #key: Bytes;

  constructor(dataKey: Bytes) {
    assert(dataKey.length === KEY_BYTES, "the data key has 32 bytes");
    this.#key = dataKey;
  }

  /** `place`: where the sealed bytes stand; moved elsewhere they cannot be opened. */
  close(secret: Bytes, place: string, random: RandomBytes): Bytes {
    const nonce = random(NONCE_BYTES);
    const cipher = createCipheriv(CIPHER, this.#key, nonce).setAAD(utf8(place));
    return concat(nonce, cipher.update(secret), cipher.final(), cipher.getAuthTag());
  }

  /** `undefined`: changed, moved, or sealed under another key. */
  open(sealed: Bytes, place: string): Bytes | undefined {
    if (sealed.length < NONCE_BYTES + TAG_BYTES) return undefined;
    const body = sealed.subarray(NONCE_BYTES, sealed.length - TAG_BYTES);
    const decipher = createDecipheriv(CIPHER, this.#key, sealed.subarray(0, NONCE_BYTES), {
      authTagLength: TAG_BYTES,
    })
      .setAAD(utf8(place))
      .setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
    try {
      return concat(decipher.update(body), decipher.final());
    } catch {
      return undefined;
    }
  }
}
