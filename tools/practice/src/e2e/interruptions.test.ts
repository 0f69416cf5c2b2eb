import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { TrackerAnswer } from "@veche/api";
import { missingTool } from "@veche/base/testing";
import { Browser } from "../testing/browser.ts";
import { executablePath, openStage, type Stage, WANTED } from "./testing/stage.ts";
import { codeOn, RECORDED, Walker } from "./testing/walker.ts";

const { CI } = process.env;

describe("interrupted at every step", { skip: missingTool(executablePath, WANTED, { CI }) }, () => {
  let stage: Stage;
  before(async () => {
    stage = await openStage();
  });
  after(() => stage?.close());

  /** The ballot that the page calls recorded stands in the log at one place. */
  const assertOnce = async ({ page }: Walker): Promise<void> => {
    const { practice } = stage;
    const address = `${practice.addresses.ballot}/e/${practice.a.id}/tracker/${await codeOn(page)}`;
    const { entries } = JSON.parse((await new Browser().send(address)).body) as TrackerAnswer;
    assert.deepEqual(
      entries.map(({ superseded }) => superseded),
      [false],
    );
  };

  for (const [name, interrupt, person] of [
    ["reloaded", (walker: Walker) => walker.reload(), "Волкова"],
    ["closed and opened again", (walker: Walker) => walker.reopen(), "Семёнов"],
  ] as const) {
    test(`${name} before and after each press`, async () => {
      const walker = await Walker.begin(stage, person);
      const [early, late] = [new Set<string>(), new Set<string>()];
      await walker.goesTo(RECORDED, async (title, press) => {
        if (!early.has(title)) {
          early.add(title);
          return interrupt(walker);
        }
        await press();
        if (!late.has(title)) {
          late.add(title);
          await interrupt(walker);
        }
      });
      await interrupt(walker);
      await walker.goesTo(RECORDED);
      await assertOnce(walker);
    });
  }
  test("without a connection at each press", async () => {
    const walker = await Walker.begin(stage, "Archer Margaret");
    const cut = new Set<string>();
    const silent: string[] = [];
    await walker.goesTo(RECORDED, async (title, press) => {
      if (cut.has(title)) return press();
      cut.add(title);
      await walker.device.setOffline(true);
      await press();
      if (!(await isTold(walker, title))) silent.push(title);
      await walker.device.setOffline(false);
    });
    assert.deepEqual(silent, [], "pages on which a lost connection showed nothing");
    await assertOnce(walker);
  });

  test("the answers to the request and to the cast are lost, and another device goes on with the resume code", async () => {
    const person = "Ёлкина-Соколова Мария";
    const first = await Walker.begin(stage, person);
    await first.goesTo("This device is ready");
    const [file] = await Promise.all([
      first.page.waitForEvent("download"),
      first.page.getByRole("button", { name: "Save as a file" }).click(),
    ]);
    await first.goesTo(/^Enter the code/);
    await losingAnswer(first, "*/api/e/*/issue", () => first.presses());
    assert.equal(await first.looks(), "The connection was lost");

    const second = await Walker.begin(stage, person);
    await second.goesTo("You began on another device");
    await second.page.locator("input[type=file]").setInputFiles(await file.path());
    await second.goesTo("Your ballot is ready to cast");
    await losingAnswer(second, "*/e/*/tx", () => second.presses());
    await second.goesTo(RECORDED);
    await assertOnce(second);

    // The first device has the same ballot in its hand, and cannot cast it a second time.
    await first.goesTo("The ballot was not accepted");
    await first.page.getByText("The public log already has a ballot of yours").waitFor();
  });

  for (const [how, title, script] of [
    [
      "without storage",
      "This browser cannot store a ballot",
      "delete Window.prototype.indexedDB; Object.defineProperty(globalThis, 'indexedDB', { value: undefined });",
    ],
    [
      "in a private window",
      "This is a private window",
      "for (const [name, value] of [['estimate', { quota: 50000000, usage: 0 }], ['persist', false], ['persisted', false]]) StorageManager.prototype[name] = async () => value;",
    ],
  ] as const) {
    test(`${how}: refused with the reason before anything is asked`, async () => {
      const device = await stage.device("en");
      await device.addInitScript(script);
      const asked: string[] = [];
      device.on("request", (request) => asked.push(new URL(request.url()).pathname));
      const page = await device.newPage();
      await page.goto(`${stage.practice.addresses.ballot}/e/${stage.practice.a.id}/#${votingFragment}`);
      await page.getByRole("heading", { level: 1, name: title }).waitFor();
      await page.getByText("has not been issued yet and cannot get lost").waitFor();
      assert.deepEqual(
        asked.filter((path) => /voting|issue|tx/.test(path)),
        [],
      );
    });
  }
});

/** §12.2.2: style 0, no request known. */
const votingFragment = `v${Buffer.from(Uint8Array.of(1, ...new Uint8Array(35))).toString("base64url")}`;

/** Without a connection: the browser says so, or the page does, or the step needed none. */
async function isTold(walker: Walker, title: string): Promise<boolean> {
  const told = walker.page.getByText(/No connection|connection was lost|did not answer/).first();
  const until = Date.now() + 10_000;
  while (Date.now() < until) {
    if (walker.page.url().startsWith("chrome-error:") || (await told.isVisible())) return true;
    const same = walker.page.getByRole("heading", { level: 1, name: title }).first();
    const isGone = !(await same.isVisible());
    if (isGone && (await walker.looks()) !== title) return true;
  }
  return false;
}

/** The service does its part; its answer does not arrive. */
async function losingAnswer(walker: Walker, urlPattern: string, press: () => Promise<void>): Promise<void> {
  const browser = await walker.device.newCDPSession(walker.page);
  await browser.send("Fetch.enable", { patterns: [{ urlPattern, requestStage: "Response" }] });
  const lost = new Promise<void>((resolve) => {
    browser.on("Fetch.requestPaused", async ({ requestId }) => {
      await browser.send("Fetch.failRequest", { requestId, errorReason: "ConnectionReset" });
      resolve();
    });
  });
  await press();
  await lost;
  await browser.send("Fetch.disable");
  await browser.detach();
}
