import {
  assert,
  BugError,
  type Bytes,
  equalBytes,
  err,
  ok,
  type RandomBytes,
  type Result,
} from "@veche/base";
import { decodeManifest, type Election, type Manifest } from "@veche/election";
import { verifyEd25519Strict } from "@veche/group";
import {
  decodeEntry,
  type Entry,
  initialState,
  type LedgerState,
  type LedgerView,
  MemoryView,
} from "@veche/ledger";
import {
  type CheckpointPolicy,
  EMPTY_FRONTIER,
  type Frontier,
  frontierRoot,
  verifyCheckpoint,
} from "@veche/tlog";
import { AskingOrder } from "./asking-order.ts";
import type { CheckLevel } from "./check-levels.ts";
import { forkEvidence, refusedEvidence } from "./evidence.ts";
import { findManifest, manifestIn } from "./first-contact.ts";
import { compareLogs, copyEntries, frontierOver } from "./log-copy.ts";
import type { Evidence, FollowError, LogFault, ServerFault } from "./log-faults.ts";
import type { LinkError, NodeLink } from "./node-link.ts";
import { policyOf } from "./policy.ts";
import { type Landmark, replayBatch } from "./replay-batch.ts";
import { readEntry, type ViewStorage } from "./storage.ts";

export type FollowerOptions = {
  /** Learnt outside the ledger: the trust root (§00.3). */
  readonly electionId: Bytes;
  /** At least one; the next is asked when one fails. */
  readonly nodes: readonly NodeLink[];
  readonly storage: ViewStorage;
  readonly level: CheckLevel;
  readonly randomBytes: RandomBytes;
};

/** A checkpoint that satisfies the manifest (§07.4) and continues every one accepted before. `note`: as it was signed. */
export type AcceptedCheckpoint = { readonly note: Bytes; readonly size: number; readonly root: Bytes };

/** What a party knows of an election: all of it verified, and durable. */
export type Known = {
  readonly election: Election;
  readonly checkpoint: AcceptedCheckpoint;
  readonly state: LedgerState;
  /** Changes together with `state`, at the next refresh: read what you need before you wait for anything. */
  readonly view: LedgerView;
  readonly landmarks: readonly Landmark[];
};

const PAST_MAX = 16;

export type Advance = { readonly from: number; readonly to: number };

/**
 * A party's own view of one election's log (ADR 0005). It believes no node: checkpoint against the manifest's policy, consistency by
 * recomputing the tree over its own entries, every entry by the state machine. Nothing is known before it is durable. ⚔ A log
 * that was signed and breaks the rules stops it for good, with evidence.
 */
export class LedgerFollower {
  readonly #options: FollowerOptions;
  readonly #order: AskingOrder;
  readonly #view = new MemoryView();
  #election: { readonly election: Election; readonly policy: CheckpointPolicy } | undefined;
  #known: Known | undefined;
  /** As the log was at the last accepted checkpoints: a node that is a little behind is compared without reading all. */
  #past: readonly Frontier[] = [];
  #fault: LogFault | undefined;
  #running: Promise<unknown> = Promise.resolve();
  #waiting: Promise<Result<Advance, FollowError>> | undefined;

  private constructor(options: FollowerOptions) {
    assert(options.nodes.length > 0, "a follower needs a node to ask");
    this.#options = options;
    this.#order = new AskingOrder(options.nodes);
  }

  /** Takes up the stored view, verified again; asks no node. */
  static async open(options: FollowerOptions): Promise<Result<LedgerFollower, FollowError>> {
    const follower = new LedgerFollower(options);
    const resumed = await follower.#resume();
    return resumed.ok ? ok(follower) : resumed;
  }

  get electionId(): Bytes {
    return this.#options.electionId;
  }

  /** `undefined` before the first successful refresh of a new view. */
  get known(): Known | undefined {
    return this.#known;
  }

  /** Why this party stopped for good, once it has (§04.5.4): nothing may be signed any more. */
  get fault(): LogFault | undefined {
    return this.#fault;
  }

  /** The one that showed the last news comes first. */
  get nodes(): readonly NodeLink[] {
    return this.#order.nodes;
  }

  /** Looks for news. Calls that come while one is under way share the next one. */
  refresh(): Promise<Result<Advance, FollowError>> {
    if (this.#waiting === undefined) {
      const next = this.#running.then(() => {
        this.#waiting = undefined;
        const now = this.#refreshNow();
        this.#running = now.catch(() => undefined);
        return now;
      });
      this.#waiting = next;
    }
    return this.#waiting;
  }

  /** A known entry; `undefined` beyond the accepted checkpoint. */
  async entry(index: number): Promise<Entry | undefined> {
    if (index >= (this.#known?.checkpoint.size ?? 0)) return undefined;
    const bytes = await readEntry(this.#options.storage, index);
    const entry = bytes === undefined ? undefined : decodeEntry(bytes);
    if (entry === undefined || !entry.ok) throw new BugError(`entry ${index} is stored and cannot be read`);
    return entry.value;
  }

  async close(): Promise<void> {
    await this.#running;
    await this.#options.storage.close();
  }

  async #resume(): Promise<Result<undefined, FollowError>> {
    const { storage, electionId } = this.#options;
    const { checkpoint: note, size: stored } = await storage.load();
    if (note === undefined) {
      await storage.truncate(0);
      return ok(undefined);
    }
    const corrupt = (reason: string) => err({ kind: "view", code: "STORAGE_CORRUPT", reason } as const);
    const manifest = await manifestIn(storage.read(0, stored), electionId);
    if (manifest === undefined) return corrupt("the stored entries hold no manifest of this election");
    const met = this.#meet(manifest);
    if (!met.ok) return met;
    const verified = verifyCheckpoint(note, met.value.policy, verifyEd25519Strict);
    if (!verified.ok) return corrupt(`stored checkpoint: ${verified.error.code}`);
    const { size, root } = verified.value.checkpoint;
    if (size > stored) return corrupt(`${stored} entries are stored, the checkpoint has ${size}`);
    await storage.truncate(size);
    const frontier = await frontierOver(storage.read(0, size));
    if (!equalBytes(frontierRoot(frontier), root))
      return corrupt("the stored entries do not lead to the root");
    const replayed = await this.#replay(met.value.election, size);
    if (!replayed.ok) return corrupt(`entry ${replayed.error.index}: ${replayed.error.code}`);
    this.#take({ note, size, root }, met.value.election, replayed.value);
    return ok(undefined);
  }

  /** ⚔ "Nothing new" is believed of all nodes only: one that has stopped, or hides what comes, must not stop this party too. */
  async #refreshNow(): Promise<Result<Advance, FollowError>> {
    const { awake, resting } = this.#order.next();
    let failed: Result<Advance, FollowError> | undefined;
    let same: Result<Advance, FollowError> | undefined;
    for (const link of [...awake, ...resting]) {
      if (this.#fault !== undefined) return err(this.#fault);
      if (same !== undefined && resting.includes(link)) break;
      const answer = await this.#refreshFrom(link);
      if (!answer.ok && answer.error.kind !== "server") return answer;
      if (answer.ok) this.#order.answered(link);
      else this.#order.failed(link);
      if (answer.ok && answer.value.to > answer.value.from) {
        this.#order.hasNews(link);
        return answer;
      }
      if (answer.ok) same ??= answer;
      else failed ??= answer;
    }
    return (same ?? failed) as Result<Advance, FollowError>;
  }

  async #refreshFrom(link: NodeLink): Promise<Result<Advance, FollowError>> {
    const note = await link.checkpoint();
    if (!note.ok) return err(serverFault(link, note.error));
    const met = await this.#electionFrom(link, note.value);
    if (!met.ok) return met;
    const { election, policy } = met.value;
    // §07.4.1
    const verified = verifyCheckpoint(note.value, policy, verifyEd25519Strict);
    if (!verified.ok)
      return err(serverFault(link, { code: "CHECKPOINT_REFUSED", reason: verified.error.code }));
    const { size, root } = verified.value.checkpoint;
    const offered = { note: note.value, size, root };
    const own = this.#frontier();
    if (size > own.size) return this.#grow(link, election, offered, own);
    const ownRoot = size === own.size ? frontierRoot(own) : frontierRoot(await this.#frontierAt(size));
    if (!equalBytes(ownRoot, root)) return this.#accuseOfFork(link, offered);
    if (size === own.size && this.#known !== undefined) return ok({ from: size, to: size });
    const reason = `${size} entries, ${own.size} were accepted`;
    return err(serverFault(link, { code: "SHRUNK", reason }));
  }

  /** ⚔ Entries first, root next, rules last: garbage of a node is not taken for a log that somebody signed. */
  async #grow(
    link: NodeLink,
    election: Election,
    offered: AcceptedCheckpoint,
    own: Frontier,
  ): Promise<Result<Advance, FollowError>> {
    const { storage } = this.#options;
    // What a download that was broken off may have left.
    await storage.truncate(own.size);
    const copied = await copyEntries(link, storage, own, offered.size);
    if (!copied.ok || !equalBytes(frontierRoot(copied.value), offered.root)) {
      await storage.truncate(own.size);
      return copied.ok ? this.#accuseOfFork(link, offered) : err(serverFault(link, copied.error));
    }
    const replayed = await this.#replay(election, offered.size);
    if (!replayed.ok) {
      const evidence = await refusedEvidence(storage, this.#known?.checkpoint, offered, replayed.error);
      await storage.truncate(own.size);
      return err(this.#halt(evidence));
    }
    await storage.commit(offered.note);
    this.#take(offered, election, replayed.value);
    return ok({ from: own.size, to: offered.size });
  }

  /** The roots do not agree: either the log was forked, or this node does not serve what was signed. */
  async #accuseOfFork(link: NodeLink, offered: AcceptedCheckpoint): Promise<Result<Advance, FollowError>> {
    const { storage } = this.#options;
    const differ = (reason: string): ServerFault => serverFault(link, { code: "ENTRIES_DIFFER", reason });
    const accepted = this.#known?.checkpoint;
    if (accepted === undefined) return err(differ("the entries do not lead to the root of the checkpoint"));
    const compared = await compareLogs(link, storage, accepted.size, offered.size);
    const evidence = await forkEvidence(storage, accepted, offered, compared.ok ? compared.value : undefined);
    if (evidence === undefined) return err(differ("the entries do not lead to the root of the checkpoint"));
    return err(this.#halt(evidence));
  }

  #halt(evidence: Evidence): LogFault {
    this.#fault = { kind: "log", code: evidence.kind, evidence };
    return this.#fault;
  }

  async #electionFrom(
    link: NodeLink,
    note: Bytes,
  ): Promise<Result<{ readonly election: Election; readonly policy: CheckpointPolicy }, FollowError>> {
    if (this.#election !== undefined) return ok(this.#election);
    const manifest = await findManifest(link, note, this.#options.electionId);
    return manifest.ok ? this.#meet(manifest.value) : err(serverFault(link, manifest.error));
  }

  /** The bytes hash to the electionId: whether the manifest keeps the rules is nobody else's word either. */
  #meet(
    bytes: Bytes,
  ): Result<{ readonly election: Election; readonly policy: CheckpointPolicy }, FollowError> {
    const manifest: Result<Manifest, { readonly rule: string; readonly reason: string }> =
      decodeManifest(bytes);
    if (!manifest.ok) {
      const reason = `${manifest.error.rule}: ${manifest.error.reason}`;
      return err({ kind: "view", code: "MANIFEST_INVALID", reason });
    }
    const election = { electionId: this.#options.electionId, manifest: manifest.value };
    this.#election = { election, policy: policyOf(manifest.value) };
    return ok(this.#election);
  }

  #replay(election: Election, size: number): ReturnType<typeof replayBatch> {
    const { storage, level, randomBytes } = this.#options;
    const { manifest, electionId } = election;
    const state = this.#known?.state ?? initialState(electionId, manifest.genesis);
    const start = { state, view: this.#view, level, randomBytes };
    return replayBatch(start, storage.read(state.frontier.size, size));
  }

  /** Everything at once, without waiting in between: nobody sees half of it. */
  #take(
    checkpoint: AcceptedCheckpoint,
    election: Election,
    replayed: Extract<Awaited<ReturnType<typeof replayBatch>>, { ok: true }>["value"],
  ): void {
    const { state, writes } = replayed;
    assert(
      equalBytes(frontierRoot(state.frontier), checkpoint.root),
      "the state machine builds the same tree",
    );
    this.#view.commit(writes);
    this.#past = [...this.#past.slice(1 - PAST_MAX), state.frontier];
    const landmarks = [...(this.#known?.landmarks ?? []), ...replayed.landmarks];
    this.#known = { election, checkpoint, state, view: this.#view, landmarks };
  }

  #frontier(): Frontier {
    return this.#known?.state.frontier ?? EMPTY_FRONTIER;
  }

  #frontierAt(size: number): Promise<Frontier> {
    const before = this.#past.findLast((frontier) => frontier.size <= size) ?? EMPTY_FRONTIER;
    return frontierOver(this.#options.storage.read(before.size, size), before);
  }
}

function serverFault(
  link: NodeLink,
  { code, reason }: LinkError | Pick<ServerFault, "code" | "reason">,
): ServerFault {
  return { kind: "server", node: link.base, code, reason };
}
