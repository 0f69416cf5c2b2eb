import { err, ok, type Result } from "@veche/base";
import { Kysely, Migrator, PostgresDialect } from "kysely";
import pg from "pg";
import { type DatabaseError, migrationFailed, unreachable } from "./database-error.ts";
import { type EmbeddedOptions, startEmbedded } from "./embedded.ts";
import { type Limits, poolLimits, SERVICE_LIMITS, WORK_LIMITS } from "./limits.ts";
import { MIGRATIONS } from "./migrations/index.ts";
import type { Database } from "./schema.ts";

export type OpenedDatabase = {
  readonly db: Kysely<Database>;
  /** With the password: for other processes of the same operator, never for a log. */
  readonly url: string;
  readonly close: () => Promise<void>;
};

/** `url`: PostgreSQL as it runs already; `folder`: one of its own is started there (development, one machine). */
export type DatabaseOptions = { readonly url: string } | EmbeddedOptions;

const CONNECTIONS = 20;

/** `service`: a page waits for each statement, and a silent server is an error; `work`: what takes minutes may take them. */
export type DatabaseUse = "service" | "work";

const LIMITS: { readonly [use in DatabaseUse]: Limits } = { service: SERVICE_LIMITS, work: WORK_LIMITS };

/** The registrar's database with all tables of this version. Times and counts are numbers, `bytea` is Uint8Array. */
export async function openDatabase(
  options: DatabaseOptions,
  use: DatabaseUse = "work",
): Promise<Result<OpenedDatabase, DatabaseError>> {
  if ("url" in options) return connected(options.url, LIMITS[use], async () => {});
  const embedded = await startEmbedded(options);
  if (!embedded.ok) return embedded;
  return connected(embedded.value.url, LIMITS[use], embedded.value.close);
}

/** Connects without touching the tables. */
export function connect(
  url: string,
  limits = WORK_LIMITS,
): { readonly db: Kysely<Database>; readonly pool: pg.Pool } {
  const pool = new pg.Pool({
    ...poolLimits(limits),
    ...{ connectionString: url, max: CONNECTIONS, types: TYPES },
  });
  // A server that goes away is seen by the next query; an idle connection must not end the process.
  pool.on("error", () => {});
  // Neither may one that is lent out, between two statements of a transaction: the next statement fails.
  pool.on("connect", (client) => client.on("error", () => {}));
  return { db: new Kysely<Database>({ dialect: new PostgresDialect({ pool }) }), pool };
}

async function connected(
  url: string,
  limits: Limits,
  closeServer: () => Promise<void>,
): Promise<Result<OpenedDatabase, DatabaseError>> {
  const first = connect(url);
  const wrong = (await reach(first.pool)) ?? (await migrate(first.db));
  await first.db.destroy();
  if (wrong !== undefined) {
    await closeServer();
    return err(wrong);
  }
  const { db } = connect(url, limits);
  const close = async (): Promise<void> => {
    await db.destroy();
    await closeServer();
  };
  return ok({ db, url, close });
}

async function reach(pool: pg.Pool): Promise<DatabaseError | undefined> {
  try {
    await pool.query("select 1");
    return undefined;
  } catch (error) {
    return unreachable(reasonOf(error));
  }
}

async function migrate(db: Kysely<Database>): Promise<DatabaseError | undefined> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => MIGRATIONS } });
  const { error } = await migrator.migrateToLatest();
  return error === undefined ? undefined : migrationFailed(reasonOf(error));
}

/** A server's code or its first line; of a refused connection Node gives several errors, the first says enough. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return reasonOf(error.errors[0]);
  return error instanceof Error ? (error.message.split("\n")[0] ?? "") : "unknown";
}

const TYPES: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: "text" | "binary") => {
    if (format !== "binary" && oid === pg.types.builtins.INT8) return safeInteger;
    if (format !== "binary" && oid === pg.types.builtins.BYTEA) return bytes;
    return pg.types.getTypeParser(oid, format ?? "text");
  },
} as pg.CustomTypesConfig;

function safeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError("bigint out of range");
  return value;
}

/** PostgreSQL's hexadecimal form: `\x00ff`. */
const bytes = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text.slice(2), "hex"));
