import type { Bytes } from "@veche/base";
import { ResponseProcessProposal_ProposalStatus } from "cosmjs-types/tendermint/abci/types";
import type { Application } from "../application.ts";
import { WITHOUT_SNAPSHOTS, WITHOUT_VOTE_EXTENSIONS } from "../unused-methods.ts";

const number = (tx: Bytes): bigint => tx.reduce((sum, byte) => 256n * sum + BigInt(byte), 0n);

function countHash(count: bigint): Bytes {
  const hash = new Uint8Array(8);
  new DataView(hash.buffer).setBigUint64(0, count);
  return count === 0n ? new Uint8Array() : hash;
}

/** Takes the numbers 0, 1, 2, … in this order, each once: what `abci-cli test` expects of an application. */
export function counter(): Application {
  let count = 0n;
  const take = (tx: Bytes): number => {
    if (number(tx) !== count) return 2;
    count++;
    return 0;
  };
  return {
    ...WITHOUT_SNAPSHOTS,
    ...WITHOUT_VOTE_EXTENSIONS,
    info: async () => ({ lastBlockHeight: 0n, lastBlockAppHash: new Uint8Array() }),
    initChain: async () => ({ appHash: new Uint8Array() }),
    query: async () => ({ code: 0 }),
    checkTx: async () => ({ code: 0 }),
    prepareProposal: async ({ txs }) => ({ txs }),
    processProposal: async () => ({ status: ResponseProcessProposal_ProposalStatus.ACCEPT }),
    finalizeBlock: async ({ txs }) => {
      const txResults = txs.map((tx) => ({ code: take(tx) }));
      return { appHash: countHash(count), txResults };
    },
    commit: async () => ({}),
  };
}
