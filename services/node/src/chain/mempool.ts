import type { Bytes, Clock } from "@veche/base";
import { enters, type OutcomeCode, refuseChange } from "@veche/ledger";
import { refuseDefinition } from "../engine/definition.ts";
import type { ElectionLog } from "../engine/log.ts";
import { type CastParts, castParts, hasTicks, tickAfter, tickPlan } from "../engine/ticks.ts";
import type { ChainElection } from "./elections.ts";
import {
  type BlockPlace,
  type ChainReader,
  isBeyondBegun,
  isVotingNow,
  judgeProposal,
  typeOf,
} from "./judging.ts";
import { castOf, castStay, credentialKey, type Place, tickKey } from "./place.ts";
import {
  type ElectionItem,
  electionItemKey,
  type Item,
  isCastItem,
  itemKey,
  itemOf,
  PROPOSAL_LIMITS,
  proposalOf,
} from "./proposal.ts";
import { endsTheWait } from "./resend.ts";
import { SenderCounts, senderOf } from "./sender-limit.ts";

/** What admission says: an outcome of §06.6, or that as many casts wait for ticks as a block holds. */
export type Checked = { readonly code: OutcomeCode | "BUSY"; readonly waits?: true };

export type MempoolReader = ChainReader & { readonly log: (electionId: Bytes) => ElectionLog | undefined };

/** A place that CometBFT no longer speaks of is nobody's: it has thrown the transaction out without a word. */
const UNSEEN_BLOCKS = 30;
/** What is no cast and has not entered for so long is let go: whoever sent it offers it again. */
const WAIT_BLOCKS = 120;

/** Admission to a chain (§06.9.4, §06.9.5): what CometBFT's mempool may hold, and what a proposer may take from it now. */
export class ChainMempool {
  readonly #reader: MempoolReader;
  readonly #clock: Clock;
  readonly #heldBytesMax: number;
  readonly #places = new Map<string, Place>();
  /** One cast of a credential at a time: by election and credential, the name of its place. */
  readonly #credentials = new Map<string, string>();
  /** Verifications that began when a request had only been read. */
  readonly #foreseen = new Map<string, Promise<unknown>>();
  readonly #senders = new SenderCounts();
  #heldBytes = 0;
  #height = 0;
  /** Of the last block, ms. */
  #time = 0;

  /** @param heldBytesMax of casts that wait for their ticks, over all elections: what one block holds. */
  constructor(reader: MempoolReader, clock: Clock, heldBytesMax = PROPOSAL_LIMITS.casts) {
    this.#reader = reader;
    this.#clock = clock;
    this.#heldBytesMax = heldBytesMax;
  }

  get size(): number {
    return this.#places.size;
  }

  /** Block time of the last commit, ms; 0 before the first. */
  get time(): number {
    return this.#time;
  }

  /** Whether a cast of this credential waits here, other than the one of this hash. */
  holdsAnother(electionId: Bytes, credential: Bytes, hash: Bytes): boolean {
    const name = this.#credentials.get(credentialKey(electionId, credential));
    return name !== undefined && name !== electionItemKey(hash, electionId);
  }

  /** Has what a transaction needs verified, before its turn has come. Its turn judges anew. */
  foresee(bytes: Bytes): void {
    const item = itemOf(bytes);
    if (item?.kind !== "election") return;
    const name = itemKey(item);
    const log = this.#reader.log(item.electionId);
    if (log === undefined || this.#places.has(name) || this.#foreseen.has(name)) return;
    if (log.store.placeOf(item.hash) !== undefined) return;
    const election = this.#reader.election(item.electionId);
    // What fails here fails in its turn, where it is told.
    this.#foreseen.set(
      name,
      this.#judge(election, item, this.#now(election)).catch(() => undefined),
    );
  }

  /** A transaction that CometBFT offers for its mempool. */
  async check(bytes: Bytes): Promise<Checked> {
    const item = itemOf(bytes);
    if (item === undefined) return { code: "MALFORMED" };
    const name = itemKey(item);
    const foreseen = this.#foreseen.get(name);
    await foreseen;
    this.#foreseen.delete(name);
    return item.kind === "validators" ? this.#checkChange(item) : this.#checkElection(name, item);
  }

  /** What CometBFT holds, after a block: no proof and no signature is verified. */
  recheck(bytes: Bytes): Checked {
    const item = itemOf(bytes);
    if (item === undefined) return { code: "MALFORMED" };
    const name = itemKey(item);
    const place = this.#places.get(name) ?? this.#add(this.#placeOf(name, item, new Set()));
    place.seen = this.#height;
    place.age++;
    const code = this.#mayStay(place, item);
    if (code !== undefined) this.#drop(place);
    return { code: code ?? "ACCEPTED" };
  }

  /** Whether a transaction may stand in a block of this time, ms: a cast that waits for its tick may not (§06.9.5). */
  isDue(item: Item, time: number): boolean {
    const place = this.#places.get(itemKey(item));
    if (place !== undefined) return this.#isPlaceDue(place, time);
    return item.kind === "validators" || this.#dueOf(item, this.#clock()) === 0;
  }

  /** Forgets what stands in a block of `time` (ms) that was committed, and what CometBFT has forgotten. */
  committed({ height, time }: BlockPlace, items: readonly Item[]): void {
    this.#height = height;
    this.#time = time;
    const casts = this.#heldBytes === 0 ? [] : items.filter(isCastItem);
    const taken = new Set(casts.flatMap((item) => this.#tickOf(item) ?? []));
    for (const item of items) {
      const place = this.#places.get(itemKey(item));
      if (place !== undefined) this.#drop(place);
    }
    for (const place of [...this.#places.values()]) {
      if (place.seen < height - UNSEEN_BLOCKS) this.#drop(place);
      else if (place.heldBytes > 0 && taken.has(tickKey(place)) && this.#isPlaceDue(place, time)) {
        // Its tick has had its block (§06.5.5): until the next it would stand in the way of others.
        place.since = time;
      }
    }
  }

  #checkChange(item: Extract<Item, { readonly kind: "validators" }>): Checked {
    const { founders, members } = this.#reader;
    const refusal = refuseChange(founders, members, item.change, isVotingNow(this.#reader));
    if (refusal !== undefined) return { code: refusal.code };
    this.#add(this.#placeOf(itemKey(item), item, new Set()));
    return { code: "ACCEPTED" };
  }

  async #checkElection(name: string, item: ElectionItem): Promise<Checked> {
    if (this.#places.has(name)) return { code: "ACCEPTED" };
    if (this.#isInLog(item)) return { code: "ALREADY" };
    // ⚔ Before its signature is verified: of these there may be very many.
    if (isBeyondBegun(this.#reader, item)) return { code: "PHASE" };
    if (this.#senders.isFull(senderOf(item.electionId, item.transaction))) return { code: "BUSY" };
    const election = this.#reader.election(item.electionId);
    const { state } = election.ledger();
    const unread =
      state.election === undefined && refuseDefinition(state.genesis, item.electionId, item.transaction);
    if (unread) return { code: unread };
    const parts = item.isCast ? castParts(election.ledger(), item.transaction) : undefined;
    // Before anything is verified: a voter must not keep the node busy with ever new ballots while one waits.
    if (parts !== undefined && this.#isHeld(item.electionId, parts)) return { code: "CREDENTIAL_IN_BLOCK" };
    const now = this.#now(election);
    const due = this.#dueOf(item, now);
    const judged = await this.#judge(election, item, due || now);
    const { code } = judged.outcome;
    const waits = due > 0 ? ({ waits: true } as const) : {};
    const isBusy = due > 0 && this.#heldBytes + item.bytes.length > this.#heldBytesMax;
    if (!enters(judged.outcome) || isBusy) {
      election.judge.settle(judged.asked);
      return { code: enters(judged.outcome) ? "BUSY" : code };
    }
    if (!(await this.#isServed(election, item))) return { code: "GENESIS_MISMATCH" };
    this.#add(this.#placeOf(name, item, judged.asked));
    return { code, ...waits };
  }

  #judge(
    election: ChainElection,
    { transaction }: ElectionItem,
    time: number,
  ): ReturnType<ChainElection["judge"]["judge"]> {
    return election.judge.judge(election.ledger, () => time, transaction);
  }

  /** §06.9.4 */
  #now({ ledger }: ChainElection): number {
    return Math.max(this.#clock(), ledger().state.time + 1);
  }

  #isInLog({ electionId, hash }: ElectionItem): boolean {
    return this.#reader.log(electionId)?.store.placeOf(hash) !== undefined;
  }

  /** §06.9.7: whether what begins or opens an election would enter, alone. */
  async #isServed(election: ChainElection, item: ElectionItem): Promise<boolean> {
    const { state } = election.ledger();
    if (state.election !== undefined && typeOf(item.transaction) !== "open") return true;
    const place = { height: this.#height + 1, time: this.#now(election) };
    const { isWhole } = await judgeProposal(this.#reader, proposalOf([item]), place);
    return isWhole;
  }

  #isPlaceDue({ electionId, cast, heldBytes, since, isStalled }: Place, time: number): boolean {
    if (electionId === undefined || cast === undefined) return !isStalled;
    const ledger = this.#reader.election(electionId).ledger();
    // While voting is suspended they wait on (§06.5.4), and are not judged in vain.
    if (ledger.state.suspended) return false;
    return heldBytes === 0 || (tickAfter(tickPlan(ledger, cast.style), since) ?? since) <= time;
  }

  /** When a cast that comes at `now` may enter, ms; 0: at once. */
  #dueOf(item: ElectionItem, now: number): number {
    const ledger = this.#reader.election(item.electionId).ledger();
    const parts = item.isCast && hasTicks(ledger) ? castParts(ledger, item.transaction) : undefined;
    return (parts && tickAfter(tickPlan(ledger, parts.style), now)) ?? 0;
  }

  /** Names the style of a cast, whose tick it takes. */
  #tickOf({ electionId, transaction }: ElectionItem): string | undefined {
    const cast = castParts(this.#reader.election(electionId).ledger(), transaction);
    return cast && tickKey({ electionId, cast });
  }

  #isHeld(electionId: Bytes, { credential }: CastParts): boolean {
    return this.#credentials.has(credentialKey(electionId, credential));
  }

  #placeOf(name: string, item: Item, asked: ReadonlySet<string>): Place {
    const height = this.#height;
    const start = {
      ...{ name, asked, age: 0, seen: height, stays: undefined, heldBytes: 0, since: 0 },
      isStalled: false,
    };
    if (item.kind === "validators")
      return { ...start, electionId: undefined, cast: undefined, sender: undefined };
    const { electionId } = item;
    const sender = senderOf(electionId, item.transaction);
    const election = this.#reader.election(electionId);
    const cast = item.isCast ? castOf(election.ledger(), item) : undefined;
    const since = this.#now(election);
    const heldBytes = this.#dueOf(item, since) > 0 ? item.bytes.length : 0;
    return { ...start, electionId, cast, sender, since, heldBytes };
  }

  #add(place: Place): Place {
    this.#places.set(place.name, place);
    this.#senders.add(place.sender, 1);
    const { electionId, cast, heldBytes } = place;
    if (electionId === undefined || cast === undefined) return place;
    this.#credentials.set(credentialKey(electionId, cast.credential), place.name);
    this.#heldBytes += heldBytes;
    return place;
  }

  #drop(place: Place): void {
    const { name, electionId, cast, heldBytes, asked } = place;
    this.#places.delete(name);
    this.#senders.add(place.sender, -1);
    if (electionId === undefined) return;
    this.#reader.election(electionId).judge.settle(asked);
    if (cast === undefined) return;
    const key = credentialKey(electionId, cast.credential);
    if (this.#credentials.get(key) === name) this.#credentials.delete(key);
    this.#heldBytes -= heldBytes;
  }

  /** Why a transaction must leave the mempool; nothing if it may wait on. */
  #mayStay(place: Place, item: Item): OutcomeCode | undefined {
    if (item.kind === "validators") {
      const { sequence } = this.#reader.members;
      return item.change.body.sequence < sequence ? "ALREADY" : tooOld(place, "PHASE");
    }
    const election = this.#reader.election(item.electionId);
    const { size } = election.ledger().state.frontier;
    const { cast, stays } = place;
    if (stays?.size === size && this.#now(election) < stays.until) return undefined;
    if (this.#isInLog(item)) return "ALREADY";
    if (isBeyondBegun(this.#reader, item)) return "PHASE";
    if (cast !== undefined) {
      const stay = castStay(election.ledger(), cast);
      if ("code" in stay) return stay.code;
      place.stays = { size, until: stay.until };
      return this.#now(election) < stay.until ? undefined : "WINDOW_ENDED";
    }
    const code = this.#hope(election, item);
    place.isStalled = !enters({ code });
    return endsTheWait(code) ? code : tooOld(place, place.isStalled ? code : "PHASE");
  }

  /**
   * What would become of it in the next block, if its signatures are right. ⚔ Whoever may send one thing can send a thousand of it, of which
   * each would enter alone: those that no longer would must not stand before what others sent. A block's time lies between the last one's
   * and the clock.
   */
  #hope(election: ChainElection, { transaction }: ElectionItem): OutcomeCode {
    const { state } = election.ledger();
    const times = [this.#now(election), Math.max(this.#time, state.time + 1)];
    const codes = times.map((time) => election.judge.hope(election.ledger(), time, transaction).code);
    return codes.find((code) => enters({ code })) ?? (codes[0] as OutcomeCode);
  }
}

const tooOld = ({ age }: Place, code: OutcomeCode): OutcomeCode | undefined =>
  age > WAIT_BLOCKS ? code : undefined;
