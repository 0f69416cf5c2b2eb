import { assert, BugError, type Bytes, err, ok, type RandomBytes, type Result } from "@veche/base";
import { emsaPssEncode, emsaPssVerify } from "./emsa-pss.ts";
import {
  bytesToInteger,
  greatestCommonDivisor,
  integerToBytes,
  inversesModulo,
  power65537,
} from "./integers.ts";
import type { Modulus } from "./modulus.ts";

/**
 * RSABSSA-SHA384 (RFC 9474) for any modulus size and salt, so that the vectors of all four variants exercise
 * the code that the tokens run on. `token.ts` fixes what the protocol uses.
 */

export type Blinded = {
  /** What the issuer sees: uniform in Z_n*, whatever the message. */
  readonly blindedMessage: Bytes;
  /** Secret: the inverse of the blinding factor. It links the blinded message to the signature. */
  readonly inverse: Bytes;
};

export type BlindError = { readonly code: "message-not-invertible" };

export type SignatureError = {
  readonly code: "signature-length" | "signature-range" | "signature-invalid";
};

export type FinalizeError =
  | SignatureError
  | { readonly code: "blind-signature-length" | "blind-signature-range" | "inverse-malformed" };

/** Blind (RFC 9474 §4.2). The one expected error: the message shares a factor with a modulus made for that. */
export function blindMessage(
  modulus: Modulus,
  message: Bytes,
  salt: Bytes,
  random: RandomBytes,
): Result<Blinded, BlindError> {
  const blinded = blindMessages(modulus, [message], salt, random);
  return blinded.ok ? ok(blinded.value[0] as Blinded) : blinded;
}

/**
 * Blinds many messages for one issuer, each with a factor of its own, as `blindMessage` would one after the other:
 * the inversion, which is most of the work, is done once for all. The error: one of the messages has no inverse.
 */
export function blindMessages(
  modulus: Modulus,
  messages: readonly Bytes[],
  salt: Bytes,
  random: RandomBytes,
): Result<readonly Blinded[], BlindError> {
  const { value: n, length } = modulus;
  const encoded = messages.map((message) => bytesToInteger(emsaPssEncode(message, modulus.bits - 1, salt)));
  for (let draw = 0; draw < MAXIMUM_DRAWS; draw++) {
    const factors = encoded.map(() => drawBelow(modulus, random));
    // Invertible iff all messages and all factors are; the inverse of a factor is that of its product times the message.
    const products = encoded.map((message, i) => (message * (factors[i] as bigint)) % n);
    const inverses = inversesModulo(products, n);
    if (inverses !== undefined) {
      const blinded = encoded.map((message, i) => ({
        blindedMessage: integerToBytes((message * power65537(factors[i] as bigint, n)) % n, length),
        inverse: integerToBytes(((inverses[i] as bigint) * message) % n, length),
      }));
      return ok(blinded);
    }
    if (encoded.some((message) => greatestCommonDivisor(n, message) !== 1n)) {
      return err({ code: "message-not-invertible" });
    }
  }
  throw new BugError("the random generator is broken: no blinding factor after 128 draws");
}

/**
 * The blinded message that `blindMessage` gave for this message together with `inverse`, or `undefined` if no blinding
 * gives such an inverse: EM(message) · (inverse⁻¹)^65537 mod n.
 */
export function blindedWith(
  modulus: Modulus,
  message: Bytes,
  salt: Bytes,
  inverse: Bytes,
): Bytes | undefined {
  const { value: n, length } = modulus;
  const unblinding = bytesToInteger(inverse);
  if (inverse.length !== length || unblinding === 0n || unblinding >= n) return undefined;
  const factor = inversesModulo([unblinding], n)?.[0];
  if (factor === undefined) return undefined;
  const encoded = bytesToInteger(emsaPssEncode(message, modulus.bits - 1, salt));
  return integerToBytes((encoded * power65537(factor, n)) % n, length);
}

/**
 * Finalize (RFC 9474 §4.4): unblinds and verifies. Stricter than the RFC: an unreduced blind signature is
 * refused.
 */
export function finalizeSignature(
  modulus: Modulus,
  message: Bytes,
  blindSignature: Bytes,
  inverse: Bytes,
  saltLength: number,
): Result<Bytes, FinalizeError> {
  if (blindSignature.length !== modulus.length) return err({ code: "blind-signature-length" });
  const blind = bytesToInteger(blindSignature);
  if (blind >= modulus.value) return err({ code: "blind-signature-range" });
  const unblinding = bytesToInteger(inverse);
  if (inverse.length !== modulus.length || unblinding === 0n || unblinding >= modulus.value) {
    return err({ code: "inverse-malformed" });
  }
  const signature = integerToBytes((blind * unblinding) % modulus.value, modulus.length);
  const verdict = verifySignature(modulus, message, signature, saltLength);
  return verdict.ok ? ok(signature) : verdict;
}

/** RSASSA-PSS-VERIFY (RFC 8017 §8.1.2) with a salt of exactly `saltLength` bytes. */
export function verifySignature(
  modulus: Modulus,
  message: Bytes,
  signature: Bytes,
  saltLength: number,
): Result<undefined, SignatureError> {
  if (signature.length !== modulus.length) return err({ code: "signature-length" });
  const value = bytesToInteger(signature);
  if (value >= modulus.value) return err({ code: "signature-range" });
  const bits = modulus.bits - 1;
  const representative = power65537(value, modulus.value);
  // A representative that needs the modulus's top bit is no encoding; where 8 divides `bits` it would not even fit.
  if (representative >> BigInt(bits) !== 0n) return err({ code: "signature-invalid" });
  const encoded = integerToBytes(representative, Math.ceil(bits / 8));
  return emsaPssVerify(message, encoded, bits, saltLength)
    ? ok(undefined)
    : err({ code: "signature-invalid" });
}

/** A draw is refused with probability at most 1/2: this many refusals in a row are a broken generator. */
const MAXIMUM_DRAWS = 128;

/**
 * ⚔ The factor is uniform in Z_n*, by rejection from the generator alone, here of what is not below n and by the caller
 * of what has no inverse. Nothing else enters it: a factor derived from the credential or a seed could be derived again
 * once a discrete logarithm falls, and every blinded message would then have a name for ever.
 */
function drawBelow(modulus: Modulus, random: RandomBytes): bigint {
  const mask = (1n << BigInt(modulus.bits)) - 1n;
  for (let draw = 0; draw < MAXIMUM_DRAWS; draw++) {
    const bytes = random(modulus.length);
    assert(bytes.length === modulus.length, "the generator gave another number of bytes than asked for");
    const factor = bytesToInteger(bytes) & mask;
    if (factor < modulus.value) return factor;
  }
  throw new BugError("the random generator is broken: no blinding factor after 128 draws");
}
