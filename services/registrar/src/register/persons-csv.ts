import { CHANGE_COLUMNS, type Fields, PERSON_COLUMNS } from "./register-row.ts";
import type { TestPerson } from "./test-persons.ts";

/** Lines joined into one piece: writing each alone would cost more than making it. */
const LINES = 500;

/** A full register as CSV, piece by piece, header first. */
export const personsCsv = (persons: Iterable<TestPerson>): Generator<string, void> =>
  csv(PERSON_COLUMNS, persons);

/** A file of changes. */
export const changesCsv = (changes: Iterable<Fields>): Generator<string, void> =>
  csv(CHANGE_COLUMNS, changes);

function* csv<C extends string>(
  columns: readonly C[],
  rows: Iterable<{ readonly [column in C]: string }>,
): Generator<string, void> {
  let lines = [columns.join(",")];
  for (const row of rows) {
    lines.push(columns.map((column) => quoted(row[column])).join(","));
    if (lines.length < LINES) continue;
    yield `${lines.join("\n")}\n`;
    lines = [];
  }
  if (lines.length > 0) yield `${lines.join("\n")}\n`;
}

const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
