import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { missingTool } from "@veche/base/testing";
import { axeFindings, findChromium, sidewaysFindings, tabFindings } from "@veche/ui/testing";
import { CONTESTS } from "./invented.ts";
import { type Gallery, openGallery } from "./open-gallery.ts";
import { STATES } from "./states.ts";

const { PATH = "", CI } = process.env;
const executable = findChromium(PATH);
const reason = "no Chromium on this machine: apt-get install chromium";

/** States of a voter who has not pressed "Cast", and words that would make them think they had. */
const BEFORE_CAST = /^(start|locked|prepared|asked|resumed|filling|review|sealed|challenged)/;
const LIKE_DONE = /record|done|accepted|counted|complete|thank|voted|\bsent\b/i;

/** In the page: every text that is one of these, and whether anything keeps the browser from translating it. */
function placesOf(texts: readonly string[]): readonly { readonly text: string; readonly isOpen: boolean }[] {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found: { readonly text: string; readonly isOpen: boolean }[] = [];
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const text = node.textContent?.trim() ?? "";
    const isOpen = node.parentElement?.closest('[translate="no"]') === null;
    if (texts.includes(text)) found.push({ text, isOpen });
  }
  return found;
}

describe("every page in every state", { skip: missingTool(executable, reason, { CI }) }, () => {
  let gallery: Gallery;
  before(async () => {
    assert.ok(executable, reason);
    gallery = await openGallery(executable);
  });
  after(() => gallery.close());

  // Each width in one language: what axe finds depends on the one or the other, hardly on both, and a state costs it a second.
  for (const [language, width] of [
    ["ru", 1280],
    ["en", 360],
  ] as const) {
    test(`${language}, ${width} px: no finding of axe-core, nothing wider than the window`, async () => {
      const { page, complaints } = await gallery.open(width);
      const findings: string[] = [];
      for (const { name } of STATES) {
        await gallery.show(page, name, language);
        const found = [...(await axeFindings(page)), ...(await sidewaysFindings(page))];
        findings.push(...found.map((each) => `${name}: ${each}`));
      }
      assert.deepEqual([...findings, ...complaints], []);
      await page.close();
    });
  }

  test("⚔ §12.6.1: the code for the second device stands on the page before anything is pressed", async () => {
    const { page } = await gallery.open(1280);
    const codes = page.getByRole("img", { name: "QR code with the ballot code" });
    await gallery.show(page, "sealed", "en");
    assert.equal(await codes.count(), 1);
    await gallery.show(page, "sealed-check", "en");
    assert.equal(await codes.count(), 0);
    await page.close();
  });

  test("L29: no name on a ballot stands where a browser would translate it", async () => {
    const { page } = await gallery.open(1280);
    const open: string[] = [];
    let shown = 0;
    const names = CONTESTS.flatMap(({ title, options }) => [title, ...options.map((one) => one.title)]);
    for (const { name } of STATES) {
      await gallery.show(page, name, "ru");
      const found = await page.evaluate(
        placesOf,
        names.map(({ ru }) => ru),
      );
      shown += found.length;
      open.push(...found.filter(({ isOpen }) => isOpen).map(({ text }) => `${name}: ${text}`));
    }
    assert.deepEqual(open, []);
    assert.ok(shown > 2 * CONTESTS.length, `${shown} names were looked at`);
    await page.setContent(`<p>${CONTESTS[0]?.title.en}</p>`);
    const planted = await page.evaluate(placesOf, [CONTESTS[0]?.title.en ?? ""]);
    assert.deepEqual(planted, [{ text: CONTESTS[0]?.title.en, isOpen: true }], "positive control");
    await page.close();
  });

  test("L28: one last button casts, nothing before it looks like done, and after it nothing is left to do", async () => {
    const { page } = await gallery.open(1280);
    const accents = page.locator("button.btn:not(.btn--second, .btn--plain, .btn--bad)");
    for (const { name } of STATES.filter((state) => BEFORE_CAST.test(state.name))) {
      await gallery.show(page, name, "en");
      assert.doesNotMatch(await page.locator("h1").innerText(), LIKE_DONE, name);
    }
    await gallery.show(page, "sealed", "en");
    assert.deepEqual(await accents.allInnerTexts(), ["Cast 3 ballots"]);
    assert.match(await page.locator(".lede").innerText(), /has not been sent/);
    await gallery.show(page, "recorded", "en");
    assert.match(await page.locator("h1").innerText(), LIKE_DONE, "positive control");
    assert.match(await page.locator(".lede").innerText(), /This page checked the log entry/);
    await page.close();
  });

  test("a fault while a page is drawn ends in words, not in a blank page", async () => {
    const { page } = await gallery.open(1280);
    await gallery.show(page, "crash", "en");
    assert.equal(await page.locator("h1").innerText(), "The page has stopped");
    assert.equal(await page.getByRole("button", { name: "Load again" }).count(), 1);
    await page.close();
  });

  test("320 px, which is 1280 px at 400 %: nothing is wider than the window", async () => {
    const { page } = await gallery.open(320);
    const findings: string[] = [];
    for (const { name } of STATES) {
      await gallery.show(page, name, "ru");
      findings.push(...(await sidewaysFindings(page)).map((each) => `${name}: ${each}`));
    }
    assert.deepEqual(findings, []);
  });

  test("the tab key reaches every control, in the order of the page", async () => {
    const { page } = await gallery.open(1280);
    const findings: string[] = [];
    for (const { name } of STATES) {
      await gallery.show(page, name, "en");
      findings.push(...(await tabFindings(page)).map((each) => `${name}: ${each}`));
    }
    assert.deepEqual(findings, []);
  });
});
