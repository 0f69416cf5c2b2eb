import { type Bytes, decodeCbor, encodeCbor, err, ok, type RandomBytes, type Result } from "@veche/base";
import { blind, MODULUS_LENGTH } from "@veche/crypto";
import { encodePoint, encodeScalar, multiplyBase, type Scalar } from "@veche/group";
import { arrayOf, bytes32, bytesOf, mapOf, textOf, uintOf } from "../../manifest/shape.ts";
import { blindedHash } from "../issue.ts";
import { tokenMessage } from "../token.ts";
import { newSecret, secretOf } from "./credential.ts";

/**
 * All that the page must store BEFORE it asks anybody (§04.5.1, L21), so that a closed page resumes: x, and for each of the
 * m issuers its key, the blinded message and the secret that unblinds the answer.
 */
export type PendingIssue = {
  readonly electionId: Bytes;
  readonly styleId: string;
  readonly style: number;
  readonly x: Scalar;
  readonly point: Bytes;
  /** One for each issuer 1…m, in that order. */
  readonly shares: readonly PendingShare[];
};

export type PendingShare = {
  readonly modulus: Bytes;
  readonly blindedMessage: Bytes;
  /** Secret: joins blinded message and signature. */
  readonly inverse: Bytes;
};

export type BeginIssueError = { readonly code: "ISSUER_KEY_UNUSABLE"; readonly issuer: number };
export type PendingIssueError = { readonly code: "PENDING_MALFORMED" };

/**
 * §04.5.1: a new credential and one blinded message for EVERY issuer, spare ones included, each with an independent
 * factor. `moduli`: the keys of all issuers for the style, ascending by issuer; their form has been checked (§04.2.2).
 * Of the style only the id is signed; `style` is its index in the manifest.
 */
export function beginIssue(
  election: { readonly electionId: Bytes; readonly styleId: string; readonly style: number },
  moduli: readonly Bytes[],
  randomBytes: RandomBytes,
): Result<PendingIssue, BeginIssueError> {
  const { x, point } = newSecret(randomBytes);
  const message = tokenMessage(election.electionId, election.styleId, point);
  const shares: PendingShare[] = [];
  for (const [at, modulus] of moduli.entries()) {
    const blinded = blind(modulus, message, randomBytes);
    if (!blinded.ok) return err({ code: "ISSUER_KEY_UNUSABLE", issuer: at + 1 });
    shares.push({ modulus, ...blinded.value });
  }
  const { electionId, styleId, style } = election;
  return ok({ electionId, styleId, style, x, point, shares });
}

/** SHA-256 of each blinded message, ascending by issuer: what the issueHash of §04.5.2 is made of. */
export const pendingHashes = (pending: PendingIssue): readonly Bytes[] =>
  pending.shares.map((share) => blindedHash(share.blindedMessage));

const rsa = bytesOf(MODULUS_LENGTH);
const stored = mapOf({
  election: bytes32,
  shares: arrayOf(mapOf({ blinded: rsa, inverse: rsa, modulus: rsa }), 1, 30),
  style: uintOf(0, 65_535),
  styleId: textOf(1, 32),
  x: bytes32,
});

/** Secret bytes for the voter's own storage. */
export function encodePendingIssue({ electionId, styleId, style, x, shares }: PendingIssue): Bytes {
  return encodeCbor({
    election: electionId,
    shares: shares.map(({ modulus, blindedMessage, inverse }) => ({
      blinded: blindedMessage,
      inverse,
      modulus,
    })),
    style,
    styleId,
    x: encodeScalar(x),
  });
}

export function decodePendingIssue(bytes: Bytes): Result<PendingIssue, PendingIssueError> {
  const value = decodeCbor(bytes);
  const read = value.ok ? stored(value.value, "") : value;
  const x = read.ok ? secretOf(read.value.x) : undefined;
  if (!read.ok || x === undefined) return err({ code: "PENDING_MALFORMED" });
  const { election, shares, style, styleId } = read.value;
  return ok({
    electionId: election,
    styleId,
    style,
    x,
    point: encodePoint(multiplyBase(x)),
    shares: shares.map(({ blinded, inverse, modulus }) => ({ modulus, blindedMessage: blinded, inverse })),
  });
}
