import type { ApplicationAnswer, CampaignAnswer, LetterAnswer } from "@veche/api/portal";
import type { Bytes, RandomBytes, Result } from "@veche/base";
import type { Kysely } from "kysely";
import type { Database } from "../database/schema.ts";
import { type LetterRefusal, letterOf, type RollView } from "../roll/letter-of.ts";
import {
  type AnswerError,
  type AppealAnswer,
  type AppealError,
  answerAppeal,
  makeAppeal,
  type OpenAppeal,
  openAppeals,
} from "./appeals.ts";
import { type ApplyError, apply } from "./apply.ts";
import { type CampaignError, type CampaignPlan, createCampaign, listCampaigns } from "./campaigns.ts";
import { type RecallError, recall } from "./recall.ts";
import { changeTelephone, type TelephoneError } from "./telephone.ts";
import { viewApplication } from "./view.ts";

export type ApplicationsParts = {
  readonly db: Kysely<Database>;
  readonly randomBytes: RandomBytes;
  /** The verified view of an election's ledger, once there is one. */
  readonly rollView: (electionId: Bytes) => RollView | undefined;
};

/** `now`: when the request arrived, ms since 1970. */
type Asked = { readonly account: string; readonly campaign: string; readonly now: number };

/** Everything between an account and the roll (PROTOCOL 6.1). Whatever needs a code or a second factor, the caller has confirmed. */
export class Applications {
  readonly #parts: ApplicationsParts;

  constructor(parts: ApplicationsParts) {
    this.#parts = parts;
  }

  campaigns(now: number): Promise<readonly CampaignAnswer[]> {
    return listCampaigns(this.#parts.db, now);
  }

  createCampaign(plan: CampaignPlan): Promise<Result<undefined, CampaignError>> {
    return createCampaign(this.#parts.db, plan);
  }

  view({
    account,
    campaign,
    now,
  }: Asked): Promise<Result<ApplicationAnswer, { readonly code: "UNKNOWN_CAMPAIGN" }>> {
    return viewApplication(this.#parts.db, campaign, account, now);
  }

  /** A refusal is an answer; an error changes nothing. `telephone`: E.164, confirmed; `email`: empty leaves the account's. */
  async apply(
    asked: Asked & { readonly telephone: string; readonly email: string },
  ): Promise<Result<ApplicationAnswer, ApplyError>> {
    const applied = await apply(this.#parts, asked);
    return applied.ok ? this.view(asked) : applied;
  }

  async recall(asked: Asked): Promise<Result<ApplicationAnswer, RecallError>> {
    const recalled = await recall(this.#parts.db, asked.campaign, asked.account, asked.now);
    return recalled.ok ? this.view(asked) : recalled;
  }

  async appeal(asked: Asked & { readonly text: string }): Promise<Result<ApplicationAnswer, AppealError>> {
    const made = await makeAppeal(this.#parts.db, asked);
    return made.ok ? this.view(asked) : made;
  }

  /** For the operator. */
  openAppeals(): Promise<readonly OpenAppeal[]> {
    return openAppeals(this.#parts.db);
  }

  answerAppeal(answer: AppealAnswer): Promise<Result<undefined, AnswerError>> {
    return answerAppeal(this.#parts.db, answer);
  }

  changeTelephone(
    change: Omit<Asked, "campaign"> & { readonly telephone: string },
  ): Promise<Result<undefined, TelephoneError>> {
    return changeTelephone(this.#parts.db, change);
  }

  /** What opens the voter's entry (§04.1.3), and whether it stands in the published roll. */
  letter({ account, campaign }: Asked): Promise<Result<LetterAnswer, LetterRefusal>> {
    return letterOf(this.#parts.db, campaign, account, this.#parts.rollView);
  }
}
