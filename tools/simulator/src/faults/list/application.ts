import {
  type Application,
  ResponseProcessProposal_ProposalStatus,
  WITHOUT_SNAPSHOTS,
  WITHOUT_VOTE_EXTENSIONS,
} from "@veche/abci";
import type { Bytes } from "@veche/base";
import type { List } from "./list.ts";
import { hashOf, listedOf } from "./transaction.ts";

const OK = 0;
const TAKEN = 2;

/** The list as an application: a proposal holds only what enters, ascending by SHA-256, one of a credential. */
export function listApplication(list: List, onCommit: () => void): Application {
  let pending: { readonly height: number; readonly txs: readonly Bytes[] } = { height: 0, txs: [] };
  return {
    ...WITHOUT_SNAPSHOTS,
    ...WITHOUT_VOTE_EXTENSIONS,
    info: async () => ({
      data: `{"size":${list.size}}`,
      lastBlockHeight: BigInt(list.height),
      lastBlockAppHash: list.height === 0 ? new Uint8Array() : list.appHash(),
    }),
    initChain: async () => ({ appHash: list.appHash() }),
    query: async () => ({ code: OK }),
    checkTx: async ({ tx }) => ({ code: list.takes(tx) ? OK : TAKEN }),
    prepareProposal: async ({ txs }) => ({ txs: proposal(list, txs) }),
    processProposal: async ({ txs }) => ({
      status: isProposal(list, txs)
        ? ResponseProcessProposal_ProposalStatus.ACCEPT
        : ResponseProcessProposal_ProposalStatus.REJECT,
    }),
    finalizeBlock: async ({ txs, height }) => {
      pending = { height: Number(height), txs };
      return { appHash: list.appHash(txs), txResults: txs.map(() => ({ code: OK })) };
    },
    commit: async () => {
      list.commit(pending.height, pending.txs);
      onCommit();
      return {};
    },
  };
}

function proposal(list: List, offered: readonly Bytes[]): Bytes[] {
  const before = new Set<string>();
  return [...offered].sort(byHash).filter((tx) => {
    if (!list.takes(tx, before)) return false;
    before.add(listedOf(tx)?.credential ?? "");
    return true;
  });
}

function isProposal(list: List, txs: readonly Bytes[]): boolean {
  const honest = proposal(list, txs);
  return honest.length === txs.length && txs.every((tx, at) => hashOf(tx) === hashOf(honest[at] as Bytes));
}

const byHash = (a: Bytes, b: Bytes): number => (hashOf(a) < hashOf(b) ? -1 : 1);
