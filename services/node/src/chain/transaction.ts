export {
  type ChainTransaction,
  type ChainTransactionError,
  decodeChainTransaction,
  encodeChainTransaction,
} from "@veche/ledger";
