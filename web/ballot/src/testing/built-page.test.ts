import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { gzipSync } from "node:zlib";
import { missingTool } from "@veche/base/testing";
import { axeFindings, axeScript, type FolderServer, findChromium, serveFolder } from "@veche/ui/testing";
import { type Browser, chromium, type Page } from "playwright-core";
import { build } from "vite";
import { ballotPage } from "../../scripts/vite.mjs";

const { PATH = "", CI } = process.env;
const executable = findChromium(PATH);
const reason = "no Chromium on this machine: apt-get install chromium";

/** What a first visit of a voter may weigh, compressed; without the worker's own script, which loads beside it. */
const SCRIPT_MAX = 120_000;
const FIRST_LOAD_MAX = 250_000;

describe("the page as it is built", { skip: missingTool(executable, reason, { CI }) }, () => {
  let folder: string;
  let server: FolderServer;
  let browser: Browser;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "veche-page-"));
    await build({ ...ballotPage, build: { ...ballotPage.build, outDir: folder } });
    server = await serveFolder(folder, "/page/");
    browser = await chromium.launch({
      ...(executable === undefined ? {} : { executablePath: executable }),
      args: ["--no-sandbox", "--disable-gpu"],
    });
  });
  after(async () => {
    await browser.close();
    await server.close();
    await rm(folder, { recursive: true });
  });

  const open = async (path: string): Promise<{ readonly page: Page; readonly loaded: string[] }> => {
    const page = await browser.newPage({ locale: "en-GB", viewport: { width: 1280, height: 800 } });
    const loaded: string[] = [];
    page.on("response", (response) => {
      if (response.ok()) loaded.push(new URL(response.url()).pathname);
    });
    await page.goto(`${server.origin}${path}`);
    await page.locator("main h1").waitFor();
    return { page, loaded };
  };

  test("the practice ballot is filled in by keyboard alone and encrypted in the worker, under the strict policy", async () => {
    const { page } = await open("/practice/");
    const contests = await fillByKeyboard(page);
    assert.ok(contests > 1);
    await page.keyboard.press("Enter");
    const code = page.locator("main .tracker");
    await code.waitFor();
    assert.match((await code.innerText()).replaceAll(/\s/g, ""), /^[0-9A-HJKMNP-TV-Z]{20}$/);
    assert.equal(await page.evaluate(() => document.activeElement?.tagName), "H1");
    await page.evaluate(await axeScript());
    assert.deepEqual(await axeFindings(page), []);
  });

  test("the language changes in place: the page and what was chosen stay", async () => {
    const { page } = await open("/practice/");
    await page.locator("main .option input").first().check();
    await page.locator(".langs button[lang=ru]").click();
    assert.equal(await page.evaluate(() => document.documentElement.lang), "ru");
    assert.ok(await page.locator("main .option input").first().isChecked());
    await page.reload();
    await page.locator("main h1").waitFor();
    assert.equal(await page.evaluate(() => document.documentElement.lang), "ru");
  });

  test("Back leads from contest to contest, and choices stay", async () => {
    const { page } = await open("/practice/");
    const title = page.locator("main h1");
    const first = await title.innerText();
    await page.locator("main .option input").first().check();
    await page.locator("main .btn[type=submit]").click();
    await page.waitForTimeout(50);
    assert.notEqual(await title.innerText(), first);
    await page.goBack();
    assert.equal(await title.innerText(), first);
    assert.ok(await page.locator("main .option input").first().isChecked());
  });

  test("a first visit of a voter stays within its budget", async () => {
    const { loaded } = await open(`/e/${"0f".repeat(32)}/`);
    const sizes = await Promise.all(
      [...new Set(loaded)].map(async (path) => {
        const name = path.startsWith("/page/") ? path.slice(6) : "index.html";
        const bytes = await readFile(join(folder, name));
        return { name, size: name.endsWith(".woff2") ? bytes.length : gzipSync(bytes).length };
      }),
    );
    const sum = (all: typeof sizes) => all.reduce((total, { size }) => total + size, 0);
    const scripts = sizes.filter(({ name }) => name.endsWith(".js") && !/worker/.test(name));
    assert.ok(scripts.length > 1);
    assert.ok(sum(scripts) <= SCRIPT_MAX, `scripts: ${sum(scripts)} bytes`);
    assert.ok(sum(sizes) <= FIRST_LOAD_MAX, `first load: ${sum(sizes)} bytes`);
  });

  test("nothing is drawn or run in place, and no other host is named in what is sent", async () => {
    const html = await readFile(join(folder, "index.html"), "utf8");
    assert.doesNotMatch(html, /<style|style=|<script(?![^>]*src=)|https?:\/\//);
    const files = await readdir(join(folder, "assets"));
    assert.ok(!files.some((name) => name.endsWith(".map")));
    assert.equal(files.filter((name) => name.endsWith(".woff2")).length, 2);
  });
});

/** Marks the first option of every contest with the keys of a keyboard; stops at the review with its button in focus. */
async function fillByKeyboard(page: Page): Promise<number> {
  for (let contests = 0; ; contests++) {
    if ((await page.locator("main .option").count()) === 0) {
      await tabTo(page, "main .actions .btn");
      return contests;
    }
    const title = await page.locator("main h1").innerText();
    await tabTo(page, "main .option input");
    await page.keyboard.press("Space");
    await tabTo(page, "main .btn[type=submit]");
    await page.keyboard.press("Enter");
    await page.locator("main h1", { hasNotText: title }).waitFor();
  }
}

async function tabTo(page: Page, selector: string): Promise<void> {
  for (let press = 0; press < 40; press++) {
    await page.keyboard.press("Tab");
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted) === true, selector)) return;
  }
  assert.fail(`the tab key does not reach ${selector}`);
}
