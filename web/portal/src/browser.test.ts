import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { missingTool } from "@veche/base/testing";
import {
  axeFindings,
  axeScript,
  findChromium,
  sidewaysFindings,
  smallPng,
  tabFindings,
} from "@veche/ui/testing";
import type { Page } from "playwright-core";
import { openStage, type Stage } from "./testing/chromium-host.ts";
import { SCENES, type Scene } from "./testing/scenes.ts";

const { PATH = "", CI, SCREENS } = process.env;
const executable = findChromium(PATH);
const reason = "no Chromium on this machine: apt-get install chromium";

const WIDTHS = [1280, 360] as const;
/** Every run looks at Russian on a wide screen and English on a narrow one; with SCREENS, which takes pictures, at all four. */
const IS_WHOLE = SCREENS !== undefined;
/** Of a page in two languages and two widths; the repository keeps pictures for ever. */
const PICTURES = ["ru.1280", "en.360"];
const HEIGHT = 800;

let stage: Stage;
let axe: string;
let page: Page;
/** What the page under test complained of. */
let complaints: string[] = [];

before(async () => {
  if (executable === undefined) return;
  stage = await openStage(executable);
  axe = await axeScript();
  const context = await stage.browser.newContext({ locale: "ru-RU" });
  page = await context.newPage();
  page.on("console", (message) => {
    // A connection that is cut on purpose, and answers that are refusals on purpose, are no fault of the page.
    if (message.type() === "error" && !/Failed to load resource/.test(message.text()))
      complaints.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => complaints.push(`exception: ${error.message}`));
});

after(async () => {
  if (executable !== undefined) await stage.close();
});

for (const scene of SCENES) {
  test(`${scene.name}: no fault for anyone, in both languages, wide and narrow`, {
    skip: missingTool(executable, reason, { CI }),
  }, async () => {
    assert.deepEqual(await findingsOf(scene), []);
  });
}

async function findingsOf(scene: Scene): Promise<readonly string[]> {
  complaints = [];
  // The page before has left what it keeps, and its language.
  if (page.url().startsWith(stage.host.origin)) {
    await page.evaluate(() => {
      localStorage.clear();
      sessionStorage.clear();
    });
  }
  stage.host.answer(scene.answers);
  await page.setViewportSize({ width: 1280, height: HEIGHT });
  await page.goto("about:blank");
  await page.goto(stage.host.origin + scene.path);
  await page.locator("h1:not(.hidden-visually)").first().waitFor();
  await scene.act?.(page);
  await page.evaluate(axe);
  const found: string[] = [];
  for (const language of ["ru", "en"] as const) {
    for (const width of WIDTHS) found.push(...(await findingsIn(scene, language, width)));
  }
  return [...found, ...complaints];
}

async function findingsIn(scene: Scene, language: "ru" | "en", width: number): Promise<readonly string[]> {
  await page.setViewportSize({ width, height: HEIGHT });
  const button = page.locator(`.langs button[lang=${language}]`);
  // Under an open dialog the page is inert: its language cannot be changed by hand.
  await button.evaluate((element) => (element as HTMLElement).click());
  await page.waitForFunction((wanted) => document.documentElement.lang === wanted, language);
  if (SCREENS !== undefined && PICTURES.includes(`${language}.${width}`)) {
    // Where the tab key was before is no part of the page.
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    await mkdir(SCREENS, { recursive: true });
    const picture = smallPng(await page.screenshot({ fullPage: true }));
    await writeFile(join(SCREENS, `${scene.name}.${language}.${width}.png`), picture);
  }
  const title = await page.title();
  const isError = /^(Ошибка|Error): /.test(title);
  const where = `${language} ${width}`;
  const isModal = (await page.locator("dialog[open]").count()) > 0;
  const all = [
    ...(IS_WHOLE || (language === "ru") === (width === 1280) ? await axeFindings(page) : []),
    ...(await sidewaysFindings(page)),
    ...(width === 360 && language === "ru" && !isModal ? await tabsFromTheTop() : []),
    ...(isError === (scene.isError ?? false) ? [] : [`title: ${title}`]),
  ];
  return all.map((finding) => `${where}: ${finding}`);
}

/** Where the focus was decides what the tab key reaches first: here it begins at the top. */
async function tabsFromTheTop(): Promise<readonly string[]> {
  await page.evaluate(() => {
    document.body.tabIndex = -1;
    document.body.focus();
    document.body.removeAttribute("tabindex");
  });
  return tabFindings(page);
}
