export {
  CHAIN_VALIDATORS_MAX,
  type ChainFounders,
  type ChainMembers,
  changeMembers,
  type PowerUpdate,
  powerUpdates,
  refuseChange,
} from "./members.ts";
export {
  assembleValidators,
  encodeValidatorsBody,
  type Organisation,
  signValidators,
  validatorsMessage,
} from "./signing.ts";
export {
  CHAIN_ITSELF,
  CHANGES_MAX,
  type ChainTransaction,
  type ChainTransactionError,
  type ChainValidator,
  decodeChainTransaction,
  encodeChainTransaction,
  isValidatorsBody,
  VALIDATORS_TYPE,
  type ValidatorsBody,
  type ValidatorsChange,
} from "./transaction.ts";
