import { APPLICATION_REFUSALS, type ApplicationAnswer, type ApplicationRefusalCode } from "@veche/api/portal";
import { err, ok, type Result } from "@veche/base";
import type { Kysely } from "kysely";
import type { Database } from "../database/schema.ts";
import { maskTelephone } from "../sms/telephone.ts";
import type { ApplicationRow, CampaignRow } from "./parts.ts";
import { campaignRow, newestApplication } from "./store.ts";
import { canAppeal, canApply, canRecall } from "./windows.ts";

type Shown = NonNullable<ApplicationAnswer["application"]>;

/** What the account shows of its application. ⚔ P4 Whether a ballot was issued, and never when. */
export async function viewApplication(
  db: Kysely<Database>,
  campaignId: string,
  account: string,
  now: number,
): Promise<Result<ApplicationAnswer, { readonly code: "UNKNOWN_CAMPAIGN" }>> {
  const campaign = await campaignRow(db, campaignId);
  if (campaign === undefined) return err({ code: "UNKNOWN_CAMPAIGN" });
  const application = await newestApplication(db, campaignId, account);
  if (application === undefined) return ok({ issued: false, onPaper: false });
  const channel = await channelOf(db, campaign, application);
  return ok({
    application: await shown(db, campaign, application, now),
    // The entry of a person is their accepted application's: somebody refused is told nothing of it.
    issued: channel === "electronic" && application.state === "accepted",
    onPaper: channel === "paper",
  });
}

async function shown(
  db: Kysely<Database>,
  campaign: CampaignRow,
  application: ApplicationRow,
  now: number,
): Promise<Shown> {
  const { state } = application;
  const place = await placeOf(db, application);
  const appeal = await appealOf(db, application);
  return {
    number: application.number,
    state,
    ...(application.refusal === null ? {} : { refusal: refusalOf(application.refusal) }),
    ...place,
    ...(application.style_id === null ? {} : { styleId: application.style_id }),
    telephone: maskTelephone(application.telephone),
    canRecall: canRecall(campaign, state, now),
    canApplyAgain: canApply(campaign, state, now),
    canAppeal: canAppeal(campaign, state, appeal !== undefined, now),
    ...(appeal === undefined ? {} : { appeal }),
    timeline: await timelineOf(db, application),
  };
}

const refusalOf = (code: string): NonNullable<Shown["refusal"]> => ({
  code,
  message: { ...APPLICATION_REFUSALS[code as ApplicationRefusalCode] },
});

async function placeOf(
  db: Kysely<Database>,
  { person }: ApplicationRow,
): Promise<Pick<Shown, "district" | "station">> {
  if (person === null) return {};
  const row = await db
    .selectFrom("person")
    .select(["district", "station"])
    .where("id", "=", person)
    .executeTakeFirst();
  return row ?? {};
}

async function appealOf(db: Kysely<Database>, { id }: ApplicationRow): Promise<Shown["appeal"] | undefined> {
  const row = await db.selectFrom("appeal").selectAll().where("application", "=", id).executeTakeFirst();
  if (row === undefined) return undefined;
  const { made_at: madeAt, answer_by: answerBy, answer, granted } = row;
  return {
    madeAt,
    answerBy,
    ...(answer === null ? {} : { answer }),
    ...(granted === null ? {} : { granted }),
  };
}

async function timelineOf(db: Kysely<Database>, { id }: ApplicationRow): Promise<Shown["timeline"]> {
  const rows = await db
    .selectFrom("application_event")
    .select(["at", "kind", "code"])
    .where("application", "=", id)
    .orderBy("at")
    .orderBy("id")
    .execute();
  return rows.map(({ at, kind, code }) => ({ at, kind, ...(code === null ? {} : { code }) }));
}

async function channelOf(
  db: Kysely<Database>,
  { election_id }: CampaignRow,
  { person }: ApplicationRow,
): Promise<"open" | "electronic" | "paper" | undefined> {
  if (election_id === null || person === null) return undefined;
  const row = await db
    .selectFrom("poll_book")
    .select("channel")
    .where("election_id", "=", election_id)
    .where("person", "=", person)
    .executeTakeFirst();
  return row?.channel;
}
