import type { ApplicationRefusalCode } from "@veche/api/portal";
import { isOfAge, lastDayBefore } from "../moscow-day.ts";

/** What a campaign asks of an applicant; see `CampaignTable` for the units. */
export type CampaignRules = {
  readonly votingUntil: number;
  readonly ageMin: number;
  readonly accountCutoff: number;
  readonly assuranceMin: number;
  readonly telephoneAccountsMax: number;
  /** Ballot style by district. */
  readonly styles: ReadonlyMap<string, string>;
};

/** What the state register says of the applicant. */
export type RegisterFacts =
  | {
      readonly kind: "matched";
      /** Number in the register. */
      readonly person: string;
      readonly birthDate: string;
      readonly district: string;
      readonly removed: string | null;
    }
  | { readonly kind: "NOT_IN_REGISTER" | "NAME_DIFFERS" | "BIRTH_DATE_DIFFERS" | "REMOVED_FROM_REGISTER" };

export type ApplicationFacts = {
  readonly register: RegisterFacts;
  readonly account: { readonly openedAt: number; readonly assurance: number };
  /** The number is confirmed. `accounts`: how many confirmed it or applied with it, this one included. */
  readonly telephone: { readonly accounts: number; readonly isAtRisk: boolean };
  /** The poll book already has the person on paper, or issued electronically. */
  readonly isInPollBook: boolean;
  /** Another account has an accepted application for the same person. */
  readonly isAppliedOtherwise: boolean;
};

export type Judgement =
  | { readonly kind: "accepted"; readonly person: string; readonly styleId: string }
  | { readonly kind: "refused"; readonly code: ApplicationRefusalCode };

const refused = (code: ApplicationRefusalCode): Judgement => ({ kind: "refused", code });

/**
 * Decides an application (PROTOCOL 6.1, L26). The first reason found is given: what the register says comes first, because without
 * it nothing else helps the voter; what a voter can mend themselves (assurance, telephone) comes before what only an appeal can.
 */
export function judge(rules: CampaignRules, facts: ApplicationFacts): Judgement {
  const { register, account, telephone } = facts;
  if (register.kind !== "matched") return refused(register.kind);
  const style = judgeRegister(rules, register);
  if (style.kind === "refused") return style;
  if (account.openedAt > rules.accountCutoff) return refused("ACCOUNT_TOO_NEW");
  if (account.assurance < rules.assuranceMin) return refused("ASSURANCE_TOO_LOW");
  if (telephone.isAtRisk) return refused("TELEPHONE_AT_RISK");
  if (telephone.accounts > rules.telephoneAccountsMax) return refused("TELEPHONE_SHARED");
  if (facts.isInPollBook) return refused("OTHER_CHANNEL");
  if (facts.isAppliedOtherwise) return refused("APPLIED_OTHERWISE");
  return style;
}

/** What the register alone decides: asked again when the roll is made, because it changes every day. */
export function judgeRegister(
  { styles, ageMin, votingUntil }: Pick<CampaignRules, "styles" | "ageMin" | "votingUntil">,
  register: Extract<RegisterFacts, { kind: "matched" }>,
): Judgement {
  if (register.removed !== null) return refused("REMOVED_FROM_REGISTER");
  const styleId = styles.get(register.district);
  if (styleId === undefined) return refused("OTHER_DISTRICT");
  if (!isOfAge(register.birthDate, ageMin, lastDayBefore(votingUntil))) return refused("TOO_YOUNG");
  return { kind: "accepted", person: register.person, styleId };
}
