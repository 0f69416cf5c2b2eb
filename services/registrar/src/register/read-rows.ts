import type { Readable } from "node:stream";
import { type CsvError, parse } from "csv-parse";
import {
  CHANGE_COLUMNS,
  type Column,
  type Fields,
  PERSON_COLUMNS,
  type RegisterRow,
  type RowFault,
  readRow,
} from "./register-row.ts";

export type FileKind = "full" | "changes";
export type ReadRow = { readonly line: number } & (
  | { readonly row: RegisterRow; readonly fault?: undefined }
  | { readonly fault: RowFault; readonly row?: undefined }
);

/** The first row of a file is not the header that the kind of file has. */
export class HeaderError extends Error {
  readonly expected: readonly string[];

  constructor(expected: readonly string[]) {
    super("header");
    this.expected = expected;
  }
}

/** The file broke off while it was read. */
export class UnreadableError extends Error {}

type Parsed = { readonly record: readonly string[]; readonly info: { readonly lines: number } };

const lineOf = ({ lines }: CsvError): number => Number(lines);
const ROW_CHARACTERS_MAX = 10_000;
const NOTHING = Object.fromEntries(CHANGE_COLUMNS.map((column) => [column, ""])) as Fields;

/** The rows of a register file, one after the other. `line`: where the row ends, from 1. Columns may stand in any order. */
export async function* readRows(
  source: Readable,
  kind: FileKind,
  date: string,
): AsyncGenerator<ReadRow, void> {
  const broken: ReadRow[] = [];
  const parser = parse({
    bom: true,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    max_record_size: ROW_CHARACTERS_MAX,
    on_skip: (error) => {
      broken.push({ line: error === undefined ? 0 : lineOf(error), fault: "QUOTES" });
      return undefined;
    },
  });
  source.once("error", () => parser.destroy(new UnreadableError()));
  source.pipe(parser);
  try {
    yield* rowsOf(parser as AsyncIterable<Parsed>, broken, kind, date);
  } finally {
    source.destroy();
    parser.destroy();
  }
}

async function* rowsOf(
  parser: AsyncIterable<Parsed>,
  broken: ReadRow[],
  kind: FileKind,
  date: string,
): AsyncGenerator<ReadRow, void> {
  let columns: readonly Column[] | undefined;
  for await (const { record, info } of parser) {
    if (columns === undefined) columns = columnsOf(record, kind);
    else yield { line: info.lines, ...rowOf(columns, record, kind, date) };
    yield* broken.splice(0);
  }
  if (columns === undefined) throw new HeaderError(columnsFor(kind));
  yield* broken;
}

const columnsFor = (kind: FileKind): readonly Column[] => (kind === "full" ? PERSON_COLUMNS : CHANGE_COLUMNS);

function columnsOf(record: readonly string[], kind: FileKind): readonly Column[] {
  const expected = columnsFor(kind);
  const given = record.map((name) => name.trim().toLowerCase());
  const isWhole = given.length === expected.length && expected.every((column) => given.includes(column));
  if (!isWhole) throw new HeaderError(expected);
  return given as readonly Column[];
}

function rowOf(
  columns: readonly Column[],
  record: readonly string[],
  kind: FileKind,
  date: string,
): { readonly row: RegisterRow } | { readonly fault: RowFault } {
  if (record.length !== columns.length) return { fault: "FIELDS" };
  const named = Object.fromEntries(columns.map((column, at) => [column, record[at] ?? ""]));
  const change = kind === "full" ? { change: "add" } : {};
  const row = readRow({ ...NOTHING, ...named, ...change }, date);
  return row.ok ? { row: row.value } : { fault: row.error };
}
