import { expectOk, fromBase64 } from "@veche/base";
import { importSignerKey, type SignerKey } from "@veche/crypto/signer";
import pool from "./data/rsa-keys.json" with { type: "json" };

/** How many different issuer keys tests have: issuers times styles. */
export const RSA_POOL_SIZE = pool.keys.length;

/** A published RSA-2048 key: making one takes long, and chance cannot be an argument of it. */
export function poolKey(index: number): SignerKey {
  const bytes = fromBase64(pool.keys[index] ?? "");
  return expectOk(importSignerKey(bytes ?? new Uint8Array(0)), `test key ${index} of ${RSA_POOL_SIZE}`);
}
