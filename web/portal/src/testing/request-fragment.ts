import { type Bytes, concat, fromHex, u16 } from "@veche/base";
import { toBase64Url } from "../handover/fragment.ts";

/** The base point of P-256 (NIST SP 800-186, 3.2.1.3). */
const POINT =
  "046b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c2964fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5";

/** §12.2.3, with its letter. */
export function requestFragment(style: number, ...blinded: readonly Bytes[]): string {
  const head = concat(Uint8Array.of(2, blinded.length), u16(style), fromHex(POINT) ?? new Uint8Array(0));
  return `b${toBase64Url(concat(head, ...blinded))}`;
}
