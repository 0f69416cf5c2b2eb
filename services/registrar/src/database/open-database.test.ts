import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { expectOk } from "@veche/base";
import { openDatabase } from "./open-database.ts";
import { testDatabase } from "./testing.ts";

const root = mkdtempSync(join(tmpdir(), "veche-database-"));
after(() => rmSync(root, { recursive: true, force: true }));

test("numbers come back as numbers, bytes as bytes, and each test has a database of its own", async (t) => {
  const { db } = await testDatabase(t);
  const person = {
    id: "p-1",
    family: "Ёлкина",
    given: "Анна",
    patronymic: "",
    birth_date: "1990-01-02",
    document: "4510 100000",
    document_key: "4510100000",
    name_key: "елкина",
    district: "1",
    station: "12",
    removed: null,
    changed_at: 1_800_000_000_000,
  };
  await db.insertInto("person").values(person).execute();
  assert.deepEqual(await db.selectFrom("person").selectAll().execute(), [person]);
  const hash = Uint8Array.of(0, 1, 254, 255);
  const row = {
    election_id: hash,
    person: "p-1",
    channel: "electronic" as const,
    issue_hash: hash,
    request_hash: hash,
  };
  await db
    .insertInto("poll_book")
    .values({ ...row, channel: undefined, issue_hash: null, request_hash: null })
    .execute();
  await db.updateTable("poll_book").set(row).execute();
  assert.deepEqual(await db.selectFrom("poll_book").selectAll().execute(), [row]);
  const other = await testDatabase(t);
  assert.deepEqual(await other.db.selectFrom("person").selectAll().execute(), []);
});

test("an embedded database keeps its data, its password and its door shut; killed, it starts again", async () => {
  const folder = mkdtempSync(join(tmpdir(), "veche-embedded-"));
  try {
    const first = expectOk(await openDatabase({ folder }), "first");
    await first.db.insertInto("risk_telephone").values({ telephone: "+7", reason: "x" }).execute();
    assert.equal(statSync(join(folder, "password")).mode & 0o777, 0o600);
    assert.equal(new URL(first.url).password, readFileSync(join(folder, "password"), "utf8").trim());
    const stranger = new URL(first.url);
    stranger.password = "wrong";
    const refused = await openDatabase({ url: stranger.href });
    assert.equal(!refused.ok && refused.error.code, "DATABASE_UNREACHABLE");
    const second = await openDatabase({ folder });
    assert.equal(!second.ok && second.error.code, "EMBEDDED_IN_USE");
    const [pid] = readFileSync(join(folder, "data/postmaster.pid"), "utf8").split("\n");
    process.kill(Number(pid), "SIGKILL");
    await first.close();
    const again = expectOk(await openDatabase({ folder }), "again");
    assert.deepEqual(await again.db.selectFrom("risk_telephone").selectAll().execute(), [
      { telephone: "+7", reason: "x" },
    ]);
    await again.close();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test("L33 a database that is not there is one clear sentence, in both languages", async () => {
  const refused = await openDatabase({ url: "postgresql://veche:secret@127.0.0.1:1/veche" });
  assert.ok(!refused.ok);
  assert.equal(refused.error.code, "DATABASE_UNREACHABLE");
  assert.match(refused.error.message.en, /does not answer .*ECONNREFUSED/);
  assert.match(refused.error.message.ru, /не отвечает/);
  assert.ok(!JSON.stringify(refused.error).includes("secret"));
});
