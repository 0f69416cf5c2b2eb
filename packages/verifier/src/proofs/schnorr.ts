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
import { hashScalar } from "../transcript.ts";
import { decodeAll } from "./ballot.ts";
import type { Statement } from "./batch-sum.ts";

type Response = { readonly c: Scalar; readonly z: Scalar };

/** A proof carried as c ‖ z (§01.6.2, §01.6.4). */
export function readResponse(proof: Bytes): Response | undefined {
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
