import type { Insertable, Kysely } from "kysely";
import type { AccountTable, Database, PersonTable } from "../../database/schema.ts";

/** Somebody of the register with number `at`. */
export const personRow = (at: number, change: Partial<Insertable<PersonTable>> = {}) => ({
  id: `p-${at}`,
  family: "Иванова",
  given: `Анна-${at}`,
  patronymic: "Петровна",
  birth_date: "1980-02-28",
  document: `4509${100_000 + at}`,
  document_key: `4509${100_000 + at}`,
  name_key: `иванова анна-${at} петровна`,
  district: "614",
  station: "614",
  removed: null,
  changed_at: 0,
  ...change,
});

/** The account `a-<at>` of the same person. */
export const accountRow = (at: number, change: Partial<Insertable<AccountTable>> = {}) => ({
  id: `a-${at}`,
  provider: "practice",
  subject: `s-${at}`,
  family: "Иванова",
  given: `Анна-${at}`,
  patronymic: "Петровна",
  birth_date: "1980-02-28",
  document: `4509${100_000 + at}`,
  telephone: "",
  telephone_confirmed_at: null,
  email: `anna${at}@mail.example`,
  assurance: 3,
  opened_at: 0,
  signed_in_at: 0,
  ...change,
});

export async function addPeople(db: Kysely<Database>, count: number): Promise<void> {
  const numbers = Array.from({ length: count }, (_, at) => at);
  await db
    .insertInto("person")
    .values(numbers.map((at) => personRow(at)))
    .execute();
  await db
    .insertInto("account")
    .values(numbers.map((at) => accountRow(at)))
    .execute();
}
