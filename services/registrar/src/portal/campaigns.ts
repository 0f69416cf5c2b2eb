import type { Bytes } from "@veche/base";
import type { Kysely, Selectable } from "kysely";
import type { CampaignTable, Database } from "../database/schema.ts";

export type Campaign = Selectable<CampaignTable>;

export const campaignById = (db: Kysely<Database>, id: string): Promise<Campaign | undefined> =>
  db.selectFrom("campaign").selectAll().where("id", "=", id).executeTakeFirst();

export const campaignOf = (db: Kysely<Database>, electionId: Bytes): Promise<Campaign | undefined> =>
  db.selectFrom("campaign").selectAll().where("election_id", "=", electionId).executeTakeFirst();

/** The entry of an account on the roll of an election; `undefined`: none, or no roll yet. */
export const entryOf = (
  db: Kysely<Database>,
  electionId: Bytes,
  account: string,
): Promise<{ readonly person: string; readonly style: number; readonly entry: Bytes } | undefined> =>
  db
    .selectFrom("roll_record")
    .select(["person", "style", "entry"])
    .where("election_id", "=", electionId)
    .where("account", "=", account)
    .executeTakeFirst();
