import { type Kysely, sql } from "kysely";
import type { Database } from "../database/schema.ts";
import { dayOf } from "../moscow-day.ts";
import type { NoticeKind } from "./kinds.ts";

export type NewNotice = {
  readonly account: string;
  readonly kind: NoticeKind;
  /** E-mail, or E.164 for a short message; nothing is queued without one. */
  readonly address: string;
  /** ms since 1970 */
  readonly now: number;
};

/**
 * Puts a notice into the queue, in the transaction of what it tells of: both happen or neither. ⚔ P4 Of `issued` only the day is kept,
 * and no notice has a number that grows with time: between two others it would show the minute.
 */
export async function queueNotice(db: Kysely<Database>, notice: NewNotice): Promise<void> {
  const { account, kind, address, now } = notice;
  if (address === "") return;
  const queuedOn = kind === "issued" ? dayOf(now) : new Date(now).toISOString();
  for (;;) {
    const queued = await sql<{ id: number }>`
      insert into notice (id, account, kind, address, status, queued_on) overriding system value
      values (${RANDOM_ID}, ${account}, ${kind}, ${address}, 'queued', ${queuedOn})
      on conflict (id) do nothing returning id`.execute(db);
    if (queued.rows.length > 0) return;
  }
}

/**
 * Queues a notice for every ballot that the poll book says was issued and its owner was not told of. ⚔ P4 Asked for when a batch leaves
 * and not when a ballot is issued: then no row, no log and no backup of the queue holds the moment, and a killed process forgets nobody.
 */
export function queueIssuedNotices(
  db: Kysely<Database>,
  now: number,
  atOnce: number = ISSUED_AT_ONCE,
): Promise<void> {
  return db.transaction().execute(async (tx) => {
    // Of several workers one looks at a time, and the next sees what it queued.
    await sql`select pg_advisory_xact_lock(${ISSUED_LOCK})`.execute(tx);
    let queued: bigint | undefined;
    do {
      ({ numAffectedRows: queued } = await queueSome(tx, now, atOnce));
    } while (queued !== undefined && queued > 0n);
  });
}

const queueSome = (tx: Kysely<Database>, now: number, atOnce: number) =>
  sql`
      insert into notice (id, account, kind, address, status, queued_on) overriding system value
      select ${RANDOM_ID}, account.id, 'issued', account.email, 'queued', ${dayOf(now)}
      from (
        select account, count(*) as count from roll_record join poll_book using (election_id, person)
        where channel = 'electronic' group by account) as issued
      join account on account.id = issued.account
      left join (
        select account, count(*) as count from notice where kind = 'issued' group by account) as told
        on told.account = issued.account
      where account.email <> '' and issued.count > coalesce(told.count, 0)
      limit ${atOnce}
      on conflict (id) do nothing`.execute(tx);

/** In pieces, each well within the time that the service gives a statement: at the rush of the first hours hundreds of thousands wait. */
const ISSUED_AT_ONCE = 50_000;

/** Any number that nothing else here locks. */
const ISSUED_LOCK = 4_052;

/** 48 bits from the strong generator of the server: the last group of a random UUID (RFC 9562, version 4). */
const RANDOM_ID = sql`('x0000' || right(gen_random_uuid()::text, 12))::bit(64)::bigint`;
