import type { ApplicationAnswer, CampaignAnswer, LetterAnswer } from "@veche/api/portal";
import type { Result } from "@veche/base";
import type { Refusal } from "./refuse.ts";

type Asked = { readonly account: string; readonly campaign: string; readonly now: number };

/** What the portal asks of the applications. Every change was confirmed by the voter before it is asked for here. */
export type ApplicationDesk = {
  campaigns(now: number): Promise<readonly CampaignAnswer[]>;
  view(asked: Asked): Promise<Result<ApplicationAnswer, Refusal>>;
  apply(
    asked: Asked & { readonly telephone: string; readonly email: string },
  ): Promise<Result<ApplicationAnswer, Refusal>>;
  recall(asked: Asked): Promise<Result<ApplicationAnswer, Refusal>>;
  appeal(asked: Asked & { readonly text: string }): Promise<Result<ApplicationAnswer, Refusal>>;
  /** The new number is confirmed; the old one is told. */
  changeTelephone(
    asked: Omit<Asked, "campaign"> & { readonly telephone: string },
  ): Promise<Result<undefined, Refusal>>;
  letter(asked: Asked): Promise<Result<LetterAnswer, Refusal>>;
};
