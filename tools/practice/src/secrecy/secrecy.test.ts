import assert from "node:assert/strict";
import { createCipheriv, createHash, randomBytes as drawnBytes, webcrypto } from "node:crypto";
import { appendFile, chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { availableParallelism, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import type { StatusAnswer } from "@veche/api";
import { type RandomBytes, toHex, utf8 } from "@veche/base";
import { Evidence, mailUnit } from "./testing/evidence.ts";
import { rowUnits, type Table } from "./testing/gather-tables.ts";
import { Inquiry } from "./testing/inquiry.ts";
import { PageBrowser } from "./testing/page-browser.ts";
import type { PageVoter } from "./testing/page-voter.ts";
import type { Unit } from "./testing/places.ts";
import type { Finding } from "./testing/search.ts";
import { connectionOf } from "./testing/shared.ts";
import { castBallots, getBallots, startRecorded, type WholeElection } from "./testing/whole-election.ts";

const VOTERS = 200;
/** Long enough on a machine that does nothing else; on a busy one longer, as much as it is busy. */
const WINDOW_MINUTES = 0.75 * Math.max(1, (0.6 * (loadavg()[0] ?? 0)) / availableParallelism());
const { VECHE_TEST_SEED: SEED = drawnBytes(8).toString("hex") } = process.env;

/**
 * The registrar's own rows lie in the order in which people came: whoever has its database has `poll_book`, whose issueHash stands on the
 * ledger with its time, so that this order is nothing new to them. It must not grow; docs/threat-model.md says what it tells.
 */
const IN_ORDER_OF_ISSUING = new Set([
  ...["account", "poll_book", "session", "sms_code", "sms_message"].flatMap((name) => [
    `${name}.ctid`,
    `${name}.xmin`,
  ]),
  "sms_code.id",
]);

let folder: string;
let election: WholeElection;
let evidence: Evidence;
let inquiry: Inquiry;
/** While ballots are given out, before any is cast, when all are. */
let moments: readonly (readonly Table[])[];
let mail: readonly Unit[];

const randomBytes: RandomBytes = (length) => webcrypto.getRandomValues(new Uint8Array(length));

before(async () => {
  console.log(`secrecy test: VECHE_TEST_SEED=${SEED}`);
  folder = await mkdtemp(join(tmpdir(), "veche-secrecy-"));
  await chmod(folder, 0o711);
  const plan = { seed: SEED, voters: VOTERS, minutes: WINDOW_MINUTES, drawn: drawnFrom(SEED), randomBytes };
  election = await startRecorded(folder, plan);
  evidence = await Evidence.of(election);
  let between: readonly Table[] = [];
  await getBallots(election, plan.drawn, async () => {
    between = await evidence.tables();
  });
  const issued = await evidence.tables();
  await castBallots(election, plan.drawn);
  mail = await evidence.mail();
  moments = [between, issued, await evidence.tables()];
  inquiry = new Inquiry(election.voters, moments);
});
after(async () => {
  await evidence?.close();
  await election?.practice.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Chance that is the same for the same seed: who the voters are, and who comes when. */
function drawnFrom(seed: string): RandomBytes {
  const stream = createCipheriv(
    "aes-256-ctr",
    createHash("sha256").update(seed).digest(),
    new Uint8Array(16),
  );
  return (length) => new Uint8Array(stream.update(new Uint8Array(length)));
}

const voterAt = (at: number): PageVoter => election.voters[at] ?? assert.fail("a voter");

test("L12 in a whole election nothing that any service holds, says or is told joins a person to a ballot", async (t) => {
  const entries = await evidence.entries(randomBytes);
  const exchanges = evidence.exchanges();
  const units = [
    ...entries,
    ...mail,
    ...moments.flatMap(rowUnits),
    ...evidence.exchangeUnits(),
    ...evidence.logs(),
    ...(await evidence.files()),
  ];
  t.diagnostic(
    `${inquiry.count} forms of values looked for in ${units.length} requests, answers, lines, rows and files`,
  );
  assert.deepEqual(inquiry.units(units), []);
  assert.deepEqual(inquiry.exchanges(exchanges), []);
  assert.deepEqual(seenWhereTheyBelong(units), everywhere());
});

test("L12 the order of no table follows that of casting; that of issuing only where the registrar knows it anyway", () => {
  for (const tables of moments.slice(1)) {
    assert.deepEqual(inquiry.orders(tables, "casting"), []);
    assert.deepEqual(
      inquiry.orders(tables, "issuing").filter((name) => !IN_ORDER_OF_ISSUING.has(name)),
      [],
    );
  }
  assert.ok(inquiry.orders(moments[1] ?? [], "issuing").includes("poll_book.xmin"), "the search sees orders");
});

/** Places where values do belong: a search that finds none there would find none elsewhere. */
const BELONGS = [
  ["registrar", "request", "blinded message"],
  ["registrar", "row", "telephone"],
  ["registrar", "row", "issueHash"],
  ["registrar", "cluster", "roll entry"],
  ["registrar", "mail", "e-mail"],
  ["identity", "answer", "document"],
  ["issuer", "request", "blinded message"],
  ["issuer", "file", "issueHash"],
  ["node", "request", "X"],
  ["node", "request", "ballot code"],
  ["node", "answer", "token"],
  ["node", "file", "transaction's hash"],
  ["node", "entry", "ballot"],
] as const;

const seenWhereTheyBelong = (units: readonly Unit[]): readonly (readonly [string, number])[] =>
  BELONGS.map(([domain, kind, name]) => {
    const there = units.filter((unit) => unit.domain === domain && unit.kind === kind);
    return [`${domain} ${kind} ${name}`, inquiry.whose(there, name).size];
  });
const everywhere = (): readonly (readonly [string, number])[] =>
  BELONGS.map((one) => [one.join(" "), VOTERS]);

const kindsOf = (findings: readonly Finding[]): readonly string[] =>
  [...new Set(findings.map(({ kind }) => kind))].sort();

// Positive controls: each plants a leak of its kind in the services that run, and the same search finds it.

/** A line as the process itself would have written it. */
async function say(role: string, text: string): Promise<readonly Unit[]> {
  const known = evidence.logs().length;
  const { pid } =
    election.practice.processes.find(({ name }) => name.startsWith(role)) ??
    assert.fail(`no process ${role}`);
  const line = JSON.stringify({ kind: "said", text: `${text}\n` });
  await appendFile(join(election.recordings, `${role}.${pid}.jsonl`), `${line}\n`);
  const logs = evidence.logs();
  assert.equal(logs.length, known + 1);
  return logs;
}

test("L12 control: a line of the registrar's log with a ballot code is found", async () => {
  const { ballot } = voterAt(3).cast;
  assert.deepEqual(
    kindsOf(inquiry.units(await say("registrar", `{"event":"done","code":"${ballot.tracker}"}`))),
    ["misplaced"],
  );
});

test("L12 control: a line with an account and the hash of X in base64 is found as a join", async () => {
  const { person, device } = voterAt(4);
  const hash = createHash("sha256").update(device.credential.point).digest("base64url");
  const found = inquiry.units(await say("registrar", `sign-in ${person.id} ${hash}`));
  assert.ok(kindsOf(found).includes("joined"));
});

test("L12 control: a time in the registrar's log of requests is found", async () => {
  const line = JSON.stringify({
    time: new Date().toISOString(),
    event: "request",
    route: "/api/e/:id/issue",
  });
  assert.ok(kindsOf(inquiry.units(await say("registrar", line))).includes("clock"));
});

test("L12 control: an issuer that logs entry and X is found", async () => {
  const { device } = voterAt(5);
  const text = `signed ${toHex(device.issue.entry)} ${Buffer.from(device.credential.point).toString("base64")}`;
  const found = inquiry.units(await say("issuer", text));
  assert.ok(found.some(({ kind, where }) => kind === "joined" && where.startsWith("issuer log")));
});

/** Changes the registrar's database, reads it, and takes the change back. */
async function withDatabase<T>(
  change: readonly string[],
  back: string,
  look: (tables: readonly Table[]) => T,
): Promise<T> {
  const { client } = evidence;
  for (const statement of change) await client.query(statement);
  try {
    return look(await evidence.tables());
  } finally {
    await client.query(back);
  }
}

const literal = (bytes: Uint8Array): string => `'\\x${toHex(bytes)}'::bytea`;

test("L12 control: a column with the time of issuing is found", async () => {
  const times = election.voters.map(({ person, device }) => `('${person.id}', ${device.issue.time}::bigint)`);
  const found = await withDatabase(
    [
      "alter table poll_book add column issued_at bigint",
      `update poll_book set issued_at = v.at from (values ${times.join(",")}) as v(person, at) where poll_book.person = v.person`,
    ],
    "alter table poll_book drop column issued_at",
    (tables) => inquiry.orders(tables, "issuing"),
  );
  assert.ok(found.includes("poll_book.issued_at"));
});

test("L12 control: numbers that grow in the order of casting are found, also where they are texts", async () => {
  const cast = election.voters.toSorted((a, b) => a.cast.index - b.cast.index);
  const rows = cast.map(
    ({ person }, at) => `(default, '${person.email}', 'n-${String(at).padStart(5, "0")}')`,
  );
  const found = await withDatabase(
    [
      "create table thanks (id bigint generated always as identity, address text, number text)",
      `insert into thanks values ${rows.join(",")}`,
    ],
    "drop table thanks",
    (tables) => inquiry.orders(tables, "casting"),
  );
  assert.deepEqual(found, ["thanks.ctid", "thanks.id", "thanks.number"]);
});

/** What the ballot host is asked with these headers, by a voter's own browser, beside a request to the portal. */
async function askBoth(
  at: number,
  headers: Readonly<Record<string, string>>,
): Promise<() => readonly Finding[]> {
  const { addresses, a } = election.practice;
  const { browser } = voterAt(at);
  const portal = await browser.fetch(`${addresses.portal}/api/support`, { headers });
  assert.equal(portal.status, 200);
  const board = await browser.fetch(`${addresses.ballot}/e/${a.id}/status`, { headers });
  assert.equal(board.status, 200);
  const own = [...browser.connections].slice(-2);
  return () => inquiry.exchanges(evidence.exchanges().filter((one) => own.includes(connectionOf(one))));
}

/** Half a minute: on a busy machine a service comes to its log late. */
const WRITTEN_POLLS = 600;

/** A service writes down what it was asked after it has answered: what is found may have to be waited for. */
async function findsSoon(found: () => readonly Finding[], kinds: readonly Finding["kind"][]): Promise<void> {
  const isThere = (): boolean => kinds.every((kind) => kindsOf(found()).includes(kind));
  for (let waited = 0; waited < WRITTEN_POLLS && !isThere(); waited++) await sleep(50);
  assert.deepEqual(kindsOf(found()), kinds);
}

test("L12 control: a request id that both hosts see is found, whatever the header is called", async () => {
  const id = toHex(randomBytes(16));
  await findsSoon(await askBoth(7, { "x-request-id": id }), ["header", "shared"]);
  await findsSoon(await askBoth(8, { accept: `text/html;trace=${id}` }), ["shared"]);
});

test("L12 control: a referrer from the portal is found; the pages' own policy sends none", async () => {
  const { addresses, a } = election.practice;
  const sent = { headers: { referer: `${addresses.portal}/issue/${a.id}` } };
  await voterAt(9).browser.fetch(`${addresses.ballot}/e/${a.id}/status`, sent);
  const toStatus = () => evidence.exchanges().filter(({ headers }) => headers.includes(sent.headers.referer));
  await findsSoon(() => inquiry.exchanges(toStatus()), ["header"]);
});

test("L12 control: the session's cookie at the ballot host is found, as a header and as a value", async () => {
  const { addresses, a } = election.practice;
  const { browser } = voterAt(10);
  const [session] = browser.cookiesOf("portal.localhost").filter((value) => value.length > 30);
  const sent = { headers: { cookie: `session=${session}` } };
  const elsewhere = new PageBrowser(undefined);
  await elsewhere.fetch(`${addresses.ballot}/e/${a.id}/status`, sent);
  const toStatus = () =>
    evidence.exchangeUnits().filter(({ domain, name }) => domain === "node" && name.endsWith("/status"));
  await findsSoon(() => inquiry.units(toStatus()), ["misplaced"]);
});

test("L12 control: a letter with the minute of issuing is found", () => {
  const { person, device } = voterAt(11);
  const minute = new Date(device.issue.time).toISOString().slice(11, 16);
  const letter = mailUnit(`${person.email}\nYour ballot was issued at ${minute}.`);
  assert.deepEqual(kindsOf(inquiry.units([...mail, letter])), ["clock"]);
});

for (const [where, name] of [
  ["registrar", "registrar/export.csv"],
  ["issuer-2", "issuer-2/debug.bin"],
  ["nobody", "left-over.txt"],
] as const) {
  test(`L12 control: a file of ${where} with a telephone and a ballot is found`, async () => {
    const { person, cast } = voterAt(12);
    const path = join(election.folder, name);
    await writeFile(path, Buffer.concat([utf8(person.telephone), cast.ballot.bytes]));
    const found = inquiry.units(await evidence.files());
    await rm(path);
    assert.deepEqual(kindsOf(found), ["misplaced"]);
    assert.ok(found.every((finding) => finding.where.endsWith(name)));
  });
}

test("L12 control: a blinded message at another issuer is found", () => {
  const { device } = voterAt(13);
  const [first] = device.pending.shares;
  const unit = (issuer: number): Unit => ({
    ...{ domain: "issuer", kind: "request", name: "POST /sign", issuer },
    bytes: first?.blindedMessage ?? new Uint8Array(0),
  });
  assert.deepEqual(inquiry.units([unit(1)]), []);
  assert.deepEqual(kindsOf(inquiry.units([unit(2)])), ["other-issuer"]);
});

test("L12 after the close, tally and certification leave nothing either", async () => {
  const { practice } = election;
  const status = async (): Promise<StatusAnswer> => {
    const address = practice.addresses.ballot.replace("ballot.localhost", "127.0.0.1");
    return (await (await fetch(`${address}/e/${practice.a.id}/status`)).json()) as StatusAnswer;
  };
  while (!(await status()).certified) {
    assert.ok(Date.now() < practice.a.castEnds + 60_000, "certified soon after the end");
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  const tables = await evidence.tables();
  const units = [...(await evidence.entries(randomBytes)), ...rowUnits(tables), ...(await evidence.files())];
  assert.deepEqual(inquiry.units(units), []);
  assert.deepEqual(inquiry.orders(tables, "casting"), []);
});

// The last: what was once in a database stays in its files, and would be found there.
test("L12 control: a column with X in the poll book is found", async () => {
  const { device, person } = voterAt(6);
  const found = await withDatabase(
    [
      "alter table poll_book add column token bytea",
      `update poll_book set token = ${literal(device.credential.point)} where person = '${person.id}'`,
    ],
    "alter table poll_book drop column token",
    (tables) => inquiry.units(rowUnits(tables)),
  );
  assert.deepEqual(kindsOf(found), ["joined", "misplaced"]);
});
