import type { Bytes, RandomBytes, Result } from "@veche/base";
import { issuerModulus, type ModulusError } from "./modulus.ts";
import {
  type BlindError,
  type Blinded,
  blindedWith,
  blindMessage,
  blindMessages,
  type FinalizeError,
  finalizeSignature,
} from "./rsabssa.ts";

/**
 * The voter's side of a token: RSABSSA-SHA384-PSSZERO-Deterministic (RFC 9474 §5) with RSA-2048 and exponent
 * 65537 (§04.4.2). The message is used as it is and the salt is empty, so a signature depends on the message
 * and the key alone: there is nothing in it by which an issuer or a page could mark a voter. BigInt serves
 * browsers and Node alike; the modulus must have passed `checkKeyForm` before a message is blinded under it.
 */
const NO_SALT = new Uint8Array(0);

/**
 * Blinds `message` for the issuer with modulus `n` (256 bytes). Gives 256 bytes for the issuer and 256 secret
 * bytes to keep, both to be stored before anything is asked (§04.5.1).
 */
export function blind(
  n: Bytes,
  message: Bytes,
  random: RandomBytes,
): Result<Blinded, ModulusError | BlindError> {
  const modulus = issuerModulus(n);
  return modulus.ok ? blindMessage(modulus.value, message, NO_SALT, random) : modulus;
}

/** `blind` of many messages for one issuer: the same results in a fraction of the time. Refuses all if it refuses one. */
export function blindMany(
  n: Bytes,
  messages: readonly Bytes[],
  random: RandomBytes,
): Result<readonly Blinded[], ModulusError | BlindError> {
  const modulus = issuerModulus(n);
  return modulus.ok ? blindMessages(modulus.value, messages, NO_SALT, random) : modulus;
}

/**
 * The blinded message again, 256 bytes, from what unblinds its answer (§12.5.1): a resume code then need not hold it.
 * `undefined` if the modulus or the inverse is none.
 */
export function reblind(n: Bytes, message: Bytes, inverse: Bytes): Bytes | undefined {
  const modulus = issuerModulus(n);
  return modulus.ok ? blindedWith(modulus.value, message, NO_SALT, inverse) : undefined;
}

/**
 * The issuer's signature on `message`, 256 bytes, from its answer and the `inverse` that `blind` gave; it is
 * verified here. `signature-invalid` means that the issuer did not sign what it was given.
 */
export function finalize(
  n: Bytes,
  message: Bytes,
  blindSignature: Bytes,
  inverse: Bytes,
): Result<Bytes, ModulusError | FinalizeError> {
  const modulus = issuerModulus(n);
  return modulus.ok ? finalizeSignature(modulus.value, message, blindSignature, inverse, 0) : modulus;
}
