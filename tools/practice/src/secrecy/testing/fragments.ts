import { createECDH } from "node:crypto";
import { type Bytes, concat, u8, u16 } from "@veche/base";

/** §12.2: what is handed from page to page in the fragment of an address; here only to show that no server gets it. */
const VERSION = 1;
const SEALED_VERSION = 2;
const SEALED_BYTES = 65_536 + 16;

const drawPoint = (): Bytes => new Uint8Array(createECDH("prime256v1").generateKeys());

const fragment = (letter: string, bytes: Bytes): string =>
  `${letter}${Buffer.from(bytes).toString("base64url")}`;

/** §12.2.2 */
export const votingFragment = (style: number): string =>
  fragment("v", concat(u8(VERSION), u8(0), u16(style), new Uint8Array(32)));

/** §12.2.3 */
export const blindedFragment = (style: number, blinded: readonly Bytes[]): string =>
  fragment("b", concat(u8(SEALED_VERSION), u8(blinded.length), u16(style), drawPoint(), ...blinded));

/** As long as that of §12.2.4, and worse: with the signatures open at its beginning, which no server may see. */
export function signedFragment(signatures: readonly Bytes[]): string {
  const sealed = new Uint8Array(SEALED_BYTES);
  sealed.set(concat(...signatures));
  return fragment("s", concat(u8(SEALED_VERSION), drawPoint(), sealed));
}
