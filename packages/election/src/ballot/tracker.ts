import { type Bytes, codeOf } from "@veche/base";
import { hash } from "@veche/crypto";
import type { BallotParts } from "./parts.ts";

/** What a tracker names: an encrypted ballot, whatever its proofs and token. */
export type TrackedParts = Pick<BallotParts, "shape" | "credential" | "seq" | "ciphertextBytes">;

/** §05.5.1: the whole hash, 64 bytes, as QR codes carry it. */
export function trackerHash(electionId: Bytes, parts: TrackedParts): Bytes {
  const { shape, credential, seq, ciphertextBytes } = parts;
  return hash("tracker", electionId, shape.styleId, credential, seq, ciphertextBytes);
}

/** §05.5.1: the 20 characters that people compare. */
export function trackerOf(electionId: Bytes, parts: TrackedParts): string {
  return codeOf(trackerHash(electionId, parts));
}
