import { type Kysely, sql } from "kysely";

/** Indexes for queues that may hold a million rows, and one appeal for one refusal by the table's own rule. */
const STATEMENTS: readonly string[] = [
  "drop index notice_waiting",
  "create index notice_waiting on notice (queued_on, id) where status = 'queued' and kind <> 'issued'",
  "create index notice_issued_waiting on notice (id) where status = 'queued' and kind = 'issued'",
  "create unique index appeal_by_application on appeal (application)",
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
