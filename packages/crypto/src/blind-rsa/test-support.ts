import { checkPrimeSync, createPrivateKey, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import {
  BugError,
  type Bytes,
  concat,
  expectOk,
  fromHex,
  type RandomBytes,
  sha512,
  u8,
  utf8,
} from "@veche/base";
import { bytesToInteger, integerToBytes, inverseModulo } from "./integers.ts";
import type { SeedFor } from "./key-form.ts";
import { mgf1 } from "./mgf1.ts";
import { importSignerKey, type SignerKey } from "./signer.ts";

/** What the tests of this folder share; production code never imports it. */
export const EXPONENT = 65537n;

type TokenVector = Readonly<
  Record<
    | "name"
    | "factorLabel"
    | "message"
    | "factor"
    | "blindedMessage"
    | "inverse"
    | "blindSignature"
    | "signature",
    string
  >
>;
type PrimeName = "soundP" | "soundQ" | "malformedP" | "malformedQ";
type KeyVectors = {
  readonly labels: Readonly<Record<PrimeName, string>>;
  readonly primes: Readonly<Record<PrimeName, string>>;
  readonly sound: {
    readonly modulus: string;
    readonly pkcs8: string;
    readonly challenges: readonly string[];
    readonly roots: readonly string[];
  };
  readonly tokens: readonly TokenVector[];
};

export const readVectors = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../vectors/${name}`, import.meta.url), "utf8"));

export const keyVectors = readVectors("blind-rsa-2048.json") as KeyVectors;

export function hex(text: string): Bytes {
  const bytes = fromHex(text);
  if (bytes === undefined) throw new BugError(`not hexadecimal: ${text}`);
  return bytes;
}

export const prime = (name: PrimeName): bigint => bytesToInteger(hex(keyVectors.primes[name]));

export const soundKey: SignerKey = expectOk(
  importSignerKey(hex(keyVectors.sound.pkcs8)),
  "the key of the vectors",
);
export const soundRoots: readonly Bytes[] = keyVectors.sound.roots.map(hex);

/** The seeds of the vectors' key form; with another `label` other seeds. */
export const seeds =
  (label = "veche/test-vectors/rsa/seed"): SeedFor =>
  (index) =>
    sha512(concat(utf8(label), u8(index)));

export const systemRandom: RandomBytes = (length) => new Uint8Array(randomBytes(length));

/** A generator that gives these blocks and no more. */
export function scripted(...blocks: readonly Bytes[]): RandomBytes {
  const left = [...blocks];
  return (length) => {
    const block = left.shift();
    if (block?.length !== length) throw new BugError("the script has no block of that length left");
    return block;
  };
}

export function power(base: bigint, exponent: bigint, n: bigint): bigint {
  let result = 1n;
  let square = base % n;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % n;
    square = (square * square) % n;
  }
  return result;
}

export function inverse(value: bigint, n: bigint): bigint {
  const found = inverseModulo(((value % n) + n) % n, n);
  if (found === undefined) throw new BugError("not invertible");
  return found;
}

/**
 * The first prime ≥ the number of `bits` bits hashed from `label` (top two bits set) that is `residue` modulo
 * `step`.
 */
export function primeFrom(label: string, bits: number, step: bigint, residue: bigint): bigint {
  const start = bytesToInteger(mgf1(utf8(label), bits / 8)) | (3n << BigInt(bits - 2));
  let candidate = start + ((residue - (start % step) + step) % step);
  while (!checkPrimeSync(candidate)) candidate += step;
  return candidate;
}

const base64url = (value: bigint): string =>
  Buffer.from(integerToBytes(value, Math.ceil(value.toString(16).length / 2))).toString("base64url");

/** PKCS#8 of an RSA key with these primes; `damage` changes numbers of it afterwards. */
export function pkcs8Of(
  p: bigint,
  q: bigint,
  damage: { readonly d?: bigint; readonly dp?: bigint } = {},
): Bytes {
  const d = inverse(EXPONENT, (p - 1n) * (q - 1n));
  const key = {
    kty: "RSA",
    e: "AQAB",
    n: base64url(p * q),
    p: base64url(p),
    q: base64url(q),
    d: base64url(d ^ (damage.d ?? 0n)),
    dp: base64url((d % (p - 1n)) ^ (damage.dp ?? 0n)),
    dq: base64url(d % (q - 1n)),
    qi: base64url(inverse(q, p)),
  };
  return new Uint8Array(createPrivateKey({ key, format: "jwk" }).export({ format: "der", type: "pkcs8" }));
}
