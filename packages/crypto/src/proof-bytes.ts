import { type Bytes, concat } from "@veche/base";
import { decodeScalar, encodeScalar, type Scalar } from "@veche/group";

/** A proof that carries its challenge c and response z (§01.6.2, §01.6.4). */
export type ProofScalars = { readonly challenge: Scalar; readonly response: Scalar };

export const PROOF_BYTES = 64;

/** c ‖ z. */
export function encodeProof({ challenge, response }: ProofScalars): Bytes {
  return concat(encodeScalar(challenge), encodeScalar(response));
}

/** `undefined` for another length or a scalar that is not canonical: such a proof is wrong. */
export function decodeProof(proof: Bytes): ProofScalars | undefined {
  if (proof.length !== PROOF_BYTES) return undefined;
  const challenge = decodeScalar(proof.subarray(0, 32));
  const response = decodeScalar(proof.subarray(32));
  if (challenge === undefined || response === undefined) return undefined;
  return { challenge, response };
}
