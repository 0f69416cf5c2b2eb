import { type Bytes, decodeCbor, encodeCbor, err, ok, type Result } from "@veche/base";
import { decodeScalar, encodeScalar, SCALAR_BYTES, type Scalar } from "@veche/group";
import { bytes32, bytesOf, mapOf, oneOf, uint } from "../manifest/shape.ts";
import type { Attempt } from "./attempt.ts";

/**
 * A secret of one trustee in one attempt, as it is written on both media (L16). Not part of the protocol, and
 * never to be stored or sent but encrypted.
 */
export type Backup = {
  readonly attempt: Attempt;
  readonly trustee: number;
  readonly kind: "polynomial" | "share";
  readonly scalars: readonly Scalar[];
};

export type BackupError = { readonly code: "BACKUP_MALFORMED" | "BACKUP_OF_ANOTHER_KEY" };

const stored = mapOf({
  attempt: uint,
  election: bytes32,
  kind: oneOf("polynomial", "share"),
  secret: bytesOf(SCALAR_BYTES, Number.MAX_SAFE_INTEGER),
  trustee: uint,
});

export function encodeBackup({ attempt, trustee, kind, scalars }: Backup): Bytes {
  const secret = new Uint8Array(scalars.length * SCALAR_BYTES);
  scalars.forEach((scalar, i) => {
    secret.set(encodeScalar(scalar), i * SCALAR_BYTES);
  });
  return encodeCbor({ attempt: attempt.attempt, election: attempt.electionId, kind, secret, trustee });
}

export function decodeBackup(bytes: Bytes): Result<Backup, BackupError> {
  const value = decodeCbor(bytes);
  const read = value.ok ? stored(value.value, "") : value;
  const scalars = read.ok ? readScalars(read.value.secret) : undefined;
  if (!read.ok || scalars === undefined) return err({ code: "BACKUP_MALFORMED" });
  const { attempt, election, kind, trustee } = read.value;
  return ok({ attempt: { electionId: election, attempt }, trustee, kind, scalars });
}

function readScalars(secret: Bytes): readonly Scalar[] | undefined {
  if (secret.length % SCALAR_BYTES !== 0) return undefined;
  const scalars: Scalar[] = [];
  for (let at = 0; at < secret.length; at += SCALAR_BYTES) {
    const scalar = decodeScalar(secret.subarray(at, at + SCALAR_BYTES));
    if (scalar === undefined) return undefined;
    scalars.push(scalar);
  }
  return scalars;
}
