import { type Kysely, sql } from "kysely";
import type { Database } from "../database/schema.ts";
import { PERSON_COLUMNS, type RegisterRow, type RowFault } from "./register-row.ts";

type Db = Kysely<Database>;
export type StagedRow = RegisterRow & { readonly line: number };
export type BadRow = { readonly line: number; readonly fault: RowFault };

const TEXTS = [...PERSON_COLUMNS, "change", "removed", "document_key", "name_key"] as const;
const TEXT_LIST = sql.raw(TEXTS.join(", "));
/** What an update writes. */
const DETAILS = [
  "family",
  "given",
  "patronymic",
  "birth_date",
  "document",
  "district",
  "station",
  "document_key",
  "name_key",
] as const;
const detailsOf = (table: string) => sql.raw(DETAILS.map((column) => `${table}.${column}`).join(", "));
const SET_DETAILS = sql.raw(DETAILS.map((column) => `${column} = excluded.${column}`).join(", "));

/** A table that this transaction alone sees, gone with it. */
export async function openStaging(db: Db): Promise<void> {
  const columns = sql.raw(TEXTS.map((column) => `${column} text`).join(", "));
  await sql`create temp table incoming (line bigint not null, ${columns}) on commit drop`.execute(db);
}

export async function stage(db: Db, rows: readonly StagedRow[]): Promise<void> {
  const lists = sql.join([
    sql`${rows.map(({ line }) => line)}::bigint[]`,
    ...TEXTS.map((column) => sql`${rows.map((row) => row[column])}::text[]`),
  ]);
  await sql`insert into incoming (line, ${TEXT_LIST}) select * from unnest(${lists})`.execute(db);
}

/** What no row can say by itself; the first `limit` by line. */
export async function conflicts(db: Db, limit: number): Promise<readonly BadRow[]> {
  await sql`create index incoming_by_id on incoming (id)`.execute(db);
  await sql`analyze incoming`.execute(db);
  const { rows } = await sql<BadRow>`
    select line, fault from (
      select line, 'ID_TWICE' as fault from
        (select line, row_number() over (partition by id order by line) as place from incoming) as placed
        where place > 1
      union all
      select incoming.line, 'UNKNOWN' from incoming
        where change <> 'add' and not exists (select from person where person.id = incoming.id)
    ) as bad order by line limit ${limit}`.execute(db);
  return rows;
}

/** Of a changes file: an `add` is fine for whom the register has removed, or has exactly so. */
export async function addedTwice(db: Db, limit: number): Promise<readonly BadRow[]> {
  const { rows } = await sql<BadRow>`
    select incoming.line, 'ALREADY_THERE' as fault from incoming join person using (id)
    where incoming.change = 'add' and person.removed is null
      and (${detailsOf("person")}) is distinct from (${detailsOf("incoming")})
    order by incoming.line limit ${limit}`.execute(db);
  return rows;
}

/** How many of the register, not removed yet, a full file does not name. */
export async function absentCount(db: Db): Promise<{ readonly absent: number; readonly before: number }> {
  const { rows } = await sql<{ absent: number; before: number }>`
    select count(*) as before,
      count(*) filter (where not exists (select from incoming where incoming.id = person.id)) as absent
    from person where removed is null`.execute(db);
  return rows[0] ?? { absent: 0, before: 0 };
}

/** Writes what differs and nothing else. Returns how many rows did. */
export async function merge(db: Db, now: number): Promise<number> {
  const written = await sql`
    insert into person (id, ${sql.raw(DETAILS.join(", "))}, removed, changed_at)
    select id, ${detailsOf("incoming")}, null, ${now} from incoming where change <> 'remove'
    on conflict (id) do update set ${SET_DETAILS}, changed_at = excluded.changed_at,
      removed = case when (select change from incoming where incoming.id = excluded.id) = 'add'
        then null else person.removed end
    where (${detailsOf("person")}) is distinct from (${detailsOf("excluded")})
      or (person.removed is not null
        and (select change from incoming where incoming.id = excluded.id) = 'add')`.execute(db);
  const removed = await sql`
    update person set removed = incoming.removed, changed_at = ${now} from incoming
    where incoming.id = person.id and incoming.change = 'remove'
      and person.removed is distinct from incoming.removed`.execute(db);
  return Number(written.numAffectedRows ?? 0n) + Number(removed.numAffectedRows ?? 0n);
}

/** Whom a full file does not name is no longer in the register; the row stays, for what refers to it. */
export async function removeAbsent(db: Db, now: number): Promise<number> {
  const removed = await sql`
    update person set removed = 'absent', changed_at = ${now}
    where removed is null and not exists (select from incoming where incoming.id = person.id)`.execute(db);
  return Number(removed.numAffectedRows ?? 0n);
}
