import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { findChromium, missingTool } from "@veche/base/testing";
import { build } from "esbuild";
import { chromium, type Page } from "playwright-core";

const { PATH = "", CI } = process.env;
const executable = findChromium(PATH);
const reason = "no Chromium on this machine: apt-get install chromium";

async function pageScript(): Promise<string> {
  const bundle = await build({
    entryPoints: [fileURLToPath(new URL("testing/browser-page.ts", import.meta.url))],
    bundle: true,
    write: false,
    format: "iife",
    platform: "browser",
    conditions: ["source"],
  });
  return bundle.outputFiles[0]?.text ?? "";
}

async function inPage(use: (page: Page) => Promise<void>): Promise<void> {
  assert.ok(executable, reason);
  const browser = await chromium.launch({ executablePath: executable, args: ["--no-sandbox"] });
  try {
    const page = await browser.newPage();
    await page.addScriptTag({ content: await pageScript() });
    await use(page);
  } finally {
    await browser.close();
  }
}

/** Bytes that follow from a number: the cases are the same in every run. */
const caseOf = (number: number): readonly number[] => [
  ...createHash("shake256", { outputLength: 33 * (number % 13) })
    .update(`browser case ${number}`)
    .digest(),
];

type Compare = (cases: readonly (readonly number[])[]) => readonly (string | undefined)[];

test("in a browser the kernel gives what noble gives there: points, hints, sums, rows, fixed bases", {
  skip: missingTool(executable, reason, { CI }),
}, async () => {
  const cases = Array.from({ length: 60 }, (_, number) => caseOf(number));
  await inPage(async (page) => {
    const found = await page.evaluate(
      (all) => (globalThis as unknown as { compareKernels: Compare }).compareKernels(all),
      cases,
    );
    assert.equal(found.length, cases.length);
    assert.deepEqual(
      found.filter((name) => name !== null && name !== undefined),
      [],
    );
  });
});
