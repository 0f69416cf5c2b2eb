import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { expectOk } from "@veche/base";
import { sql } from "kysely";
import { openDatabase } from "./open-database.ts";
import { testDatabase } from "./testing.ts";

/** PostgreSQL's user must reach it: nothing private lies above. */
function newFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), "veche-embedded-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const serverOf = (folder: string): number =>
  Number(readFileSync(join(folder, "data/postmaster.pid"), "utf8").split("\n")[0]);

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

test("an embedded database keeps its data, its password and its door shut; killed, it starts again", async (t) => {
  const folder = newFolder(t);
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
  const { rows } = await sql`select name, setting from pg_settings
    where name in ('fsync', 'synchronous_commit', 'full_page_writes', 'listen_addresses') order by name`.execute(
    first.db,
  );
  assert.deepEqual(
    rows.map((row) => Object.values(row as object).join("=")),
    ["fsync=on", "full_page_writes=on", "listen_addresses=127.0.0.1", "synchronous_commit=on"],
  );
  process.kill(serverOf(folder), "SIGKILL");
  await first.close();
  const again = expectOk(await openDatabase({ folder }), "again");
  assert.deepEqual(await again.db.selectFrom("risk_telephone").selectAll().execute(), [
    { telephone: "+7", reason: "x" },
  ]);
  await again.close();
});

test("a server that is killed under its clients comes back at the same address, with all that was committed", async (t) => {
  const folder = newFolder(t);
  const { db, close } = expectOk(await openDatabase({ folder, isDurable: false }), "database");
  const rowsAfterKill = async (telephone: string): Promise<number> => {
    await db.insertInto("risk_telephone").values({ telephone, reason: "x" }).execute();
    const open = db.transaction().execute(async (trx) => {
      await trx
        .insertInto("risk_telephone")
        .values({ telephone: `${telephone}0`, reason: "x" })
        .execute();
      process.kill(serverOf(folder), "SIGKILL");
      // Its workers see in their own time that it is gone.
      for (;;) await sql`select pg_sleep(0.05)`.execute(trx);
    });
    await assert.rejects(open);
    for (;;) {
      const rows = await db
        .selectFrom("risk_telephone")
        .select("telephone")
        .execute()
        .catch(() => undefined);
      if (rows !== undefined) return rows.length;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  };
  assert.equal(await rowsAfterKill("+7"), 1);
  assert.equal(await rowsAfterKill("+8"), 2);
  await close();
});

test("L33 a server that cannot start again keeps nobody from closing", async (t) => {
  const folder = newFolder(t);
  const { close } = expectOk(await openDatabase({ folder, isDurable: false }), "database");
  renameSync(join(folder, "data/global"), join(folder, "data/lost"));
  process.kill(serverOf(folder), "SIGKILL");
  // By now it has been tried; nothing but `close` keeps this process.
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  await close();
});

test("L33 whoever started it may be killed: the server ends, and the next one takes the folder up", async (t) => {
  const folder = newFolder(t);
  const module = new URL("./open-database.ts", import.meta.url).href;
  const script = `const { openDatabase } = await import("${module}");
    const opened = await openDatabase({ folder: ${JSON.stringify(folder)} });
    await opened.value.db.insertInto("risk_telephone").values({ telephone: "+7", reason: "x" }).execute();
    console.log("ready");
    setInterval(() => {}, 1000);`;
  const child = spawn(
    process.execPath,
    ["--conditions=source", "--import", import.meta.resolve("tsx"), "--input-type=module", "-e", script],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  await once(child.stdout, "data");
  child.kill("SIGKILL");
  await once(child, "exit");
  const next = expectOk(await openDatabase({ folder }), "next");
  assert.equal((await next.db.selectFrom("risk_telephone").selectAll().execute()).length, 1);
  await next.close();
  // After a restart of the machine the number of the old server may be anybody's, here the test's own.
  writeFileSync(join(folder, "data/postmaster.pid"), `${process.pid}\n${folder}/data\n0\n1\n\n127.0.0.1\n`);
  const last = expectOk(await openDatabase({ folder }), "last");
  await last.close();
});

test("L33 a folder that PostgreSQL's user cannot use is one clear sentence, in both languages", async (t) => {
  const parent = newFolder(t);
  chmodSync(parent, 0o500);
  const refused = await openDatabase({ folder: join(parent, "data") });
  assert.ok(!refused.ok);
  assert.equal(refused.error.code, "EMBEDDED_FOLDER");
  assert.match(refused.error.message.en, /cannot use the folder .*DATABASE_URL/);
  assert.match(refused.error.message.ru, /не может работать в папке .*DATABASE_URL/);
});

test("L33 a database that is not there is one clear sentence, in both languages", async () => {
  const refused = await openDatabase({ url: "postgresql://veche:secret@127.0.0.1:1/veche" });
  assert.ok(!refused.ok);
  assert.equal(refused.error.code, "DATABASE_UNREACHABLE");
  assert.match(refused.error.message.en, /does not answer .*ECONNREFUSED/);
  assert.match(refused.error.message.ru, /не отвечает/);
  assert.ok(!JSON.stringify(refused.error).includes("secret"));
});
