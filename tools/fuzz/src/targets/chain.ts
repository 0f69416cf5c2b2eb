import { type Bytes, concat, type Result, sha256, toHex, utf8 } from "@veche/base";
import { ed25519PublicKey, signEd25519 } from "@veche/group";
import {
  assembleValidators,
  type ChainTransaction,
  decodeChainTransaction,
  encodeChainTransaction,
  signValidators,
  type ValidatorsBody,
} from "@veche/ledger";
import type { Target } from "../engine/target.ts";
import { example } from "../examples.ts";
import { internal } from "../internal.ts";
import { outcomeOf, strictResult } from "../properties.ts";

const RPC = "services/node/src/chain/rpc.ts";
type Rpc = {
  readonly readOffered: (
    answer: Bytes,
    transaction: Bytes,
  ) => Result<{ readonly code: number; readonly log: string }, { readonly code: string }>;
};

const secretOf = (seed: number): Bytes => new Uint8Array(32).fill(seed);
const keyOf = (seed: number): Bytes => ed25519PublicKey(secretOf(seed));

function change(body: ValidatorsBody, organisations: readonly number[]): Bytes {
  const signatures = organisations.map((index) =>
    signValidators("veche-test", body, {
      index,
      sign: (message) => signEd25519(secretOf(index), message),
    }),
  );
  return assembleValidators(body, signatures);
}

function examples(): readonly Bytes[] {
  const { electionId, transactions } = example("smallest");
  const added = { consensus: keyOf(10), key: keyOf(11), logKey: keyOf(12), name: "validator.example/a" };
  return [
    change({ add: [added], remove: [], sequence: 0 }, [1, 2]),
    change({ add: [], remove: [keyOf(10)], sequence: 300 }, []),
    concat(electionId, transactions[0] as Bytes),
  ];
}

function encoded(read: ChainTransaction): Bytes {
  return read.kind === "election"
    ? encodeChainTransaction(read.electionId, read.transaction)
    : assembleValidators(read.body, read.signatures);
}

function offerAnswers(offered: Bytes): readonly Bytes[] {
  const hash = toHex(sha256(offered)).toUpperCase();
  const result = { code: 52, data: "", log: "SEQ_WRONG", codespace: "", hash };
  const error = { code: -32603, message: "Internal error", data: "tx already exists in cache" };
  return [{ result }, { error }].map((rest) => utf8(JSON.stringify({ jsonrpc: "2.0", id: 1, ...rest })));
}

export const CHAIN_TARGETS: readonly Target[] = [
  {
    name: "chain-transaction",
    covers: ["packages/ledger/src/chain/transaction.ts#decodeChainTransaction"],
    shape: "bytes",
    quick: 1_500,
    open: async () => ({ examples: examples(), run: strictResult(decodeChainTransaction, encoded) }),
  },
  {
    name: "offer-answer",
    covers: [`${RPC}#readOffered`],
    shape: "json",
    quick: 5_000,
    open: async () => {
      const { readOffered } = await internal<Rpc>(RPC);
      const offered = utf8("transaction");
      return { examples: offerAnswers(offered), run: (input) => outcomeOf(readOffered(input, offered)) };
    },
  },
];
