import type { IssuerRefusalCode, Signed, Signing } from "@veche/api";
import { assert, type Bytes, type Clock, equalBytes, err, ok, type Result } from "@veche/base";
import { rawSign } from "@veche/crypto/signer";
import { decodeTransaction } from "@veche/ledger";
import type { IssuerKeys } from "../keys.ts";
import type { Journal } from "./journal.ts";
import { type Claim, judgeRequest } from "./judge.ts";
import type { OwnLedger } from "./own-ledger.ts";

export type DeskOptions = {
  readonly electionId: Bytes;
  /** Index of this issuer in the manifest, from 1. */
  readonly issuer: number;
  readonly keys: IssuerKeys;
  readonly ledger: OwnLedger;
  readonly journal: Journal;
  readonly clock: Clock;
  /** What the operator should hear of. Nothing of a request is in it (L12). */
  readonly report: (event: DeskEvent) => void;
};

export type DeskEvent =
  /** No log that can be verified is to be had; `code` of the trouble. */
  | { readonly event: "view-lost"; readonly code: string }
  | { readonly event: "view-back" }
  /** Authorities signed what they must not have signed: nothing is signed any more. */
  | { readonly event: "halted"; readonly code: string }
  /** What cannot happen while log, journal and key are whole. */
  | { readonly event: "alarm"; readonly code: "SECOND_HASH" | "SIGNING_FAILED" };

export type IssuerRefusal = { readonly code: IssuerRefusalCode };

/** What a newer view may answer otherwise: an `issue`, an `issuer-set` or an `extend` may have come. */
const MAY_CHANGE: ReadonlySet<IssuerRefusalCode> = new Set(["NOT_ISSUED", "NOT_IN_SET", "WINDOW_ENDED"]);

/**
 * One issuer of one election (§04.5.4): signs blindly what its own verified view of the ledger shows as issued, one request for each
 * roll entry, for ever. It knows neither who asks nor what it signs, and believes nothing that it is told.
 */
export class IssuerDesk {
  readonly #options: DeskOptions;
  #isHalted = false;
  #isViewLost = false;

  constructor(options: DeskOptions) {
    this.#options = options;
  }

  get electionId(): Bytes {
    return this.#options.electionId;
  }

  /** True once the log was seen to be tampered with; the ledger has the evidence. */
  get isHalted(): boolean {
    return this.#isHalted;
  }

  /**
   * The signature on one blinded message, or why there is none. The same request gets the same answer again; calls may run side by
   * side. Throws if the journal cannot be written: then nothing was signed.
   */
  async sign(signing: Signing): Promise<Result<Signed, IssuerRefusal>> {
    const code = await this.#attempt(signing);
    if (typeof code !== "string") return ok(code);
    if (!MAY_CHANGE.has(code) && this.#options.ledger.known !== undefined) return err({ code });
    const trouble = await this.look();
    if (trouble !== undefined) return err({ code: trouble });
    const again = await this.#attempt(signing);
    return typeof again === "string" ? err({ code: again }) : ok(again);
  }

  /** Brings the view up to date; also without a request, so that a fork is noticed soon. */
  async look(): Promise<"VIEW_HALTED" | "VIEW_UNAVAILABLE" | undefined> {
    if (this.#isHalted) return "VIEW_HALTED";
    const { ledger, report } = this.#options;
    const looked = await ledger.refresh();
    if (looked.ok) {
      if (this.#isViewLost) report({ event: "view-back" });
      this.#isViewLost = false;
      return undefined;
    }
    const { kind, code } = looked.error;
    if (kind === "log") {
      if (!this.#isHalted) report({ event: "halted", code });
      this.#isHalted = true;
      return "VIEW_HALTED";
    }
    if (!this.#isViewLost) report({ event: "view-lost", code });
    this.#isViewLost = true;
    return "VIEW_UNAVAILABLE";
  }

  async #attempt(signing: Signing): Promise<Signed | IssuerRefusalCode> {
    const { electionId, issuer, keys, ledger, clock } = this.#options;
    if (!equalBytes(signing.election, electionId)) return "UNKNOWN_ELECTION";
    if (this.#isHalted) return "VIEW_HALTED";
    const { known } = ledger;
    if (known === undefined) return "VIEW_UNAVAILABLE";
    assert(equalBytes(known.state.electionId, electionId), "the view is of this election");
    const claim = judgeRequest({ issuer, keys, now: clock() }, signing, known);
    if (!claim.ok) return claim.error;
    return (await this.#objection(signing, claim.value)) ?? this.#signOnce(signing, claim.value);
  }

  async #objection(signing: Signing, claim: Claim): Promise<IssuerRefusalCode | undefined> {
    // §04.5.4: in the set that `issue` names or in a later one.
    if (!claim.isInCurrentSet && claim.lastSet < (await this.#setNamedAt(claim.issuedAt)))
      return "NOT_IN_SET";
    const standing = await this.#options.journal.find(signing.entry);
    if (standing !== undefined && !equalBytes(standing, claim.issueHash)) return this.#alarm("SECOND_HASH");
    return claim.hasEnded ? "WINDOW_ENDED" : undefined;
  }

  async #setNamedAt(index: number): Promise<number> {
    const entry = await this.#options.ledger.entry(index);
    assert(entry !== undefined, "a verified view has all its entries");
    const transaction = decodeTransaction(entry.transaction);
    const { set } = transaction.ok ? transaction.value.body : {};
    assert(typeof set === "number", "the roll entry's record points to its `issue`");
    return set;
  }

  async #signOnce(signing: Signing, claim: Claim): Promise<Signed | IssuerRefusalCode> {
    const { issuer, journal } = this.#options;
    // ⚔ Durable before anything is signed; of two hashes that come together, one is refused here.
    const standing = await journal.bind(signing.entry, claim.issueHash);
    if (!equalBytes(standing, claim.issueHash)) return this.#alarm("SECOND_HASH");
    // Another request may have found a fork meanwhile.
    if (this.#isHalted) return "VIEW_HALTED";
    // §04.5.4: it checks its answer before it leaves. ⚔ A faulty one would give the factors of n.
    const signature = rawSign(claim.key, signing.blinded);
    if (!signature.ok) return this.#alarm("SIGNING_FAILED");
    return { issuer, set: claim.lastSet, signature: signature.value };
  }

  #alarm(code: "SECOND_HASH" | "SIGNING_FAILED"): IssuerRefusalCode {
    this.#options.report({ event: "alarm", code });
    return code;
  }
}
