import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Bytes, concat, utf8 } from "@veche/base";
import pg from "pg";
import type { Unit } from "./places.ts";

export type Cell = string | number | bigint | boolean | Bytes | null;
/** A row as it stands in its table. `ctid`: block and line, where it lies; `xmin`: number of the transaction that wrote it. */
export type Row = {
  readonly ctid: number;
  readonly xmin: number;
  readonly cells: Readonly<Record<string, Cell>>;
};
export type Table = { readonly name: string; readonly rows: readonly Row[] };

/** A connection as the database's own user, with what lies in the registrar's folder. */
export async function connectTo(folder: string): Promise<pg.Client> {
  const password = readFileSync(join(folder, "database/password"), "utf8").trim();
  const [, , , port = ""] = readFileSync(join(folder, "database/data/postmaster.pid"), "utf8").split("\n");
  const client = new pg.Client({
    host: "127.0.0.1",
    port: Number(port),
    user: "veche",
    password,
    database: "postgres",
  });
  await client.connect();
  return client;
}

/** Every table of every schema that is not PostgreSQL's own, in the order in which its rows lie on the disk. */
export async function readTables(client: pg.Client): Promise<readonly Table[]> {
  const { rows } = await client.query<{ readonly name: string }>(
    `select quote_ident(schemaname) || '.' || quote_ident(tablename) as name from pg_tables
     where schemaname not in ('pg_catalog', 'information_schema') order by 1`,
  );
  const tables: Table[] = [];
  for (const { name } of rows) tables.push(await readTable(client, name));
  return tables;
}

async function readTable(client: pg.Client, name: string): Promise<Table> {
  const { rows } = await client.query<Record<string, unknown>>(
    `select ctid::text as "row.ctid", xmin::text as "row.xmin", * from ${name} order by ctid`,
  );
  return {
    name: name.replace(/^public\./, ""),
    rows: rows.map(({ "row.ctid": ctid, "row.xmin": xmin, ...cells }) => ({
      ctid: placeOf(String(ctid)),
      xmin: Number(xmin),
      cells: Object.fromEntries(Object.entries(cells).map(([column, value]) => [column, cellOf(value)])),
    })),
  };
}

/** `(block,line)` as one number. */
function placeOf(ctid: string): number {
  const [, block = "0", line = "0"] = /^\((\d+),(\d+)\)$/.exec(ctid) ?? [];
  return 65_536 * Number(block) + Number(line);
}

function cellOf(value: unknown): Cell {
  if (value === null || value === undefined) return null;
  if (value instanceof Uint8Array) return new Uint8Array(value);
  if (value instanceof Date) return value.getTime();
  if (typeof value === "string" && /^\d{1,15}$/.test(value)) return value;
  if (typeof value === "number" || typeof value === "boolean" || typeof value === "bigint") return value;
  return typeof value === "string" ? value : JSON.stringify(value);
}

export function rowUnits(tables: readonly Table[]): readonly Unit[] {
  return tables.flatMap(({ name, rows }) =>
    rows.map(({ cells }) => ({ domain: "registrar", kind: "row", name, bytes: rowBytes(cells) }) as const),
  );
}

function rowBytes(cells: Row["cells"]): Bytes {
  const parts = Object.entries(cells).map(([column, value]) =>
    concat(utf8(`${column}=`), value instanceof Uint8Array ? value : utf8(String(value)), utf8("\n")),
  );
  return concat(...parts);
}
