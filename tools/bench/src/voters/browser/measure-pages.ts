import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import type { Browser } from "playwright-core";
import { type Figure, figure, reading } from "../../figure.ts";
import { summary } from "../../statistics.ts";
import { openChromium } from "./chromium.ts";

export type PageAddresses = { readonly portal: string; readonly ballot: string };

/** Tests run source files; the bundle is made of what this module is. */
const isSource = import.meta.url.endsWith(".ts");
const WORKER = fileURLToPath(new URL(`./encrypt-worker${isSource ? ".ts" : ".js"}`, import.meta.url));

/** What a first visit to either page weighs, and how long a browser's worker takes to encrypt a ballot. Nothing without a browser. */
export async function measurePages(
  { portal, ballot }: PageAddresses,
  electionId: string,
): Promise<readonly Figure[]> {
  const browser = await openChromium();
  if (browser === undefined) return [];
  try {
    return [
      ...(await firstVisit(browser, "portal", `${portal}/`)),
      ...(await firstVisit(browser, "ballot", `${ballot}/e/${electionId}/`)),
      figure("voters.encrypt-browser-wall", "ms", summary(await encryptionTimes(browser))),
    ];
  } finally {
    await browser.close();
  }
}

type Loaded = { readonly path: string; readonly bytes: number };

/** All that is loaded until the page stands there, compressed; without the worker's own script, which loads beside it. */
async function firstVisit(
  browser: Browser,
  name: "portal" | "ballot",
  address: string,
): Promise<readonly Figure[]> {
  const page = await browser.newPage({ locale: "en-GB", viewport: { width: 1280, height: 800 } });
  const loading: Promise<Loaded>[] = [];
  page.on("response", (response) => {
    if (response.ok()) loading.push(sizeOf(new URL(response.url()).pathname, response.body()));
  });
  await page.goto(address);
  await page.locator("main h1").waitFor();
  const loaded = await Promise.all(loading);
  await page.close();
  const sum = (all: readonly Loaded[]): number => all.reduce((total, { bytes }) => total + bytes, 0);
  const scripts = loaded.filter(({ path }) => path.endsWith(".js") && !/worker/.test(path));
  return [
    reading(`voters.${name}-page`, "bytes", sum(loaded.filter(({ path }) => !/worker/.test(path)))),
    reading(`voters.${name}-script`, "bytes", sum(scripts)),
  ];
}

/** Fonts are compressed already. */
async function sizeOf(path: string, body: Promise<Buffer>): Promise<Loaded> {
  const bytes = await body;
  return { path, bytes: path.endsWith(".woff2") ? bytes.length : gzipSync(bytes).length };
}

async function encryptionTimes(browser: Browser): Promise<readonly number[]> {
  const bundle = await build({
    ...{ entryPoints: [WORKER], bundle: true, write: false, format: "iife", platform: "browser" },
    ...(isSource ? { conditions: ["source"] } : {}),
  });
  const script = JSON.stringify(bundle.outputFiles?.[0]?.text ?? "");
  const page = await browser.newPage();
  // As text: what runs there is no module of ours.
  return page.evaluate<readonly number[]>(`new Promise((resolve, reject) => {
    const blob = new Blob([${script}], { type: "text/javascript" });
    const worker = new Worker(URL.createObjectURL(blob));
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = ({ message }) => reject(new Error(message));
  })`);
}
