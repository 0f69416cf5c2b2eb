import { join } from "node:path";
import type { Application } from "@veche/abci";
import {
  freePorts,
  ResponseProcessProposal_ProposalStatus,
  WITHOUT_SNAPSHOTS,
  WITHOUT_VOTE_EXTENSIONS,
} from "@veche/abci";
import { expectOk, sha256 } from "@veche/base";
import { ed25519PublicKey } from "@veche/group";
import { seededRandom } from "@veche/ledger/testing";
import type { RunningApplication } from "../chain/supervisor.ts";
import type { ChainGenesis } from "../home/chain-genesis.ts";
import { createChainKeys, joinChain } from "../home/chain-home.ts";
import { nodeIdOf } from "../home/chain-keys.ts";

/** Whose chain it is; by default that of nobody else. */
export type Founding = Pick<ChainGenesis, "genesis"> & {
  readonly validators: readonly Pick<ChainGenesis["validators"][number], "name" | "key" | "logKey">[];
};

/** Homes of the validators of a new chain on this machine, below `folder`. */
export async function chainHomes(
  folder: string,
  count: number,
  founding?: Founding,
): Promise<readonly string[]> {
  const random = seededRandom("test chain");
  const publicKey = () => ed25519PublicKey(random(32));
  const keys = Array.from({ length: count }, () => ({ consensus: random(32), node: random(32) }));
  const genesis: ChainGenesis = {
    chainId: "test-chain",
    time: Date.now() - 1_000,
    genesis: founding?.genesis ?? { organisations: [{ key: publicKey(), name: "One" }], quorum: 1 },
    validators: keys.map(({ consensus }, at) => ({
      name: founding?.validators[at]?.name ?? `validator${at}.example`,
      consensus: ed25519PublicKey(consensus),
      key: founding?.validators[at]?.key ?? publicKey(),
      logKey: founding?.validators[at]?.logKey ?? publicKey(),
    })),
  };
  const ports = await freePorts(count);
  const places = ports.map((port, at) => {
    const id = nodeIdOf(ed25519PublicKey((keys[at] as (typeof keys)[0]).node));
    return { listen: `127.0.0.1:${port}`, peer: `${id}@127.0.0.1:${port}` };
  });
  const homes: string[] = [];
  for (const [at, { listen }] of places.entries()) {
    const home = join(folder, `v${at}`);
    expectOk(await createChainKeys(home, keys[at] as (typeof keys)[0]), "keys");
    const peers = places.filter((_, of) => of !== at).map(({ peer }) => peer);
    expectOk(await joinChain(home, genesis, { listen, peers, nodes: [], isOneMachine: true }), "join");
    homes.push(home);
  }
  return homes;
}

/** Counts blocks: its hash says how many it has seen, and that it saw the genesis. */
export class CountingApplication implements RunningApplication {
  /** Throws in the block of this height. */
  failAt = 0n;
  height = 0n;
  isClosed = false;

  readonly application: Application = {
    ...WITHOUT_SNAPSHOTS,
    ...WITHOUT_VOTE_EXTENSIONS,
    info: async () => ({ lastBlockHeight: this.height, lastBlockAppHash: this.#hash() }),
    initChain: async () => ({ appHash: this.#hash() }),
    query: async () => ({ code: 1 }),
    checkTx: async () => ({ code: 0 }),
    prepareProposal: async ({ txs }) => ({ txs }),
    processProposal: async () => ({ status: ResponseProcessProposal_ProposalStatus.ACCEPT }),
    finalizeBlock: async ({ height, txs }) => {
      if (height === this.failAt) throw new Error("inside");
      this.height = height;
      return { appHash: this.#hash(), txResults: txs.map(() => ({ code: 0 })) };
    },
    commit: async () => ({}),
  };

  close = async (): Promise<void> => {
    this.isClosed = true;
  };

  /** Another one at every height, so that blocks follow one another without transactions. */
  #hash(): Uint8Array {
    return this.height === 0n ? new Uint8Array() : sha256(new TextEncoder().encode(`${this.height}`));
  }
}
