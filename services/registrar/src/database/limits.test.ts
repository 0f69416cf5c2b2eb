import assert from "node:assert/strict";
import { createServer, type Socket, connect as tcp } from "node:net";
import { type TestContext, test } from "node:test";
import { sql } from "kysely";
import type { Limits } from "./limits.ts";
import { connect } from "./open-database.ts";
import { testDatabase } from "./testing.ts";

const LIMITS: Limits = { connect: 10_000, statement: 300, betweenStatements: 300, silence: 4_000 };

/** Between the pool and the server; it can stop passing anything on, as a network does. */
async function proxyOf(t: TestContext, url: string) {
  const target = new URL(url);
  const { hostname, port } = target;
  let isDead = false;
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = tcp(Number(port), hostname);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.on("error", () => {});
      from.on("data", (bytes) => void (isDead || to.write(bytes)));
      from.on("close", () => void (isDead || to.destroy()));
    }
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  t.after(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address = server.address();
  target.port = String(typeof address === "object" ? address?.port : 0);
  const die = (dead: boolean): void => {
    isDead = dead;
  };
  return { url: target.href, die };
}

const took = async (step: () => Promise<unknown>): Promise<number> => {
  const from = performance.now();
  await assert.rejects(step());
  return performance.now() - from;
};

test("L33 a server whose network is gone is an error in its time, and the next one finds a connection that works", async (t) => {
  const { url } = await testDatabase(t);
  const proxy = await proxyOf(t, url);
  const { db, pool } = connect(proxy.url, LIMITS);
  await sql`select 1`.execute(db);
  proxy.die(true);
  const query = await took(() => sql`select 1`.execute(db));
  assert.ok(query >= 300 && query < 30_000, `silence: ${query} ms`);
  const connection = await took(() => sql`select 1`.execute(db));
  assert.ok(connection < 30_000, `connect: ${connection} ms`);
  proxy.die(false);
  await sql`select 1`.execute(db);
  assert.equal(pool.totalCount, 1);
  proxy.die(true);
  await db.destroy();
});

test("a transaction in which the server falls silent ends with an error, and gives its connection back", async (t) => {
  const { url } = await testDatabase(t);
  const proxy = await proxyOf(t, url);
  const { db, pool } = connect(proxy.url, LIMITS);
  let isOpen = false;
  const work = db.transaction().execute(async (tx) => {
    isOpen = true;
    proxy.die(true);
    await sql`select 1`.execute(tx);
  });
  await assert.rejects(work);
  assert.ok(isOpen);
  assert.equal(pool.totalCount, 0);
  await db.destroy();
});

test("a statement, a lock and a forgotten transaction are ended by the server", async (t) => {
  const { db: other, url } = await testDatabase(t);
  const { db } = connect(url, LIMITS);
  t.after(() => db.destroy());
  await assert.rejects(sql`select pg_sleep(20)`.execute(db), { code: "57014" });
  await other.transaction().execute(async (tx) => {
    await sql`lock table person in access exclusive mode`.execute(tx);
    await assert.rejects(db.selectFrom("person").selectAll().execute(), { code: "57014" });
  });
  const idle = db.transaction().execute(async (tx) => {
    await sql`select 1`.execute(tx);
    await new Promise((resolve) => setTimeout(resolve, 700));
    await sql`select 1`.execute(tx);
  });
  await assert.rejects(idle);
  assert.deepEqual(await db.selectFrom("person").selectAll().execute(), []);
});

test("without limits what takes its time may take it", async (t) => {
  const { db } = await testDatabase(t);
  await db.transaction().execute(async (tx) => {
    await sql`select pg_sleep(0.7)`.execute(tx);
    await new Promise((resolve) => setTimeout(resolve, 700));
    await sql`select 1`.execute(tx);
  });
});
