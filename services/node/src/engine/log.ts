import { type Bytes, type Clock, compareBytes, err, ok, type Result } from "@veche/base";
import type { Validator } from "@veche/election";
import {
  decodeState,
  encodeState,
  enters,
  type Genesis,
  initialState,
  isCast,
  type LedgerState,
  logHeadOf,
  type Placed,
} from "@veche/ledger";
import { HintKeeper } from "../hints/hint-keeper.ts";
import { type NodeKeys, validatorOf } from "../home/keys.ts";
import type { Logger } from "../log/logger.ts";
import { recoverLookups } from "../lookups/recover.ts";
import { lookupRows } from "../lookups/rows.ts";
import { latin1 } from "../names.ts";
import { PublishLoop } from "../publish/publish-loop.ts";
import { type Cosign, type Published, Publisher, readPublished } from "../publish/publisher.ts";
import { ElectionStore, type StoreError } from "../store/election-store.ts";
import { type RecoverError, recoverTiles } from "../tiles/recover-tiles.ts";
import type { TileWriter } from "../tiles/tile-writer.ts";
import { type Applied, Judge } from "../verify/judge.ts";
import type { Ledger } from "../verify/ledger.ts";
import type { Verifiers } from "../verify/question.ts";
import { checkPublished, type PublishedError } from "./published-check.ts";

export type LogError =
  | StoreError
  | RecoverError
  | PublishedError
  /** The manifest names other keys than those this node was started with, or the state is another version's. */
  | { readonly code: "KEYS_OF_ANOTHER_NODE" | "STATE_MALFORMED" };

/** What all elections of a node share. */
export type LogOptions = {
  readonly genesis: Genesis;
  readonly keys: NodeKeys;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly verifiers: Verifiers;
  readonly cosign: Cosign | undefined;
  /** Whether another election of this node has the origin: a validator signs one log of a name (§07.4.3). */
  readonly isOriginTaken: (origin: string, electionId: Bytes) => boolean;
};

export type BlockOutcome = Placed | { readonly code: "NOT_THIS_NODE" };

/** By SHA-256 of the transaction bytes, as `latin1` names it, in the order of the block. */
export type BlockOutcomes = ReadonlyMap<string, BlockOutcome>;

export type Hashed = { readonly hash: Bytes; readonly transaction: Bytes };

type Files = {
  readonly store: ElectionStore;
  readonly writer: TileWriter;
  readonly hints: HintKeeper;
};

/**
 * One election's log: the state machine over the store, tiles and checkpoints behind it. It makes one block at a time, as
 * its caller sees to.
 */
export class ElectionLog {
  readonly electionId: Bytes;
  readonly store: ElectionStore;
  readonly judge: Judge;
  readonly #options: LogOptions;
  readonly #writer: TileWriter;
  readonly #hints: HintKeeper;
  #state: LedgerState;
  #publisher: Publisher | undefined;
  #publishing: PublishLoop | undefined;

  private constructor(options: LogOptions, state: LedgerState, { store, writer, hints }: Files) {
    this.electionId = state.electionId;
    this.store = store;
    this.judge = new Judge(options.verifiers);
    this.#options = options;
    this.#writer = writer;
    this.#hints = hints;
    this.#state = state;
  }

  static async open(
    folder: string,
    electionId: Bytes,
    options: LogOptions,
  ): Promise<Result<ElectionLog, LogError>> {
    const store = await ElectionStore.open(folder);
    if (!store.ok) return store;
    const opened = await ElectionLog.#openOver(store.value, electionId, options);
    if (!opened.ok) await store.value.close();
    return opened;
  }

  static async #openOver(
    store: ElectionStore,
    electionId: Bytes,
    options: LogOptions,
  ): Promise<Result<ElectionLog, LogError>> {
    const stored = store.state;
    const state =
      stored === undefined ? ok(initialState(electionId, options.genesis)) : decodeState(stored, store.view);
    if (!state.ok) return err({ code: "STATE_MALFORMED" });
    const { election } = state.value;
    const published = election && (await readPublished(store.paths, election));
    const tiles = await recoverTiles(store, published?.size ?? 0);
    if (!tiles.ok) return tiles;
    const { writer, repaired } = tiles.value;
    if (repaired > 0) options.logger("warn", "tiles-repaired", { tiles: repaired });
    const looked = recoverLookups(store, election);
    if (looked > 0) options.logger("info", "lookups-made", { entries: looked });
    const hints = await HintKeeper.open(store.paths.hints, store.head.size, options.logger);
    const log = new ElectionLog(options, state.value, { store, writer, hints });
    if (election === undefined) return ok(log);
    const validator = validatorOf(election.manifest, options.keys);
    if (validator === undefined) return err({ code: "KEYS_OF_ANOTHER_NODE" });
    const contradiction = published && checkPublished(store, published);
    if (contradiction !== undefined) return err(contradiction);
    log.#beginPublishing(validator, published);
    return ok(log);
  }

  get ledger(): Ledger {
    return { state: this.#state, view: this.store.view };
  }

  get size(): number {
    return this.store.head.size;
  }

  /** Entries whose tiles are on disk. */
  get tiledSize(): number {
    return this.#writer.size;
  }

  get published(): Published | undefined {
    return this.#publisher?.published;
  }

  /** The clock of this node, ms. */
  now(): number {
    return this.#options.clock();
  }

  /** The time of a block that is made now (§06.3.1), ms. */
  nextTime(): number {
    return Math.max(this.#options.clock(), this.#state.time + 1);
  }

  /** Has workers answer what a block of these transactions will ask, while the log may still be at another block. */
  async foresee(time: number, transactions: readonly Hashed[]): Promise<void> {
    await this.judge.foresee(this.ledger, { time, transactions: inOrder(transactions).map(bytesOf) });
  }

  /**
   * Makes a block of these transactions, brought into order (§06.3.2), and commits it. When it resolves the entries are
   * durable; `whenPublished` waits for the checkpoint. A failure is final.
   * @param unspooled which casts leave the spool in the same commit, by their hashes.
   */
  async makeBlock(
    time: number,
    transactions: readonly Hashed[],
    unspooled: (outcomes: BlockOutcomes) => readonly Bytes[] = () => [],
  ): Promise<BlockOutcomes> {
    const ordered = inOrder(transactions);
    const block = await this.judge.apply(this.ledger, { time, transactions: ordered.map(bytesOf) });
    const hashOf = (at: number): Bytes => (ordered[at] as Hashed).hash;
    const outcomesBy = (outcomes: readonly BlockOutcome[]): BlockOutcomes =>
      new Map(outcomes.map((outcome, at) => [latin1(hashOf(at)), outcome]));
    const validator = this.#validatorFor(block.state);
    if (validator === "stranger") return outcomesBy(ordered.map(() => ({ code: "NOT_THIS_NODE" })));
    const outcomes = outcomesBy(block.outcomes);
    const entering = block.outcomes.flatMap((outcome, at) =>
      enters(outcome) ? [{ ...(ordered[at] as Hashed), blamed: outcome.code === "BLAMED" }] : [],
    );
    await this.#commit(time, block, entering, unspooled(outcomes));
    if (validator !== undefined) this.#beginPublishing(validator, undefined);
    return outcomes;
  }

  async #commit(
    time: number,
    { state, entries, writes, hints }: Applied,
    transactions: readonly (Hashed & { readonly blamed: boolean })[],
    unspooled: readonly Bytes[],
  ): Promise<void> {
    if (entries.length === 0) {
      if (unspooled.length > 0) this.store.unspool(unspooled);
      return;
    }
    const appended = await this.store.append(entries);
    const { frontier } = state;
    const encoded = encodeState(state);
    const first = frontier.size - entries.length;
    const lookups = transactions.flatMap(({ transaction, blamed }, at) =>
      blamed ? [] : lookupRows(state.election, first + at, transaction),
    );
    // Nothing may run between these two: whoever judges sees state and view of one moment.
    const block = { time, transactions, frontier, state: encoded, writes, unspooled, lookups };
    this.store.commit(appended, block);
    this.#state = state;
    await this.#writer.append(entries, appended.leaves);
    await this.#hints.append(first, hints);
    this.#publishing?.offer(logHeadOf(state));
  }

  /**
   * True once a checkpoint covers the first `size` entries; false if that takes longer than `atMostMs`, or the node stops before.
   * Before `define` there is no policy that one could satisfy: parts are acknowledged when they are durable.
   */
  async whenPublished(size: number, atMostMs?: number): Promise<boolean> {
    return this.#publishing === undefined ? true : this.#publishing.published(size, atMostMs);
  }

  async close(): Promise<void> {
    await this.#publishing?.close();
    await this.#hints.close();
    await this.store.close();
  }

  /** Who this node is in an election that `state` has just defined. */
  #validatorFor(state: LedgerState): Validator | "stranger" | undefined {
    const { election } = state;
    if (election === undefined || this.#state.election !== undefined) return undefined;
    const { engine, origin, witnesses } = election.manifest;
    const hasWitnesses = witnesses.quorum === 0 || this.#options.cosign !== undefined;
    if (engine !== "embedded" || !hasWitnesses) return "stranger";
    // §07.4.3: a checkpoint names the origin, not the election.
    if (this.#options.isOriginTaken(origin, this.electionId)) return "stranger";
    return validatorOf(election.manifest, this.#options.keys) ?? "stranger";
  }

  #beginPublishing(validator: Validator, published: Published | undefined): void {
    const { keys, clock, cosign, logger } = this.#options;
    const { election } = this.#state;
    if (election === undefined) return;
    const folder = this.store.paths;
    this.#publisher = new Publisher({ election, validator, keys, clock, cosign, folder }, published);
    this.#publishing = new PublishLoop(this.#publisher, this.#writer, logger);
    this.#publishing.offer(logHeadOf(this.#state));
  }
}

const bytesOf = ({ transaction }: Hashed): Bytes => transaction;

/** `orderBlock` (§06.3.2) of transactions whose hashes are known, each of them standing once. */
function inOrder(transactions: readonly Hashed[]): readonly Hashed[] {
  const casts = transactions.filter(({ transaction }) => isCast(transaction));
  const others = transactions.filter(({ transaction }) => !isCast(transaction));
  return [...others, ...casts.sort((a, b) => compareBytes(a.hash, b.hash))];
}
