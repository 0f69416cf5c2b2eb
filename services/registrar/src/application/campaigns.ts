import type { CampaignAnswer } from "@veche/api/portal";
import { err, ok, type Result, toHex } from "@veche/base";
import type { Kysely } from "kysely";
import type { Database } from "../database/schema.ts";
import type { CampaignRow } from "./parts.ts";

/** Times are ms since 1970; ends are exclusive, but for the cut-off of accounts. */
export type CampaignPlan = {
  /** 1…64 characters of `[a-z0-9-]`. */
  readonly id: string;
  /** The campaign whose public trial this is. */
  readonly trialOf?: string;
  readonly kind: CampaignRow["kind"];
  readonly title: { readonly en: string; readonly ru: string };
  readonly applicationsFrom: number;
  readonly applicationsUntil: number;
  readonly recallUntil: number;
  readonly votingFrom: number;
  readonly votingUntil: number;
  readonly ageMin: number;
  readonly accountCutoff: number;
  readonly assuranceMin: 1 | 2 | 3;
  readonly telephoneAccountsMax: number;
  /** Ballot style by district of the register; at least one. */
  readonly districts: Readonly<Record<string, string>>;
};

export type CampaignError = {
  /** `TRIAL_WRONG`: no such election, itself a trial, or voting in the trial would not end before the election's begins. */
  readonly code: "CAMPAIGN_MALFORMED" | "CAMPAIGN_TIMES" | "CAMPAIGN_EXISTS" | "TRIAL_WRONG";
};

/** Opens a campaign: an election, or a public trial before one, which has applications of its own. */
export function createCampaign(
  db: Kysely<Database>,
  plan: CampaignPlan,
): Promise<Result<undefined, CampaignError>> {
  const districts = Object.entries(plan.districts);
  if (!/^[a-z0-9-]{1,64}$/.test(plan.id) || districts.length === 0)
    return Promise.resolve(err({ code: "CAMPAIGN_MALFORMED" }));
  if (!isInOrder(plan)) return Promise.resolve(err({ code: "CAMPAIGN_TIMES" }));
  return db.transaction().execute(async (tx): Promise<Result<undefined, CampaignError>> => {
    if (plan.trialOf !== undefined && !(await isTrialRight(tx, plan, plan.trialOf))) {
      return err({ code: "TRIAL_WRONG" });
    }
    const made = await tx
      .insertInto("campaign")
      .values(rowOf(plan))
      .onConflict((conflict) => conflict.column("id").doNothing())
      .returning("id")
      .executeTakeFirst();
    if (made === undefined) return err({ code: "CAMPAIGN_EXISTS" });
    await tx
      .insertInto("campaign_district")
      .values(districts.map(([district, style_id]) => ({ campaign: plan.id, district, style_id })))
      .execute();
    return ok(undefined);
  });
}

function isInOrder(plan: CampaignPlan): boolean {
  const { applicationsFrom, applicationsUntil, recallUntil, votingFrom, votingUntil } = plan;
  return (
    applicationsFrom < applicationsUntil &&
    applicationsUntil <= votingFrom &&
    recallUntil <= votingFrom &&
    votingFrom < votingUntil
  );
}

async function isTrialRight(db: Kysely<Database>, plan: CampaignPlan, trialOf: string): Promise<boolean> {
  const election = await db
    .selectFrom("campaign")
    .selectAll()
    .where("id", "=", trialOf)
    .where("trial_of", "is", null)
    .executeTakeFirst();
  return election !== undefined && plan.votingUntil <= election.voting_from;
}

const rowOf = (plan: CampaignPlan) => ({
  id: plan.id,
  trial_of: plan.trialOf ?? null,
  title_en: plan.title.en,
  title_ru: plan.title.ru,
  kind: plan.kind,
  applications_from: plan.applicationsFrom,
  applications_until: plan.applicationsUntil,
  recall_until: plan.recallUntil,
  voting_from: plan.votingFrom,
  voting_until: plan.votingUntil,
  age_min: plan.ageMin,
  account_cutoff: plan.accountCutoff,
  assurance_min: plan.assuranceMin,
  telephone_accounts_max: plan.telephoneAccountsMax,
  election_id: null,
  roll_made: false,
});

/** All elections and trials, by the beginning of voting. Addresses and ledger facts are added by who knows them. */
export async function listCampaigns(db: Kysely<Database>, now: number): Promise<readonly CampaignAnswer[]> {
  const rows = await db.selectFrom("campaign").selectAll().orderBy("voting_from").orderBy("id").execute();
  return rows.map((row) => campaignAnswer(row, now));
}

export function campaignAnswer(row: CampaignRow, now: number): CampaignAnswer {
  return {
    id: row.id,
    ...(row.trial_of === null ? {} : { trialOf: row.trial_of }),
    kind: row.kind,
    title: { en: row.title_en, ru: row.title_ru },
    applicationsFrom: row.applications_from,
    applicationsUntil: row.applications_until,
    recallUntil: row.recall_until,
    votingFrom: row.voting_from,
    votingUntil: row.voting_until,
    ...(row.election_id === null ? {} : { electionId: toHex(row.election_id) }),
    stage: stageOf(row, now),
  };
}

function stageOf(row: CampaignRow, now: number): CampaignAnswer["stage"] {
  if (now >= row.voting_until) return "ended";
  if (!row.roll_made) return "registration";
  return now < row.voting_from ? "roll" : "voting";
}
