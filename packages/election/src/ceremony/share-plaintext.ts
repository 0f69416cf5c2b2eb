import { type Bytes, concat, equalBytes, err, ok, type Result } from "@veche/base";
import { preimage } from "@veche/crypto";
import { decodeScalar, encodeScalar, SCALAR_BYTES, type Scalar } from "@veche/group";
import type { Attempt } from "./attempt.ts";

/** Who gives which share to whom: the plaintext names it, so that an age file can be used in one place only. */
export type ShareRoute = Attempt & { readonly dealer: number; readonly receiver: number };

export type SharePlaintextError = { readonly code: "SHARE_OF_ANOTHER_ROUTE" | "SHARE_NOT_A_SCALAR" };

/** §03.2.3: what the age file from dealer to receiver holds. */
export function encodeSharePlaintext(route: ShareRoute, share: Scalar): Bytes {
  return plaintext(route, encodeScalar(share));
}

/** f_i(j) of a plaintext that is exactly that of §03.2.3 for this election, attempt, dealer and receiver. */
export function decodeSharePlaintext(route: ShareRoute, bytes: Bytes): Result<Scalar, SharePlaintextError> {
  const tail = bytes.slice(-SCALAR_BYTES);
  if (tail.length !== SCALAR_BYTES || !equalBytes(bytes, plaintext(route, tail))) {
    return err({ code: "SHARE_OF_ANOTHER_ROUTE" });
  }
  const share = decodeScalar(tail);
  return share === undefined ? err({ code: "SHARE_NOT_A_SCALAR" }) : ok(share);
}

const plaintext = (route: ShareRoute, share: Bytes): Bytes =>
  concat(preimage("age-share", route.electionId, route.attempt, route.dealer, route.receiver, share));
