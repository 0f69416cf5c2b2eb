import { type Bytes, err, ok, sha256, toHex } from "@veche/base";
import { type Genesis, initialState, MemoryView, type OutcomeCode } from "@veche/ledger";
import type { CommittedChain } from "../chain/committed-chain.ts";
import type { OfferToChain, RpcError } from "../chain/rpc.ts";
import type { Ledger } from "../verify/ledger.ts";

/** What happens to an offer. `DROPPED`: taken, and gone (CometBFT issue 4094); `LATE`: taken, and nobody told. */
export type Luck = "GOOD" | "DROPPED" | "LATE" | "LOST" | "FULL";

const NO_GENESIS: Genesis = { organisations: [], quorum: 1 };
const CODES: { readonly [code in OutcomeCode]?: number } = { SEQ_WRONG: 52, SUSPENDED: 42, ALREADY: 13 };

/** The slot of ballots beyond the number issued. */
export const BEYOND = 254;

/**
 * Mempool and chain without CometBFT, of one election. Its transactions are `[slot, …]`: of each slot above 0 one enters, of slot 0 all. While it is
 * suspended nothing does.
 */
export class PlayedMempool {
  readonly log: Bytes[] = [];
  isSuspended = false;
  /** The node has been wiped, and has not caught up: it knows nothing of the election. */
  isWiped = false;
  luck: () => Luck = () => "GOOD";
  /** How often each transaction was offered. */
  readonly offers = new Map<string, number>();
  readonly #places = new Map<string, number>();
  readonly #slots = new Set<number>();
  readonly #mempool = new Map<string, Bytes>();
  readonly #cache = new Set<string>();
  readonly #ledger: () => Ledger;
  height = 0;
  /** Block time of the last commit, ms: as if the chain were never behind. */
  time = Number.POSITIVE_INFINITY;
  /** Another cast of any credential waits, which came by another validator. */
  isHeldElsewhere = false;
  /** What became of the whole of any part. */
  whole: OutcomeCode | undefined;
  /** What was kept as evidence. */
  readonly beyond: Bytes[] = [];

  constructor(ledger?: () => Ledger) {
    const empty = { state: initialState(new Uint8Array(32), NO_GENESIS), view: new MemoryView() };
    this.#ledger = ledger ?? (() => empty);
  }

  readonly chain: CommittedChain = {
    height: () => this.height,
    time: () => this.time,
    holdsAnother: () => this.isHeldElsewhere,
    wholeOf: () => this.whole,
    keepBeyond: async (_electionId, transaction) => void this.beyond.push(transaction),
    ledger: () => this.#ledger(),
    judge: async (_electionId, transaction) => this.judge(transaction),
    placeOf: (_electionId, hash) => {
      const index = this.#places.get(toHex(hash));
      return index === undefined ? undefined : { index, blamed: false };
    },
    whenPublished: async () => true,
  };

  readonly offer: OfferToChain = async (bytes) => {
    const name = toHex(bytes);
    this.offers.set(name, (this.offers.get(name) ?? 0) + 1);
    const luck = this.luck();
    if (luck === "LOST") return err({ code: "UNREACHABLE" } satisfies RpcError);
    if (luck === "FULL") return err({ code: "FULL" } satisfies RpcError);
    if (this.#cache.has(name)) return err({ code: "KNOWN" } satisfies RpcError);
    const code = this.judge(bytes.subarray(32));
    if (code !== "ACCEPTED") return ok({ code: CODES[code] ?? 1, log: code });
    this.#cache.add(name);
    if (luck !== "DROPPED") this.#mempool.set(name, bytes);
    return luck === "LATE" ? err({ code: "TIMEOUT" } satisfies RpcError) : ok({ code: 0, log: code });
  };

  judge(transaction: Bytes): OutcomeCode {
    if (transaction[0] === BEYOND) return "CAST_BEYOND_ISSUES";
    if (this.isWiped) return "ELECTION_UNDEFINED";
    if (this.#places.has(toHex(sha256(transaction)))) return "ALREADY";
    if (this.#slots.has(transaction[0] ?? 0)) return "SEQ_WRONG";
    return this.isSuspended ? "SUSPENDED" : "ACCEPTED";
  }

  /** A block of what the mempool holds, as far as the proposer likes it; the chain transactions that entered. */
  block(likes: (at: number) => boolean = () => true): readonly Bytes[] {
    const entered: Bytes[] = [];
    for (const [at, [name, bytes]] of [...this.#mempool].entries()) {
      if (!likes(at)) continue;
      this.#mempool.delete(name);
      if (this.enter(bytes)) entered.push(bytes);
      // As after a recheck: what is no longer right may be offered anew.
      else this.#cache.delete(name);
    }
    this.height++;
    return entered;
  }

  /** Somebody else's proposal holds it, too. */
  enter(bytes: Bytes): boolean {
    const transaction = bytes.slice(32);
    if (this.judge(transaction) !== "ACCEPTED") return false;
    this.#places.set(toHex(sha256(transaction)), this.log.length);
    if ((transaction[0] ?? 0) > 0) this.#slots.add(transaction[0] ?? 0);
    this.log.push(transaction);
    return true;
  }

  /** CometBFT is started anew: mempool and cache are empty. */
  restart(): void {
    this.#mempool.clear();
    this.#cache.clear();
  }
}
