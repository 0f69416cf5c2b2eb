import { type Bytes, concat, u8, u16 } from "@veche/base";

/** §12.2: what is handed from page to page in the fragment of an address; here only to show that no server gets it. */
const VERSION = 1;
const SIGNED_BYTES = 65_536;

const fragment = (letter: string, bytes: Bytes): string =>
  `${letter}${Buffer.from(bytes).toString("base64url")}`;

/** §12.2.2 */
export const votingFragment = (style: number): string =>
  fragment("v", concat(u8(VERSION), u8(0), u16(style), new Uint8Array(32)));

/** §12.2.3 */
export const blindedFragment = (style: number, blinded: readonly Bytes[]): string =>
  fragment("b", concat(u8(VERSION), u8(blinded.length), u16(style), ...blinded));

/** As long as that of §12.2.4, with the signatures at its beginning. */
export function signedFragment(signatures: readonly Bytes[]): string {
  const bytes = new Uint8Array(SIGNED_BYTES);
  bytes.set(concat(u8(VERSION), u8(signatures.length), ...signatures));
  return fragment("s", bytes);
}
