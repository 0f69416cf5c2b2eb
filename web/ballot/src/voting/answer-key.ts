import type { Bytes } from "@veche/base";
import type { SealedAnswer } from "./fragments.ts";
import { openSealed, own, preimage } from "./webcrypto.ts";

/**
 * The key pair of one handover (§12.2.3, §12.2.4): a browser's history keeps the answer, and only this device can read it. ⚔ The private key
 * cannot be read out, by no script either.
 */

/** Tabs and repeated requests draw a pair each; an answer to one of the last so many is opened. */
export const PAIRS_MAX = 4;

const CURVE = { name: "ECDH", namedCurve: "P-256" } as const;

export const drawAnswerKeys = (): Promise<CryptoKeyPair> =>
  crypto.subtle.generateKey(CURVE, false, ["deriveBits"]);

/** P: 65 bytes, SEC 1 uncompressed. */
export const answerPoint = async ({ publicKey }: CryptoKeyPair): Promise<Bytes> =>
  new Uint8Array(await crypto.subtle.exportKey("raw", publicKey));

/** §12.2.4: the answer; `undefined` if it was not sealed to this key in this election. */
export async function openAnswer(
  electionId: Bytes,
  pair: CryptoKeyPair,
  { point, sealed }: SealedAnswer,
): Promise<Bytes | undefined> {
  const shared = await sharedWith(pair, point);
  if (shared === undefined) return undefined;
  const info = preimage("answer-key", electionId, await answerPoint(pair), point);
  return openSealed(await derived(shared, info), sealed);
}

/** The x coordinate of the shared point; `undefined` if E is no point of the curve. */
async function sharedWith({ privateKey }: CryptoKeyPair, point: Bytes): Promise<Bytes | undefined> {
  try {
    const theirs = await crypto.subtle.importKey("raw", own(point), CURVE, false, []);
    const bits = await crypto.subtle.deriveBits({ name: "ECDH", public: theirs }, privateKey, 256);
    return new Uint8Array(bits);
  } catch {
    return undefined;
  }
}

/** HKDF-SHA-256 (RFC 5869) without salt, 32 bytes. */
async function derived(secret: Bytes, info: Bytes): Promise<Bytes> {
  const key = await crypto.subtle.importKey("raw", own(secret), "HKDF", false, ["deriveBits"]);
  const algorithm = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(0), info: own(info) };
  return new Uint8Array(await crypto.subtle.deriveBits(algorithm, key, 256));
}
