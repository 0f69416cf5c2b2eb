import { type Bytes, codeOf, concat, parseCode, type RandomBytes, u8, utf8 } from "@veche/base";
import { openSealed, own, preimage, sealOnce, TAG_BYTES } from "./webcrypto.ts";

/**
 * §12.5.2: the resume code in a QR code. ⚔ The link stays in the history of the device that followed it; it says nothing without the
 * unlocking code, which stands in no link.
 */

const VERSION = 2;
const HEAD_BYTES = 68;
const SHARE_BYTES = 288;
/** A QR code holds the link of at most so many issuers. */
export const QR_ISSUERS_MAX = 6;

/** 100 bits, of which `codeOf` takes the first. */
const RANDOM_BYTES = 13;

/** `bytes`: what the link holds. `unlocking`: for the reader, `3K7Q-…`. Both are secret together. */
export type LockedCode = { readonly bytes: Bytes; readonly unlocking: string };

/** @param code of 12.5.1. Every call draws another unlocking code. */
export async function lockCode(
  electionId: Bytes,
  code: Bytes,
  randomBytes: RandomBytes,
): Promise<LockedCode> {
  const unlocking = codeOf(randomBytes(RANDOM_BYTES));
  const sealed = await sealOnce(await keyOf(electionId, unlocking.replaceAll("-", "")), code);
  return { bytes: concat(u8(VERSION), sealed), unlocking };
}

/** The sealed part, if version and length are those of a locked code. */
export function readLockedCode(bytes: Bytes): Bytes | undefined {
  const issuers = (bytes.length - 1 - HEAD_BYTES - TAG_BYTES) / SHARE_BYTES;
  const isOurs = Number.isInteger(issuers) && issuers >= 1 && issuers <= QR_ISSUERS_MAX;
  return isOurs && bytes[0] === VERSION ? bytes.slice(1) : undefined;
}

/** @param typed the unlocking code as people type it (§01.7.1), spaces included. `undefined`: it is another one. */
export async function unlockCode(
  electionId: Bytes,
  sealed: Bytes,
  typed: string,
): Promise<Bytes | undefined> {
  const code = parseCode(typed.replace(/\s+/g, ""));
  return code === undefined
    ? undefined
    : openSealed(await keyOf(electionId, code.replaceAll("-", "")), sealed);
}

/** §01.4.3 `H32`. */
async function keyOf(electionId: Bytes, characters: string): Promise<Bytes> {
  const pre = own(preimage("resume-key", electionId, utf8(characters)));
  return new Uint8Array(await crypto.subtle.digest("SHA-512", pre)).slice(0, 32);
}
