import { type Bytes, fromBase64, toBase64, utf8 } from "@veche/base";
import { isCurvePoint, POINT_BYTES } from "./curve-point.ts";

/**
 * What the portal hands to the ballot page and takes from it, in the fragment of an address (§12.2). A full navigation carries
 * it; no server sees it.
 */

const VERSION = 1;
/** §12.2.3: of a request, since its answer is sealed. */
const REQUEST_VERSION = 2;
const RSA_BYTES = 256;
const ISSUERS_MAX = 30;
const REQUEST_BYTES = 32;
/** §12.2.4: an answer is padded to the first of these that holds it. */
const ANSWER_BYTES = [65_536, 1_048_576] as const;

/** §12.2.2: `request` is missing while nothing was asked for, `language` where none is to be named. */
export type VotingHandover = {
  readonly style: number;
  readonly request?: Bytes;
  readonly language?: "ru" | "en";
};

/** §12.2.2: bits 1 and 2 of the flags. */
const LANGUAGE_FLAGS = { ru: 2, en: 4 } as const;

/** §12.2.3. `point`: P, to which the answer is sealed. */
export type BlindedHandover = {
  readonly style: number;
  readonly point: Bytes;
  readonly blinded: readonly Bytes[];
};

/** §12.2.4: signatures of 256 bytes; `proof` and `replacements` are `tlog-proof` texts. */
export type SignedHandover = {
  readonly set: number;
  readonly signatures: readonly Bytes[];
  readonly proof: string;
  readonly replacements: readonly string[];
};

/** §12.2.2: 36 bytes, 49 characters with the letter. */
export function votingFragment({ style, request, language }: VotingHandover): string {
  const bytes = new Uint8Array(4 + REQUEST_BYTES);
  bytes[0] = VERSION;
  bytes[1] = (request === undefined ? 0 : 1) | (language === undefined ? 0 : LANGUAGE_FLAGS[language]);
  new DataView(bytes.buffer).setUint16(2, style);
  bytes.set(request ?? new Uint8Array(REQUEST_BYTES), 4);
  return `v${toBase64Url(bytes)}`;
}

/**
 * §12.2.3: takes nothing of another letter, version or length, and no P that an answer could not be sealed to: nothing is issued then.
 *
 * @param fragment without `#`.
 */
export function readBlindedFragment(fragment: string): BlindedHandover | undefined {
  if (!fragment.startsWith("b")) return undefined;
  const bytes = fromBase64Url(fragment.slice(1));
  const head = 4 + POINT_BYTES;
  if (bytes === undefined || bytes.length < head || bytes[0] !== REQUEST_VERSION) return undefined;
  const issuers = bytes[1] ?? 0;
  if (issuers < 1 || issuers > ISSUERS_MAX || bytes.length !== head + RSA_BYTES * issuers) return undefined;
  const point = bytes.slice(4, head);
  if (!isCurvePoint(point)) return undefined;
  const style = new DataView(bytes.buffer, bytes.byteOffset).getUint16(2);
  const blinded = Array.from({ length: issuers }, (_, at) =>
    bytes.slice(head + RSA_BYTES * at, head + RSA_BYTES * (at + 1)),
  );
  return { style, point, blinded };
}

/** §12.2.4: the answer, of one of two lengths, so that the address tells nothing; `undefined`: no ballot page would take it. */
export function answerBytes(answer: SignedHandover): Uint8Array<ArrayBuffer> | undefined {
  const proof = utf8(answer.proof);
  const replacements = answer.replacements.map(utf8);
  const needed =
    4 +
    RSA_BYTES * answer.signatures.length +
    4 +
    proof.length +
    2 +
    replacements.reduce((sum, bytes) => sum + 4 + bytes.length, 0);
  const size = ANSWER_BYTES.find((length) => length >= needed);
  const isWellFormed =
    answer.signatures.length >= 1 &&
    answer.signatures.length <= ISSUERS_MAX &&
    answer.signatures.every(({ length }) => length === RSA_BYTES) &&
    [proof, ...replacements].every(({ length }) => length > 0);
  if (size === undefined || !isWellFormed) return undefined;
  const out = new Writer(size);
  out.uint(answer.signatures.length, 1);
  out.uint(0, 1);
  out.uint(answer.set, 2);
  for (const signature of answer.signatures) out.put(signature);
  out.uint(proof.length, 4);
  out.put(proof);
  out.uint(replacements.length, 2);
  for (const bytes of replacements) {
    out.uint(bytes.length, 4);
    out.put(bytes);
  }
  return out.bytes;
}

class Writer {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly #view: DataView;
  #at = 0;

  constructor(size: number) {
    this.bytes = new Uint8Array(size);
    this.#view = new DataView(this.bytes.buffer);
  }

  uint(value: number, size: 1 | 2 | 4): void {
    if (size === 1) this.#view.setUint8(this.#at, value);
    else if (size === 2) this.#view.setUint16(this.#at, value);
    else this.#view.setUint32(this.#at, value);
    this.#at += size;
  }

  put(bytes: Bytes): void {
    this.bytes.set(bytes, this.#at);
    this.#at += bytes.length;
  }
}

/** base64url without padding (RFC 4648 §5). */
export const toBase64Url = (bytes: Bytes): string =>
  toBase64(bytes).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

/** Strict inverse of `toBase64Url`: no padding, no other alphabet, unused bits zero. */
export function fromBase64Url(text: string): Bytes | undefined {
  if (!/^[A-Za-z0-9_-]*$/.test(text)) return undefined;
  const padded = text + "=".repeat((4 - (text.length % 4)) % 4);
  return fromBase64(padded.replaceAll("-", "+").replaceAll("_", "/"));
}
