import { assert, BugError } from "@veche/base";
import { type Kysely, sql } from "kysely";
import type { Database } from "../database/schema.ts";
import { type NoticeKind, queueNotice } from "../notices/index.ts";
import type { CampaignRules } from "./judge.ts";
import type { AccountRow, ApplicationRow, CampaignRow } from "./parts.ts";

/**
 * Reads and locks that several steps share. Locks are always taken in one order, so that nobody waits for each other: campaign
 * (shared; alone only while the roll is made), accounts by id, telephone, then the application's unique index. A roll takes its time:
 * voters do not wait for it (`at-once`: SQLSTATE 55P03, told as unavailable for a moment), as they would use up the connections.
 */
export const campaignRow = (
  db: Kysely<Database>,
  id: string,
  lock: "none" | "shared" | "at-once" = "none",
): Promise<CampaignRow | undefined> => {
  const row = db.selectFrom("campaign").selectAll().where("id", "=", id);
  if (lock === "none") return row.executeTakeFirst();
  const shared = row.forKeyShare();
  return (lock === "at-once" ? shared.noWait() : shared).executeTakeFirst();
};

/** One step of an account at a time. */
export async function lockAccount(db: Kysely<Database>, id: string): Promise<AccountRow> {
  const row = await db
    .selectFrom("account")
    .selectAll()
    .where("id", "=", id)
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (row === undefined) throw new BugError("a session without an account");
  return row;
}

/** The last application is the one that counts: those before it were refused or recalled. */
export const newestApplication = (
  db: Kysely<Database>,
  campaign: string,
  account: string,
): Promise<ApplicationRow | undefined> =>
  db
    .selectFrom("application")
    .selectAll()
    .where("campaign", "=", campaign)
    .where("account", "=", account)
    .orderBy("applied_at", "desc")
    .limit(1)
    .executeTakeFirst();

export const acceptedFor = (
  db: Kysely<Database>,
  campaign: string,
  person: string,
): Promise<ApplicationRow | undefined> =>
  db
    .selectFrom("application")
    .selectAll()
    .where("campaign", "=", campaign)
    .where("person", "=", person)
    .where("state", "=", "accepted")
    .executeTakeFirst();

export async function stylesOf(db: Kysely<Database>, campaign: string): Promise<ReadonlyMap<string, string>> {
  const rows = await db
    .selectFrom("campaign_district")
    .select(["district", "style_id"])
    .where("campaign", "=", campaign)
    .execute();
  return new Map(rows.map(({ district, style_id }) => [district, style_id]));
}

export const rulesOf = (campaign: CampaignRow, styles: ReadonlyMap<string, string>): CampaignRules => ({
  votingUntil: campaign.voting_until,
  ageMin: campaign.age_min,
  accountCutoff: campaign.account_cutoff,
  assuranceMin: campaign.assurance_min,
  telephoneAccountsMax: campaign.telephone_accounts_max,
  styles,
});

/**
 * What L26 asks of a telephone in a campaign, under a lock of the number until the transaction ends: two accounts that bring it at the
 * same time count each other. Only numbers that somebody confirmed count: nobody can spoil another's number by naming it.
 */
export async function telephoneFacts(
  db: Kysely<Database>,
  {
    telephone,
    account,
    campaign,
  }: { readonly telephone: string; readonly account: string; readonly campaign: string },
): Promise<{ readonly accounts: number; readonly isAtRisk: boolean }> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${telephone}, 0))`.execute(db);
  const { rows } = await sql<{ others: number; risk: boolean }>`
    select
      (select count(*) from (
        select id from account where telephone = ${telephone} and telephone_confirmed_at is not null
        union select account from application
          where campaign = ${campaign} and telephone = ${telephone} and state = 'accepted') as users
        where id <> ${account}) as others,
      exists (select from risk_telephone where telephone = ${telephone}) as risk`.execute(db);
  const [found] = rows;
  assert(found !== undefined, "a select without a table has one row");
  return { accounts: found.others + 1, isAtRisk: found.risk };
}

export type EventKind =
  | "applied"
  | "checked"
  | "accepted"
  | "refused"
  | "recalled"
  | "appealed"
  | "appeal-granted"
  | "appeal-rejected"
  | "telephone-changed"
  | "letter";

export async function addEvents(
  db: Kysely<Database>,
  application: string,
  at: number,
  kinds: readonly (EventKind | readonly [EventKind, string])[],
): Promise<void> {
  const rows = kinds.map((one) => {
    const [kind, code] = typeof one === "string" ? [one, null] : one;
    return { application, at, kind, code };
  });
  await db.insertInto("application_event").values(rows).execute();
}

/** Tells an account by e-mail, at each of the addresses given once. */
export async function tell(
  db: Kysely<Database>,
  account: string,
  kinds: readonly NoticeKind[],
  now: number,
  addresses: readonly string[],
): Promise<void> {
  for (const address of new Set(addresses)) {
    for (const kind of kinds) await queueNotice(db, { account, kind, address, now });
  }
}
