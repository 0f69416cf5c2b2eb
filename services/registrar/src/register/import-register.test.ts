import assert from "node:assert/strict";
import { Readable } from "node:stream";
import { test } from "node:test";
import type { Kysely } from "kysely";
import type { Database } from "../database/schema.ts";
import { testDatabase } from "../database/testing.ts";
import { type ImportOptions, importRegister } from "./import-register.ts";
import { changesCsv, personsCsv } from "./persons-csv.ts";
import type { Fields } from "./register-row.ts";
import { testPerson, testPersons } from "./test-persons.ts";

const HEADER = "id,family,given,patronymic,birth_date,document,district,station";
const FULL = { kind: "full", date: "2026-09-01", now: 1_000, absentMax: 0.1 } as const;
const CHANGES = { kind: "changes", date: "2026-09-02", now: 2_000 } as const;

const fileOf = (...pieces: readonly (string | Uint8Array)[]): Readable =>
  Readable.from(pieces.map((piece) => (typeof piece === "string" ? Buffer.from(piece) : piece)));
const fullOf = (count: number): Readable => Readable.from(personsCsv(testPersons("import", count)));
const stateOf = (db: Kysely<Database>) => db.selectFrom("person").selectAll().orderBy("id").execute();

const change = (at: number, changes: Partial<Fields>): Fields => ({
  ...testPerson("import", at),
  change: "add",
  reason: "",
  ...changes,
});
const changesOf = (...changes: readonly Fields[]): Readable => Readable.from(changesCsv(changes));

test("a full register comes in, again without effect, and then a file of changes", async (t) => {
  const { db } = await testDatabase(t);
  assert.deepEqual(await importRegister(db, fullOf(12_000), FULL), {
    ok: true,
    value: { accepted: 12_000, changed: 12_000 },
  });
  const first = await stateOf(db);
  const { document, ...rest } = testPerson("import", 7);
  const seventh = first[7];
  assert.ok(seventh !== undefined);
  assert.deepEqual({ ...seventh, ...rest }, seventh);
  assert.equal(seventh.document, document.replace(" ", ""));
  const again = await importRegister(db, fullOf(12_000), { ...FULL, now: 1_500 });
  assert.deepEqual(again, { ok: true, value: { accepted: 12_000, changed: 0 } });
  const changes = () =>
    changesOf(
      change(12_000, {}),
      change(1, { change: "update", family: "Новая", station: "777" }),
      change(2, { change: "remove", reason: "died" }),
      change(3, {}),
    );
  const changed = await importRegister(db, changes(), CHANGES);
  assert.deepEqual(changed, { ok: true, value: { accepted: 4, changed: 3 } });
  const state = await stateOf(db);
  assert.equal(state.length, 12_001);
  assert.deepEqual(
    [state[1]?.family, state[1]?.name_key.split("|")[0], state[1]?.station, state[1]?.changed_at],
    ["Новая", "НОВАЯ", "777", 2_000],
  );
  assert.deepEqual([state[2]?.removed, state[2]?.family], ["died", first[2]?.family]);
  const changedAgain = await importRegister(db, changes(), CHANGES);
  assert.deepEqual(changedAgain, { ok: true, value: { accepted: 4, changed: 0 } });
  assert.deepEqual(await stateOf(db), state);
  const log = await db.selectFrom("register_import").selectAll().orderBy("id").execute();
  assert.deepEqual(
    log.map(({ kind, accepted, refused }) => [kind, accepted, refused]),
    [
      ["full", 12_000, 0],
      ["full", 12_000, 0],
      ["changes", 4, 0],
      ["changes", 4, 0],
    ],
  );
});

const row = "r-1,Иванов,Пётр,,1990-01-02,4510 100000,1,12";
const badRows: readonly (readonly [string, string | Uint8Array])[] = [
  ["FIELDS", "r-1,Иванов,Пётр"],
  ["FIELDS", `${row},more`],
  ["QUOTES", 'r-1,Ив"анов,Пётр,,1990-01-02,4510 100000,1,12'],
  ["QUOTES", 'r-1,"Иванов" Пётр,,1990-01-02,4510 100000,1,12'],
  ["ENCODING", Uint8Array.from([...Buffer.from("r-1,"), 0xc8, 0xe2, ...Buffer.from(row.slice(10))])],
  ["ID", row.replace("r-1", "")],
  ["ID", row.replace("r-1", "r 1")],
  ["FAMILY", row.replace("Иванов", "")],
  ["FAMILY", row.replace("Иванов", "Ivan0v")],
  ["FAMILY", row.replace("Иванов", "-")],
  ["FAMILY", row.replace("Иванов", '"Ива\nнов"')],
  ["GIVEN", row.replace("Пётр", "=cmd()")],
  ["PATRONYMIC", row.replace(",,", ",1,")],
  ["BIRTH_DATE", row.replace("1990-01-02", "02.01.1990")],
  ["BIRTH_DATE", row.replace("1990-01-02", "1990-02-29")],
  ["BIRTH_DATE", row.replace("1990-01-02", "2026-09-02")],
  ["BIRTH_DATE", row.replace("1990-01-02", "1790-01-02")],
  ["DOCUMENT", row.replace("4510 100000", "№")],
  ["DISTRICT", row.replace(",1,12", ",,12")],
  ["STATION", row.replace(",1,12", ",1,")],
];

test("each bad row is named by its line and its reason, and then nothing of the file comes in", async (t) => {
  const { db } = await testDatabase(t);
  await importRegister(db, fullOf(10), FULL);
  const before = await stateOf(db);
  for (const [fault, bad] of badRows) {
    const lines = typeof bad === "string" ? bad.split("\n").length : 1;
    const file = fileOf(
      `\ufeff${HEADER}\r\n${row.replace("r-1", "r-2")}\r\n`,
      bad,
      `\r\n${row.replace("r-1", "r-3")}`,
    );
    const options = { ...FULL, absentMax: 1 };
    const imported = await importRegister(db, file, options);
    assert.ok(!imported.ok && imported.error.code === "ROWS_REFUSED");
    assert.deepEqual(imported.error.rows[0], { line: 2 + lines, fault }, String(bad));
    // A quotation mark too many can spoil the row after it.
    assert.ok(imported.error.refused === 1 || fault === "QUOTES", String(bad));
  }
  assert.deepEqual(await stateOf(db), before);
  const control = fileOf(`${HEADER}\n\n${row}\n`);
  assert.ok((await importRegister(db, control, { ...FULL, absentMax: 1 })).ok, "positive control");
  const log = await db.selectFrom("register_import").selectAll().where("refused", ">", 0).execute();
  assert.equal(log.length, badRows.length);
});

test("what only the file or the register shows: numbers twice, unknown, taken", async (t) => {
  const { db } = await testDatabase(t);
  await importRegister(db, fullOf(10), FULL);
  const before = await stateOf(db);
  const refused = async (file: Readable, options: ImportOptions): Promise<unknown> => {
    const imported = await importRegister(db, file, options);
    assert.ok(!imported.ok);
    return imported.error.code === "ROWS_REFUSED"
      ? imported.error.rows.map(({ line, fault }) => `${line} ${fault}`)
      : imported.error.code;
  };
  assert.deepEqual(
    await refused(fileOf([HEADER, row, row.replace("r-1", "r-2"), row, ""].join("\n")), FULL),
    ["4 ID_TWICE"],
  );
  assert.deepEqual(
    await refused(
      changesOf(
        change(1, { station: "5" }),
        change(50, { change: "update" }),
        change(51, { change: "remove", reason: "moved" }),
        change(2, { change: "remove", reason: "tired" }),
        change(3, { change: "delete" }),
        change(4, {}),
      ),
      CHANGES,
    ),
    ["2 ALREADY_THERE", "3 UNKNOWN", "4 UNKNOWN", "5 REASON", "6 CHANGE"],
  );
  assert.equal(await refused(fileOf(`${HEADER},more\n`), FULL), "HEADER_WRONG");
  assert.equal(await refused(fileOf(`${HEADER}\n${row}\n`), CHANGES), "HEADER_WRONG");
  assert.equal(await refused(fileOf(""), FULL), "HEADER_WRONG");
  assert.equal(await refused(fullOf(10), { ...FULL, date: "2026-08-31" }), "DATE_OLD");
  assert.equal(await refused(fullOf(10), { ...FULL, date: "2026-02-30" }), "DATE_MALFORMED");
  assert.deepEqual(await stateOf(db), before);
});

test("L33 a torn full file removes nobody; a whole one marks who left, and they can come back", async (t) => {
  const { db } = await testDatabase(t);
  await importRegister(db, fullOf(100), FULL);
  const torn = await importRegister(db, fullOf(60), FULL);
  assert.deepEqual(torn, { ok: false, error: { code: "TOO_MANY_ABSENT", absent: 40, before: 100 } });
  const broken = Readable.from(
    (function* () {
      yield Buffer.from(`${HEADER}\n${row}\n`);
      throw new Error("disk");
    })(),
  );
  const unread = await importRegister(db, broken, FULL);
  assert.deepEqual(unread, { ok: false, error: { code: "FILE_UNREADABLE" } });
  const later = await importRegister(db, fullOf(95), { ...FULL, date: "2026-09-05" });
  assert.deepEqual(later, { ok: true, value: { accepted: 95, changed: 5 } });
  const absent = await db.selectFrom("person").select("id").where("removed", "=", "absent").execute();
  assert.equal(absent.length, 5);
  const back = changesOf(change(97, { station: "9" }));
  const added = await importRegister(db, back, { ...CHANGES, date: "2026-09-06" });
  assert.deepEqual(added, { ok: true, value: { accepted: 1, changed: 1 } });
  const person = await db.selectFrom("person").selectAll().where("id", "=", "r-0000097").executeTakeFirst();
  assert.deepEqual([person?.removed, person?.station], [null, "9"]);
});

test("a quotation mark that never closes is one fault, not the end of memory; many faults stay a short list", async (t) => {
  const { db } = await testDatabase(t);
  const lines = Array.from({ length: 3_000 }, (_, at) => `r-${at},,Пётр,,1990-01-02,4510 100000,1,12`);
  const many = await importRegister(db, fileOf([HEADER, ...lines].join("\n")), FULL);
  assert.ok(!many.ok && many.error.code === "ROWS_REFUSED");
  assert.deepEqual([many.error.rows.length, many.error.refused], [1_000, 3_000]);
  const endless = Readable.from(
    (function* () {
      yield `${HEADER}\n${row}\nr-2,"`;
      yield* personsCsv(testPersons("x", 20_000));
    })(),
  );
  const open = await importRegister(db, endless, FULL);
  assert.ok(!open.ok && open.error.code === "ROWS_REFUSED");
  assert.deepEqual(open.error.rows[0]?.fault, "QUOTES");
  assert.equal((await stateOf(db)).length, 0);
});

test("L25 neither report nor log of an import repeats anything of a person", async (t) => {
  const { db } = await testDatabase(t);
  const marked = row.replace("Пётр", "Marker7");
  const refused = await importRegister(db, fileOf(`${HEADER}\n${marked}\n`), FULL);
  const log = await db.selectFrom("register_import").selectAll().execute();
  assert.equal(log.length, 1);
  const said = JSON.stringify([refused, log]);
  for (const hidden of ["Marker7", "Иванов", "100000", "1990"]) assert.ok(!said.includes(hidden));
});
