import { assert, type Bytes, type CborMap, encodeCbor } from "@veche/base";
import { hash } from "@veche/crypto";
import { encodeTransaction, type Signature } from "../format/entry.ts";
import { ROLES } from "../format/table.ts";
import {
  CHAIN_ITSELF,
  encodeChainTransaction,
  isValidatorsBody,
  VALIDATORS_TYPE,
  type ValidatorsBody,
} from "./transaction.ts";

/** The bytes that the organisations' signatures bind. */
export function encodeValidatorsBody(body: ValidatorsBody): Bytes {
  return encodeCbor(bodyMap(body));
}

const bodyMap = ({ add, remove, sequence }: ValidatorsBody): CborMap => ({
  add: add.map(({ consensus, key, logKey, name }) => ({ consensus, key, logKey, name })),
  remove,
  sequence,
});

/**
 * M of §06.9.8: the 64 bytes that the genesis organisations sign. ⚔ The chain's name keeps a signature out of other chains, its
 * sequence out of this one's future.
 */
export function validatorsMessage(chainId: string, sequence: number, bodyBytes: Bytes): Bytes {
  return hash("chain-tx", chainId, sequence, bodyBytes);
}

/** An organisation of the genesis, by its index from 1; `sign` answers with 64 bytes of Ed25519. */
export type Organisation = { readonly index: number; readonly sign: (message: Bytes) => Bytes };

/** One organisation's signature, for those who sign one after the other. */
export function signValidators(
  chainId: string,
  body: ValidatorsBody,
  { index, sign }: Organisation,
): Signature {
  const bytes = sign(validatorsMessage(chainId, body.sequence, encodeValidatorsBody(body)));
  assert(bytes.length === 64, "a signature has 64 bytes");
  return { role: ROLES.genesis, index, bytes };
}

/** The chain transaction of a body and the signatures gathered, brought into the order of §06.2.2. */
export function assembleValidators(body: ValidatorsBody, signatures: readonly Signature[]): Bytes {
  assert(isValidatorsBody(body), "a body of §06.9.8");
  const ordered = [...signatures].sort((a, b) => a.role - b.role || a.index - b.index);
  const transaction = encodeTransaction({
    type: VALIDATORS_TYPE,
    body: bodyMap(body),
    signatures: ordered,
  });
  return encodeChainTransaction(CHAIN_ITSELF, transaction);
}
