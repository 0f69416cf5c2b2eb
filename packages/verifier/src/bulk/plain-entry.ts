import type { Bytes } from "@veche/base";
import { readUint } from "@veche/base";
import { ENTRY_MAX } from "../form/entry.ts";
import { BALLOT_HEAD_BYTES } from "../form/layout.ts";

/** What an entry is to the reader of great numbers. */
export const KIND = { other: 0, issue: 1, cast: 2 } as const;
export type PlainKind = (typeof KIND)["issue" | "cast"];

const ascii = (text: string): readonly number[] => [...text].map((character) => character.charCodeAt(0));

/** Deterministic CBOR (§01.3) of what stands between the values; keys ascend by their encoding. */
const ENTRY = [0x82];
const CAST = [0x83, 0x64, ...ascii("cast"), 0xa1, 0x66, ...ascii("ballot")];
const NO_SIGNATURE = [0x80];
const ISSUE = [0x83, 0x65, ...ascii("issue")];
const ISSUE_BODY = [0xa4, 0x63, ...ascii("set")];
const ISSUE_HASH = [0x64, ...ascii("hash"), 0x58, 0x20];
const ISSUE_ENTRY = [0x65, ...ascii("entry"), 0x58, 0x20];
const ISSUE_STYLE = [0x65, ...ascii("style")];
/** One signature of 64 bytes, of role 6 and index 1 (§06.2.1). */
const ISSUE_SIGNATURE = [0x81, 0x83, 0x06, 0x01, 0x58, 0x40];

/**
 * Reads entries of the two types that come by the million where they lie, without an object for any value. It
 * knows exactly the entries that the strict decoder takes for a `cast` without signatures, or for an `issue`
 * with the one signature that it must have; every other entry is for that decoder. One instance is used for
 * many entries: its fields are those of the last one read, offsets into the bytes given.
 */
export class PlainEntry {
  time = 0;
  /** Of a `cast` without a readable head -1. */
  style = 0;
  set = 0;
  seq = 0;
  /** Where the transaction begins (§06.1.2). */
  transaction = 0;
  /** 32 bytes: the roll entry of an `issue`, X of a `cast`. */
  key = 0;
  /** The ballot, or the body of an `issue` as it was signed. */
  body = 0;
  bodyEnd = 0;
  /** 64 bytes, of an `issue`. */
  signature = 0;
  #bytes: Bytes = new Uint8Array(0);
  #at = 0;
  #end = 0;

  /** The entry from `start` to `end`, or `undefined` if it is another than those two. */
  read(bytes: Bytes, start: number, end: number): PlainKind | undefined {
    if (end - start > ENTRY_MAX) return undefined;
    this.#bytes = bytes;
    this.#at = start;
    this.#end = end;
    if (!this.#skip(ENTRY)) return undefined;
    this.time = this.#head(0);
    if (this.time < 0) return undefined;
    this.transaction = this.#at;
    if (this.#skip(CAST)) return this.#cast() ? KIND.cast : undefined;
    return this.#skip(ISSUE) && this.#issue() ? KIND.issue : undefined;
  }

  #cast(): boolean {
    const length = this.#head(2);
    this.body = this.#at;
    if (length < 0 || !this.#pass(length)) return false;
    this.bodyEnd = this.#at;
    this.#readBallotHead(length);
    return this.#skip(NO_SIGNATURE) && this.#at === this.#end;
  }

  /** §05.3.1. */
  #readBallotHead(length: number): void {
    const headed = length >= BALLOT_HEAD_BYTES && this.#bytes[this.body] === 1;
    this.style = headed ? readUint(this.#bytes, this.body + 1, 2) : -1;
    this.seq = headed ? readUint(this.#bytes, this.body + 3, 1) : 0;
    this.set = headed ? readUint(this.#bytes, this.body + 4, 2) : 0;
    this.key = this.body + 6;
  }

  #issue(): boolean {
    this.body = this.#at;
    if (!this.#skip(ISSUE_BODY)) return false;
    this.set = this.#head(0);
    if (this.set < 0 || !this.#skip(ISSUE_HASH) || !this.#pass(32)) return false;
    if (!this.#skip(ISSUE_ENTRY)) return false;
    this.key = this.#at;
    if (!this.#pass(32) || !this.#skip(ISSUE_STYLE)) return false;
    this.style = this.#head(0);
    this.bodyEnd = this.#at;
    if (this.style < 0 || !this.#skip(ISSUE_SIGNATURE)) return false;
    this.signature = this.#at;
    return this.#pass(64) && this.#at === this.#end;
  }

  #pass(length: number): boolean {
    this.#at += length;
    return this.#at <= this.#end;
  }

  #skip(expected: readonly number[]): boolean {
    if (this.#at + expected.length > this.#end) return false;
    for (let i = 0; i < expected.length; i++) {
      if (this.#bytes[this.#at + i] !== expected[i]) return false;
    }
    this.#at += expected.length;
    return true;
  }

  /** The argument of a data item's head in its shortest form, below 2^53; -1 for anything else. */
  #head(major: number): number {
    const first = this.#bytes[this.#at] ?? 0xff;
    if (this.#at >= this.#end || first >> 5 !== major) return -1;
    this.#at += 1;
    const info = first & 0x1f;
    if (info < 24) return info;
    if (info > 27) return -1;
    const size = (1 << (info - 24)) as 1 | 2 | 4 | 8;
    if (!this.#pass(size)) return -1;
    const value = readUint(this.#bytes, this.#at - size, size);
    const least = size === 1 ? 24 : 2 ** (4 * size);
    return value >= least && value <= Number.MAX_SAFE_INTEGER ? value : -1;
  }
}
