import type { Kysely } from "kysely";
import type { Database } from "../database/schema.ts";
import { documentKey } from "../register/folding.ts";
import { matchPerson } from "../register/match-person.ts";
import type { RegisterFacts } from "./judge.ts";
import type { AccountRow } from "./parts.ts";

/** What the state register says of the owner of an account. */
export async function lookUp(db: Kysely<Database>, account: AccountRow): Promise<RegisterFacts> {
  const persons = await db
    .selectFrom("person")
    .selectAll()
    .where("document_key", "=", documentKey(account.document))
    .execute();
  const match = matchPerson(account, persons);
  if (match.kind !== "matched") return match;
  const { id, birth_date, district, removed } = match.person;
  return { kind: "matched", person: id, birthDate: birth_date, district, removed };
}
