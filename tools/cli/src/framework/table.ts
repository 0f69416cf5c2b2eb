/** Columns of text, as wide as their widest cell. Numbers stand right. */
export type Align = "left" | "right";

const GAP = "  ";
const EMPTY = "";

/**
 * Rows as lines of equal columns; the first row is the head and gets a rule below. A cell keeps its text whole: names are never
 * cut.
 */
export function tableLines(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  align: readonly Align[] = [],
): readonly string[] {
  const widths = head.map((_, column) =>
    Math.max(...[head, ...rows].map((row) => widthOf(row[column] ?? EMPTY))),
  );
  const line = (cells: readonly string[]): string =>
    widths
      .map((width, column) => padded(cells[column] ?? EMPTY, width, align[column] ?? "left"))
      .join(GAP)
      .trimEnd();
  return [line(head), line(widths.map((width) => "─".repeat(width))), ...rows.map(line)];
}

/** Pairs of a name and a value below one another. */
export function factLines(facts: readonly (readonly [string, string])[]): readonly string[] {
  const width = Math.max(...facts.map(([name]) => widthOf(name)));
  return facts.map(([name, value]) => `${padded(name, width, "left")}${GAP}${value}`);
}

/** A share between 0 and 1 as a bar of at most `width` characters, in eighths of a character. */
export function bar(share: number, width: number): string {
  const eighths = Math.round(Math.min(1, Math.max(0, share)) * width * 8);
  const rest = eighths % 8;
  return "█".repeat(Math.floor(eighths / 8)) + (rest === 0 ? "" : "▏▎▍▌▋▊▉".charAt(rest - 1));
}

function padded(text: string, width: number, align: Align): string {
  const space = " ".repeat(Math.max(0, width - widthOf(text)));
  return align === "left" ? text + space : space + text;
}

/** Latin and Cyrillic: one column each; combining marks take none. */
const widthOf = (text: string): number => [...text.replace(/\p{M}/gu, "")].length;
