import { type Bytes, type CborMap, encodeCbor } from "@veche/base";
import { hash } from "@veche/crypto";

/** What every signature binds: one log of one election. */
export type LogName = { readonly origin: string; readonly electionId: Bytes };

/** §06.2.3: the empty byte string, which no integer's eight bytes are. */
const NO_SEQUENCE = new Uint8Array(0);

/**
 * M of §06.2.3: the 64 bytes that all signers of a transaction sign.
 *
 * @param controlSeq of control transactions only: how many of them took effect before.
 * @param body the map, or its bytes where a transaction holds them.
 */
export function transactionMessage(
  log: LogName,
  type: string,
  controlSeq: number | undefined,
  body: CborMap | Bytes,
): Bytes {
  const bytes = body instanceof Uint8Array ? body : encodeCbor(body);
  return hash("tx", log.origin, log.electionId, type, controlSeq ?? NO_SEQUENCE, bytes);
}
