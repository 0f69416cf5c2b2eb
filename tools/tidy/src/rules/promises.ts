import type { Finding } from "../finding.ts";
import { claimsOf, REGISTERS, type Register, type Row, readRows } from "../registers.ts";
import type { Tree } from "../tree.ts";

/**
 * Lessons and attacks count as met only when tests carry their numbers. With `release`, what this issue promised
 * and has not met is a finding too.
 */
export function checkPromises(tree: Tree, options: { readonly release: boolean }): readonly Finding[] {
  return REGISTERS.filter((register) => tree.has(register.file)).flatMap((register) => {
    const rows = readRows(tree, register);
    const claims = claimsOf(tree, register.letter);
    return [
      ...checkNumbers(register, rows),
      ...rows.flatMap((row) => checkRow(register, row, claims.get(row.id) ?? [], options.release)),
      ...checkClaims(register, rows, claims),
    ];
  });
}

function checkNumbers(register: Register, rows: readonly Row[]): readonly Finding[] {
  if (rows.length === 0) return [finding(register.file, `has no ${register.called}s`)];
  return rows.flatMap((row, at) => {
    const expected = `${register.letter}${at + 1}`;
    return row.id === expected
      ? []
      : [finding(register.file, `${row.id} stands where ${expected} should`, row.line)];
  });
}

function checkRow(
  register: Register,
  row: Row,
  files: readonly string[],
  release: boolean,
): readonly Finding[] {
  const say = (message: string): readonly Finding[] => [
    finding(register.file, `${row.id} ${message}`, row.line),
  ];
  if (row.issue === "") return say("names no issue");
  const carriers = files.length === 0 ? "no test carries its number" : `tests: ${files.join(", ")}`;
  if (row.status === "now")
    return release ? say(`is promised for "${row.issue}" and not met; ${carriers}`) : [];
  if (row.status === "later") return [];
  if (row.status !== "met") return say(`has status "${row.status}": met, now or later`);
  if (files.length === 0) return say("is called met, but no test carries its number");
  if (row.tests.length === 0) return say(`is met and links to no test (--write-tables does it); ${carriers}`);
  const silent = row.tests.filter((file) => !files.includes(file));
  return silent.length === 0 ? [] : say(`links to ${silent.join(", ")}, where no test carries its number`);
}

function checkClaims(
  register: Register,
  rows: readonly Row[],
  claims: ReadonlyMap<string, readonly string[]>,
): readonly Finding[] {
  const known = new Set(rows.map(({ id }) => id));
  return [...claims].flatMap(([id, files]) => {
    if (known.has(id)) return [];
    return files.map((file) => finding(file, `a test claims ${id}, which ${register.file} does not have`));
  });
}

function finding(file: string, message: string, line = 0): Finding {
  return { rule: "promises", file, line, message };
}
