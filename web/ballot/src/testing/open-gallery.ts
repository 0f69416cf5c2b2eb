import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { axeScript, serveFolder } from "@veche/ui/testing";
import { type Browser, chromium, type Page } from "playwright-core";
import { build } from "vite";
import { ballotPage } from "../../scripts/vite.mjs";
import { STATES } from "./states.ts";

/** Beyond what a machine takes that is busy with other browsers. */
const PATIENCE_MS = 30_000;

export type Gallery = {
  /** A page with axe-core in it, at a width in CSS pixels. `complaints` grows with errors of the console. */
  readonly open: (
    width: number,
    isDark?: boolean,
  ) => Promise<{ readonly page: Page; readonly complaints: string[] }>;
  readonly show: (page: Page, state: string, language: string) => Promise<void>;
  readonly close: () => Promise<void>;
};

/** Builds the gallery as the page itself is built, and serves it under the same strict policy. */
export async function openGallery(executablePath: string): Promise<Gallery> {
  const folder = await mkdtemp(join(tmpdir(), "veche-gallery-"));
  await buildGallery(folder);
  const server = await serveFolder(folder, "/page/");
  const browser = await launch(executablePath);
  const axe = await axeScript();
  return {
    open: async (width, isDark = false) => {
      const context = await browser.newContext({
        viewport: { width, height: 800 },
        colorScheme: isDark ? "dark" : "light",
        reducedMotion: "reduce",
      });
      const page = await context.newPage();
      const complaints: string[] = [];
      page.on("console", (message) => {
        if (message.type() === "error") complaints.push(message.text());
      });
      page.on("pageerror", (error) => complaints.push(error.message));
      await page.goto(`${server.origin}/page/gallery.html#loading/ru`);
      await page.waitForSelector("h1");
      await page.evaluate(axe);
      return { page, complaints };
    },
    show: async (page, state, language) => {
      await page.evaluate((hash) => {
        location.hash = hash;
      }, `${state}/${language}`);
      await page.locator(`body[data-shown="#${state}/${language}"]`).waitFor({ timeout: PATIENCE_MS });
      for (const click of STATES.find(({ name }) => name === state)?.clicks ?? []) {
        await page.locator(click).first().click({ timeout: PATIENCE_MS });
      }
    },
    close: async () => {
      await browser.close();
      await server.close();
      await rm(folder, { recursive: true });
    },
  };
}

const launch = (executablePath: string): Promise<Browser> =>
  chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });

async function buildGallery(outDir: string): Promise<void> {
  const root = fileURLToPath(new URL(".", import.meta.url));
  const { rolldownOptions } = ballotPage.build ?? {};
  await build({
    ...ballotPage,
    root,
    build: {
      ...ballotPage.build,
      outDir,
      rolldownOptions: { ...rolldownOptions, input: join(root, "gallery.html") },
    },
  });
}
