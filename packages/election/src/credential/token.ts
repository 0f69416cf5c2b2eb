import { type Bytes, concat } from "@veche/base";
import { hash, MODULUS_LENGTH, preimage, type SeedFor, verifyToken } from "@veche/crypto";

/** §04.4.1 τ: what every issuer of the set signs blindly. It binds election and style, so no other key can take it. */
export const tokenMessage = (electionId: Bytes, styleId: string, credential: Bytes): Bytes =>
  preimage("token", electionId, styleId, credential);

/** Bytes of a token of a set of `issuers` (§04.4.3). */
export const tokenLength = (issuers: number): number => MODULUS_LENGTH * issuers;

/**
 * §04.4: the signatures of ALL members of one issuer set on X, ascending by issuer. `moduli`: their keys (256 bytes
 * each) of the ballot's style, in the same order. ⚔ A subset of choice would mark the voter.
 */
export function verifyTokenOf(
  moduli: readonly Bytes[],
  message: Bytes,
  signatures: readonly Bytes[],
): boolean {
  return (
    signatures.length === moduli.length &&
    moduli.every((modulus, at) => verifyToken(modulus, message, signatures[at] as Bytes).ok)
  );
}

/** §04.2.2: the seeds of the nine challenges for the key of an issuer and a style. */
export function rsaKeySeed(electionId: Bytes, issuer: number, styleId: string, modulus: Bytes): SeedFor {
  return (index) => hash("rsa-key", electionId, issuer, styleId, modulus, index);
}

/** The nine roots of §04.2.1 as they stand in `issuer-keys`: 9·256 bytes. */
export const joinRoots = (roots: readonly Bytes[]): Bytes => concat(...roots);

/** Inverse of `joinRoots`; the length has been checked. */
export function splitRoots(roots: Bytes): readonly Bytes[] {
  return Array.from({ length: roots.length / MODULUS_LENGTH }, (_, at) =>
    roots.subarray(at * MODULUS_LENGTH, (at + 1) * MODULUS_LENGTH),
  );
}
