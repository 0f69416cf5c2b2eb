import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { missingTool } from "@veche/base/testing";
import { axeFindings, axeScript, findChromium, sidewaysFindings, tabFindings } from "@veche/ui/testing";
import { type Browser, chromium, type Page } from "playwright-core";
import { build } from "vite";
import { portal } from "../scripts/vite.mjs";
import { type Host, hostOf } from "./testing/host.ts";
import { SCENES, type Scene } from "./testing/scenes.ts";

const { PATH = "", CI, SCREENS } = process.env;
const executable = findChromium(PATH);
const skip = missingTool(executable, "no Chromium on this machine: apt-get install chromium", { CI });

const WIDTHS = [1280, 360] as const;
const HEIGHT = 800;

let browser: Browser;
let host: Host;
let folder: string;
let axe: string;

before(async () => {
  if (executable === undefined) return;
  folder = await mkdtemp(join(tmpdir(), "veche-portal-"));
  await build({ ...portal, build: { ...portal.build, outDir: folder } });
  host = await hostOf(folder);
  axe = await axeScript();
  browser = await chromium.launch({ executablePath: executable, args: ["--no-sandbox", "--disable-gpu"] });
});

after(async () => {
  if (executable === undefined) return;
  await browser.close();
  await host.close();
  await rm(folder, { recursive: true });
});

for (const scene of SCENES) {
  test(`${scene.name}: no fault for anyone, in both languages, wide and narrow`, {
    skip: missingTool(executable, String(skip), { CI }),
  }, async () => {
    const found = await findingsOf(scene);
    assert.deepEqual(found, []);
  });
}

async function findingsOf(scene: Scene): Promise<readonly string[]> {
  const context = await browser.newContext({ locale: "ru-RU", viewport: { width: 1280, height: HEIGHT } });
  const page = await context.newPage();
  const found: string[] = [];
  page.on("console", (message) => {
    // A connection that is cut on purpose, and answers that are refusals on purpose, are no fault of the page.
    if (message.type() === "error" && !/Failed to load resource/.test(message.text()))
      found.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => found.push(`exception: ${error.message}`));
  try {
    host.answer(scene.answers);
    await page.goto(host.origin + scene.path);
    await page.locator("h1:not(.hidden-visually)").first().waitFor();
    await scene.act?.(page);
    await page.evaluate(axe);
    for (const language of ["ru", "en"] as const) {
      for (const width of WIDTHS) found.push(...(await findingsIn(page, scene, language, width)));
    }
    return found;
  } finally {
    await context.close();
  }
}

async function findingsIn(
  page: Page,
  scene: Scene,
  language: "ru" | "en",
  width: number,
): Promise<readonly string[]> {
  await page.setViewportSize({ width, height: HEIGHT });
  const button = page.locator(`.langs button[lang=${language}]`);
  // Under an open dialog the page is inert: its language cannot be changed by hand.
  await button.evaluate((element) => (element as HTMLElement).click());
  await page.waitForFunction((wanted) => document.documentElement.lang === wanted, language);
  if (SCREENS !== undefined) {
    await mkdir(SCREENS, { recursive: true });
    await page.screenshot({ path: join(SCREENS, `${scene.name}.${language}.${width}.png`), fullPage: true });
  }
  const title = await page.title();
  const isError = /^(Ошибка|Error): /.test(title);
  const where = `${language} ${width}`;
  const isModal = (await page.locator("dialog[open]").count()) > 0;
  const all = [
    ...(await axeFindings(page)),
    ...(await sidewaysFindings(page)),
    ...(width === 360 && language === "ru" && !isModal ? await tabFindings(page) : []),
    ...(isError === (scene.isError ?? false) ? [] : [`title: ${title}`]),
  ];
  return all.map((finding) => `${where}: ${finding}`);
}
