import type { IssuerRefusalCode, Signed, Signing } from "@veche/api";
import { assert, type Bytes, type Clock, compareBytes, equalBytes, err, ok, type Result } from "@veche/base";
import type { Known, LedgerFollower } from "@veche/client";
import type { OnceBook } from "@veche/client/folder";
import { rawSign, type SignerKey } from "@veche/crypto/signer";
import { blindedHash, issueHashOf } from "@veche/election";
import { BODIES, type Body, decodeTransaction, modulusOf, rollEntryRecord, styleStatus } from "@veche/ledger";

export type IssuerParts = {
  /** This issuer's index in the manifest, from 1. */
  readonly issuer: number;
  /** One key for each ballot style, by the style's index. */
  readonly keys: ReadonlyMap<number, SignerKey>;
  /** Its own view of the election: nobody else's word counts. */
  readonly follower: LedgerFollower;
  /** rollEntry → issueHash, for ever. */
  readonly journal: Pick<OnceBook, "bind">;
  readonly now: Clock;
};

export type IssuerRefusal = { readonly code: IssuerRefusalCode };
type Checked<T> = Result<T, IssuerRefusal>;

/** A request whose own contents agree with each other, and what it would be signed with. */
type Wanted = { readonly style: number; readonly key: SignerKey; readonly issueHash: Bytes };

/**
 * One issuer (§04.5.4): signs blindly what the ledger says was issued, and nothing else. Each answer depends on its own verified
 * view, its own journal and its own clock.
 */
export class Issuer {
  readonly #parts: IssuerParts;

  constructor(parts: IssuerParts) {
    this.#parts = parts;
  }

  async sign(request: Signing): Promise<Checked<Signed>> {
    const known = await this.#knownElection(request.election);
    if (!known.ok) return known;
    const wanted = this.#checkRequest(known.value, request);
    if (!wanted.ok) return wanted;
    const { style, key, issueHash } = wanted.value;
    const issued = await this.#issued(request.entry);
    if (!issued.ok) return issued;
    const { body, known: now } = issued.value;
    if (body.style !== style || !equalBytes(body.hash, issueHash)) return refuse("ISSUE_DIFFERS");
    const set = this.#newestSet(now, body.set);
    if (set === undefined) return refuse("NOT_IN_SET");
    if (await this.#hasEnded(style)) return refuse("WINDOW_ENDED");
    // ⚔ A10 The hash that stands for this entry, on the disk before anything is signed.
    const bound = await this.#parts.journal.bind(request.entry, issueHash);
    if (!equalBytes(bound, issueHash)) return refuse("SECOND_HASH");
    // The log may have been found forged while this waited.
    if (this.#parts.follower.fault !== undefined) return refuse("VIEW_HALTED");
    const signature = rawSign(key, request.blinded);
    return signature.ok
      ? ok({ issuer: this.#parts.issuer, set, signature: signature.value })
      : refuse("SIGNING_FAILED");
  }

  async #knownElection(electionId: Bytes): Promise<Checked<Known>> {
    const { follower } = this.#parts;
    if (!equalBytes(electionId, follower.electionId)) return refuse("UNKNOWN_ELECTION");
    if (follower.fault !== undefined) return refuse("VIEW_HALTED");
    return follower.known === undefined ? this.#refreshed() : ok(follower.known);
  }

  async #refreshed(): Promise<Checked<Known>> {
    const { follower } = this.#parts;
    const refreshed = await follower.refresh();
    if (!refreshed.ok) return refuse(refreshed.error.kind === "server" ? "VIEW_UNAVAILABLE" : "VIEW_HALTED");
    const { known } = follower;
    assert(known !== undefined, "a refreshed view is known");
    return ok(known);
  }

  /** Whatever can be told from the request, the manifest and the own key. ⚔ All m hashes are bound, and the one that is signed is among them. */
  #checkRequest({ election, view }: Known, request: Signing): Checked<Wanted> {
    const { issuer, keys } = this.#parts;
    const { manifest, electionId } = election;
    const style = manifest.styles.findIndex(({ id }) => id === request.style);
    const key = keys.get(style);
    const modulus = key === undefined ? undefined : modulusOf(view, issuer, style);
    if (key === undefined || modulus === undefined || !equalBytes(modulus, key.modulus))
      return refuse("UNKNOWN_STYLE");
    if (request.hashes.length !== manifest.issuers.members.length) return refuse("MALFORMED");
    // §04.5.1
    const isZero = request.blinded.every((byte) => byte === 0);
    const inRange = request.blinded.length === key.modulus.length && !isZero;
    if (!inRange || compareBytes(request.blinded, key.modulus) >= 0) return refuse("BLINDED_RANGE");
    const own = request.hashes[issuer - 1];
    if (own === undefined || !equalBytes(blindedHash(request.blinded), own)) return refuse("HASH_DIFFERS");
    return ok({
      style,
      key,
      issueHash: issueHashOf(electionId, request.style, request.entry, request.hashes),
    });
  }

  /** The `issue` of an entry in the own view; looks for news once if it is not there. The state machine has checked its signature. */
  async #issued(entry: Bytes): Promise<Checked<{ readonly known: Known; readonly body: Body<"issue"> }>> {
    const { follower } = this.#parts;
    const placeIn = (known: Known | undefined): number | undefined =>
      known === undefined ? undefined : rollEntryRecord(known.view, entry)?.issued?.at;
    if (placeIn(follower.known) === undefined) {
      const refreshed = await this.#refreshed();
      if (!refreshed.ok) return refreshed;
    }
    const { known } = follower;
    const at = placeIn(known);
    if (known === undefined || at === undefined) return refuse("NOT_ISSUED");
    const stored = await follower.entry(at);
    const transaction = stored === undefined ? undefined : decodeTransaction(stored.transaction);
    const body = transaction?.ok ? BODIES.issue(transaction.value.body, "") : undefined;
    assert(body?.ok === true, "where the state machine saw an issue there is one");
    return ok({ known, body: body.value });
  }

  /** §04.5.4: in the set that `issue` names, or in a later one that is the current one. ⚔ A spare is in neither. */
  #newestSet({ state }: Known, named: number): number | undefined {
    const current = state.issuerSets.length - 1;
    return [current, named].find(
      (set) => set >= named && state.issuerSets[set]?.includes(this.#parts.issuer) === true,
    );
  }

  /** By its clock and by the ledger. What looks ended may have been extended: then it looks again. */
  async #hasEnded(style: number): Promise<boolean> {
    if (!this.#isOver(style)) return false;
    await this.#parts.follower.refresh();
    return this.#isOver(style);
  }

  #isOver(style: number): boolean {
    const { known } = this.#parts.follower;
    if (known === undefined || known.state.phase !== "open") return true;
    const { castEnds } = styleStatus(known.state, known.view, style);
    return this.#parts.now() >= castEnds || known.state.time >= castEnds;
  }
}

const refuse = (code: IssuerRefusalCode): Result<never, IssuerRefusal> => err({ code });
