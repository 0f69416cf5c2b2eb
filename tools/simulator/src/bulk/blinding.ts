import { constants, createPublicKey, type KeyObject, publicEncrypt } from "node:crypto";
import { BugError, type Bytes, compareBytes, concat, type RandomBytes, sha384, u32 } from "@veche/base";
import { MODULUS_LENGTH } from "@veche/crypto";

/** What `blind` of `@veche/crypto` gives for one message. */
export type Blinded = { readonly blindedMessage: Bytes; readonly inverse: Bytes };

/**
 * What `blind` gives for each message under one modulus with the same random bytes (RFC 9474 §4.2), byte for byte, many at a time:
 * one inversion serves them all (Montgomery's trick), and OpenSSL raises the factors. Not in constant time, and with a factor that OpenSSL
 * sees as a plaintext: for voters who have no secret.
 *
 * @param randomBytes of each message its own.
 */
export function blindMany(
  modulus: Bytes,
  messages: readonly Bytes[],
  randomBytes: readonly RandomBytes[],
): readonly Blinded[] {
  const n = integerOf(modulus);
  const key = publicKeyOf(modulus);
  const factors = randomBytes.map((random) => drawFactor(modulus, random));
  const inverses = inverseOfAll(factors.map(integerOf), n);
  return messages.map((message, at) => {
    const power = publicEncrypt({ key, padding: constants.RSA_NO_PADDING }, factors[at] as Bytes);
    const blinded = (integerOf(encodeForSigning(message)) * integerOf(power)) % n;
    return { blindedMessage: bytesOf(blinded), inverse: bytesOf(inverses[at] as bigint) };
  });
}

/** Uniform in 1…n−1, by rejection. That it shares a prime with n happens to nobody: `inverseOfAll` would find it. */
function drawFactor(modulus: Bytes, random: RandomBytes): Bytes {
  for (;;) {
    const bytes = random(MODULUS_LENGTH);
    if (compareBytes(bytes, modulus) < 0) return bytes;
  }
}

/** Montgomery's trick: the inverse of the product of all, and from it those of each. */
function inverseOfAll(values: readonly bigint[], n: bigint): readonly bigint[] {
  const products: bigint[] = [];
  let product = 1n;
  for (const value of values) {
    products.push(product);
    product = (product * value) % n;
  }
  let rest = inverseOf(product, n);
  const inverses: bigint[] = [];
  for (let at = values.length - 1; at >= 0; at--) {
    inverses[at] = (rest * (products[at] as bigint)) % n;
    rest = (rest * (values[at] as bigint)) % n;
  }
  return inverses;
}

/** Extended Euclid. */
function inverseOf(value: bigint, n: bigint): bigint {
  let [oldRest, rest] = [value, n];
  let [oldFactor, factor] = [1n, 0n];
  while (rest !== 0n) {
    const quotient = oldRest / rest;
    [oldRest, rest] = [rest, oldRest - quotient * rest];
    [oldFactor, factor] = [factor, oldFactor - quotient * factor];
  }
  if (oldRest !== 1n) throw new BugError("somebody has drawn a factor of an issuer's modulus");
  return ((oldFactor % n) + n) % n;
}

const HASH = 48;
const BLOCK = MODULUS_LENGTH - HASH - 1;

/** EMSA-PSS (RFC 8017 §9.1.1) with SHA-384, MGF1-SHA-384, an empty salt and 2047 bits: what the issuers of §04.4.2 sign. */
function encodeForSigning(message: Bytes): Bytes {
  const hash = sha384(concat(new Uint8Array(8), sha384(message)));
  const masks = Array.from({ length: Math.ceil(BLOCK / HASH) }, (_, i) => sha384(concat(hash, u32(i))));
  const block = concat(...masks).slice(0, BLOCK);
  block[BLOCK - 1] = (block[BLOCK - 1] as number) ^ 1;
  block[0] = (block[0] as number) & 0x7f;
  return concat(block, hash, Uint8Array.of(0xbc));
}

const keys = new Map<string, KeyObject>();

function publicKeyOf(modulus: Bytes): KeyObject {
  const n = Buffer.from(modulus).toString("base64url");
  const key = keys.get(n) ?? createPublicKey({ key: { kty: "RSA", n, e: "AQAB" }, format: "jwk" });
  keys.set(n, key);
  return key;
}

const integerOf = (bytes: Bytes): bigint =>
  BigInt(`0x${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("hex")}`);

const bytesOf = (integer: bigint): Bytes =>
  new Uint8Array(Buffer.from(integer.toString(16).padStart(2 * MODULUS_LENGTH, "0"), "hex"));
