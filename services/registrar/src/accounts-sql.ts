import type { Bytes } from "@veche/base";
import { parsePersonId } from "@veche/election/person";
import type { Kysely } from "kysely";
import type { Database } from "./database/schema.ts";
import type { AccountBook } from "./registrar.ts";

/** Who stands on the roll of an election, by the number in the state register. */
export const sqlAccounts = (db: Kysely<Database>, electionId: Bytes): AccountBook => ({
  find: async (person) => {
    const row = await db
      .selectFrom("roll_record")
      .select(["person", "style", "entry"])
      .where("election_id", "=", electionId)
      .where("person", "=", person)
      .executeTakeFirst();
    const id = parsePersonId(row?.person ?? "");
    return row === undefined || !id.ok ? undefined : { ...row, person: id.value };
  },
});
