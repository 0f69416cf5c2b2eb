import { compareBytes, fromUtf8, utf8 } from "@veche/base";
import type { Cell, Row, Table } from "./gather-tables.ts";

/**
 * What the order of a table's rows tells. `issuing`, `casting`: Spearman's rank correlation with the order in which the ballots of the
 * rows' persons were issued and cast, −1 … 1; `ctid` is the order on the disk, `xmin` that of the transactions which wrote them.
 */
export type Order = {
  readonly table: string;
  readonly column: string;
  readonly rows: number;
  readonly issuing: number;
  readonly casting: number;
};

/** When a person's ballot was issued and cast, as the ledger orders them. */
export type Turn = { readonly issued: number; readonly cast: number };

/** Fewer rows tell nothing. */
const ROWS_MIN = 20;

/**
 * Every column by which rows of persons can be sorted, and both physical orders. `personOf`: whose a row is, from any of its
 * cells; rows of nobody are left out.
 */
export function ordersOf(
  tables: readonly Table[],
  personOf: (row: Row) => number | undefined,
  turns: ReadonlyMap<number, Turn>,
): readonly Order[] {
  return tables.flatMap(({ name, rows }) => {
    const known = rows.flatMap((row) => {
      const turn = turns.get(personOf(row) ?? -1);
      return turn === undefined ? [] : [{ row, turn }];
    });
    if (known.length < ROWS_MIN) return [];
    const columns = ["ctid", "xmin", ...Object.keys(known[0]?.row.cells ?? {})];
    return columns.flatMap((column): readonly Order[] => {
      const cells = known.map(({ row }) => cellAt(row, column));
      const ranks = ranksOf(cells);
      if (ranks === undefined) return [];
      const [issued, cast] = [known.map(({ turn }) => turn.issued), known.map(({ turn }) => turn.cast)];
      const issuing = correlation(ranks, ranksOf(issued) ?? []);
      const casting = correlation(ranks, ranksOf(cast) ?? []);
      return [{ table: name, column, rows: known.length, issuing, casting }];
    });
  });
}

const cellAt = (row: Row, column: string): Cell =>
  column === "ctid" || column === "xmin" ? row[column] : (row.cells[column] ?? null);

/** Ranks from 0, equal values their middle; `undefined` if fewer than three values differ: days, states and places order nobody. */
function ranksOf(cells: readonly Cell[]): readonly number[] | undefined {
  const sorted = cells.map((cell, at) => ({ cell, at })).sort((a, b) => compare(a.cell, b.cell));
  const ranks = new Array<number>(cells.length).fill(0);
  let groups = 0;
  for (let from = 0; from < sorted.length; groups++) {
    let to = from + 1;
    while (to < sorted.length && compare((sorted[from] as Of).cell, (sorted[to] as Of).cell) === 0) to++;
    for (const { at } of sorted.slice(from, to)) ranks[at] = (from + to - 1) / 2;
    from = to;
  }
  return groups < 3 ? undefined : ranks;
}

type Of = { readonly cell: Cell };

/** Numbers as numbers, also where they come as texts; anything else by its bytes. */
function compare(a: Cell, b: Cell): number {
  const [left, right] = [numberOf(a), numberOf(b)];
  if (left !== undefined && right !== undefined) return left - right;
  return compareBytes(bytesOf(a), bytesOf(b));
}

function numberOf(cell: Cell): number | undefined {
  if (typeof cell === "number") return cell;
  if (typeof cell === "bigint" || typeof cell === "boolean") return Number(cell);
  return typeof cell === "string" && /^-?\d{1,15}$/.test(cell) ? Number(cell) : undefined;
}

const bytesOf = (cell: Cell): Uint8Array => (cell instanceof Uint8Array ? cell : utf8(String(cell)));

function correlation(a: readonly number[], b: readonly number[]): number {
  const mean = (all: readonly number[]): number => all.reduce((sum, one) => sum + one, 0) / all.length;
  const [meanA, meanB] = [mean(a), mean(b)];
  let [both, squareA, squareB] = [0, 0, 0];
  a.forEach((one, at) => {
    const [left, right] = [one - meanA, (b[at] ?? 0) - meanB];
    both += left * right;
    squareA += left * left;
    squareB += right * right;
  });
  return squareA === 0 || squareB === 0 ? 0 : both / Math.sqrt(squareA * squareB);
}

/** Further from 0 than chance brings it in one of thirty thousand: four standard deviations. */
export const follows = (order: Order, of: "issuing" | "casting"): boolean =>
  Math.abs(order[of]) > Math.max(0.3, 4.2 / Math.sqrt(order.rows - 1));

/** By what a row names its person, whatever the column is called. */
export function personFinder(names: ReadonlyMap<string, number>): (row: Row) => number | undefined {
  return ({ cells }) => {
    for (const cell of Object.values(cells)) {
      const text = cell instanceof Uint8Array ? (fromUtf8(cell) ?? "") : String(cell);
      const person = names.get(text);
      if (person !== undefined) return person;
    }
    return undefined;
  };
}
