import { err, ok, type Result } from "@veche/base";
import type { Kysely, Selectable } from "kysely";
import type { Database, SecondFactorTable } from "../database/schema.ts";

export type FactorRow = Selectable<SecondFactorTable>;
/** Unknown to this account, never confirmed, or not confirmed before the cut-off: one answer for all. */
export type FactorUnknown = { readonly code: "FACTOR_UNKNOWN" };

export const factorUnknown = err<FactorUnknown>({ code: "FACTOR_UNKNOWN" });

/**
 * What counts for an election was confirmed before its cut-off (L26): who takes over an account later cannot add a key of their own.
 * `cutOff`: ms since 1970; `Infinity` where no election is concerned.
 */
export const isInTime = (row: FactorRow, cutOff: number): boolean =>
  row.confirmed_at !== null && row.confirmed_at < cutOff;

export async function factorsOf(
  db: Kysely<Database>,
  account: string,
  kind: "totp" | "passkey",
): Promise<readonly FactorRow[]> {
  return db
    .selectFrom("second_factor")
    .selectAll()
    .where("account", "=", account)
    .where("kind", "=", kind)
    .execute();
}

/** The kinds that an account has confirmed, for its page. */
export async function confirmedKinds(
  db: Kysely<Database>,
  account: string,
): Promise<readonly ("totp" | "passkey")[]> {
  const rows = await db
    .selectFrom("second_factor")
    .select("kind")
    .distinct()
    .where("account", "=", account)
    .where("confirmed_at", "is not", null)
    .orderBy("kind")
    .execute();
  return rows.map(({ kind }) => kind);
}

/** Takes a factor away, if the account has it. */
export async function removeFactor(
  db: Kysely<Database>,
  account: string,
  id: string,
): Promise<Result<undefined, FactorUnknown>> {
  const removed = await db
    .deleteFrom("second_factor")
    .where("account", "=", account)
    .where("id", "=", id)
    .executeTakeFirst();
  return removed.numDeletedRows === 1n ? ok(undefined) : factorUnknown;
}

/**
 * Moves a factor's counter from what was read to `counter`, if nobody else has meanwhile: of two uses at once one wins. `false`: lost.
 */
export async function moveCounter(db: Kysely<Database>, row: FactorRow, counter: number): Promise<boolean> {
  const moved = await db
    .updateTable("second_factor")
    .set({ counter })
    .where("id", "=", row.id)
    .where("counter", "=", row.counter)
    .executeTakeFirst();
  return moved.numUpdatedRows === 1n;
}
