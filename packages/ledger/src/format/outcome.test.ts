import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { BODIES } from "./bodies.ts";
import { isTransient, OUTCOMES, outcomeNumber } from "./outcome.ts";
import { TRANSACTIONS } from "./table.ts";

const specification = readFileSync(new URL("../../../../spec/06-ledger.md", import.meta.url), "utf8");

/** Cells of the rows of a table under a heading. */
function rowsUnder(heading: string): readonly (readonly string[])[] {
  const section = specification.split(`## ${heading}`)[1]?.split("\n## ")[0] ?? "";
  const rows = section.split("\n").filter((line) => line.startsWith("| "));
  return rows.slice(1).map((row) =>
    row
      .split("|")
      .map((cell) => cell.trim())
      .slice(1, -1),
  );
}

test("the registry of outcomes is the table of the specification", () => {
  const table = rowsUnder("06.6").map(([number, code, meaning]) => ({
    number: Number(number),
    code: code?.replaceAll("`", ""),
    transient: meaning?.startsWith("transient") === true,
  }));
  assert.deepEqual(OUTCOMES, table);
});

test("outcomes are known by number and whether they may change", () => {
  assert.equal(outcomeNumber("CAST_BEYOND_ISSUES"), 54);
  assert.equal(isTransient("TICK_WAIT"), true);
  assert.equal(isTransient("SEQ_WRONG"), false);
});

test("the transactions are those of the specification, with their signers and control", () => {
  const table = rowsUnder("06.5").flatMap(([types, signers, body, conditions]) =>
    [...(types ?? "").matchAll(/`([a-z-]+)`/g)].map(([, type]) => ({ type, signers, body, conditions })),
  );
  assert.deepEqual(
    table.map(({ type }) => type),
    Object.keys(TRANSACTIONS),
  );
  assert.deepEqual(Object.keys(BODIES).sort(), Object.keys(TRANSACTIONS).sort());
  const words: Readonly<Record<string, string>> = {
    genesis: "genesis quorum",
    commission: "commission quorum",
    trustee: "the trustee",
    registrar: "registrar",
    issuer: "the issuer",
    issueKey: "role 6",
  };
  for (const { type, signers, conditions } of table) {
    const row = TRANSACTIONS[type as keyof typeof TRANSACTIONS];
    const own =
      row.signers === "sender"
        ? "a genesis organisation while undefined, a trustee after"
        : row.signers.map((role) => words[role]).join(", ");
    assert.equal(own === "" ? "none" : own, signers, type);
    // What §03 and §04 say of control stands in §06.4.3, not in this column.
    if (conditions?.includes("control")) assert.equal(row.control, true, type);
  }
  const control = /Control: ([^.]*)\./.exec(specification)?.[1] ?? "";
  assert.deepEqual(
    [...control.matchAll(/`([a-z-]+)`/g)].map(([, type]) => type).sort(),
    Object.entries(TRANSACTIONS)
      .flatMap(([type, row]) => (row.control ? [type] : []))
      .sort(),
  );
});

test("the phases of each transaction are those of the specification, where its table names them", () => {
  const all = ["undefined", "set-up", "open", "closed"] as const;
  let named = 0;
  for (const [types, , , conditions] of rowsUnder("06.5")) {
    const clause = (conditions ?? "").split(";")[0] ?? "";
    const words = [...clause.matchAll(/\b(undefined|set-up|open|closed)\b/g)].map(([word]) => word);
    if (words.length === 0) continue;
    const phases = all.filter((phase) => words.includes(phase) !== clause.includes("not undefined"));
    for (const [, type] of (types ?? "").matchAll(/`([a-z-]+)`/g)) {
      assert.deepEqual(TRANSACTIONS[type as keyof typeof TRANSACTIONS].phases, phases, type);
      named++;
    }
  }
  // `canary` and `extend` say it in clauses of their own.
  assert.equal(named, Object.keys(TRANSACTIONS).length - 2);
});
