import type { Bytes } from "@veche/base";

/**
 * True iff `signature` (64 bytes) over `message` is valid under `publicKey` (32 bytes). An argument everywhere:
 * the caller decides the verification rule (§01.5.1), this package only says what is signed.
 */
export type VerifyEd25519 = (publicKey: Bytes, message: Bytes, signature: Bytes) => boolean;

/** The 64-byte Ed25519 signature over `message` by a key that only the caller holds. */
export type SignEd25519 = (message: Bytes) => Bytes;

export const PUBLIC_KEY_BYTES = 32;
export const SIGNATURE_BYTES = 64;
