import type { Sentence } from "@veche/api";
import { expectOk } from "@veche/base";
import type { Manifest } from "@veche/election";
import { encodePersonRecord, type PersonRecord, parsePersonId } from "@veche/election/person";
import type { Entitled } from "@veche/registrar";
import { readText } from "../files/read.ts";
import { unusable } from "../framework/stop.ts";
import { faults } from "../texts/faults.ts";
import { rollTexts } from "../texts/roll.ts";
import { type CsvRow, parseCsv } from "./csv.ts";

/** The columns of a list of persons, in this order. */
export const COLUMNS = ["family", "given", "patronymic", "birthDate", "document", "style"] as const;

/** So many bad rows are named; the rest is counted. */
const ROWS_NAMED = 5;

/**
 * Those entitled, from a list of persons. Numbers of letters follow the rows: they mean nothing without the list. All bad rows are
 * looked for, so that a list is corrected once.
 */
export async function readPersons(path: string, { styles }: Manifest): Promise<readonly Entitled[]> {
  const rows = parseCsv(await readText(path));
  if (!rows.ok) throw unusable(faults.csvQuote(path, rows.error.line));
  const [head, ...body] = rows.value;
  if (head === undefined || !COLUMNS.every((column, at) => head.cells[at]?.trim() === column)) {
    throw unusable(faults.csvHead(path, COLUMNS.join(",")));
  }
  if (body.length === 0) throw unusable(faults.csvEmpty(path));
  const ids = styles.map(({ id }) => id);
  const bad: { readonly line: number; readonly what: Sentence }[] = [];
  const entitled: Entitled[] = [];
  for (const [at, row] of body.entries()) {
    const read = readRow(row, ids);
    if ("what" in read) bad.push({ line: row.line, what: read.what });
    else {
      const person = expectOk(parsePersonId(`v-${String(at + 1).padStart(7, "0")}`), "own number");
      entitled.push({ person, ...read });
    }
  }
  if (bad.length > 0) throw unusable(faults.csvRows(path, bad.slice(0, ROWS_NAMED), bad.length));
  return entitled;
}

function readRow(
  { cells }: CsvRow,
  styles: readonly string[],
): { readonly record: PersonRecord; readonly style: number } | { readonly what: Sentence } {
  if (cells.length !== COLUMNS.length) return { what: rollTexts.cells(cells.length, COLUMNS.length) };
  const [family, given, patronymic, birthDate, document, styleId] = cells as [
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  const record: PersonRecord = { family, given, patronymic, birthDate, document };
  const encoded = encodePersonRecord(record);
  if (!encoded.ok) return { what: rollTexts.field(encoded.error.field) };
  const style = styles.indexOf(styleId);
  return style < 0 ? { what: rollTexts.style(styleId) } : { record, style };
}
