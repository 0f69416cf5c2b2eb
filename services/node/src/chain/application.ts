import {
  type AnswerOf,
  type Application,
  CheckTxType,
  type Methods,
  ResponseProcessProposal_ProposalStatus,
  WITHOUT_SNAPSHOTS,
  WITHOUT_VOTE_EXTENSIONS,
} from "@veche/abci";
import {
  assert,
  type Bytes,
  type CborValue,
  type Clock,
  encodeCbor,
  equalBytes,
  err,
  ok,
  type Result,
  toHex,
} from "@veche/base";
import { enters, type OutcomeCode, outcomeNumber, powerUpdates } from "@veche/ledger";
import { applicationHashOf } from "../engine/application-hash.ts";
import type { BlockOutcome } from "../engine/prepared.ts";
import { parseChainState } from "../home/chain-genesis.ts";
import type { Logger } from "../log/logger.ts";
import { latin1 } from "../names.ts";
import { blockKey, JudgedBlocks } from "./blocks.ts";
import { ChainElections, type ElectionsError, type ElectionsOptions } from "./elections.ts";
import { type BlockPlace, type JudgedBlock, judgeProposal } from "./judging.ts";
import { ChainMempool, type Checked, type MempoolReader } from "./mempool.ts";
import {
  type ElectionItem,
  electionItemKey,
  type Item,
  itemKey,
  itemOf,
  type Proposal,
  readProposal,
} from "./proposal.ts";
import { makeProposal } from "./proposing.ts";
import { type ChainState, ChainStore, type ChainStoreError } from "./store.ts";

export type ChainApplicationOptions = ElectionsOptions & {
  readonly clock: Clock;
  readonly logger: Logger;
  /** Told of each block when it is durable; `entered` are its chain transactions. */
  readonly onCommitted?: (height: number, entered: readonly Bytes[]) => void;
};

export type ChainApplicationError =
  | ElectionsError
  | ChainStoreError
  /** An election is further than the chain's own store: the home was put together from copies of several moments. */
  | { readonly code: "CHAIN_STATE_BEHIND"; readonly election: string }
  /** The chain that CometBFT begins is not the one of this home's genesis. */
  | { readonly code: "CHAIN_OF_OTHERS" };

type Request<M extends keyof Methods> = Methods[M]["request"];

/** Of the clock before the block's time: beyond it a proposer proposes the empty block (§06.9.3). */
const STALE_MS = 10_000;
/** The result code of a node that is busy; outcomes of §06.6 are below 90, and 90 is `NOT_THIS_NODE`. */
const BUSY_NUMBER = 91;
const CODESPACE = "veche";
/** Wholes whose outcomes are remembered: senders ask for them within seconds. */
const WHOLES_MAX = 1_000;
const { ACCEPT, REJECT } = ResponseProcessProposal_ProposalStatus;

/** A block that was decided, until it is committed. */
type Decided = {
  readonly place: BlockPlace;
  readonly items: readonly Item[];
  readonly judged: JudgedBlock;
  readonly applicationHash: Bytes;
  readonly evidence: Request<"finalizeBlock">["misbehavior"];
};

/** The ledger of many elections as CometBFT drives it (§06.9): ABCI 2.0. Nothing is durable before `commit`. */
export class ChainApplication implements Application {
  readonly elections: ChainElections;
  readonly mempool: ChainMempool;
  readonly #options: ChainApplicationOptions;
  readonly #store: ChainStore;
  readonly #blocks = new JudgedBlocks();
  readonly #reader: MempoolReader;
  /** The outcomes of wholes, by the part that was their last. */
  readonly #wholes = new Map<string, OutcomeCode>();
  #decided: Decided | undefined;
  #closing: Promise<void> | undefined;
  readonly listSnapshots = WITHOUT_SNAPSHOTS.listSnapshots;
  readonly offerSnapshot = WITHOUT_SNAPSHOTS.offerSnapshot;
  readonly loadSnapshotChunk = WITHOUT_SNAPSHOTS.loadSnapshotChunk;
  readonly applySnapshotChunk = WITHOUT_SNAPSHOTS.applySnapshotChunk;
  readonly extendVote = WITHOUT_VOTE_EXTENSIONS.extendVote;
  readonly verifyVoteExtension = WITHOUT_VOTE_EXTENSIONS.verifyVoteExtension;

  private constructor(options: ChainApplicationOptions, store: ChainStore, elections: ChainElections) {
    this.#options = options;
    this.#store = store;
    this.elections = elections;
    const state = (): ChainState => this.state;
    this.#reader = {
      get founders() {
        return state().founders;
      },
      get members() {
        return state().members;
      },
      election: (electionId) => elections.get(electionId),
      log: (electionId) => elections.log(electionId),
      states: () => elections.logs().map(({ ledger }) => ledger.state),
      begunBy: () => elections.begunBy(),
    };
    this.mempool = new ChainMempool(this.#reader, options.clock);
  }

  static async open(
    options: ChainApplicationOptions,
  ): Promise<Result<ChainApplication, ChainApplicationError>> {
    const store = await ChainStore.open(options.home);
    if (!store.ok) return store;
    const elections = await ChainElections.open(options);
    if (!elections.ok) return elections;
    const { height } = store.value.state ?? { height: 0 };
    const ahead = elections.value.logs().find((log) => log.height > height + 1);
    if (ahead === undefined) return ok(new ChainApplication(options, store.value, elections.value));
    await elections.value.close();
    return err({ code: "CHAIN_STATE_BEHIND", election: toHex(ahead.electionId) });
  }

  /** Of the last commit. There is none before the chain has begun. */
  get state(): ChainState {
    const { state } = this.#store;
    assert(state !== undefined, "the chain has begun");
    return state;
  }

  get hasBegun(): boolean {
    return this.#store.state !== undefined;
  }

  /** Of the last commit, ms; 0 before the first since the start. */
  get blockTime(): number {
    return this.mempool.time;
  }

  /** What became of the whole that a part has completed (§06.7.4), of the last ones since the start. */
  wholeOf(electionId: Bytes, hash: Bytes): OutcomeCode | undefined {
    return this.#wholes.get(electionItemKey(hash, electionId));
  }

  /** When nothing calls it any more. */
  close(): Promise<void> {
    this.#closing ??= this.elections.close();
    return this.#closing;
  }

  readonly foresee: NonNullable<Application["foresee"]> = ({ method, request }) => {
    if (method === "checkTx" && request.type === CheckTxType.NEW && this.hasBegun)
      this.mempool.foresee(request.tx);
  };

  readonly info: Application["info"] = async () => {
    const { height, applicationHash } = this.#store.state ?? NOT_BEGUN;
    return {
      data: "veche",
      lastBlockHeight: BigInt(height),
      lastBlockAppHash: height === 0 ? new Uint8Array(0) : applicationHash,
    };
  };

  readonly initChain: Application["initChain"] = async ({
    chainId,
    appStateBytes,
    validators,
    initialHeight,
  }) => {
    const read = parseChainState(appStateBytes);
    const isKnown =
      read.ok &&
      initialHeight === 1n &&
      isSame(read.value.genesis, this.#options.genesis) &&
      isSame(
        read.value.validators.map(({ consensus }) => [toHex(consensus), "1"]).toSorted(),
        validators.map(({ pubKey, power }) => [toHex(pubKey?.ed25519 ?? NO_KEY), `${power}`]).toSorted(),
      );
    assert(read.ok && isKnown, "CometBFT's genesis is that of this home");
    const { genesis, validators: members } = read.value;
    const applicationHash = applicationHashOf([]);
    await this.#store.commit({
      founders: { chainId, genesis },
      members: { validators: members, sequence: 0 },
      height: 0,
      applicationHash,
    });
    return { appHash: applicationHash };
  };

  readonly checkTx: Application["checkTx"] = async ({ tx, type }) => {
    const checked = type === CheckTxType.RECHECK ? this.mempool.recheck(tx) : await this.mempool.check(tx);
    return checkAnswer(checked);
  };

  readonly prepareProposal: Application["prepareProposal"] = async (request) => {
    const place = placeOf(request);
    if (this.#options.clock() > place.time + STALE_MS) return { txs: [] };
    const offered = request.txs.flatMap((bytes) => itemOf(bytes) ?? []);
    const due = offered.filter((item) => this.mempool.isDue(item, place.time));
    const { items, judged } = await makeProposal(this.#reader, due, place);
    const txs = items.map(({ bytes }) => bytes);
    this.#blocks.keep(blockKey(place, txs), judged);
    return { txs };
  };

  readonly processProposal: Application["processProposal"] = async (request) => {
    const place = placeOf(request);
    const proposal = readProposal(request.txs);
    if (!proposal.ok) return this.#reject(place, proposal.error);
    const judged = await this.#judgedOnce(place, request.txs, proposal.value);
    return judged.isWhole ? { status: ACCEPT } : this.#reject(place, { code: "REFUSED" });
  };

  readonly finalizeBlock: Application["finalizeBlock"] = async (request) => {
    const place = placeOf(request);
    assert(place.height === this.state.height + 1, "blocks come one after the other");
    const proposal = readProposal(request.txs);
    // ⚔ More than two thirds have decided it, and it is none: this node does not go on with them.
    assert(proposal.ok, "a decided block is a proposal");
    const judged = await this.#judgedOnce(place, request.txs, proposal.value);
    assert(judged.isWhole, "a decided block holds only what enters");
    const applicationHash = applicationHashOf(this.elections.headsAfter(judged.blocks));
    const { items } = proposal.value;
    this.#decided = { place, items, judged, applicationHash, evidence: request.misbehavior };
    const updates = powerUpdates(this.state.members, judged.members);
    return {
      appHash: applicationHash,
      txResults: items.map((item) => ({ code: 0, codespace: CODESPACE, log: outcomeIn(judged, item) })),
      validatorUpdates: updates.map(({ consensus, power }) => ({
        pubKey: { ed25519: consensus },
        power: BigInt(power),
      })),
    };
  };

  readonly commit: Application["commit"] = async () => {
    const decided = this.#decided;
    assert(decided !== undefined, "a block is decided before it is committed");
    const { place, items, judged, applicationHash, evidence } = decided;
    const { height } = place;
    // Before the logs have them: whoever finds a part in its log finds what became of its whole.
    this.#keepWholes(judged, items);
    for (const prepared of judged.blocks.values()) {
      await this.elections.commit(prepared.base.electionId, prepared, height);
    }
    for (const one of evidence) await this.#keepEvidence(one);
    const { founders } = this.state;
    await this.#store.commit({ founders, members: judged.members, height, applicationHash });
    this.#decided = undefined;
    this.#blocks.clear();
    this.mempool.committed(place, items);
    this.#options.onCommitted?.(
      height,
      items.map(({ bytes }) => bytes),
    );
    return { retainHeight: 0n };
  };

  readonly query: Application["query"] = async () => ({ code: 1, log: "the ledger is read over HTTP" });

  async #judgedOnce(place: BlockPlace, txs: readonly Bytes[], proposal: Proposal): Promise<JudgedBlock> {
    const key = blockKey(place, txs);
    const known = this.#blocks.get(key);
    if (known !== undefined) return known;
    const judged = await judgeProposal(this.#reader, proposal, place, true);
    this.#blocks.keep(key, judged);
    return judged;
  }

  #reject({ height }: BlockPlace, reason: { readonly code: string }): AnswerOf<"processProposal"> {
    this.#options.logger("warn", "proposal-rejected", { height, ...reason });
    return { status: REJECT };
  }

  #keepWholes(judged: JudgedBlock, items: readonly Item[]): void {
    for (const item of items) {
      const outcome = item.kind === "election" ? outcomeOf(judged, item) : undefined;
      const whole = outcome !== undefined && "whole" in outcome ? outcome.whole : undefined;
      if (whole !== undefined) this.#wholes.set(itemKey(item), whole.code);
    }
    for (const oldest of this.#wholes.keys()) {
      if (this.#wholes.size <= WHOLES_MAX) break;
      this.#wholes.delete(oldest);
    }
  }

  /** §06.9.10 */
  async #keepEvidence({ type, validator, height, time }: Decided["evidence"][number]): Promise<void> {
    const address = validator?.address ?? NO_KEY;
    this.#options.logger("error", "validator-misbehaved", {
      type,
      height: Number(height),
      address: toHex(address),
    });
    const at = time === undefined ? 0 : millisecondsOf(time);
    await this.#store.keepEvidence({ address, height: Number(height), time: at, type });
  }
}

const NO_KEY = new Uint8Array(0);
const NOT_BEGUN = { height: 0, applicationHash: NO_KEY };

type Timed = Pick<Request<"finalizeBlock">, "height" | "time">;

function placeOf({ height, time }: Timed): BlockPlace {
  assert(time !== undefined, "a block has a time");
  return { height: Number(height), time: millisecondsOf(time) };
}

/** §06.3.1: rounded down. */
const millisecondsOf = ({ seconds, nanos }: NonNullable<Timed["time"]>): number =>
  1_000 * Number(seconds) + Math.floor(nanos / 1_000_000);

/** Code 0 for all that the mempool may hold (§06.9.2); what became of it stands in `log`. */
function checkAnswer({ code, waits }: Checked): AnswerOf<"checkTx"> {
  const log = waits ? "TICK_WAIT" : code;
  if (code === "BUSY") return { code: BUSY_NUMBER, codespace: CODESPACE, log };
  return { code: enters({ code }) ? 0 : outcomeNumber(code), codespace: CODESPACE, log };
}

/** Of an election that had committed the block before a crash nothing is known, and nothing needed. */
function outcomeIn(judged: JudgedBlock, item: Item): string {
  return item.kind === "validators" ? "ACCEPTED" : (outcomeOf(judged, item)?.code ?? "");
}

const outcomeOf = ({ blocks }: JudgedBlock, { electionId, hash }: ElectionItem): BlockOutcome | undefined =>
  blocks.get(toHex(electionId))?.outcomes.get(latin1(hash));

const isSame = (a: CborValue, b: CborValue): boolean => equalBytes(encodeCbor(a), encodeCbor(b));
