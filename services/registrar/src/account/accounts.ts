import { type Clock, type RandomBytes, toHex } from "@veche/base";
import type { Kysely, Selectable } from "kysely";
import type { AccountTable, Database } from "../database/schema.ts";
import { dayOf, startOfDay } from "../moscow-day.ts";
import type { Identity } from "./identity-provider.ts";

export type AccountRow = Selectable<AccountTable>;

/**
 * The account of (provider, subject), made at the first sign-in and brought up to date at each. A telephone that the voter has
 * confirmed here, and an address once given, stay: what a provider says later must not move a voter's codes to another telephone.
 */
export async function accountFor(
  parts: { readonly db: Kysely<Database>; readonly now: Clock; readonly randomBytes: RandomBytes },
  provider: string,
  identity: Identity,
): Promise<string> {
  const { subject, openedAt, assurance, birthDate, telephone, email } = identity;
  const person = {
    family: identity.family,
    given: identity.given,
    patronymic: identity.patronymic,
    birth_date: birthDate,
    document: identity.document,
    assurance,
    opened_at: openedAt,
    // The day is enough: a time beside the public log would say when somebody came for a ballot (P4).
    signed_in_at: startOfDay(dayOf(parts.now())),
  };
  const { id } = await parts.db
    .insertInto("account")
    .values({
      id: toHex(parts.randomBytes(16)),
      provider,
      subject,
      telephone,
      telephone_confirmed_at: null,
      email,
      ...person,
    })
    .onConflict((conflict) =>
      conflict.columns(["provider", "subject"]).doUpdateSet((eb) => ({
        ...person,
        telephone: eb
          .case()
          .when("account.telephone_confirmed_at", "is", null)
          .then(telephone)
          .else(eb.ref("account.telephone"))
          .end(),
        email: eb.case().when("account.email", "=", "").then(email).else(eb.ref("account.email")).end(),
      })),
    )
    .returning("id")
    .executeTakeFirstOrThrow();
  return id;
}

export const accountById = (db: Kysely<Database>, id: string): Promise<AccountRow | undefined> =>
  db.selectFrom("account").selectAll().where("id", "=", id).executeTakeFirst();
