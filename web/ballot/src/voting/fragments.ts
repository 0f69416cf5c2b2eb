import { type Bytes, concat, readUint, u8, u16 } from "@veche/base";
import { fromBase64Url, toBase64Url } from "./base64url.ts";

/**
 * What the page takes from the fragment of its address and what it hands over in that of another (§12.2, §12.5, §12.6). Readers are
 * strict: one letter, one version, one length, unused bits and padding zero; anything else is `undefined`.
 */

const VERSION = 1;
/** §12.2.3, §12.2.4: request and answer, since the answer is sealed. */
const SEALED_VERSION = 2;
/** A point of P-256, SEC 1 uncompressed. */
const POINT_BYTES = 65;
const TAG_BYTES = 16;
const RSA_BYTES = 256;
const ISSUERS_MAX = 30;
const HASH_BYTES = 32;
const TRACKER_HASH_BYTES = 64;
/** §12.2.4: an answer has the first of these lengths that holds it. */
export const ANSWER_BYTES: readonly number[] = [65_536, 1_048_576];

/** §12.2.2. `request` is missing while nothing was asked for, `language` where none is named. */
export type VotingHandover = {
  readonly style: number;
  readonly request?: Bytes;
  readonly language?: "ru" | "en";
};

/** §12.2.2, by bits 1 and 2 of the flags. */
const LANGUAGES = [{}, { language: "ru" }, { language: "en" }] as const;

/** §12.2.4. `proof` is the `tlog-proof` of `issue`, `replacements` those of every `issuer-set` entry up to `set`. */
export type SignedHandover = {
  readonly set: number;
  readonly signatures: readonly Bytes[];
  readonly proof: Bytes;
  readonly replacements: readonly Bytes[];
};

/** §12.2.4, as it stands in the address: E, then ciphertext and tag of the answer. */
export type SealedAnswer = { readonly point: Bytes; readonly sealed: Bytes };

/** §12.6.1, what a challenge shows. `marks`: for each contest of the style ⌈n/8⌉ bytes, one after the other. */
export type Shown = {
  readonly seq: number;
  readonly style: number;
  readonly credential: Bytes;
  readonly seed: Bytes;
  readonly marks: Bytes;
};

/** The letter and the bytes of a fragment without `#`; `undefined` if it is none of ours. */
export function splitFragment(
  fragment: string,
): { readonly letter: string; readonly bytes: Bytes } | undefined {
  const bytes = /^[vskto]/.test(fragment) ? fromBase64Url(fragment.slice(1)) : undefined;
  return bytes && { letter: fragment.charAt(0), bytes };
}

/** §12.2.2 */
export function readVotingHandover(bytes: Bytes): VotingHandover | undefined {
  if (bytes.length !== 4 + HASH_BYTES || bytes[0] !== VERSION) return undefined;
  const flags = bytes[1] as number;
  const language = LANGUAGES[flags >> 1];
  const style = readUint(bytes, 2, 2);
  const request = bytes.slice(4);
  if (language === undefined) return undefined;
  if ((flags & 1) === 1) return { style, request, ...language };
  return isZero(request) ? { style, ...language } : undefined;
}

/** §12.2.2: the language that a fragment without `#` names. */
export function languageIn(fragment: string): "ru" | "en" | undefined {
  const handed = splitFragment(fragment);
  return handed?.letter === "v" ? readVotingHandover(handed.bytes)?.language : undefined;
}

/** §12.2.3: `b`, with its letter. `point`: P, to which the answer is to be sealed. */
export function blindedFragment(style: number, point: Bytes, blinded: readonly Bytes[]): string {
  const head = concat(u8(SEALED_VERSION), u8(blinded.length), u16(style), point);
  return `b${toBase64Url(concat(head, ...blinded))}`;
}

/** §12.2.4: what stands in `s`, of one of two lengths. */
export function readSealedAnswer(bytes: Bytes): SealedAnswer | undefined {
  const head = 1 + POINT_BYTES;
  if (!ANSWER_BYTES.includes(bytes.length - head - TAG_BYTES) || bytes[0] !== SEALED_VERSION)
    return undefined;
  return { point: bytes.slice(1, head), sealed: bytes.slice(head) };
}

/** §12.2.4: the answer, opened. */
export function readSignedHandover(bytes: Bytes): SignedHandover | undefined {
  const count = bytes[0] ?? 0;
  if (!ANSWER_BYTES.includes(bytes.length) || bytes[1] !== 0) return undefined;
  if (count < 1 || count > ISSUERS_MAX) return undefined;
  const reader = new Reader(bytes, 4);
  const signatures = Array.from({ length: count }, () => reader.take(RSA_BYTES));
  const proof = reader.sized();
  const replaced = reader.uint(2);
  const replacements: Bytes[] = [];
  for (let at = 0; at < replaced && !reader.isOver; at++) replacements.push(reader.sized());
  if (reader.isOver || proof.length === 0 || replacements.some(({ length }) => length === 0))
    return undefined;
  // The shorter form where it holds the answer: one answer has one form.
  const isShortest = bytes.length === ANSWER_BYTES.find((length) => length >= reader.at);
  if (!isShortest || !isZero(bytes.subarray(reader.at))) return undefined;
  return { set: readUint(bytes, 2, 2), signatures, proof, replacements };
}

/** §12.6.1: a link's `t` carries the whole hash. */
export function readTrackerHash(bytes: Bytes): Bytes | undefined {
  return bytes.length === TRACKER_HASH_BYTES ? bytes : undefined;
}

/** §12.6.1: the bytes of `o`. `options`: how many each contest of the style has. */
export function shownBytes(shown: Omit<Shown, "marks">, choices: readonly (readonly (0 | 1)[])[]): Bytes {
  const marks = choices.map((votes) => {
    const bits = new Uint8Array(Math.ceil(votes.length / 8));
    votes.forEach((vote, option) => {
      if (vote === 1) bits[option >> 3] = (bits[option >> 3] as number) | (1 << (option & 7));
    });
    return bits;
  });
  return concat(u8(VERSION), u8(shown.seq), u16(shown.style), shown.credential, shown.seed, ...marks);
}

const SHOWN_HEAD_BYTES = 4 + 32 + 32;

/** §12.6.1, as far as it can be read without the style; `choicesOf` reads the rest. */
export function readShown(bytes: Bytes): Shown | undefined {
  if (bytes.length <= SHOWN_HEAD_BYTES || bytes[0] !== VERSION) return undefined;
  return {
    seq: bytes[1] as number,
    style: readUint(bytes, 2, 2),
    credential: bytes.slice(4, 36),
    seed: bytes.slice(36, SHOWN_HEAD_BYTES),
    marks: bytes.slice(SHOWN_HEAD_BYTES),
  };
}

/** The votes of the marks, for contests of so many options; `undefined` at another length or where a bit behind them is set. */
export function choicesOf(
  marks: Bytes,
  options: readonly number[],
): readonly (readonly (0 | 1)[])[] | undefined {
  const reader = new Reader(marks, 0);
  const choices: (readonly (0 | 1)[])[] = [];
  for (const count of options) {
    const bits = reader.take(Math.ceil(count / 8));
    if (reader.isOver) return undefined;
    const all = Array.from({ length: 8 * bits.length }, (_, option): 0 | 1 =>
      ((bits[option >> 3] as number) >> (option & 7)) & 1 ? 1 : 0,
    );
    if (all.slice(count).includes(1)) return undefined;
    choices.push(all.slice(0, count));
  }
  return reader.at === marks.length ? choices : undefined;
}

const isZero = (bytes: Bytes): boolean => bytes.every((byte) => byte === 0);

/** Cuts pieces off; once something is missing `isOver` stays true and every piece is empty. */
class Reader {
  readonly #bytes: Bytes;
  at: number;
  isOver = false;

  constructor(bytes: Bytes, at: number) {
    this.#bytes = bytes;
    this.at = at;
  }

  take(length: number): Bytes {
    if (this.isOver || this.at + length > this.#bytes.length) {
      this.isOver = true;
      return new Uint8Array(0);
    }
    this.at += length;
    return this.#bytes.slice(this.at - length, this.at);
  }

  uint(size: 2 | 4): number {
    const bytes = this.take(size);
    return this.isOver ? 0 : readUint(bytes, 0, size);
  }

  sized(): Bytes {
    return this.take(this.uint(4));
  }
}
