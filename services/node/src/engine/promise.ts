import { type Bytes, concat, toBase64, u64 } from "@veche/base";
import { promiseMessage } from "@veche/client";
import type { Sign } from "../home/signing.ts";

/**
 * §07.6.1: the node's signed word that it holds a verified cast durably and will enter it at `time` (ms), its tick.
 * u64(time) ‖ Ed25519 by the logKey, as base64. It is no receipt.
 */
export function promiseOf(sign: Sign, electionId: Bytes, transaction: Bytes, time: number): string {
  const signature = sign(promiseMessage(electionId, transaction, time));
  return toBase64(concat(u64(time), signature));
}
