import assert from "node:assert/strict";
import { test } from "node:test";
import { styleStatus } from "@veche/ledger";
import { createEngine } from "../worker/create-engine.ts";
import { blindedIn } from "./testing/test-portal.ts";
import { newHost, newPortal, nextStep, someChoices, viewAt } from "./testing/test-way.ts";
import { MortalWorld, TestBrowser } from "./testing/test-world.ts";
import { createVoterDevice } from "./voter-device.ts";

/**
 * L21: the page is closed at its n-th touch of the world, before it or after it took effect, and opened again without the fragment. Whatever n
 * is, the voter ends up recorded, with one ballot and one issue. Returns how often the world was touched.
 */
async function voteWithPageClosedAt(endsAt: number, isAfter: boolean): Promise<number> {
  const host = newHost();
  const portal = newPortal(host);
  const browser = new TestBrowser(host, `closed at ${endsAt} ${isAfter}`);
  const mortal = new MortalWorld(browser.world(), endsAt, isAfter);
  let isDead = false;
  const page = () =>
    createVoterDevice(isDead ? browser.world() : mortal.world, createEngine(browser.randomBytes));
  let device = page();
  let fragment: string | undefined = portal.handover();
  for (let steps = 0; steps < 40; steps++) {
    const step = async (): Promise<string | boolean> => {
      if (fragment === undefined) return nextStep(device, browser, portal);
      const text = fragment;
      fragment = undefined;
      await device.start(text);
      return true;
    };
    const reached = isDead ? await step() : await Promise.race([step(), mortal.died]);
    if (reached === "died") {
      isDead = true;
      device = page();
      fragment = "";
    } else if (typeof reached === "string") {
      device = page();
      fragment = reached;
    } else if (!reached) break;
  }
  const view = viewAt(device, "recorded");
  assert.deepEqual(
    host.ballots().map(({ tracker }) => tracker),
    [view.tracker],
  );
  assert.equal(styleStatus(host.ledger.state, host.ledger.view, 0).issued, 1);
  return mortal.touches;
}

test("L21: a page closed at any step goes on where it stopped, and nothing is issued or cast twice", async () => {
  const touches = await voteWithPageClosedAt(Number.POSITIVE_INFINITY, false);
  assert.ok(touches > 15, `${touches} touches`);
  for (let at = 1; at <= touches; at++) {
    await voteWithPageClosedAt(at, false);
    await voteWithPageClosedAt(at, true);
  }
});

test("two tabs: one request is prepared, one ballot is sent, and the other tab shows it", async () => {
  const host = newHost();
  const portal = newPortal(host);
  const browser = new TestBrowser(host);
  const tabs = [browser.page(), browser.page()] as const;
  await Promise.all(tabs.map((tab) => tab.start(portal.handover())));
  const codes = tabs.map((tab) => viewAt(tab, "prepared").resumeCode.text);
  assert.equal(codes[0], codes[1]);
  await Promise.all(tabs.map((tab) => tab.ask()));
  const [one, other] = browser.left.map(blindedIn);
  assert.deepEqual(one, other);
  const fragment = portal.answer(browser.lastLeft);
  const returned = [browser.page(), browser.page()] as const;
  await Promise.all(returned.map((tab) => tab.start(fragment)));
  for (const tab of returned) await tab.seal(someChoices(tab.view));
  const [first, second] = returned.map((tab) => viewAt(tab, "sealed").tracker);
  assert.notEqual(first, second);
  await Promise.all(returned.map((tab) => tab.cast()));
  const shown = returned.map((tab) => viewAt(tab, "recorded").tracker);
  assert.equal(shown[0], shown[1]);
  assert.deepEqual(
    host.ballots().map(({ tracker }) => tracker),
    [shown[0]],
  );
});

test("two voters of one household on one device: each gets their own ballot back, and neither loses theirs", async () => {
  const host = newHost();
  const browser = new TestBrowser(host);
  const [one, two] = [newPortal(host, 0, 0), newPortal(host, 0, 1)];
  const answers: string[] = [];
  for (const portal of [one, two]) {
    const page = browser.page();
    await page.start(portal.handover());
    await page.ask();
    answers.push(portal.answer(browser.lastLeft));
  }
  // The answers come back in the other order.
  for (const answer of answers.reverse()) {
    const page = browser.page();
    await page.start(answer);
    await page.seal(someChoices(page.view));
    await page.cast();
    viewAt(page, "recorded");
  }
  assert.equal(host.ballots().length, 2);
  const again = browser.page();
  await again.start(one.handover());
  const first = viewAt(again, "recorded").tracker;
  await again.start(two.handover());
  assert.notEqual(viewAt(again, "recorded").tracker, first);
  await again.start("");
  assert.deepEqual(
    viewAt(again, "start").stored.map(({ stage }) => stage),
    ["done", "done"],
  );
});
