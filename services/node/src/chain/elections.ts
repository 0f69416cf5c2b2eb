import { assert, type Bytes, compareBytes, err, ok, type Result, toHex } from "@veche/base";
import { decodeEntry, decodeTransaction, initialState, logHeadOf, MemoryView } from "@veche/ledger";
import type { ElectionHead } from "../engine/application-hash.ts";
import { ElectionLog, type LogError, type LogOptions } from "../engine/log.ts";
import type { PreparedBlock } from "../engine/prepared.ts";
import { electionFolder, electionsOf } from "../home/home.ts";
import { Judge } from "../verify/judge.ts";
import type { Ledger } from "../verify/ledger.ts";
import { clearElection } from "./remains.ts";

export type ElectionsOptions = Omit<LogOptions, "mayEnter" | "mayFollow"> & { readonly home: string };

/** An election as blocks are worked out over it: its committed ledger, and the answers known of it. */
export type ChainElection = {
  readonly electionId: Bytes;
  readonly judge: Judge;
  readonly ledger: () => Ledger;
  /** Of the block in which its last entries stand; 0: of none. */
  readonly height: number;
};

export type ElectionsError = LogError & { readonly election: string };

/** Elections without an entry whose answers are kept: of `define` and its parts, which wait for their block. */
const NEW_MAX = 64;

/**
 * The elections of a chain on one node. One without an entry has an empty ledger and nothing on disk: whatever is asked of it, it
 * begins with the block that enters its first.
 */
export class ChainElections {
  readonly #options: ElectionsOptions;
  readonly #logs = new Map<string, ElectionLog>();
  readonly #new = new Map<string, ChainElection>();
  /** Whose part began a log: its first entry never changes. */
  readonly #begunBy = new WeakMap<ElectionLog, number>();

  private constructor(options: ElectionsOptions) {
    this.#options = options;
  }

  static async open(options: ElectionsOptions): Promise<Result<ChainElections, ElectionsError>> {
    const elections = new ChainElections(options);
    for (const electionId of await electionsOf(options.home)) {
      const opened = await elections.#openLog(electionId);
      if (!opened.ok) {
        await elections.close();
        return err({ ...opened.error, election: toHex(electionId) });
      }
      // A stop between the making of its folder and its first commit: nothing was acknowledged.
      if (opened.value.size === 0) await elections.#forget(opened.value);
    }
    return ok(elections);
  }

  /** Any election, with entries or without. */
  get(electionId: Bytes): ChainElection {
    const name = toHex(electionId);
    const log = this.#logs.get(name);
    if (log === undefined) return this.#empty(name, electionId);
    return { electionId, judge: log.judge, ledger: () => log.ledger, height: log.height };
  }

  log(electionId: Bytes): ElectionLog | undefined {
    return this.#logs.get(toHex(electionId));
  }

  /** Those with entries, ascending by electionId. */
  logs(): readonly ElectionLog[] {
    const logs = [...this.#logs.values()].filter(({ size }) => size > 0);
    return logs.sort((a, b) => compareBytes(a.electionId, b.electionId));
  }

  /** For each election without a definition the organisation whose part began it (§06.9.7). */
  begunBy(): readonly number[] {
    return [...this.#logs.values()]
      .filter(({ size, ledger }) => size > 0 && ledger.state.election === undefined)
      .map((log) => this.#founderOf(log));
  }

  /** The heads after blocks that are prepared, one for each election that they change; ascending by electionId. */
  headsAfter(blocks: ReadonlyMap<string, PreparedBlock>): readonly ElectionHead[] {
    const committed = this.logs().map(({ ledger }) => ledger.state);
    const changed = [...blocks.values()].map(({ applied }) => applied.state);
    const states = new Map([...committed, ...changed].map((state) => [toHex(state.electionId), state]));
    return [...states.values()]
      .map((state) => ({ electionId: state.electionId, ...logHeadOf(state) }))
      .filter(({ size }) => size > 0)
      .sort((a, b) => compareBytes(a.electionId, b.electionId));
  }

  /** Makes a block of the chain durable, for one election. */
  async commit(electionId: Bytes, prepared: PreparedBlock, height: number): Promise<void> {
    const name = toHex(electionId);
    const known = this.#logs.get(name);
    if (known !== undefined) return known.commit(prepared, { height });
    const opened = await this.#openLog(electionId);
    assert(opened.ok, "a new folder opens");
    // The empty state is a value that was made twice: here, and when the block was worked out.
    await opened.value.commit({ ...prepared, base: opened.value.ledger.state }, { height });
    this.#new.delete(name);
  }

  async close(): Promise<void> {
    await Promise.all([...this.#logs.values()].map((log) => log.close()));
  }

  #empty(name: string, electionId: Bytes): ChainElection {
    const known = this.#new.get(name);
    if (known !== undefined) return known;
    const ledger = { state: initialState(electionId, this.#options.genesis), view: new MemoryView() };
    const judge = new Judge(this.#options.verifiers);
    const empty: ChainElection = { electionId, judge, ledger: () => ledger, height: 0 };
    this.#new.set(name, empty);
    for (const oldest of this.#new.keys()) {
      if (this.#new.size <= NEW_MAX) break;
      this.#new.delete(oldest);
    }
    return empty;
  }

  #founderOf(log: ElectionLog): number {
    const known = this.#begunBy.get(log);
    if (known !== undefined) return known;
    const entry = decodeEntry(log.store.entry(0) ?? new Uint8Array(0));
    const first = entry.ok ? decodeTransaction(entry.value.transaction) : entry;
    const founder = first.ok ? (first.value.signatures[0]?.index ?? 0) : 0;
    this.#begunBy.set(log, founder);
    return founder;
  }

  async #openLog(electionId: Bytes): Promise<Result<ElectionLog, LogError>> {
    const { home, ...shared } = this.#options;
    // Which elections begin is decided over a whole proposal (§06.9.7), before anything is committed.
    const options = { ...shared, mayEnter: () => true, mayFollow: true };
    const log = await ElectionLog.open(electionFolder(home, electionId), electionId, options);
    if (log.ok) this.#logs.set(toHex(electionId), log.value);
    return log;
  }

  async #forget(log: ElectionLog): Promise<void> {
    await log.close();
    this.#logs.delete(toHex(log.electionId));
    await clearElection(electionFolder(this.#options.home, log.electionId));
  }
}
