import { type Bytes, type Clock, equalBytes, err, ok, type RandomBytes, type Result } from "@veche/base";
import type { Election } from "@veche/election";
import { assembleTransaction } from "@veche/ledger";
import type { TrusteeVault } from "../vault/vault.ts";
import type { Action, Said } from "./action.ts";
import {
  sendAnswer,
  sendCanary,
  sendCommitments,
  sendConfirmation,
  sendHash,
  sendShares,
  sendVerdict,
} from "./ceremony-steps.ts";
import type { Desk } from "./desk.ts";
import { bindVault } from "./kept.ts";
import type { VerifiedLedger } from "./ledger.ts";
import type { MachineError } from "./machine-error.ts";
import { nextAction } from "./next-action.ts";
import { sendDecryption, sendTallyHead } from "./tally-steps.ts";

/** One step taken. */
export type Step = {
  readonly action: Action;
  /** Transaction bytes to be posted in this order; none when there is nothing to do now. */
  readonly transactions: readonly Bytes[];
  /** After a verdict: the dealers whose shares are bad; empty when it was a confirmation. */
  readonly against?: readonly number[];
};

/**
 * A trustee's machine in one election: finds in its own verified view of the ledger what is to be done, and does it. It has no state
 * but the vault's: after a crash at any place it is opened again and asked for the next step, which is the one that was cut short or
 * its lawful continuation.
 */
export class TrusteeMachine {
  readonly #desk: Desk;

  private constructor(desk: Desk) {
    this.#desk = desk;
  }

  /** Finds the trustee in the manifest by the vault's keys, and binds the vault to this election. */
  static async open(
    vault: TrusteeVault,
    election: Election,
    world: { readonly now: Clock; readonly randomBytes: RandomBytes },
  ): Promise<Result<TrusteeMachine, MachineError>> {
    const { members } = election.manifest.trustees;
    const own = vault.member("");
    const at = members.findIndex(({ key }) => equalBytes(key, own.key));
    const member = members[at];
    if (member === undefined) return err({ code: "NOT_A_TRUSTEE" });
    if (member.age !== own.age) return err({ code: "RECIPIENT_DIFFERS" });
    const trustee = at + 1;
    const bound = await bindVault(vault, election, trustee);
    return bound.ok ? ok(new TrusteeMachine({ vault, election, trustee, ...world })) : bound;
  }

  /** Index of this trustee. */
  get trustee(): number {
    return this.#desk.trustee;
  }

  /** What the next step would do. */
  next(ledger: Pick<VerifiedLedger, "state">, said: Said = {}): Action {
    return nextAction(ledger.state, this.#desk.trustee, this.#desk.now(), said);
  }

  /**
   * Takes the next step: makes what is to be sent, and keeps what must be kept before it returns. Only what is due now can be done: ⚔ no
   * caller can have commitments shown, a share answered or a decryption released at another time.
   */
  async step(ledger: VerifiedLedger, said: Said = {}): Promise<Result<Step, MachineError>> {
    if (!equalBytes(ledger.state.electionId, this.#desk.election.electionId)) {
      return err({ code: "LEDGER_OF_ANOTHER_ELECTION" });
    }
    const action = this.next(ledger, said);
    if (action.kind === "verdict") {
      const verdict = await sendVerdict(this.#desk, ledger);
      if (!verdict.ok) return verdict;
      const { against, sent } = verdict.value;
      return ok({ action, transactions: sent, against });
    }
    const sent = await this.#do(action, ledger, said);
    return sent.ok ? ok({ action, transactions: sent.value }) : sent;
  }

  async #do(
    action: Exclude<Action, { readonly kind: "verdict" }>,
    ledger: VerifiedLedger,
    said: Said,
  ): Promise<Result<readonly Bytes[], MachineError>> {
    const desk = this.#desk;
    switch (action.kind) {
      case "hash":
        return sendHash(desk, ledger);
      case "commit":
        return sendCommitments(desk, ledger);
      case "shares":
        return sendShares(desk, ledger);
      case "reconfirm":
        return sendConfirmation(desk, ledger);
      case "answer":
        return sendAnswer(desk, ledger, action.complainer);
      case "canary":
        return sendCanary(desk, ledger, action.stage);
      case "deadline": {
        const { attempt, step } = action;
        return ok([assembleTransaction("deadline", { attempt, step }, [])]);
      }
      case "tally-head":
        return sendTallyHead(desk, ledger, said);
      case "decryption":
        return sendDecryption(desk, ledger, action.ground, said);
      default:
        return ok([]);
    }
  }
}
