import { type Kysely, sql } from "kysely";
import { dayOf } from "../application/civil-day.ts";
import type { Database } from "../database/schema.ts";
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

/** Tells the owner of an account that a ballot was issued to them, at the e-mail that the account has. */
export async function queueIssuedNotice(db: Kysely<Database>, account: string, now: number): Promise<void> {
  const { email } = await db
    .selectFrom("account")
    .select("email")
    .where("id", "=", account)
    .executeTakeFirstOrThrow();
  await queueNotice(db, { account, kind: "issued", address: email, now });
}

/** 48 bits from the strong generator of the server: the last group of a random UUID (RFC 9562, version 4). */
const RANDOM_ID = sql`('x0000' || right(gen_random_uuid()::text, 12))::bit(64)::bigint`;
