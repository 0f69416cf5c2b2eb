import type { Bytes } from "@veche/base";
import {
  BASE,
  decodePoint,
  decodeScalar,
  encodePoint,
  isIdentity,
  multiScalar,
  negateScalar,
  type Point,
  type Scalar,
} from "@veche/group";
import { hashScalar, type Item } from "../transcript.ts";
import { decodeAll } from "./ballot.ts";
import type { Statement } from "./batch-sum.ts";

type Response = { readonly c: Scalar; readonly z: Scalar };

/** A proof carried as c ‖ z (§01.6.2, §01.6.4). */
function readResponse(proof: Bytes): Response | undefined {
  const c = decodeScalar(proof.subarray(0, 32));
  const z = decodeScalar(proof.subarray(32));
  return c === undefined || z === undefined ? undefined : { c, z };
}

/** z·P − c·Q. */
function commitment(p: Point, q: Point, { c, z }: Response): Bytes {
  return encodePoint(multiScalar([p, q], [z, negateScalar(c)]));
}

export type KnowledgeClaim = {
  readonly electionId: Bytes;
  readonly attempt: number;
  readonly trustee: number;
  /** C_i0 ‖ … ‖ C_i(k−1). */
  readonly commitments: Bytes;
  readonly proof: Bytes;
};

/** §01.6.2, §03.2.2: all C_ij are points, C_i0 is not the identity, and the dealer knows its logarithm. */
export function verifyKnowledge(claim: KnowledgeClaim): boolean {
  const response = readResponse(claim.proof);
  const first = decodeAll(claim.commitments, decodePoint)?.[0];
  if (response === undefined || first === undefined || isIdentity(first)) return false;
  const a = commitment(BASE, first, response);
  const c = hashScalar("knowledge", claim.electionId, claim.attempt, claim.trustee, claim.commitments, a);
  return c === response.c;
}

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

/** §01.6.4 `dleq`: all D_i = x·A_i for the x of Y_j = x·B. */
export function verifyEquality(claim: EqualityClaim): EqualityVerdict {
  const response = readResponse(claim.proof);
  const key = decodePoint(claim.key);
  const bases = decodeAll(claim.bases, decodePoint);
  const powers = decodeAll(claim.powers, decodePoint);
  if (powers === undefined || bases?.length !== powers.length) return "malformed";
  if (response === undefined || key === undefined) return "wrong";
  const first = commitment(BASE, key, response);
  const others = new Uint8Array(claim.bases.length);
  bases.forEach((base, i) => {
    others.set(commitment(base, powers[i] as Point, response), 32 * i);
  });
  const { label, context } = claim;
  const c = hashScalar(label, ...context, claim.key, claim.bases, claim.powers, first, others);
  return c === response.c ? "right" : "wrong";
}

/** §01.6.3: R + c·P − z·B = 0; `undefined` if R or z cannot be read. */
export function issueStatement(
  key: Point,
  keyBytes: Bytes,
  message: Bytes,
  signature: Bytes,
): Statement | undefined {
  const commitmentBytes = signature.subarray(0, 32);
  const r = decodePoint(commitmentBytes);
  const z = decodeScalar(signature.subarray(32));
  if (r === undefined || z === undefined) return undefined;
  const c = hashScalar("registrar-issue", keyBytes, commitmentBytes, message);
  return {
    addTo: (sum, coefficients) => {
      const coefficient = coefficients.next();
      sum.addShort(r, coefficient);
      sum.addShared(key, coefficient * c);
      sum.addShared(BASE, -coefficient * z);
    },
  };
}
