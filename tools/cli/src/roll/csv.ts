import { err, ok, type Result } from "@veche/base";

export type CsvRow = { readonly line: number; readonly cells: readonly string[] };
export type CsvError = { readonly code: "QUOTE_OPEN" | "QUOTE_PLACE"; readonly line: number };

/**
 * Comma-separated values (RFC 4180): cells may stand in double quotes, a quote in them doubled; lines end in LF or CRLF. Empty
 * lines are passed over. `line`: where the row begins, from 1.
 */
export function parseCsv(text: string): Result<readonly CsvRow[], CsvError> {
  const rows: CsvRow[] = [];
  let at = 0;
  let line = 1;
  while (at < text.length) {
    const row = parseRow(text, at, line);
    if (!row.ok) return row;
    const { cells, next, lines } = row.value;
    if (cells.length > 1 || cells[0] !== "") rows.push({ line, cells });
    at = next;
    line += lines;
  }
  return ok(rows);
}

type Row = { readonly cells: readonly string[]; readonly next: number; readonly lines: number };

function parseRow(text: string, start: number, line: number): Result<Row, CsvError> {
  const cells: string[] = [];
  let at = start;
  let lines = 1;
  for (;;) {
    const cell = text[at] === '"' ? quotedCell(text, at) : plainCell(text, at);
    if (cell === undefined) return err({ code: "QUOTE_OPEN", line });
    cells.push(cell.value);
    lines += cell.value.split("\n").length - 1;
    at = cell.next;
    if (text[at] === ",") {
      at++;
      continue;
    }
    if (at >= text.length) return ok({ cells, next: at, lines });
    if (text[at] === "\n") return ok({ cells, next: at + 1, lines });
    if (text.startsWith("\r\n", at)) return ok({ cells, next: at + 2, lines });
    return err({ code: "QUOTE_PLACE", line });
  }
}

type Cell = { readonly value: string; readonly next: number };

function plainCell(text: string, start: number): Cell {
  const rest = text.slice(start, start + 10_000);
  const length = rest.search(/[,\n]|\r\n/);
  const value = length < 0 ? rest : rest.slice(0, length);
  return { value, next: start + value.length };
}

function quotedCell(text: string, start: number): Cell | undefined {
  let value = "";
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] !== '"') value += text[at];
    else if (text[at + 1] === '"') value += text[++at];
    else return { value, next: at + 1 };
  }
  return undefined;
}
