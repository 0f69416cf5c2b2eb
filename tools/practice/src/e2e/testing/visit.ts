import assert from "node:assert/strict";
import { axeFindings, axeScript } from "@veche/ui/testing";
import type { BrowserContext, Page } from "playwright-core";
import type { Stage } from "./stage.ts";
import { Traffic } from "./traffic.ts";
import { Visitor } from "./visitor.ts";

/** Somebody with a device of their own, and what was amiss on their way. */
export type Visit = {
  readonly visitor: Visitor;
  readonly device: BrowserContext;
  /** Fails with all that was amiss so far on the pages that they saw, or in what their browser sent. */
  readonly assertClean: () => Promise<void>;
};

export async function visit(
  stage: Stage,
  language: "ru" | "en",
  means: "keyboard" | "mouse",
): Promise<Visit> {
  const { portal, ballot } = stage.practice.addresses;
  const [device, axe] = await Promise.all([stage.device(language), axeScript()]);
  const traffic = new Traffic(device);
  const faults: string[] = [];
  const visitor = new Visitor(await device.newPage(), means, async (page) => {
    await page.evaluate(axe);
    faults.push(...(await faultsIn(page, language)));
  });
  // The sign-in service of the practice start is the one that stands on the bare name.
  const own = ({ origin, hostname }: URL): boolean =>
    origin === portal || origin === ballot || hostname === "localhost";
  return {
    ...{ visitor, device },
    assertClean: async () => {
      assert.deepEqual(faults, []);
      assert.deepEqual(await traffic.faults(ballot, own), []);
      assert.deepEqual(await device.cookies(ballot), []);
    },
  };
}

async function faultsIn(page: Page, language: string): Promise<readonly string[]> {
  const { pathname, hash } = new URL(page.url());
  const found = [
    ...(await axeFindings(page)),
    ...(hash === "" ? [] : ["a fragment stands in the address"]),
    ...((await page.locator("html").getAttribute("lang")) === language ? [] : ["another language"]),
  ];
  return found.map((fault) => `${pathname}: ${fault}`);
}
