import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, type TestContext } from "node:test";
import { BugError } from "@veche/base";
import type { Kysely } from "kysely";
import pg from "pg";
import { type Embedded, startEmbedded } from "./embedded.ts";
import { connect, openDatabase } from "./open-database.ts";
import type { Database } from "./schema.ts";

export type TestDatabase = { readonly db: Kysely<Database>; readonly url: string };

type Cluster = Embedded & { readonly folder: string };

const TEMPLATE = "template_veche";
let cluster: Promise<Cluster> | undefined;
let databases = 0;

/** A database of its own with all tables, empty, of a real PostgreSQL: one server for each test process, ended with it. */
export async function testDatabase(t: Pick<TestContext, "after">): Promise<TestDatabase> {
  cluster ??= startCluster();
  const { url: server } = await cluster;
  const name = `test_${databases++}`;
  await onServer(server, `create database ${name} template ${TEMPLATE}`);
  const url = withDatabase(server, name);
  const { db } = connect(url);
  t.after(() => db.destroy());
  return { db, url };
}

after(async () => {
  if (cluster === undefined) return;
  const { close, folder } = await cluster;
  await close();
  rmSync(folder, { recursive: true, force: true });
});

async function startCluster(): Promise<Cluster> {
  const folder = mkdtempSync(join(tmpdir(), "veche-postgres-"));
  const started = await startEmbedded({ folder, isDurable: false });
  if (!started.ok) throw new BugError(started.error.message.en);
  await onServer(started.value.url, `create database ${TEMPLATE}`);
  const migrated = await openDatabase({ url: withDatabase(started.value.url, TEMPLATE) });
  if (!migrated.ok) throw new BugError(migrated.error.message.en);
  await migrated.value.close();
  return { ...started.value, folder };
}

async function onServer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(statement);
  await client.end();
}

function withDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}
