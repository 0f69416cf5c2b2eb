import { assert, type Bytes, type Clock, err, ok, type Result } from "@veche/base";
import {
  decodeState,
  encodeState,
  type Genesis,
  initialState,
  type LedgerState,
  logHeadOf,
} from "@veche/ledger";
import { HintKeeper } from "../hints/hint-keeper.ts";
import { type NodeKeys, validatorOf } from "../home/keys.ts";
import type { Logger } from "../log/logger.ts";
import { recoverLookups } from "../lookups/recover.ts";
import { lookupRows } from "../lookups/rows.ts";
import { blockEndsOf } from "../publish/block-ends.ts";
import type { AskSigned } from "../publish/cosigners.ts";
import { PublishLoop } from "../publish/publish-loop.ts";
import { type Cosign, type Published, Publisher, readPublished } from "../publish/publisher.ts";
import { ElectionStore, type StoreError } from "../store/election-store.ts";
import { type RecoverError, recoverTiles } from "../tiles/recover-tiles.ts";
import type { TileWriter } from "../tiles/tile-writer.ts";
import { Judge } from "../verify/judge.ts";
import type { Ledger } from "../verify/ledger.ts";
import type { Verifiers } from "../verify/question.ts";
import {
  bytesOf,
  type Hashed,
  inOrder,
  type MayEnter,
  type PreparedBlock,
  prepareBlock,
} from "./prepared.ts";
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
  /** The other validators of the chain; none with the embedded engine. */
  readonly others?: readonly AskSigned[] | undefined;
  /** Which elections may begin. */
  readonly mayEnter: MayEnter;
  /** Whether a node that is no validator of the manifest may keep the log: on a chain, one that came later. It signs nothing. */
  readonly mayFollow: boolean;
};

/** What moves in the same commit as the entries. */
export type CommitExtras = {
  /** Hashes of casts that leave the spool. */
  readonly unspooled?: readonly Bytes[];
  /** Of the block of a chain in which they stand. */
  readonly height?: number;
};

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
    if (!options.mayFollow && validatorOf(election.manifest, options.keys) === undefined) {
      return err({ code: "KEYS_OF_ANOTHER_NODE" });
    }
    const contradiction = published && checkPublished(store, published);
    if (contradiction !== undefined) return err(contradiction);
    log.#beginPublishing(published);
    return ok(log);
  }

  get ledger(): Ledger {
    return { state: this.#state, view: this.store.view };
  }

  get size(): number {
    return this.store.head.size;
  }

  /** The block of the chain in which its last entries stand; 0 on no chain, and before the first. */
  get height(): number {
    return this.store.height;
  }

  /** Entries whose tiles are on disk. */
  get tiledSize(): number {
    return this.#writer.size;
  }

  get published(): Published | undefined {
    return this.#publisher?.published;
  }

  /** This validator's signatures of the first `size` entries, for the others of its chain (§07.7.2). */
  signedAt(size: number): Bytes | undefined {
    return this.#publisher?.signedAt(size);
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

  /** Works out a block of these transactions (`prepareBlock`), which stand once each. Touches nothing. */
  async prepare(time: number, transactions: readonly Hashed[]): Promise<PreparedBlock> {
    return prepareBlock(this.judge, this.ledger, time, transactions, this.#options.mayEnter);
  }

  /**
   * Commits a block that was prepared over the present state. When it resolves the entries are durable; `whenPublished` waits for
   * the checkpoint. A failure is final.
   */
  async commit(
    { time, base, applied, entering }: PreparedBlock,
    { unspooled = [], height }: CommitExtras = {},
  ): Promise<void> {
    assert(base === this.#state, "a block follows the state that it was prepared over");
    this.judge.settle(applied.asked);
    const { state, entries, writes, hints } = applied;
    if (entries.length === 0) {
      if (unspooled.length > 0) this.store.unspool(unspooled);
      return;
    }
    const appended = await this.store.append(entries);
    const { frontier } = state;
    const encoded = encodeState(state);
    const first = frontier.size - entries.length;
    const lookups = entering.flatMap(({ transaction, blamed }, at) =>
      blamed ? [] : lookupRows(state.election, first + at, transaction),
    );
    // Nothing may run between these two: whoever judges sees state and view of one moment.
    const block = {
      time,
      height,
      transactions: entering,
      frontier,
      state: encoded,
      writes,
      unspooled,
      lookups,
    };
    this.store.commit(appended, block);
    this.#state = state;
    await this.#writer.append(entries, appended.leaves);
    await this.#hints.append(first, hints);
    if (base.election === undefined) this.#beginPublishing(undefined);
    else this.#publishing?.offer(logHeadOf(state));
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

  /** Once the election is defined, and if this node is one of its validators. */
  #beginPublishing(published: Published | undefined): void {
    const { keys, clock, cosign, logger, others = [] } = this.#options;
    const { election } = this.#state;
    const validator = election && validatorOf(election.manifest, keys);
    if (election === undefined || validator === undefined) return;
    const paths = this.store.paths;
    const ends = blockEndsOf(this.store, () => this.#writer.size);
    const among = election.manifest.engine === "embedded" ? undefined : { others, ends, paths, logger };
    const setting = { election, validator, keys, clock, cosign, folder: paths, among };
    this.#publisher = new Publisher(setting, published);
    this.#publishing = new PublishLoop(this.#publisher, this.#writer, logger);
    this.#publishing.offer(logHeadOf(this.#state));
  }
}
