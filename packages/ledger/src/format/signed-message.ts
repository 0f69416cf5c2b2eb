import { assert, type Bytes, type CborMap, encodeCbor } from "@veche/base";
import { hash } from "@veche/crypto";
import { isTransactionType, type TransactionType } from "./bodies.ts";
import { encodeTransaction, type Signature } from "./entry.ts";
import { ROLES, type Role, TRANSACTIONS } from "./table.ts";

/** What every signature binds: one log of one election. */
export type LogName = { readonly origin: string; readonly electionId: Bytes };

const NO_SEQUENCE = new Uint8Array(0);

/**
 * §06.2.3: the 64 bytes that all signers of a transaction sign. ⚔ `sequence`, the number of control transactions that took
 * effect before, stands in the message of control transactions, so that an old `suspend` cannot be played again; for all
 * others it is ignored.
 */
export function signedMessage(log: LogName, type: string, sequence: number, body: CborMap): Bytes {
  return hash(
    "tx",
    log.origin,
    log.electionId,
    type,
    isTransactionType(type) && TRANSACTIONS[type].control ? sequence : NO_SEQUENCE,
    encodeCbor(body),
  );
}

/** Somebody who can sign: Ed25519 of the 64 bytes for roles 1…5, the Schnorr signature of §01.6.3 for role 6. */
export type Signer = {
  readonly role: Role;
  readonly index: number;
  readonly sign: (message: Bytes) => Bytes;
};

/** One signature, for parties who sign one after the other. */
export function signatureOf(
  log: LogName,
  type: TransactionType,
  sequence: number,
  body: CborMap,
  signer: Signer,
): Signature {
  const bytes = signer.sign(signedMessage(log, type, sequence, body));
  assert(bytes.length === 64, "a signature has 64 bytes");
  return { role: ROLES[signer.role], index: signer.index, bytes };
}

/** Transaction bytes of a body and the signatures gathered, brought into the order of §06.2.2. */
export function assembleTransaction(
  type: TransactionType,
  body: CborMap,
  signatures: readonly Signature[],
): Bytes {
  const ordered = [...signatures].sort((a, b) => a.role - b.role || a.index - b.index);
  return encodeTransaction({ type, body, signatures: ordered });
}

/** Transaction bytes, signed by all of `signers` at once. */
export function buildTransaction(
  log: LogName,
  type: TransactionType,
  sequence: number,
  body: CborMap,
  signers: readonly Signer[],
): Bytes {
  const signatures = signers.map((signer) => signatureOf(log, type, sequence, body, signer));
  return assembleTransaction(type, body, signatures);
}
