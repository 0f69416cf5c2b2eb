import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { missingTool } from "@veche/base/testing";
import { findChromium } from "@veche/ui/testing";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import type { CheckDevice, CheckView, VoterDevice, VoterView } from "../voting/contract.ts";
import { newPortal } from "../voting/testing/test-way.ts";
import { bundledPage, type ServedHost, serveHost } from "./testing/serve-host.ts";

const { PATH = "", CI } = process.env;
const executablePath = findChromium(PATH);
const reason = "no Chromium on this machine: apt-get install chromium";

/** What the test page gives to the test. */
type Shown<Device> = { readonly device: Device; readonly started: Promise<void> };

let browser: Browser | undefined;
let served: ServedHost | undefined;

before(async () => {
  if (executablePath === undefined) return;
  served = await serveHost(await bundledPage());
  browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
});

after(async () => {
  await browser?.close();
  served?.server.close();
});

async function newContext(): Promise<BrowserContext> {
  assert.ok(browser !== undefined);
  const context = await browser.newContext();
  await context.route("https://portal.example/**", (route) =>
    route.fulfill({ contentType: "text/html", body: "<title>Portal</title>" }),
  );
  return context;
}

const started = (page: Page): Promise<void> =>
  page.evaluate(() => (globalThis as unknown as Shown<VoterDevice>).started);

const viewOf = (page: Page): Promise<VoterView> =>
  page.evaluate(() => (globalThis as unknown as Shown<VoterDevice>).device.view);

async function openAt(context: BrowserContext, path: string): Promise<Page> {
  assert.ok(served !== undefined);
  const page = await context.newPage();
  await page.goto(`${served.origin}${path}`);
  await started(page);
  assert.equal(new URL(page.url()).hash, "", "⚔ the fragment is gone from the address");
  return page;
}

test("in Chromium: the whole way with its own worker and store, a reload at each stage, and a second device", {
  skip: missingTool(executablePath, reason, { CI }),
  timeout: 60_000,
}, async () => {
  assert.ok(served !== undefined);
  const { host } = served;
  const home = `/e/${host.electionId}/`;
  const portal = newPortal(host);
  const context = await newContext();
  const page = await openAt(context, `${home}#${portal.handover()}`);
  const prepared = await viewOf(page);
  assert.equal(prepared.at, "prepared", JSON.stringify(prepared));
  const stored = await viewOf(await openAt(context, home));
  assert.ok(stored.at === "prepared" && prepared.at === "prepared");
  assert.equal(stored.resumeCode.text, prepared.resumeCode.text);

  await page.evaluate(() => (globalThis as unknown as Shown<VoterDevice>).device.ask());
  await page.waitForURL("https://portal.example/**");
  const fragment = portal.answer(page.url());
  assert.equal((await viewOf(await openAt(context, home))).at, "asked");
  await page.goto(`${served.origin}${home}#${fragment}`);
  await started(page);
  assert.equal((await viewOf(page)).at, "filling");

  await page.reload();
  await started(page);
  const sealed = await page.evaluate(async () => {
    const { device } = globalThis as unknown as Shown<VoterDevice>;
    if (device.view.at !== "filling") return device.view;
    const choices = device.view.contests.map(({ options, max }) =>
      options.map((_, at): 0 | 1 => (at < max ? 1 : 0)),
    );
    await device.seal(choices);
    return device.view;
  });
  assert.ok(sealed.at === "sealed", JSON.stringify(sealed));

  const telephone = await newContext();
  const taking = await openAt(telephone, new URL(sealed.link).pathname + new URL(sealed.link).hash);
  assert.equal((await viewOf(taking)).at as string, "taken");
  await page.evaluate(() => (globalThis as unknown as Shown<VoterDevice>).device.challenge());
  const challenged = await viewOf(page);
  assert.ok(challenged.at === "challenged");
  const match = await taking.evaluate(async (link): Promise<CheckView> => {
    const { device } = globalThis as unknown as Shown<CheckDevice>;
    // The comparison goes on after it has matched: it looks again after the tick.
    const matched = new Promise<void>((resolve) => {
      device.subscribe(() => device.view.at !== "taken" && resolve());
    });
    void device.take(link);
    await matched;
    return device.view;
  }, challenged.link);
  assert.ok(match.at === "matches", JSON.stringify(match));
  assert.deepEqual(match.choices, sealed.choices);

  const recorded = await page.evaluate(async (choices) => {
    const { device } = globalThis as unknown as Shown<VoterDevice>;
    device.fillAgain();
    await new Promise<void>((resolve) => {
      device.subscribe(() => device.view.at === "filling" && resolve());
    });
    await device.seal(choices);
    await device.cast();
    return device.view;
  }, sealed.choices);
  assert.ok(recorded.at === "recorded", JSON.stringify(recorded));
  assert.deepEqual(
    host.ballots().map(({ index, tracker }) => [index, tracker]),
    [[recorded.index, recorded.tracker]],
  );
  const later = await viewOf(await openAt(context, home));
  assert.ok(later.at === "recorded" && later.tracker === recorded.tracker);
  assert.deepEqual(await context.cookies(), []);
});
