import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { missingTool } from "@veche/base/testing";
import { axeFindings, findChromium, sidewaysFindings, tabFindings } from "@veche/ui/testing";
import { type Gallery, openGallery } from "./open-gallery.ts";
import { STATES } from "./states.ts";

const { PATH = "", CI } = process.env;
const executable = findChromium(PATH);
const reason = "no Chromium on this machine: apt-get install chromium";

describe("every page in every state", { skip: missingTool(executable, reason, { CI }) }, () => {
  let gallery: Gallery;
  before(async () => {
    assert.ok(executable, reason);
    gallery = await openGallery(executable);
  });
  after(() => gallery.close());

  for (const width of [1280, 360]) {
    for (const language of ["ru", "en"]) {
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
  }

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
