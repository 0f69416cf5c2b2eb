import { type Bytes, concat } from "@veche/base";
import { BASE, encodePoint, encodeScalar, negateScalar } from "@veche/group";
import type { Kernel } from "@veche/group/kernel";
import { hashScalar, type Item } from "../transcript.ts";
import { readResponse } from "./schnorr.ts";

export type EqualityClaim = {
  readonly label: string;
  readonly context: readonly Item[];
  /** Y_j, 32 bytes. */
  readonly key: Bytes;
  /** A_0 ‖ A_1 ‖ …, and D_0 ‖ D_1 ‖ … of the same length. */
  readonly bases: Bytes;
  readonly powers: Bytes;
  readonly proof: Bytes;
};

/** Points that cannot be read are another fault than a proof that does not hold. */
export type EqualityVerdict = "right" | "wrong" | "malformed";

/** §01.6.4 `dleq`: all D_i = x·A_i for the x of Y_j = x·B. Two multiplications for each pair. */
export function verifyEquality(claim: EqualityClaim, kernel: Kernel): EqualityVerdict {
  const { bases, powers } = claim;
  if (bases.length !== powers.length || bases.length % 32 !== 0) return "malformed";
  kernel.clear();
  const left = kernel.decode(concat(encodePoint(BASE), bases));
  const right = kernel.decode(powers);
  if (!left.allValid || !right.allValid) return "malformed";
  const response = readResponse(claim.proof);
  const key = kernel.decode(claim.key);
  if (response === undefined || !key.allValid) return "wrong";
  // Rows of z·A − c·D, the first of them for the key.
  const count = 1 + bases.length / 32;
  const points = new Uint32Array(2 * count);
  const scalars = new Uint8Array(64 * count);
  const row = concat(encodeScalar(response.z), encodeScalar(negateScalar(response.c)));
  for (let i = 0; i < count; i++) {
    points[2 * i] = left.first + i;
    points[2 * i + 1] = i === 0 ? key.first : right.first + i - 1;
    scalars.set(row, 64 * i);
  }
  const sums = kernel.rows(points, scalars, 2);
  const c = hashScalar(
    claim.label,
    ...claim.context,
    claim.key,
    bases,
    powers,
    sums.subarray(0, 32),
    sums.subarray(32),
  );
  return c === response.c ? "right" : "wrong";
}
