import assert from "node:assert/strict";
import { webcrypto } from "node:crypto";
import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { StatusAnswer } from "@veche/api";
import { PORTAL_ROUTES } from "@veche/api/portal";
import type { RandomBytes } from "@veche/base";
import { ON_ROLL_OF_A } from "../persons.ts";
import { Practice } from "../practice.ts";
import { connectTo, readTables } from "./testing/gather-tables.ts";
import { type Page, PageBrowser } from "./testing/page-browser.ts";
import { PageVoter } from "./testing/page-voter.ts";
import { changesOf, type Operation, wrongBodies } from "./testing/wrong-bodies.ts";

const randomBytes: RandomBytes = (length) => webcrypto.getRandomValues(new Uint8Array(length));
const MINUTES = 5;

let folder: string;
let practice: Practice;
let operations: readonly Operation[];

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "veche-endpoints-"));
  await chmod(folder, 0o711);
  const page = join(folder, "page");
  await mkdir(page);
  await writeFile(join(page, "index.html"), "<!doctype html><title>page</title>");
  const options = {
    folder,
    pages: { portal: page, ballot: page },
    minutes: MINUTES,
    port: 0,
    lan: false,
    told: () => undefined,
  };
  practice = await Practice.start(options);
  const document = await new PageBrowser(undefined).fetch(`${practice.addresses.portal}/api/docs/json`);
  operations = changesOf(JSON.parse(document.body));
});
after(async () => {
  await practice?.stop();
  await rm(folder, { recursive: true, force: true });
});

const pathOf = ({ path }: Operation): string =>
  practice.addresses.portal + path.replace("{campaign}", "a").replace("{id}", practice.a.id);

/** Letters of the start are on their way for a while: the tables once all of them have gone. */
async function settledTables(): Promise<string> {
  for (let tries = 0; tries < 300; tries++) {
    const text = await tables();
    if (!text.includes('"status":"queued"')) return text;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return assert.fail("letters that nobody sends");
}

/** What the registrar's tables say, without who is signed in. */
async function tables(): Promise<string> {
  const client = await connectTo(join(folder, "registrar"));
  const read = await readTables(client);
  await client.end();
  const rows = read.filter(({ name }) => name !== "session" && name !== "account");
  return JSON.stringify(rows.map(({ name, rows: all }) => [name, all.map(({ cells }) => cells)]));
}

async function signedIn(at: number): Promise<PageVoter> {
  const person = ON_ROLL_OF_A[at] ?? assert.fail("a person");
  const voter = new PageVoter(person, practice.addresses, undefined, randomBytes);
  await voter.signIn();
  return voter;
}

const send = (voter: PageVoter, operation: Operation, body: string, csrf = voter.csrf): Promise<Page> =>
  voter.browser.fetch(pathOf(operation), {
    method: "POST",
    headers: { "content-type": "application/json", "x-veche-csrf": csrf },
    body,
  });

function refusedAs(page: Page, statuses: readonly number[], where: string): void {
  assert.ok(statuses.includes(page.status), `${where}: ${page.status} ${page.body}`);
  const { code, message } = JSON.parse(page.body) as {
    readonly code: string;
    readonly message: { readonly en: string; readonly ru: string };
  };
  assert.match(code, /^[A-Z_]+$/, where);
  assert.ok(message.en !== "" && message.ru !== "", where);
}

test("the portal's document names every operation that changes something", () => {
  const posted = ["issue", "sendCode", "application", "recall", "appeal", "telephone", "signOut"] as const;
  const paths = operations.map(({ path }) => path.replaceAll(/\{([a-z]+)\}/g, ":$1"));
  for (const name of posted) assert.ok(paths.includes(PORTAL_ROUTES[name]), name);
});

test("wrong bodies of every operation of the running portal: a clear 4xx, and no table changes", async () => {
  const voters = await Promise.all([0, 1, 2, 3].map(signedIn));
  const unchanged = await settledTables();
  let sent = 0;
  for (const operation of operations) {
    for (const wrong of wrongBodies(operation.body)) {
      const voter = voters[sent++ % voters.length] as PageVoter;
      const page = await send(voter, operation, JSON.stringify(wrong));
      refusedAs(page, [400], `${operation.path} ${JSON.stringify(wrong)}`);
    }
    const voter = voters[sent++ % voters.length] as PageVoter;
    refusedAs(await send(voter, operation, "{"), [400], `${operation.path}, torn`);
    refusedAs(
      await send(voter, operation, JSON.stringify("x".repeat(40_000))),
      [413],
      `${operation.path}, long`,
    );
    refusedAs(await send(voter, operation, "{}", "wrong"), [403], `${operation.path}, of another page`);
  }
  assert.ok(sent > 100, `${sent} bodies`);
  assert.equal(await tables(), unchanged);
});

test("the running ballot host: what is no ballot is refused by code, a ballot sent again is the same one", async () => {
  const { ballot } = practice.addresses;
  const { id } = practice.a;
  const voter = await signedIn(0);
  await voter.getBallot("a", true);
  await voter.castBallot();
  const status = async (): Promise<StatusAnswer> =>
    JSON.parse((await voter.browser.fetch(`${ballot}/e/${id}/status`)).body) as StatusAnswer;
  const { size } = await status();
  const { transaction, index } = voter.cast;
  const post = (body: Uint8Array, type = "application/cbor", to = id): Promise<Page> =>
    voter.browser.fetch(`${ballot}/e/${to}/tx`, { method: "POST", headers: { "content-type": type }, body });
  const flipped = transaction.map((byte, at) => (at === transaction.length - 9 ? byte ^ 1 : byte));
  const cases: readonly (readonly [string, Promise<Page>, number])[] = [
    ["nothing", post(new Uint8Array(0)), 400],
    ["noise", post(randomBytes(500)), 400],
    ["half", post(transaction.slice(0, 700)), 400],
    ["more", post(new Uint8Array([...transaction, 0])), 400],
    ["changed", post(flipped), 409],
    ["another type", post(transaction, "text/plain"), 415],
    ["too long", post(new Uint8Array(70_000)), 413],
    ["another election", post(transaction, "application/cbor", "0".repeat(64)), 409],
    ["no tracker", voter.browser.fetch(`${ballot}/e/${id}/tracker/x`), 400],
    ["no point", voter.browser.fetch(`${ballot}/e/${id}/credential/x`), 400],
    ["no style", voter.browser.fetch(`${ballot}/e/${id}/voting/01`), 400],
    ["no place", voter.browser.fetch(`${ballot}/e/${id}/proof/-1`), 404],
  ];
  for (const [name, sent, expected] of cases) {
    const page = await sent;
    assert.equal(page.status, expected, `${name}: ${page.body}`);
    const { outcome } = JSON.parse(page.body) as { readonly outcome: string };
    assert.match(outcome, /^[A-Z_]+$/, name);
  }
  for (let again = 0; again < 3; again++) {
    const page = await post(transaction);
    assert.deepEqual([page.status, JSON.parse(page.body).index], [200, index]);
  }
  assert.equal((await status()).size, size);
});
