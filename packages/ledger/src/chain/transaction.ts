import { assert, type Bytes, compareBytes, concat, equalBytes, err, ok, type Result } from "@veche/base";
import { arrayOf, bytes32, mapOf, readNoteName, uint } from "@veche/election";
import { isStrictPublicKey } from "@veche/group";
import { decodeTransaction, ENTRY_BYTES_MAX, type Signature } from "../format/entry.ts";

/** §06.9.8: what stands in place of an electionId before the chain's own transactions. */
export const CHAIN_ITSELF: Bytes = new Uint8Array(32);
/** The type of the one transaction of the chain itself. */
export const VALIDATORS_TYPE = "validators";
/** §06.9.8: keys to add and to remove, together. */
export const CHANGES_MAX = 50;

const ELECTION_ID_BYTES = 32;

/** A validator of a chain: `consensus` votes on blocks, `key` cosigns (§07.3.3), `logKey` signs checkpoints (§07.3.2). */
export type ChainValidator = {
  readonly consensus: Bytes;
  readonly key: Bytes;
  readonly logKey: Bytes;
  readonly name: string;
};

/** The body of §06.9.8. `remove`: consensus keys; `sequence`: such transactions that entered before. */
export type ValidatorsBody = {
  readonly add: readonly ChainValidator[];
  readonly remove: readonly Bytes[];
  readonly sequence: number;
};

/** A change of the chain's validators, decoded but not yet judged. `bodyBytes`: as the signatures bind them. */
export type ValidatorsChange = {
  readonly body: ValidatorsBody;
  readonly bodyBytes: Bytes;
  readonly signatures: readonly Signature[];
};

/** A chain transaction of §06.9.1; `bytes`: all of it. What an election's transaction holds is for its state machine. */
export type ChainTransaction = { readonly bytes: Bytes } & (
  | { readonly kind: "election"; readonly electionId: Bytes; readonly transaction: Bytes }
  | ({ readonly kind: "validators" } & ValidatorsChange)
);

export type ChainTransactionError = { readonly code: "MALFORMED" | "TOO_LARGE" };

const readBody = mapOf({
  add: arrayOf(mapOf({ consensus: bytes32, key: bytes32, logKey: bytes32, name: readNoteName })),
  remove: arrayOf(bytes32),
  sequence: uint,
});

/** §06.9.1: electionId ‖ transaction bytes. */
export function encodeChainTransaction(electionId: Bytes, transaction: Bytes): Bytes {
  assert(electionId.length === ELECTION_ID_BYTES, "an electionId has 32 bytes");
  return concat(electionId, transaction);
}

/** What a chain transaction is. `TOO_LARGE`: no entry could hold it (§06.1.1). */
export function decodeChainTransaction(bytes: Bytes): Result<ChainTransaction, ChainTransactionError> {
  if (bytes.length > ELECTION_ID_BYTES + ENTRY_BYTES_MAX) return err({ code: "TOO_LARGE" });
  if (bytes.length <= ELECTION_ID_BYTES) return err({ code: "MALFORMED" });
  const electionId = bytes.slice(0, ELECTION_ID_BYTES);
  const transaction = bytes.slice(ELECTION_ID_BYTES);
  if (!equalBytes(electionId, CHAIN_ITSELF)) return ok({ kind: "election", electionId, transaction, bytes });
  const change = decodeChange(transaction);
  return change === undefined
    ? err({ code: "MALFORMED" })
    : ok({ kind: VALIDATORS_TYPE, ...change, bytes: bytes.slice() });
}

/** §06.9.8, the form alone. */
function decodeChange(transaction: Bytes): ValidatorsChange | undefined {
  const decoded = decodeTransaction(transaction);
  if (!decoded.ok || decoded.value.type !== VALIDATORS_TYPE) return undefined;
  const { body, bodyBytes, signatures } = decoded.value;
  const read = readBody(body, "");
  return read.ok && isValidatorsBody(read.value) ? { body: read.value, bodyBytes, signatures } : undefined;
}

/** Whether a body is one that a chain can judge (§06.9.8): both lists in order, 1…50 changes, keys after §02.1. */
export function isValidatorsBody({ add, remove }: ValidatorsBody): boolean {
  const count = add.length + remove.length;
  if (count < 1 || count > CHANGES_MAX) return false;
  const keys = add.flatMap(({ consensus, key, logKey }) => [consensus, key, logKey]);
  return ascends(remove) && ascends(add.map(({ consensus }) => consensus)) && keys.every(isStrictPublicKey);
}

const ascends = (keys: readonly Bytes[]): boolean =>
  keys.every((key, at) => at === 0 || compareBytes(keys[at - 1] as Bytes, key) < 0);
