import type { Readable } from "node:stream";
import { err, ok, type Result } from "@veche/base";
import { type Kysely, sql } from "kysely";
import type { Database } from "../database/schema.ts";
import { type FileKind, HeaderError, readRows, UnreadableError } from "./read-rows.ts";
import { isDay } from "./register-row.ts";
import {
  absentCount,
  addedTwice,
  type BadRow,
  conflicts,
  merge,
  openStaging,
  removeAbsent,
  type StagedRow,
  stage,
} from "./staging.ts";

export type ImportOptions = {
  /** As the file says, YYYY-MM-DD. Older than the last one imported: refused, since it would undo what came later. */
  readonly date: string;
  readonly now: number;
} & (
  | { readonly kind: "changes" }
  /** `absentMax`: how large a part of the register (0…1) a full file may leave out, and so remove; more is a torn file. */
  | { readonly kind: "full"; readonly absentMax: number }
);

/** `changed`: rows of the register that are different now; the same file again changes none. */
export type ImportReport = { readonly accepted: number; readonly changed: number };

export type ImportError =
  /** Nothing was imported. `rows`: the first thousand, by line; `refused`: how many there are. */
  | { readonly code: "ROWS_REFUSED"; readonly rows: readonly BadRow[]; readonly refused: number }
  | { readonly code: "HEADER_WRONG"; readonly expected: readonly string[] }
  | { readonly code: "DATE_MALFORMED" | "FILE_UNREADABLE" }
  | { readonly code: "DATE_OLD"; readonly last: string }
  | { readonly code: "TOO_MANY_ABSENT"; readonly absent: number; readonly before: number };

const BATCH = 5_000;
const REPORTED_MAX = 1_000;
/** One import at a time; any number, of this program alone. */
const IMPORT_LOCK = 0x7265_6769;

class Refused extends Error {
  readonly error: ImportError;

  constructor(error: ImportError) {
    super(error.code);
    this.error = error;
  }
}

/** Takes a register file, UTF-8 CSV, whole or not at all, without ever holding it. The log row says counts, never a person. */
export async function importRegister(
  db: Kysely<Database>,
  source: Readable,
  options: ImportOptions,
): Promise<Result<ImportReport, ImportError>> {
  try {
    if (!isDay(options.date)) return err({ code: "DATE_MALFORMED" });
    const report = await db.transaction().execute((trx) => importInto(trx, source, options));
    return ok(report);
  } catch (error) {
    const refused = refusalOf(error);
    if (refused === undefined) throw error;
    if (refused.code === "ROWS_REFUSED") await log(db, options, 0, refused.refused);
    return err(refused);
  } finally {
    source.destroy();
  }
}

function refusalOf(error: unknown): ImportError | undefined {
  if (error instanceof Refused) return error.error;
  if (error instanceof UnreadableError) return { code: "FILE_UNREADABLE" };
  return error instanceof HeaderError ? { code: "HEADER_WRONG", expected: error.expected } : undefined;
}

async function importInto(
  db: Kysely<Database>,
  source: Readable,
  options: ImportOptions,
): Promise<ImportReport> {
  await sql`select pg_advisory_xact_lock(${IMPORT_LOCK})`.execute(db);
  await checkDate(db, options.date);
  await openStaging(db);
  const { accepted, bad, refused } = await stageAll(db, source, options);
  const found = [...(await conflicts(db, REPORTED_MAX))];
  if (options.kind === "changes") found.push(...(await addedTwice(db, REPORTED_MAX)));
  if (refused + found.length > 0) {
    const rows = [...bad, ...found].sort((a, b) => a.line - b.line).slice(0, REPORTED_MAX);
    throw new Refused({ code: "ROWS_REFUSED", rows, refused: refused + found.length });
  }
  let changed = 0;
  if (options.kind === "full") {
    const { absent, before } = await absentCount(db);
    if (absent > options.absentMax * before) throw new Refused({ code: "TOO_MANY_ABSENT", absent, before });
    changed += await removeAbsent(db, options.now);
  }
  changed += await merge(db, options.now);
  await log(db, options, accepted, 0);
  return { accepted, changed };
}

async function checkDate(db: Kysely<Database>, date: string): Promise<void> {
  const newest = await db
    .selectFrom("register_import")
    .select((one) => one.fn.max("date").as("date"))
    .where("refused", "=", 0)
    .executeTakeFirst();
  const last = newest?.date ?? "";
  if (date < last) throw new Refused({ code: "DATE_OLD", last });
}

async function stageAll(
  db: Kysely<Database>,
  source: Readable,
  { kind, date }: { readonly kind: FileKind; readonly date: string },
): Promise<{ readonly accepted: number; readonly bad: readonly BadRow[]; readonly refused: number }> {
  const bad: BadRow[] = [];
  let [accepted, refused] = [0, 0];
  let batch: StagedRow[] = [];
  for await (const { line, row, fault } of readRows(source, kind, date)) {
    if (fault !== undefined) {
      refused++;
      if (bad.length < REPORTED_MAX) bad.push({ line, fault });
      continue;
    }
    accepted++;
    batch.push({ ...row, line });
    if (batch.length === BATCH) {
      await stage(db, batch);
      batch = [];
    }
  }
  if (batch.length > 0) await stage(db, batch);
  return { accepted, bad, refused };
}

async function log(
  db: Kysely<Database>,
  { kind, date, now }: ImportOptions,
  accepted: number,
  refused: number,
): Promise<void> {
  await db
    .insertInto("register_import")
    .values({ kind, date, accepted, refused, imported_at: now })
    .execute();
}
