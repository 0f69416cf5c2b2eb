import type { Kysely } from "kysely";
import type { Database } from "../../database/schema.ts";

/** An account that tests hang codes and factors on; what stands in it does not matter to them. */
export async function addAccount(db: Kysely<Database>, id: string): Promise<string> {
  await db
    .insertInto("account")
    .values({
      ...{ id, provider: "test", subject: id, family: "Иванова", given: "Анна", patronymic: "Петровна" },
      ...{ birth_date: "1980-02-01", document: "4506123456", telephone: "", telephone_confirmed_at: null },
      ...{ email: "", assurance: 3, opened_at: 0, signed_in_at: 0 },
    })
    .execute();
  return id;
}
