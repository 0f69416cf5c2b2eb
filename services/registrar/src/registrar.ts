import type { Issued, RegistrarRefusalCode } from "@veche/api";
import {
  assert,
  type Bytes,
  type Clock,
  equalBytes,
  err,
  fromUtf8,
  ok,
  type Result,
  toHex,
} from "@veche/base";
import { type Known, type LedgerFollower, receiptFor } from "@veche/client";
import { blindedHash, issueHashOf } from "@veche/election";
import type { PersonId } from "@veche/election/person";
import { issuerSetOf, modulusOf, rollEntryRecord } from "@veche/ledger";
import { isInRange } from "./issuing/blinded.ts";
import { collectSignatures } from "./issuing/collect.ts";
import { ensureIssued, type Ledger, type Locked } from "./issuing/ensure-issued.ts";
import type { IssuerLink } from "./issuing/issuer-link.ts";
import { requestHash } from "./issuing/request-hash.ts";
import { outsideWindow, type Stage } from "./issuing/window.ts";
import { isSameRequest, type PollBook } from "./poll-book.ts";
import type { Account } from "./roll/make-roll.ts";

/** Where a person stands on the roll: what issuing needs, however they have shown who they are. */
export type RollAccount = Pick<Account, "person" | "style" | "entry">;

export type AccountBook = { readonly find: (person: PersonId) => Promise<RollAccount | undefined> };

/** `style`: the index that the voter's page believes in; `blinded`: of all m issuers, ascending. */
export type BallotRequest = {
  readonly style: number;
  readonly blinded: readonly Bytes[];
  /** When the voter first asked, ms, by a ticket of ours (L23); missing: now. */
  readonly askedAt?: number | undefined;
};

export type RegistrarParts = {
  readonly accounts: AccountBook;
  readonly pollBook: PollBook;
  readonly ledger: Ledger;
  /** By issuer: all m of the manifest, spares included. */
  readonly issuers: ReadonlyMap<number, IssuerLink>;
  readonly now: Clock;
  /** For the operator; nothing of a person is in it. */
  readonly report: (event: RegistrarEvent) => void;
};

export type RegistrarEvent =
  | { readonly event: "issuer-silent"; readonly issuer: number; readonly reason: string }
  | { readonly event: "issue-refused"; readonly outcome: string }
  /** Must not happen: look into it. */
  | { readonly event: "alarm"; readonly code: "LEDGER_CONFLICT" | "NOT_IN_ROLL" };

export type Checked<T> = Result<T, RegistrarRefusalCode>;
const refuse = (code: RegistrarRefusalCode): Result<never, RegistrarRefusalCode> => err(code);

/** An issuer may be replaced while its signature is waited for. */
const SETS_TRIED = 2;

/**
 * Issuing (§04.5): one person, one lock, one issueHash. Whatever was once begun goes on when the same request comes again; nothing
 * that a voter sends can end it half-way for good.
 */
export class Registrar {
  readonly #parts: RegistrarParts;
  readonly #serving = new Map<string, Promise<Checked<Issued>>>();
  readonly #receipts = new Map<number, string>();

  constructor(parts: RegistrarParts) {
    this.#parts = parts;
  }

  /** ⚔ For a person whose identity has been checked: what is sent here is not asked who it is. */
  async issueFor(account: RollAccount, request: BallotRequest): Promise<Checked<Issued>> {
    const locked = await this.#lock(account, request);
    if (!locked.ok) return locked;
    return this.#serveOnce(locked.value, request.blinded);
  }

  /** Paper, in the same poll book: `false` if the person has begun to vote electronically (L24). */
  async lockPaper(account: RollAccount): Promise<boolean> {
    const standing = await this.#parts.pollBook.lock(account.person, { kind: "paper" });
    return standing.kind === "paper";
  }

  /**
   * After a restart: posts what was locked and is not on the ledger. Returns how many are still not there. While the ledger is away nothing more
   * is tried: each try takes its whole patience, and whoever is waited for asks again.
   */
  async resume(): Promise<number> {
    const { pollBook, accounts, ledger } = this.#parts;
    let open = 0;
    let isAway = false;
    for await (const { person, channel } of pollBook.all()) {
      const account = channel.kind === "electronic" ? await accounts.find(person) : undefined;
      if (channel.kind !== "electronic" || account === undefined) continue;
      const { entry, style } = account;
      const isThere =
        ledger.follower.known && rollEntryRecord(ledger.follower.known.view, entry)?.issued !== undefined;
      if (isThere === true) continue;
      const { issueHash } = channel;
      if (!isAway) {
        const posted = await ensureIssued(ledger, { entry, style, issueHash });
        if (posted.ok) continue;
        isAway = posted.error === "LEDGER_UNAVAILABLE";
      }
      open++;
    }
    return open;
  }

  /** ⚔ Everything that could make the request worthless is checked before the lock; after it there is no way back. */
  async #lock(account: RollAccount, request: BallotRequest): Promise<Checked<Locked>> {
    const known = await this.#knownFor(account);
    if (!known.ok) return known;
    const { election, view } = known.value;
    const { manifest, electionId } = election;
    const { style, entry, person } = account;
    const styleId = manifest.styles[style]?.id;
    if (styleId === undefined || style !== request.style) return refuse("STYLE_DIFFERS");
    const moduli = moduliOf(known.value, style);
    const isWhole = moduli !== undefined && request.blinded.length === moduli.length;
    if (!isWhole || !request.blinded.every((one, at) => isInRange(one, moduli[at] as Bytes))) {
      return refuse(moduli === undefined ? "NOT_OPEN" : "BLINDED_WRONG");
    }
    const issueHash = issueHashOf(electionId, styleId, entry, request.blinded.map(blindedHash));
    const before = await this.#parts.pollBook.find(person);
    const record = rollEntryRecord(view, entry);
    if (before?.kind === "paper") return refuse("ON_PAPER");
    if (before !== undefined && !isSameRequest(before, issueHash)) return refuse("ISSUED_OTHERWISE");
    if (record?.style !== style) return this.#refused("NOT_IN_ROLL");
    if (record.issued !== undefined && !equalBytes(record.issued.hash, issueHash))
      return this.#refused("LEDGER_CONFLICT");
    const stage: Stage = record.issued !== undefined ? "issued" : before !== undefined ? "locked" : "new";
    const outside = await this.#outside(style, stage, request.askedAt);
    if (outside !== undefined) return refuse(outside);
    const standing = await this.#parts.pollBook.lock(person, {
      kind: "electronic",
      issueHash,
      requestHash: requestHash(electionId, request.blinded),
    });
    if (standing.kind === "paper") return refuse("ON_PAPER");
    return isSameRequest(standing, issueHash) ? ok({ entry, style, issueHash }) : refuse("ISSUED_OTHERWISE");
  }

  /** What the view lacks of keys and roll may have come meanwhile: then it looks again. */
  async #knownFor({ style, entry }: RollAccount): Promise<Checked<Known>> {
    const known = await this.known();
    const isWhole =
      known.ok &&
      moduliOf(known.value, style) !== undefined &&
      rollEntryRecord(known.value.view, entry) !== undefined;
    if (!known.ok || isWhole) return known;
    await this.#parts.ledger.follower.refresh();
    return this.known();
  }

  /** What looks ended may have been extended meanwhile, what looks closed may have opened: then it looks again. */
  async #outside(
    style: number,
    stage: Stage,
    askedAt: number | undefined,
  ): Promise<RegistrarRefusalCode | undefined> {
    const { follower } = this.#parts.ledger;
    const ask = (): RegistrarRefusalCode | undefined =>
      follower.known === undefined
        ? "NOT_OPEN"
        : outsideWindow(follower.known, style, stage, this.#parts.now(), askedAt);
    if (ask() === undefined) return undefined;
    await follower.refresh();
    return ask();
  }

  /** One at a time for each entry: a hundred impatient clicks are one transaction and one request to each issuer. */
  #serveOnce(locked: Locked, blinded: readonly Bytes[]): Promise<Checked<Issued>> {
    const name = toHex(locked.entry);
    const running = this.#serving.get(name);
    if (running !== undefined) return running;
    const serving = this.#serve(locked, blinded).finally(() => this.#serving.delete(name));
    this.#serving.set(name, serving);
    return serving;
  }

  async #serve(locked: Locked, blinded: readonly Bytes[]): Promise<Checked<Issued>> {
    const issued = await ensureIssued(this.#parts.ledger, locked);
    return issued.ok ? this.#answer(locked, blinded, issued.value.index) : this.#refused(issued.error);
  }

  async #answer(locked: Locked, blinded: readonly Bytes[], index: number): Promise<Checked<Issued>> {
    const { ledger, issuers, report } = this.#parts;
    const { follower, pace } = ledger;
    for (let tried = 0; tried < SETS_TRIED; tried++) {
      const known = await this.known();
      if (!known.ok) return known;
      const { election, state } = known.value;
      const { number, members } = issuerSetOf(state);
      const style = election.manifest.styles[locked.style]?.id ?? "";
      const request = {
        election: election.electionId,
        style,
        entry: locked.entry,
        hashes: blinded.map(blindedHash),
      };
      const moduli = moduliOf(known.value, locked.style) ?? [];
      const signatures = await collectSignatures(issuers, members, { request, blinded, moduli }, pace);
      if (signatures.ok) return this.#prove(locked, index, number, signatures.value);
      for (const silent of signatures.error) report({ event: "issuer-silent", ...silent });
      await follower.refresh();
      if (follower.known === undefined || issuerSetOf(follower.known.state).number === number) break;
    }
    return refuse("ISSUERS_UNAVAILABLE");
  }

  async #prove(
    { entry }: Locked,
    index: number,
    set: number,
    signatures: readonly Bytes[],
  ): Promise<Checked<Issued>> {
    const { follower } = this.#parts.ledger;
    const proof = await this.#receipt(index);
    const places = (follower.known?.landmarks ?? [])
      .filter(({ type }) => type === "issuer-set")
      .slice(0, set);
    const replacements = await Promise.all(places.map((place) => this.#receipt(place.index)));
    const texts = replacements.flatMap((text) => (text === undefined ? [] : [text]));
    if (proof === undefined || texts.length < set) return refuse("LEDGER_UNAVAILABLE");
    return ok({ entry, index, set, signatures, proof, replacements: texts });
  }

  /** A receipt stays right for ever; those of replacements are wanted by everybody. */
  async #receipt(index: number): Promise<string | undefined> {
    const { follower } = this.#parts.ledger;
    const known = this.#receipts.get(index);
    if (known !== undefined) return known;
    const receipt = await receiptFor(follower, index);
    const text = receipt.ok ? fromUtf8(receipt.value) : undefined;
    const isShared = follower.known?.landmarks.some((landmark) => landmark.index === index) === true;
    if (text !== undefined && isShared) this.#receipts.set(index, text);
    return text;
  }

  /** The verified view of the log; looked for if there is none yet. */
  async known(): Promise<Checked<Known>> {
    const { follower } = this.#parts.ledger;
    if (follower.fault !== undefined) return refuse("LEDGER_HALTED");
    if (follower.known !== undefined) return ok(follower.known);
    const refreshed = await follower.refresh();
    if (!refreshed.ok)
      return refuse(refreshed.error.kind === "server" ? "LEDGER_UNAVAILABLE" : "LEDGER_HALTED");
    const known: Known | undefined = (follower as LedgerFollower).known;
    assert(known !== undefined, "a refreshed view is known");
    return ok(known);
  }

  #refused(code: RegistrarRefusalCode): Result<never, RegistrarRefusalCode> {
    if (code === "LEDGER_CONFLICT" || code === "NOT_IN_ROLL") this.#parts.report({ event: "alarm", code });
    return refuse(code);
  }
}

/** The moduli of all m issuers for a style, ascending; `undefined` while one is missing. */
function moduliOf({ election, view }: Known, style: number): readonly Bytes[] | undefined {
  const moduli = election.manifest.issuers.members.map((_, at) => modulusOf(view, at + 1, style));
  return moduli.every((modulus) => modulus !== undefined) ? moduli : undefined;
}
