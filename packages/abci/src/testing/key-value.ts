import { type Bytes, fromUtf8, utf8 } from "@veche/base";
import { ResponseProcessProposal_ProposalStatus } from "cosmjs-types/tendermint/abci/types";
import type { Application } from "../application.ts";
import { WITHOUT_SNAPSHOTS, WITHOUT_VOTE_EXTENSIONS } from "../unused-methods.ts";

const OK = 0;
const INVALID = 2;

/** One `=` or one `:`, and something on both sides. */
const FORM = /^[^=:]+[=:][^=:]+$/s;

const isValid = (tx: Bytes): boolean => FORM.test(fromUtf8(tx) ?? "");

/** How Go writes an int64 as a zigzag varint into 8 bytes. */
function sizeHash(size: number): Bytes {
  const hash = new Uint8Array(8);
  let rest = 2 * size;
  for (let at = 0; rest > 0; at++) {
    hash[at] = (rest % 0x80) + (rest >= 0x80 ? 0x80 : 0);
    rest = Math.floor(rest / 0x80);
  }
  return hash;
}

/** Answers as CometBFT's own example `kvstore` does, as far as its test scripts look; keeps everything in memory. */
export class KeyValue implements Application {
  readonly #values = new Map<string, string>();
  #staged: readonly string[] = [];
  #size = 0;
  #height = 0n;
  readonly listSnapshots = WITHOUT_SNAPSHOTS.listSnapshots;
  readonly offerSnapshot = WITHOUT_SNAPSHOTS.offerSnapshot;
  readonly loadSnapshotChunk = WITHOUT_SNAPSHOTS.loadSnapshotChunk;
  readonly applySnapshotChunk = WITHOUT_SNAPSHOTS.applySnapshotChunk;
  readonly extendVote = WITHOUT_VOTE_EXTENSIONS.extendVote;
  readonly verifyVoteExtension = WITHOUT_VOTE_EXTENSIONS.verifyVoteExtension;

  get height(): number {
    return Number(this.#height);
  }

  /** Of the values that are committed. */
  get size(): number {
    return this.#values.size;
  }

  value(key: string): string | undefined {
    return this.#values.get(key);
  }

  info: Application["info"] = async () => ({
    data: `{"size":${this.#size}}`,
    version: "test",
    appVersion: 1n,
    lastBlockHeight: this.#height,
    lastBlockAppHash: this.#height === 0n ? new Uint8Array() : sizeHash(this.#size),
  });

  initChain: Application["initChain"] = async () => ({ appHash: sizeHash(0) });

  checkTx: Application["checkTx"] = async ({ tx }) => ({ code: isValid(tx) ? OK : INVALID });

  prepareProposal: Application["prepareProposal"] = async ({ txs }) => ({
    txs: txs.filter(isValid).map((tx) => utf8((fromUtf8(tx) ?? "").replace(":", "="))),
  });

  processProposal: Application["processProposal"] = async ({ txs }) => ({
    status: txs.every(isValid)
      ? ResponseProcessProposal_ProposalStatus.ACCEPT
      : ResponseProcessProposal_ProposalStatus.REJECT,
  });

  finalizeBlock: Application["finalizeBlock"] = async ({ txs, height }) => {
    this.#staged = txs.map((tx) => fromUtf8(tx) ?? "");
    this.#size += txs.length;
    this.#height = height;
    return { appHash: sizeHash(this.#size), txResults: txs.map(() => ({ code: OK })) };
  };

  commit: Application["commit"] = async () => {
    for (const tx of this.#staged) {
      const [key = "", value = ""] = tx.split("=");
      this.#values.set(key, value);
    }
    this.#staged = [];
    return {};
  };

  query: Application["query"] = async ({ data }) => {
    const value = this.#values.get(fromUtf8(data) ?? "");
    return value === undefined
      ? { code: OK, log: "does not exist", key: data }
      : { code: OK, log: "exists", key: data, value: utf8(value) };
  };
}
