import { type Bytes, concat, type RandomBytes } from "@veche/base";
import { hashToScalar, hedgedNonce, type Label, preimage } from "@veche/crypto";
import { addScalars, multiplyScalars, type Scalar } from "@veche/group";
import type { Bases } from "./bases.ts";
import { rowOf, takeFrom } from "./scalars.ts";

/** A Schnorr key of §01.6.3. */
export type SchnorrKey = { readonly secret: Scalar; readonly encoding: Bytes };

/** What `signIssue` gives for each message with the same random bytes (§01.6.3), many at a time, with the kernel of `bases.ts`. */
export function signIssues(
  label: Label,
  bases: Bases,
  { secret, encoding }: SchnorrKey,
  messages: readonly Bytes[],
  randomBytes: readonly RandomBytes[],
): readonly Bytes[] {
  const nonces = messages.map((message, i) =>
    hedgedNonce(secret, preimage(label, encoding, message), randomBytes[i] as RandomBytes),
  );
  const commitments = takeFrom(bases.multiplesOfBase(nonces));
  return messages.map((message, i) => {
    const commitment = commitments(1);
    const challenge = hashToScalar(label, encoding, commitment, message);
    const response = addScalars(nonces[i] as Scalar, multiplyScalars(challenge, secret));
    return concat(commitment, rowOf([response]));
  });
}
