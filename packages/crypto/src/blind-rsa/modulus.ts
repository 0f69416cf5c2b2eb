import { assert, type Bytes, err, ok, type Result } from "@veche/base";
import { bytesToInteger } from "./integers.ts";

/** Bytes of an issuer's modulus, and of everything reduced by it: RSA-2048. */
export const MODULUS_LENGTH = 256;

/** A modulus of any size; the public exponent is always 65537. */
export type Modulus = {
  readonly value: bigint;
  /** Exact bit length. */
  readonly bits: number;
  /** Bytes of a signature under it. */
  readonly length: number;
};

export type ModulusError = { readonly code: "modulus-length" | "modulus-size" | "modulus-even" };

/** A modulus without leading zero bytes, of any size: the RFC's own vectors have 4096 bits. */
export function modulusOf(bytes: Bytes): Modulus {
  const first = bytes[0] ?? 0;
  assert(first !== 0, "a modulus starts with a byte that is not zero");
  return {
    value: bytesToInteger(bytes),
    bits: 8 * bytes.length - (Math.clz32(first) - 24),
    length: bytes.length,
  };
}

/** §04.2.2, what can be seen without arithmetic: exactly 2048 bits (the top bit is set), and odd. */
export function checkModulusShape(n: Bytes): Result<undefined, ModulusError> {
  if (n.length !== MODULUS_LENGTH) return err({ code: "modulus-length" });
  if ((n[0] as number) < 0x80) return err({ code: "modulus-size" });
  if ((n[MODULUS_LENGTH - 1] as number) % 2 === 0) return err({ code: "modulus-even" });
  return ok(undefined);
}

/** The modulus of an issuer, if its bytes have the shape of one. */
export function issuerModulus(n: Bytes): Result<Modulus, ModulusError> {
  const shape = checkModulusShape(n);
  return shape.ok ? ok(modulusOf(n)) : shape;
}
