import { err, ok, type Result } from "@veche/base";
import type { Kysely } from "kysely";
import type { Database } from "../database/schema.ts";
import { DAY_MS } from "../moscow-day.ts";
import { judgeRegister } from "./judge.ts";
import type { ApplicationRow, CampaignRow } from "./parts.ts";
import {
  acceptedFor,
  addEvents,
  campaignRow,
  lockAccount,
  newestApplication,
  rulesOf,
  stylesOf,
  tell,
} from "./store.ts";
import { canAppeal } from "./windows.ts";

const ANSWER_DAYS = 3;

export type AppealError = { readonly code: "UNKNOWN_CAMPAIGN" | "APPEAL_NOT_POSSIBLE" };

/** Against the newest application's refusal, once; `answerBy`: three days later, ms. */
export function makeAppeal(
  db: Kysely<Database>,
  made: { readonly campaign: string; readonly account: string; readonly text: string; readonly now: number },
): Promise<Result<{ readonly answerBy: number }, AppealError>> {
  const { campaign: campaignId, account, text, now } = made;
  return db.transaction().execute(async (tx): Promise<Result<{ answerBy: number }, AppealError>> => {
    const campaign = await campaignRow(tx, campaignId, "at-once");
    if (campaign === undefined) return err({ code: "UNKNOWN_CAMPAIGN" });
    await lockAccount(tx, account);
    const application = await newestApplication(tx, campaignId, account);
    if (application === undefined) return err({ code: "APPEAL_NOT_POSSIBLE" });
    const appeal = await tx
      .selectFrom("appeal")
      .select("id")
      .where("application", "=", application.id)
      .executeTakeFirst();
    if (!canAppeal(campaign, application.state, appeal !== undefined, now)) {
      return err({ code: "APPEAL_NOT_POSSIBLE" });
    }
    const answerBy = now + ANSWER_DAYS * DAY_MS;
    await tx
      .insertInto("appeal")
      .values({ application: application.id, text, made_at: now, answer_by: answerBy, ...UNANSWERED })
      .execute();
    await addEvents(tx, application.id, now, ["appealed"]);
    return ok({ answerBy });
  });
}

const UNANSWERED = { answer: null, granted: null, answered_at: null };

export type OpenAppeal = {
  readonly id: number;
  readonly campaign: string;
  /** Number of the application. */
  readonly number: string;
  readonly refusal: string;
  readonly text: string;
  readonly madeAt: number;
  readonly answerBy: number;
};

/** What the operator has to answer, the most urgent first. */
export async function openAppeals(db: Kysely<Database>): Promise<readonly OpenAppeal[]> {
  const rows = await db
    .selectFrom("appeal")
    .innerJoin("application", "application.id", "appeal.application")
    .select([
      "appeal.id",
      "application.campaign",
      "application.number",
      "application.refusal",
      "appeal.text",
      "appeal.made_at as madeAt",
      "appeal.answer_by as answerBy",
    ])
    .where("appeal.granted", "is", null)
    .orderBy("appeal.answer_by")
    .execute();
  return rows.map((row) => ({ ...row, refusal: row.refusal ?? "" }));
}

export type AppealAnswer = {
  readonly appeal: number;
  readonly granted: boolean;
  /** What the voter reads. */
  readonly answer: string;
  /** When granted: the person of the register, where the application found none or another. */
  readonly person?: string;
  /** When granted: an accepted application of another account for the same person is refused instead. */
  readonly displace?: boolean;
  readonly now: number;
};

export type AnswerError = {
  readonly code:
    | "UNKNOWN_APPEAL"
    | "ALREADY_ANSWERED"
    /** The same account has applied again meanwhile. */
    | "NO_LONGER_REFUSED"
    /** The roll stands: nobody can be added to it. */
    | "ROLL_MADE"
    /** Nobody, or somebody whom the register rules out: removed, of a district without a ballot, too young. */
    | "PERSON_WRONG"
    /** Another account is accepted for this person: `displace` puts it out. */
    | "OTHER_ACCEPTED";
};

/** The operator's answer. Granting accepts the application whatever it was refused for, but for what the register says now. */
export async function answerAppeal(
  db: Kysely<Database>,
  answer: AppealAnswer,
): Promise<Result<undefined, AnswerError>> {
  try {
    return await db.transaction().execute((tx) => answerOnce(tx, answer));
  } catch (error) {
    // An application of another account was accepted between our look and our write: the index decided.
    if ((error as { readonly constraint?: string }).constraint === "application_accepted") {
      return err({ code: "OTHER_ACCEPTED" });
    }
    throw error;
  }
}

async function answerOnce(
  db: Kysely<Database>,
  answer: AppealAnswer,
): Promise<Result<undefined, AnswerError>> {
  const { appeal: id, granted, now } = answer;
  const found = await db
    .selectFrom("appeal")
    .innerJoin("application", "application.id", "appeal.application")
    .select(["application.campaign", "application.account"])
    .where("appeal.id", "=", id)
    .executeTakeFirst();
  if (found === undefined) return err({ code: "UNKNOWN_APPEAL" });
  const campaign = await campaignRow(db, found.campaign, "shared");
  const account = await lockAccount(db, found.account);
  const appeal = await db.selectFrom("appeal").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
  if (appeal.granted !== null) return err({ code: "ALREADY_ANSWERED" });
  const application = await newestApplication(db, found.campaign, found.account);
  const isSame = application?.id === appeal.application && application.state === "refused";
  if (granted) {
    if (application === undefined || !isSame) return err({ code: "NO_LONGER_REFUSED" });
    if (campaign?.roll_made !== false) return err({ code: "ROLL_MADE" });
    const accepted = await accept(db, campaign, application, answer);
    if (!accepted.ok) return accepted;
  }
  await db
    .updateTable("appeal")
    .set({ granted, answer: answer.answer, answered_at: now })
    .where("id", "=", id)
    .execute();
  const events = granted ? (["appeal-granted", "accepted"] as const) : (["appeal-rejected"] as const);
  await addEvents(db, appeal.application, now, events);
  await tell(db, account.id, [granted ? "accepted" : "refused"], now, [account.email]);
  return ok(undefined);
}

async function accept(
  db: Kysely<Database>,
  campaign: CampaignRow,
  application: ApplicationRow,
  answer: AppealAnswer,
): Promise<Result<undefined, AnswerError>> {
  const person = await db
    .selectFrom("person")
    .select(["id", "birth_date as birthDate", "district", "removed"])
    .where("id", "=", answer.person ?? application.person ?? "")
    .executeTakeFirst();
  if (person === undefined) return err({ code: "PERSON_WRONG" });
  // What the register rules out would be refused again when the roll is made, after the voter was told the contrary.
  const rules = rulesOf(campaign, await stylesOf(db, campaign.id));
  const judged = judgeRegister(rules, { kind: "matched", person: person.id, ...person });
  if (judged.kind === "refused") return err({ code: "PERSON_WRONG" });
  const other = await acceptedFor(db, application.campaign, person.id);
  if (other !== undefined) {
    if (answer.displace !== true) return err({ code: "OTHER_ACCEPTED" });
    await refuseAccepted(db, other, "APPLIED_OTHERWISE", answer.now);
  }
  await db
    .updateTable("application")
    .set({ state: "accepted", refusal: null, person: person.id, style_id: judged.styleId })
    .where("id", "=", application.id)
    .execute();
  // A number that the application was refused for was confirmed with it: without one no code for the ballot could be sent.
  await db
    .updateTable("account")
    .set({ telephone: application.telephone, telephone_confirmed_at: application.applied_at })
    .where("id", "=", application.account)
    .where("telephone_confirmed_at", "is", null)
    .execute();
  return ok(undefined);
}

/** An accepted application is refused after all, and its account told. */
export async function refuseAccepted(
  db: Kysely<Database>,
  application: ApplicationRow,
  code: string,
  now: number,
): Promise<void> {
  const { numUpdatedRows } = await db
    .updateTable("application")
    .set({ state: "refused", refusal: code, style_id: null })
    .where("id", "=", application.id)
    .where("state", "=", "accepted")
    .executeTakeFirst();
  // Recalled this moment by its owner.
  if (numUpdatedRows !== 1n) return;
  await addEvents(db, application.id, now, [["refused", code]]);
  const { email } = await db
    .selectFrom("account")
    .select("email")
    .where("id", "=", application.account)
    .executeTakeFirstOrThrow();
  await tell(db, application.account, ["refused"], now, [email]);
}
