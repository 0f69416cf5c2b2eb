import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { type Bytes, fromHex } from "@veche/base";
import { missingTool } from "@veche/base/testing";
import { decodeCredential, decodePendingIssue, encodeResumeCode } from "@veche/election/spend";
import { encodeScalar } from "@veche/group";
import { findChromium } from "@veche/ui/testing";
import { type BrowserContext, chromium, type Page } from "playwright-core";
import { toBase64Url } from "../voting/base64url.ts";
import type { VoterDevice } from "../voting/contract.ts";
import { type BallotRecord, decodeRecord } from "../voting/records.ts";
import { answerBytes } from "../voting/testing/test-portal.ts";
import { newPortal } from "../voting/testing/test-way.ts";
import { historyOf, tells } from "./testing/history-of.ts";
import { bundledPage, type ServedHost, serveHost } from "./testing/serve-host.ts";

const { PATH = "", CI } = process.env;
const executablePath = findChromium(PATH);
const reason = "no Chromium on this machine: apt-get install chromium";

type Shown = { readonly device: VoterDevice; readonly started: Promise<void> };

let served: ServedHost | undefined;
let folder = "";

before(async () => {
  if (executablePath === undefined) return;
  served = await serveHost(await bundledPage());
  folder = await mkdtemp(join(tmpdir(), "veche-history-"));
});

after(async () => {
  served?.server.close();
  if (folder !== "") await rm(folder, { recursive: true, force: true });
});

/** A browser with a profile on the disk, as people have one. */
async function openProfile(name: string): Promise<{ readonly context: BrowserContext; readonly page: Page }> {
  assert.ok(executablePath !== undefined);
  const context = await chromium.launchPersistentContext(join(folder, name), {
    executablePath,
    args: ["--no-sandbox", "--disable-gpu"],
  });
  await context.route("https://portal.example/**", (route) =>
    route.fulfill({ contentType: "text/html", body: "<title>Portal</title>" }),
  );
  return { context, page: context.pages()[0] ?? (await context.newPage()) };
}

async function goTo(page: Page, address: string): Promise<void> {
  // A fragment alone would be no navigation.
  await page.goto("about:blank");
  await page.goto(address);
  await page.evaluate(() => (globalThis as unknown as Shown).started);
}

/** The one record that the page keeps, read from its store. */
async function recordIn(page: Page): Promise<BallotRecord> {
  const rows = await page.evaluate(async () => {
    const database = await new Promise<IDBDatabase>((resolve) => {
      const opening = indexedDB.open("veche-ballot");
      opening.onsuccess = () => resolve(opening.result);
    });
    const reading = database.transaction("kept").objectStore("kept").getAll();
    await new Promise((resolve) => {
      reading.onsuccess = resolve;
    });
    database.close();
    return reading.result.map((row) => [...(row instanceof Uint8Array ? row : row.bytes)]);
  });
  const record = decodeRecord(Uint8Array.from(rows[0] as readonly number[]));
  assert.ok(record !== undefined);
  return record;
}

test("⚔ §12.2.4, §12.5.2: after the whole way a browser's history names neither roll entry nor x nor token", {
  skip: missingTool(executablePath, reason, { CI }),
  timeout: 120_000,
}, async () => {
  assert.ok(served !== undefined);
  const { host, origin } = served;
  const home = `${origin}/e/${host.electionId}/`;
  const portal = newPortal(host);
  const { context, page } = await openProfile("voter");
  await goTo(page, `${home}#${portal.handover()}`);
  const record = await recordIn(page);
  assert.ok(record.stage === "prepared");
  const pending = decodePendingIssue(record.pending);
  assert.ok(pending.ok);
  const locked = await page.evaluate(() => (globalThis as unknown as Shown).device.lockCode());
  assert.ok(locked !== undefined);
  await page.evaluate(() => (globalThis as unknown as Shown).device.ask());
  await page.waitForURL("https://portal.example/**");
  const answer = portal.issue(page.url());
  await goTo(page, `${home}#${portal.sealed(page.url(), answer)}`);
  const ready = await recordIn(page);
  assert.ok(ready.stage === "ready");
  const credential = decodeCredential(ready.credential);
  assert.ok(credential.ok);
  const [signature] = credential.value.token;
  assert.ok(signature !== undefined);
  // The QR code as another device would follow it.
  await goTo(page, locked.link);
  const view = await page.evaluate(() => (globalThis as unknown as Shown).device.view.at);
  assert.equal(view, "locked");
  await page.evaluate((code) => (globalThis as unknown as Shown).device.unlock(code), locked.unlocking);
  const recorded = await page.evaluate(async () => {
    const { device } = globalThis as unknown as Shown;
    if (device.view.at !== "filling") return device.view;
    const choices = device.view.contests.map(({ options, max }) =>
      options.map((_, at): 0 | 1 => (at < max ? 1 : 0)),
    );
    await device.seal(choices);
    await device.cast();
    return device.view;
  });
  assert.equal(recorded.at, "recorded", JSON.stringify(recorded));
  await context.close();

  const secrets: Readonly<Record<string, Bytes>> = {
    "roll entry": portal.voter.rollEntry,
    x: encodeScalar(pending.value.x),
    token: signature.slice(0, 64),
  };
  const told = await toldIn("voter", secrets);
  assert.deepEqual(told.found, []);
  assert.ok(told.read.includes("History"), told.read.join(" "));
  const id = fromHex(host.electionId) as Bytes;
  assert.equal((await toldIn("voter", { id })).found.length, 1, "the addresses are there");

  // Positive control: the same search over what a page would leave behind that hands over openly.
  const old = await openProfile("old");
  await goTo(old.page, `${home}#s${toBase64Url(answerBytes(answer))}`);
  await goTo(old.page, `${home}#k${toBase64Url(encodeResumeCode(pending.value))}`);
  await goTo(old.page, `${home}#x${toBase64Url(signature)}`);
  await old.context.close();
  const open = (await toldIn("old", secrets)).found;
  assert.deepEqual(
    open.filter(({ places }) => places.includes("History")).map(({ name }) => name),
    Object.keys(secrets),
  );
});

/** Which of the secrets a profile tells, each with the files that do. */
async function toldIn(profile: string, secrets: Readonly<Record<string, Bytes>>) {
  const files = [...(await historyOf(join(folder, profile)))];
  const found = Object.entries(secrets).flatMap(([name, secret]) => {
    const places = files.filter(([, kept]) => tells(kept, secret)).map(([file]) => file);
    return places.length === 0 ? [] : [{ name, places }];
  });
  return { found, read: files.map(([file]) => file) };
}
