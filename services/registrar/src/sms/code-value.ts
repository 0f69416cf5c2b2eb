import { createHash, timingSafeEqual } from "node:crypto";
import { type Bytes, concat, type RandomBytes, readUint, utf8 } from "@veche/base";

const CODES = 1_000_000;
/** The largest multiple of a million below 2^32: what lies above it would make small codes likelier. */
const BOUND = 4_294_000_000;
const SALT_BYTES = 16;

/** Six digits, each of the million codes equally likely, by rejection of what does not divide evenly (L4). */
export function newCode(random: RandomBytes): string {
  for (;;) {
    const value = readUint(random(4), 0, 4);
    if (value < BOUND) return String(value % CODES).padStart(6, "0");
  }
}

export type CodeHash = { readonly salt: Bytes; readonly code_hash: Bytes };

/** What the database keeps of a code (L27). */
export function hashNewCode(code: string, random: RandomBytes): CodeHash {
  const salt = random(SALT_BYTES);
  return { salt, code_hash: hash(salt, code) };
}

/** In constant time (L27). */
export const isCode = (code: string, { salt, code_hash }: CodeHash): boolean =>
  timingSafeEqual(hash(salt, code), code_hash);

const hash = (salt: Bytes, code: string): Bytes =>
  new Uint8Array(
    createHash("sha256")
      .update(concat(salt, utf8(code)))
      .digest(),
  );
