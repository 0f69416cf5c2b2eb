import { type Bytes, concat, sha384, u32 } from "@veche/base";
import { hash64 } from "../transcript.ts";

export type RsaKeyClaim = {
  readonly electionId: Bytes;
  readonly issuer: number;
  readonly styleId: string;
  readonly modulus: Bytes;
  /** s_0 ‖ … ‖ s_8. */
  readonly roots: Bytes;
};

const MODULUS_BYTES = 256;
const ROOTS = 9;
const CHALLENGE_BYTES = 272;

/** §04.2.2: a modulus of 2048 bits without small factors, with nine roots that show the permutation. */
export function verifyRsaKey(claim: RsaKeyClaim): boolean {
  const { modulus, roots } = claim;
  if (modulus.length !== MODULUS_BYTES || ((modulus[0] ?? 0) & 0x80) === 0) return false;
  const n = toInteger(modulus);
  if (hasSmallFactor(n)) return false;
  for (let i = 0; i < ROOTS; i++) {
    const root = toInteger(roots.subarray(MODULUS_BYTES * i, MODULUS_BYTES * (i + 1)));
    if (root >= n || publicPower(root, n) !== rsaChallenge(claim, n, i)) return false;
  }
  return true;
}

/** ρ_i of §04.2.2. */
export function rsaChallenge(claim: Omit<RsaKeyClaim, "roots">, n: bigint, i: number): bigint {
  const seed = hash64("rsa-key", claim.electionId, claim.issuer, claim.styleId, claim.modulus, i);
  return toInteger(maskSha384(seed, CHALLENGE_BYTES)) % n;
}

/** MGF1 with SHA-384 (RFC 8017 §B.2.1). */
function maskSha384(seed: Bytes, length: number): Bytes {
  const blocks: Bytes[] = [];
  for (let counter = 0; counter * 48 < length; counter++) blocks.push(sha384(concat(seed, u32(counter))));
  return concat(...blocks).slice(0, length);
}

/** x^65537 mod n. */
function publicPower(x: bigint, n: bigint): bigint {
  let power = x;
  for (let i = 0; i < 16; i++) power = (power * power) % n;
  return (power * x) % n;
}

export function toInteger(bytes: Bytes): bigint {
  let hex = "0x0";
  for (const byte of bytes) hex += byte.toString(16).padStart(2, "0");
  return BigInt(hex);
}

let primes: readonly number[] | undefined;

/** Whether a prime below 65,537 divides n, 2 among them. */
function hasSmallFactor(n: bigint): boolean {
  primes ??= primesBelow(65_537);
  // One long division for a run of primes whose product is below 2^53, then short ones.
  let at = 0;
  while (at < primes.length) {
    let product = 1;
    let end = at;
    while (end < primes.length && product * (primes[end] as number) < 2 ** 53) {
      product *= primes[end] as number;
      end += 1;
    }
    const rest = Number(n % BigInt(product));
    for (; at < end; at++) if (rest % (primes[at] as number) === 0) return true;
  }
  return false;
}

function primesBelow(limit: number): readonly number[] {
  const composite = new Uint8Array(limit);
  const out: number[] = [];
  for (let candidate = 2; candidate < limit; candidate++) {
    if (composite[candidate] !== 0) continue;
    out.push(candidate);
    for (let multiple = candidate * candidate; multiple < limit; multiple += candidate)
      composite[multiple] = 1;
  }
  return out;
}
