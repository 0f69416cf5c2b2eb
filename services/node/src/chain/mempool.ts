import { type Bytes, type Clock, toHex } from "@veche/base";
import { decodeManifest, splitBallot } from "@veche/election";
import {
  credentialRecord,
  decodeTransaction,
  enters,
  type OutcomeCode,
  refuseChange,
  styleStatus,
} from "@veche/ledger";
import { isOriginTaken } from "../engine/founding.ts";
import type { ElectionLog } from "../engine/log.ts";
import { type CastParts, castParts, hasTicks, tickAfter, tickPlan } from "../engine/ticks.ts";
import type { Ledger } from "../verify/ledger.ts";
import type { ChainElection } from "./elections.ts";
import { type ChainReader, isOurs, isVotingNow, typeOf } from "./judging.ts";
import { type ElectionItem, type Item, itemKey, itemOf, PROPOSAL_LIMITS } from "./proposal.ts";

/** What admission says: an outcome of §06.6, or that as many casts wait for ticks as a block holds. */
export type Checked = { readonly code: OutcomeCode | "BUSY"; readonly waits?: true };

export type MempoolReader = ChainReader & { readonly log: (electionId: Bytes) => ElectionLog | undefined };

/** What is known of a transaction that CometBFT holds in its mempool. */
type Place = {
  readonly name: string;
  readonly electionId: Bytes | undefined;
  /** Of a cast: of whom, and which of theirs. */
  readonly cast: (CastParts & { readonly seq: number; readonly bytes: number }) | undefined;
  /** When it may enter (§06.5.5), ms; 0: at once. */
  readonly due: number;
  /** Questions whose answers it needs. */
  readonly asked: ReadonlySet<string>;
  /** Blocks that it has waited for. */
  age: number;
  /** The height at which CometBFT was last known to hold it. */
  seen: number;
};

/** A place that CometBFT no longer speaks of is nobody's: it has thrown the transaction out without a word. */
const UNSEEN_BLOCKS = 30;
/** What is no cast and has not entered for so long is let go: whoever sent it offers it again. */
const WAIT_BLOCKS = 120;

/** Refusals of what can never enter, whatever else happens. */
const NEVER: readonly string[] = [
  "ALREADY",
  "MALFORMED",
  "TOO_LARGE",
  "MANIFEST_INVALID",
  "GENESIS_MISMATCH",
];

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
  #heldBytes = 0;
  #height = 0;

  /** @param heldBytesMax of casts that wait for their ticks, over all elections: what one block holds. */
  constructor(reader: MempoolReader, clock: Clock, heldBytesMax = PROPOSAL_LIMITS.casts) {
    this.#reader = reader;
    this.#clock = clock;
    this.#heldBytesMax = heldBytesMax;
  }

  get size(): number {
    return this.#places.size;
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
    if (place !== undefined) return place.due <= time;
    return item.kind === "validators" || this.#dueOf(item) === 0;
  }

  /** Forgets what stands in a block that was committed, and what CometBFT has forgotten. */
  committed(height: number, items: readonly Item[]): void {
    this.#height = height;
    for (const item of items) {
      const place = this.#places.get(itemKey(item));
      if (place !== undefined) this.#drop(place);
    }
    for (const place of [...this.#places.values()]) {
      if (place.seen < height - UNSEEN_BLOCKS) this.#drop(place);
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
    if (!this.#isServed(item)) return { code: "GENESIS_MISMATCH" };
    const election = this.#reader.election(item.electionId);
    const parts = item.isCast ? castParts(election.ledger(), item.transaction) : undefined;
    // Before anything is verified: a voter must not keep the node busy with ever new ballots while one waits.
    if (parts !== undefined && this.#isHeld(item.electionId, parts)) return { code: "CREDENTIAL_IN_BLOCK" };
    const due = this.#dueOf(item);
    const judged = await this.#judge(election, item, due || this.#now(election));
    const { code } = judged.outcome;
    const waits = due > 0 ? ({ waits: true } as const) : {};
    const isBusy = due > 0 && this.#heldBytes + item.bytes.length > this.#heldBytesMax;
    if (!enters(judged.outcome) || isBusy) {
      election.judge.settle(judged.asked);
      return { code: enters(judged.outcome) ? "BUSY" : code };
    }
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

  /** §06.9.7, as far as one transaction tells. */
  #isServed({ electionId, transaction }: ElectionItem): boolean {
    const type = typeOf(transaction);
    const { members } = this.#reader;
    if (type === "open") {
      const { election } = this.#reader.election(electionId).ledger().state;
      return election === undefined || isOurs(election.manifest, members);
    }
    const decoded = type === "define" ? decodeTransaction(transaction) : undefined;
    const { manifest: bytes } = decoded?.ok ? decoded.value.body : {};
    const manifest = bytes instanceof Uint8Array ? decodeManifest(bytes) : undefined;
    if (!manifest?.ok) return true;
    const { origin } = manifest.value;
    return isOurs(manifest.value, members) && !isOriginTaken(this.#reader.states(), origin, electionId);
  }

  /** When a cast may enter, ms; 0: at once. */
  #dueOf(item: ElectionItem): number {
    const election = this.#reader.election(item.electionId);
    const ledger = election.ledger();
    const parts = item.isCast && hasTicks(ledger) ? castParts(ledger, item.transaction) : undefined;
    return (parts && tickAfter(tickPlan(ledger, parts.style), this.#now(election))) ?? 0;
  }

  #isHeld(electionId: Bytes, { credential }: CastParts): boolean {
    return this.#credentials.has(credentialKey(electionId, credential));
  }

  #placeOf(name: string, item: Item, asked: ReadonlySet<string>): Place {
    const start = { name, asked, age: 0, seen: this.#height };
    if (item.kind === "validators") return { ...start, electionId: undefined, cast: undefined, due: 0 };
    const { electionId } = item;
    const ledger = this.#reader.election(electionId).ledger();
    const cast = item.isCast ? castOf(ledger, item) : undefined;
    return { ...start, electionId, cast, due: this.#dueOf(item) };
  }

  #add(place: Place): Place {
    this.#places.set(place.name, place);
    const { electionId, cast, due } = place;
    if (electionId === undefined || cast === undefined) return place;
    this.#credentials.set(credentialKey(electionId, cast.credential), place.name);
    if (due > 0) this.#heldBytes += cast.bytes;
    return place;
  }

  #drop(place: Place): void {
    const { name, electionId, cast, due, asked } = place;
    this.#places.delete(name);
    if (electionId === undefined) return;
    this.#reader.election(electionId).judge.settle(asked);
    if (cast === undefined) return;
    const key = credentialKey(electionId, cast.credential);
    if (this.#credentials.get(key) === name) this.#credentials.delete(key);
    if (due > 0) this.#heldBytes -= cast.bytes;
  }

  /** Why a transaction must leave the mempool; nothing if it may wait on. */
  #mayStay(place: Place, item: Item): OutcomeCode | undefined {
    if (item.kind === "validators") {
      const { sequence } = this.#reader.members;
      return item.change.body.sequence < sequence ? "ALREADY" : tooOld(place, "PHASE");
    }
    if (this.#isInLog(item)) return "ALREADY";
    const election = this.#reader.election(item.electionId);
    if (place.cast !== undefined) return castGone(election.ledger(), place.cast, this.#now(election));
    const { code } = election.judge.hope(election.ledger(), this.#now(election), item.transaction);
    return NEVER.includes(code) ? code : tooOld(place, code === "ACCEPTED" ? "PHASE" : code);
  }
}

const tooOld = ({ age }: Place, code: OutcomeCode): OutcomeCode | undefined =>
  age > WAIT_BLOCKS ? code : undefined;

const credentialKey = (electionId: Bytes, credential: Bytes): string =>
  `${toHex(electionId)} ${toHex(credential)}`;

function castOf(ledger: Ledger, { transaction, bytes }: ElectionItem): Place["cast"] {
  const parts = castParts(ledger, transaction);
  return parts && { ...parts, seq: seqOf(ledger, transaction), bytes: bytes.length };
}

function seqOf({ state }: Ledger, transaction: Bytes): number {
  const decoded = decodeTransaction(transaction);
  const { ballot } = decoded.ok ? decoded.value.body : {};
  const { election } = state;
  if (!(ballot instanceof Uint8Array) || election === undefined) return 0;
  const parts = splitBallot(ballot, election.manifest);
  return parts.ok ? parts.value.seq : 0;
}

/** From the credential's record alone: seq, style and window. */
function castGone(
  { state, view }: Ledger,
  { credential, style, seq }: NonNullable<Place["cast"]>,
  now: number,
): OutcomeCode | undefined {
  if (state.phase !== "open") return "PHASE";
  const record = credentialRecord(view, credential);
  if (record !== undefined && (record.style !== style || seq < record.ballotHashes.length))
    return "SEQ_WRONG";
  return now >= styleStatus(state, view, style).castEnds ? "WINDOW_ENDED" : undefined;
}
