import { err, ok, type Result } from "@veche/base";
import {
  DEFAULT_PACE,
  type FollowError,
  type LedgerFollower,
  type Pace,
  type PostError,
  type ProposalError,
  post,
} from "@veche/client";
import type { Signer } from "@veche/ledger";
import type { Kysely } from "kysely";
import type { ApplicationRow, CampaignRow } from "../application/parts.ts";
import type { Database } from "../database/schema.ts";
import { DAY_MS, dayOf, lastDayBefore, nextDay, startOfDay } from "../moscow-day.ts";
import { type Totals, totalsTransaction } from "./transactions.ts";

/** After midnight, so that what arrived before it and waited for a lock is counted. */
const SETTLED_MS = 10 * 60_000;

/**
 * What happened on one day (`YYYY-MM-DD`, Moscow), L31: counts only. An application that an appeal accepted counts as refused on one
 * day and accepted on another; one put out later, by an appeal or by the register, as accepted and then refused.
 */
export async function countDay(db: Kysely<Database>, campaign: string, date: string): Promise<Totals> {
  const rows = await db
    .selectFrom("application_event")
    .innerJoin("application", "application.id", "application_event.application")
    .select((eb) => [
      "application_event.kind",
      "application_event.code",
      eb.fn.countAll<number>().as("count"),
    ])
    .where("application.campaign", "=", campaign)
    .where("application_event.at", ">=", startOfDay(date))
    .where("application_event.at", "<", startOfDay(nextDay(date)))
    .groupBy(["application_event.kind", "application_event.code"])
    .execute();
  const of = (kind: "applied" | ApplicationRow["state"]): number =>
    rows.filter((row) => row.kind === kind).reduce((sum, { count }) => sum + count, 0);
  const refused = rows.flatMap(({ kind, code, count }) =>
    kind === "refused" && code !== null ? [[code, count] as const] : [],
  );
  return {
    accepted: of("accepted"),
    applied: of("applied"),
    date,
    recalled: of("recalled"),
    refused: Object.fromEntries(refused),
  };
}

export type TotalsParts = {
  readonly db: Kysely<Database>;
  /** Of the campaign's election. */
  readonly follower: LedgerFollower;
  /** The registrar's Ed25519 key. */
  readonly registrar: Signer;
  readonly pace?: Pace;
};

export type TotalsError =
  | FollowError
  | PostError
  /** `SIGNATURE_WRONG`: the key is not the registrar's of the manifest. */
  | ProposalError
  | { readonly code: "UNKNOWN_CAMPAIGN" | "NOT_DEFINED" };

/**
 * Posts `registration-totals` of every day that is over and not on the ledger, from the first day of applications to the last of
 * voting, oldest first. The verified ledger itself says which day was the last: a restart, or a second process, posts none twice.
 * Run it every hour. The dates that it posted.
 */
export async function dailyTotals(
  { db, follower, registrar, pace = DEFAULT_PACE }: TotalsParts,
  now: number,
): Promise<Result<readonly string[], TotalsError>> {
  const refreshed = await follower.refresh();
  if (!refreshed.ok) return refreshed;
  const { known } = follower;
  if (known === undefined) return err({ code: "NOT_DEFINED" });
  const { election, state } = known;
  const campaign = await db
    .selectFrom("campaign")
    .selectAll()
    .where("election_id", "=", election.electionId)
    .executeTakeFirst();
  if (campaign === undefined) return err({ code: "UNKNOWN_CAMPAIGN" });
  const posted: string[] = [];
  for (const date of daysDue(campaign, state.lastDate, now)) {
    const totals = await countDay(db, campaign.id, date);
    const transaction = totalsTransaction(election, totals, registrar);
    if (!transaction.ok) return transaction;
    const entered = await post(follower, transaction.value, pace);
    if (entered.ok) posted.push(date);
    // Another process was faster: the day is on the ledger.
    else if (!isOvertaken(entered.error)) return entered;
  }
  return ok(posted);
}

function* daysDue(campaign: CampaignRow, lastDate: string, now: number): Iterable<string> {
  const first = dayOf(campaign.applications_from);
  const over = dayOf(now - SETTLED_MS - DAY_MS);
  const last = lastDayBefore(campaign.voting_until);
  for (
    let day = lastDate >= first ? nextDay(lastDate) : first;
    day <= over && day <= last;
    day = nextDay(day)
  ) {
    yield day;
  }
}

const isOvertaken = (error: PostError): boolean => error.code === "REFUSED" && error.outcome === "DATE_ORDER";
