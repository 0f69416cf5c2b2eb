import { assert, type Bytes, type CborMap } from "@veche/base";
import { type LogName, transactionMessage } from "@veche/election";
import { isTransactionType, type TransactionType } from "./bodies.ts";
import { encodeTransaction, type Signature } from "./entry.ts";
import { ROLES, type Role, TRANSACTIONS } from "./table.ts";

/**
 * §06.2.3: the 64 bytes that all signers of a transaction sign. ⚔ `sequence`, the number of control transactions that took
 * effect before, stands in the message of control transactions, so that an old `suspend` cannot be played again; for all
 * others it is ignored. `body`: the map, or its bytes where a transaction holds them.
 */
export function signedMessage(log: LogName, type: string, sequence: number, body: CborMap | Bytes): Bytes {
  const isControl = isTransactionType(type) && TRANSACTIONS[type].control;
  return transactionMessage(log, type, isControl ? sequence : undefined, body);
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
