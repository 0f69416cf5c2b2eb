import { assert, type Bytes, sha256 } from "@veche/base";
import type { LogName } from "@veche/election";
import { PART_BYTES_MAX, PARTS_MAX } from "./bodies.ts";
import { buildTransaction, type Signer } from "./signed-message.ts";

/** §06.7.4: only these can be larger than an entry. */
export const WHOLE_TYPES = ["define", "trustee-shares", "decryption"] as const;

/** §06.7.4: a whole that fits a part would not need one. */
export const WHOLE_BYTES_MIN = PART_BYTES_MAX + 1;

/** The `part` transactions (§06.7) of a transaction that is too large for one entry, in order, all by one signer. */
export function splitIntoParts(log: LogName, whole: Bytes, signer: Signer): readonly Bytes[] {
  const count = Math.ceil(whole.length / PART_BYTES_MAX);
  assert(whole.length >= WHOLE_BYTES_MIN && count <= PARTS_MAX, "a whole has 59,001…118,000,000 bytes");
  const hash = sha256(whole);
  return Array.from({ length: count }, (_, index) => {
    const bytes = whole.slice(index * PART_BYTES_MAX, (index + 1) * PART_BYTES_MAX);
    const body = { bytes, index, of: count, origin: log.origin, whole: hash };
    return buildTransaction(log, "part", 0, body, [signer]);
  });
}
