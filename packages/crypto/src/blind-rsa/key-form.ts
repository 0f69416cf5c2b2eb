import { assert, type Bytes, equalBytes, err, ok, type Result } from "@veche/base";
import { bytesToInteger, greatestCommonDivisor, integerToBytes, power65537 } from "./integers.ts";
import { mgf1 } from "./mgf1.ts";
import { issuerModulus, MODULUS_LENGTH, type Modulus, type ModulusError, modulusOf } from "./modulus.ts";

/**
 * ⚔ The form of an issuer's key (§04.2.2; Goldberg, Reyzin, Sagga, Baldimtsi, ePrint 2018/057).
 *
 * Blinding multiplies the encoded message by the 65537th power of a random factor. That hides the message only
 * if every unit modulo n is such a power. Where 65537 divides p − 1 for a prime p of n, the power residue
 * symbol modulo p passes through the blinding unchanged, and an issuer who knows p recognises each message when
 * it becomes public, without ever having signed. Nine 65537th roots of hashed numbers show that this is not so:
 * under such a key a number has a root with probability about 1/65537, hence all nine with 2^-144.
 */
export const KEY_FORM_ROOTS = 9;

/** Bytes hashed for a challenge: 128 bits more than the modulus has, so that reducing leaves no bias. */
const CHALLENGE_LENGTH = MODULUS_LENGTH + 16;

/** The 64-byte seed of challenge 0…8; it binds the modulus, the election, the issuer and the style. */
export type SeedFor = (index: number) => Bytes;

export type KeyFormError =
  | ModulusError
  | { readonly code: "modulus-small-factor" | "root-count" }
  | { readonly code: "root-length" | "root-range" | "root-wrong"; readonly index: number };

/** The nine challenges, 256 bytes each, for a modulus `n` of 256 bytes. */
export function keyChallenges(n: Bytes, seedFor: SeedFor): readonly Bytes[] {
  const modulus = modulusOf(n);
  return Array.from({ length: KEY_FORM_ROOTS }, (_, index) => keyChallenge(modulus, seedFor(index)));
}

function keyChallenge(modulus: Modulus, seed: Bytes): Bytes {
  assert(seed.length === 64, "the seed of a key challenge has 64 bytes");
  return integerToBytes(bytesToInteger(mgf1(seed, CHALLENGE_LENGTH)) % modulus.value, modulus.length);
}

/** Checks modulus (256 bytes) and roots (nine of 256 bytes); tells the first cause in the order of §04.2.2. */
export function checkKeyForm(
  n: Bytes,
  roots: readonly Bytes[],
  seedFor: SeedFor,
): Result<undefined, KeyFormError> {
  const modulus = issuerModulus(n);
  if (!modulus.ok) return modulus;
  if (hasSmallFactor(modulus.value.value)) return err({ code: "modulus-small-factor" });
  if (roots.length !== KEY_FORM_ROOTS) return err({ code: "root-count" });
  for (const [index, root] of roots.entries()) {
    const code = checkRoot(modulus.value, root, seedFor(index));
    if (code !== undefined) return err({ code, index });
  }
  return ok(undefined);
}

function checkRoot(
  modulus: Modulus,
  root: Bytes,
  seed: Bytes,
): "root-length" | "root-range" | "root-wrong" | undefined {
  if (root.length !== modulus.length) return "root-length";
  const value = bytesToInteger(root);
  if (value >= modulus.value) return "root-range";
  const power = integerToBytes(power65537(value, modulus.value), modulus.length);
  return equalBytes(power, keyChallenge(modulus, seed)) ? undefined : "root-wrong";
}

const FACTOR_BOUND = 65537;

/** One gcd with the product of all those primes, 94,027 bits, is far quicker than 6,542 divisions. */
function hasSmallFactor(n: bigint): boolean {
  smallPrimes ??= product(primesBelow(FACTOR_BOUND));
  return greatestCommonDivisor(n, smallPrimes % n) !== 1n;
}

/** Made when the first key is checked, since most programs that load this module never check one. */
let smallPrimes: bigint | undefined;

function primesBelow(bound: number): readonly bigint[] {
  const composite = new Uint8Array(bound);
  const primes: bigint[] = [];
  for (let candidate = 2; candidate < bound; candidate++) {
    if (composite[candidate] === 1) continue;
    primes.push(BigInt(candidate));
    for (let multiple = candidate * candidate; multiple < bound; multiple += candidate)
      composite[multiple] = 1;
  }
  return primes;
}

/** By halves: factors of like size multiply quickest. */
function product(factors: readonly bigint[]): bigint {
  if (factors.length <= 1) return factors[0] ?? 1n;
  const middle = factors.length >> 1;
  return product(factors.slice(0, middle)) * product(factors.slice(middle));
}
