import type { ApplicationRefusalCode } from "@veche/api/portal";
import { BugError, err, ok, type RandomBytes, type Result, toHex } from "@veche/base";
import type { Kysely } from "kysely";
import type { Database } from "../database/schema.ts";
import { type Judgement, judge } from "./judge.ts";
import { applicationNumber } from "./number.ts";
import type { AccountRow, ApplicationRow, CampaignRow } from "./parts.ts";
import { lookUp } from "./register-look-up.ts";
import {
  acceptedFor,
  addEvents,
  campaignRow,
  lockAccount,
  newestApplication,
  rulesOf,
  stylesOf,
  telephoneFacts,
  tell,
} from "./store.ts";
import { windowError } from "./windows.ts";

export type ApplyRequest = {
  readonly campaign: string;
  readonly account: string;
  /** E.164; the caller has confirmed it with a code. */
  readonly telephone: string;
  /** Where notices go; empty: where they went before. */
  readonly email: string;
  /** When the request arrived, ms since 1970: waiting here costs nobody the deadline. */
  readonly now: number;
};

export type Applied = {
  readonly number: string;
  readonly state: "accepted" | "refused";
  readonly refusal?: ApplicationRefusalCode;
};

export type ApplyError = {
  readonly code: "UNKNOWN_CAMPAIGN" | "APPLICATIONS_NOT_OPEN" | "APPLICATIONS_ENDED" | "ALREADY_APPLIED";
};

/** A refusal is an application too, with number, reason and appeal; an error changes nothing. */
export function apply(
  parts: { readonly db: Kysely<Database>; readonly randomBytes: RandomBytes },
  request: ApplyRequest,
): Promise<Result<Applied, ApplyError>> {
  return parts.db.transaction().execute(async (db): Promise<Result<Applied, ApplyError>> => {
    const campaign = await campaignRow(db, request.campaign, "at-once");
    if (campaign === undefined) return err({ code: "UNKNOWN_CAMPAIGN" });
    const closed = windowError(campaign, request.now);
    if (closed !== undefined) return err({ code: closed });
    const account = await lockAccount(db, request.account);
    const before = await newestApplication(db, campaign.id, account.id);
    if (before?.state === "accepted") return err({ code: "ALREADY_APPLIED" });
    const decided = await decide(db, campaign, account, request);
    const made = await insert(db, parts.randomBytes, { campaign, request, before, ...decided });
    const { number, judgement } = made;
    await keepContacts(db, account, request, judgement);
    const refusal = judgement.kind === "refused" ? judgement.code : undefined;
    const outcome = refusal === undefined ? "accepted" : (["refused", refusal] as const);
    await addEvents(db, made.id, request.now, ["applied", "checked", outcome]);
    const addresses = [request.email || account.email, account.email];
    await tell(db, account.id, ["applied", judgement.kind], request.now, addresses);
    return ok({ number, state: judgement.kind, ...(refusal === undefined ? {} : { refusal }) });
  });
}

type Decided = { readonly judgement: Judgement; readonly person: string | null };

async function decide(
  db: Kysely<Database>,
  campaign: CampaignRow,
  account: AccountRow,
  { telephone }: ApplyRequest,
): Promise<Decided> {
  const register = await lookUp(db, account);
  const person = register.kind === "matched" ? register.person : null;
  const other = person === null ? undefined : await acceptedFor(db, campaign.id, person);
  const judgement = judge(rulesOf(campaign, await stylesOf(db, campaign.id)), {
    register,
    account: { openedAt: account.opened_at, assurance: account.assurance },
    telephone: await telephoneFacts(db, { telephone, account: account.id, campaign: campaign.id }),
    isInPollBook: person !== null && (await isInPollBook(db, campaign, person)),
    isAppliedOtherwise: other !== undefined,
  });
  return { judgement, person };
}

async function isInPollBook(db: Kysely<Database>, campaign: CampaignRow, person: string): Promise<boolean> {
  if (campaign.election_id === null) return false;
  const row = await db
    .selectFrom("poll_book")
    .select("channel")
    .where("election_id", "=", campaign.election_id)
    .where("person", "=", person)
    .executeTakeFirst();
  return row !== undefined && row.channel !== "open";
}

type Insertion = Decided & {
  readonly campaign: CampaignRow;
  readonly request: ApplyRequest;
  readonly before: ApplicationRow | undefined;
};
type Inserted = { readonly id: string; readonly number: string; readonly judgement: Judgement };

/** Far more than numbers could be taken by chance. */
const DRAWS_MAX = 100;

/**
 * ⚔ Of any number of requests for one person, from any accounts, the unique index lets one be accepted; the others are refused as
 * applied otherwise. A number that is taken is drawn anew.
 */
async function insert(
  db: Kysely<Database>,
  randomBytes: RandomBytes,
  insertion: Insertion,
): Promise<Inserted> {
  const { campaign, request, before, person, judgement } = insertion;
  const accepted = judgement.kind === "accepted" ? judgement : undefined;
  for (let draw = 0; draw < DRAWS_MAX; draw++) {
    const row = await db
      .insertInto("application")
      .values({
        id: toHex(randomBytes(16)),
        number: applicationNumber(request.now, randomBytes),
        campaign: campaign.id,
        account: request.account,
        person,
        style_id: accepted?.styleId ?? null,
        telephone: request.telephone,
        state: judgement.kind,
        refusal: judgement.kind === "refused" ? judgement.code : null,
        // The newest is found by time, also when two came in one millisecond.
        applied_at: Math.max(request.now, (before?.applied_at ?? 0) + 1),
      })
      .onConflict((conflict) => conflict.doNothing())
      .returning(["id", "number"])
      .executeTakeFirst();
    if (row !== undefined) return { ...row, judgement };
    const other = accepted && (await acceptedFor(db, campaign.id, accepted.person));
    if (other !== undefined) {
      const refused: Judgement = { kind: "refused", code: "APPLIED_OTHERWISE" };
      return insert(db, randomBytes, { ...insertion, judgement: refused });
    }
  }
  throw new BugError("no free application number");
}

/** A number that may not be used for voting does not become the account's. */
async function keepContacts(
  db: Kysely<Database>,
  account: AccountRow,
  { telephone, email, now }: ApplyRequest,
  judgement: Judgement,
): Promise<void> {
  const code = judgement.kind === "refused" ? judgement.code : undefined;
  const isRefusedNumber = code === "TELEPHONE_AT_RISK" || code === "TELEPHONE_SHARED";
  await db
    .updateTable("account")
    .set({
      email: email || account.email,
      ...(isRefusedNumber ? {} : { telephone, telephone_confirmed_at: now }),
    })
    .where("id", "=", account.id)
    .execute();
}
