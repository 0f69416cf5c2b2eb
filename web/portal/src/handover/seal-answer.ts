import { type Bytes, concat, fromHex, u32, utf8 } from "@veche/base";
import { answerBytes, type SignedHandover, toBase64Url } from "./fragment.ts";

/**
 * §12.2.4: the answer names the roll entry, and browsers keep the addresses that they went through. It is sealed to the key of the page that
 * asked, so that nobody else reads it there. WebCrypto alone: ECDH over P-256, HKDF-SHA-256, AES-256-GCM.
 */

const CURVE = { name: "ECDH", namedCurve: "P-256" } as const;
const VERSION = 2;

/**
 * The fragment of the way back, with its letter; `undefined`: no ballot page would take this answer.
 *
 * @param point P of the handover that is answered, on the curve.
 */
export async function sealedFragment(
  electionId: string,
  point: Bytes,
  handover: SignedHandover,
): Promise<string | undefined> {
  const [id, answer] = [fromHex(electionId), answerBytes(handover)];
  if (id === undefined || answer === undefined) return undefined;
  const pair = await crypto.subtle.generateKey(CURVE, false, ["deriveBits"]);
  return `s${toBase64Url(await sealTo(id, point, answer, pair))}`;
}

/** What stands behind the letter. `pair`: of E, for this answer and no other: so that a nonce of zeros is never used twice under a key. */
export async function sealTo(
  electionId: Bytes,
  point: Bytes,
  answer: Uint8Array<ArrayBuffer>,
  pair: CryptoKeyPair,
): Promise<Bytes> {
  const { subtle } = crypto;
  const ephemeral = new Uint8Array(await subtle.exportKey("raw", pair.publicKey));
  const theirs = await subtle.importKey("raw", new Uint8Array(point), CURVE, false, []);
  const shared = await subtle.deriveBits({ name: "ECDH", public: theirs }, pair.privateKey, 256);
  const secret = await subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
  const info = new Uint8Array(preimage(electionId, point, ephemeral));
  const derivation = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(0), info };
  const key = await subtle.deriveKey(derivation, secret, { name: "AES-GCM", length: 256 }, false, [
    "encrypt",
  ]);
  const sealed = await subtle.encrypt({ name: "AES-GCM", iv: new Uint8Array(12) }, key, answer);
  return concat(Uint8Array.of(VERSION), ephemeral, new Uint8Array(sealed));
}

/** §01.4.2: `pre("answer-key", items…)`; the account's page needs no other hash of the protocol. */
const preimage = (...items: readonly Bytes[]): Bytes =>
  concat(utf8("veche/v1/answer-key\0"), ...items.flatMap((item) => [u32(item.length), item]));
