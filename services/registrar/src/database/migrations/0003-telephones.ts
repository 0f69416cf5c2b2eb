import { type Kysely, sql } from "kysely";

/** How many codes a number got today is asked before each one. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw("create index sms_code_by_telephone on sms_code (telephone, sent_at)").execute(db);
}
