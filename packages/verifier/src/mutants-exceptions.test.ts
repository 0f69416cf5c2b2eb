import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { sha256 } from "@veche/base";
import { assertGood, failedChecks, failures, verifyEvidence } from "./testing/expect.ts";
import { allMutants, makeCorpora } from "./testing/mutants/all.ts";
import { closedCorpus, finish } from "./testing/mutants/corpus.ts";
import {
  KEYS_ROW,
  MANIFEST_ROW,
  otherManifests,
  smallElection,
  smallManifest,
} from "./testing/mutants/election.ts";
import { allAtOnce, exceptionalRecord, exceptions } from "./testing/mutants/exceptions.ts";
import { fieldsOf, typesOf } from "./testing/mutants/fields.ts";
import { memoPool } from "./testing/mutants/memo-pool.ts";
import { wrongRefusal } from "./testing/mutants/mutant.ts";

const pool = memoPool();
const corpora = makeCorpora();
const makers = Object.values(corpora);
const listed = exceptions(corpora.whole);
const spec = (file: string): string =>
  readFileSync(new URL(`../../../spec/${file}`, import.meta.url), "utf8");

test("the records from which mutants are made are good", async () => {
  for (const maker of makers) {
    assertGood(await verifyEvidence({ files: maker.files(), electionId: maker.electionId }, pool));
  }
});

test("every type of transaction of the specification stands in them", () => {
  const table = spec("06-ledger.md").split("## 06.5")[1]?.split("**06.5.1**")[0] ?? "";
  const types = [...table.matchAll(/^\| (`[^|]*`) \|/gm)].flatMap((row) => [
    ...(row[1] ?? "").matchAll(/`([^`]+)`/g),
  ]);
  assert.equal(types.length, 26);
  for (const [, type] of types) assert.ok(typesOf(makers).has(type ?? ""), type);
});

test("every field of them has mutants or a row among the exceptions", () => {
  const known = new Set([...allMutants(corpora), ...listed].map((one) => one.field));
  const missing = [...fieldsOf(makers)].filter((field) => !known.has(field));
  assert.deepEqual(missing, []);
});

test("a field that nobody thought of is noticed", () => {
  const known = new Set(allMutants(corpora).map((one) => one.field));
  assert.ok(!known.has("close.body.comment"));
  const maker = corpora.deadline.copy();
  maker.put(["close", { comment: "hello" }, []]);
  assert.ok(fieldsOf([maker]).has("close.body.comment"));
});

test("a mutant that another check stops first does not count", async () => {
  const [mutant] = allMutants(corpora).filter((one) => one.refusal.code === "ISSUED_ALREADY");
  assert.ok(mutant !== undefined);
  const evidence = mutant.make();
  const report = await verifyEvidence(evidence, pool);
  assert.equal(wrongRefusal(mutant, report), undefined);
  // Another check, another reason, another place, and an honest record in its stead.
  const other = (refusal: Partial<typeof mutant.refusal>) => ({
    ...mutant,
    refusal: { ...mutant.refusal, ...refusal },
  });
  assert.match(wrongRefusal(other({ check: "V17" }), report) ?? "", /V17 did not fail/);
  assert.match(wrongRefusal(other({ code: "ROLL_ENTRY_UNKNOWN" }), report) ?? "", /fails by/);
  assert.match(wrongRefusal(other({ where: 3 }), report) ?? "", /fails at/);
  assert.match(wrongRefusal(other({ beside: ["V20"] }), report) ?? "", /V20 did not fail/);
  // Clumsy: the tree was not made again, so that V03 stops it.
  const clumsy = new Map(evidence.files);
  const tile = [...clumsy.keys()].find((path) => path.startsWith("tile/0/")) ?? "";
  clumsy.set(tile, new Uint8Array(clumsy.get(tile)?.length ?? 0));
  const stopped = await verifyEvidence({ ...evidence, files: clumsy }, pool);
  assert.match(wrongRefusal(mutant, stopped) ?? "", /V03 refuses it first/);
  const { whole } = corpora;
  const good = await verifyEvidence({ files: whole.files(), electionId: whole.electionId }, pool);
  assert.match(wrongRefusal(mutant, good) ?? "", /the record is good/);
});

// One of each row and kind of field; the others stand together in one record below, and alone in `npm run mutants`.
const kindOf = ({ row, field }: (typeof listed)[number]): string =>
  `${row} ${field.replace(/^[a-z-]+\./, "")}`;
const alone = listed.filter((one, i) => listed.findIndex((other) => kindOf(other) === kindOf(one)) === i);
const rows = new Map<string, typeof listed>();
for (const one of alone) rows.set(one.row, [...(rows.get(one.row) ?? []), one]);
for (const [row, list] of rows) {
  test(`${row}: another election as good, in ${list.length} ways`, async () => {
    for (const one of list) {
      const report = await verifyEvidence(exceptionalRecord(corpora.whole, one), pool);
      assert.equal(failures(report), "", `${one.field}, ${one.name}`);
      assert.equal(report.verdict, "good");
    }
  });
}

test("all exceptions at once, with heads, decryptions and certificate made again", async () => {
  const maker = finish(allAtOnce(closedCorpus(), listed));
  assertGood(await verifyEvidence({ files: maker.files(), electionId: maker.electionId }, pool));
});

test("another manifest is another election: good by its own id, refused by V02 under that of the first", async () => {
  const honest = smallElection(smallManifest());
  assertGood(await verifyEvidence(honest, pool));
  for (const [i, { field, name, manifest }] of otherManifests().entries()) {
    const evidence = smallElection(manifest);
    const report = await verifyEvidence(evidence, pool);
    assert.equal(failures(report), "", `${field}, ${name}`);
    assert.equal(report.verdict, "good");
    if (i % 4 !== 0) continue;
    const compared = await verifyEvidence({ ...evidence, electionId: honest.electionId }, pool);
    assert.deepEqual(failedChecks(compared), ["V02"], `${field}, ${name}`);
    assert.equal(compared.checks.find((one) => one.id === "V02")?.failure?.code, "ELECTION_ID_DIFFERS");
  }
  assert.notDeepEqual(honest.electionId, sha256(honest.electionId));
});

test("the specification lists these exceptions and no others", () => {
  const table = [...spec("11-mutations.md").matchAll(/^\| (E\d\d) \| ([^|]+) \|/gm)];
  const inCode = new Map<string, Set<string>>();
  const add = (row: string, field: string): void => {
    inCode.set(row, new Set([...(inCode.get(row) ?? []), field]));
  };
  for (const { row, field } of listed) add(row, field);
  for (const { field } of otherManifests())
    add(/\.(key|logKey|issueKey)$/.test(field) ? KEYS_ROW : MANIFEST_ROW, field);
  assert.deepEqual(
    table.map(([, row]) => row),
    [...inCode.keys()].sort(),
  );
  for (const [, row = "", names = ""] of table) {
    const patterns = [...names.matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name);
    const matches = (field: string): boolean =>
      patterns.some(
        (pattern) => field === pattern || (pattern.startsWith("*") && field.endsWith(pattern.slice(1))),
      );
    for (const field of inCode.get(row) ?? []) assert.ok(matches(field), `${row} does not name ${field}`);
  }
});
