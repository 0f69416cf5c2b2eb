import assert from "node:assert/strict";
import { test } from "node:test";
import { newHost, newPortal, viewAt } from "./testing/test-way.ts";
import { TestBrowser } from "./testing/test-world.ts";

test("⚔ §12.4.3: who prepared on a shared device and kept the resume code gets nothing of whoever begins anew there", async () => {
  const host = newHost();
  const shared = new TestBrowser(host, "shared");
  const theirs = shared.page();
  await theirs.start(newPortal(host, 0, 1).handover());
  const { resumeCode, isEarlier } = viewAt(theirs, "prepared");
  assert.equal(isEarlier, undefined, "who has just begun is not asked whether it was them");

  const device = shared.page();
  const portal = newPortal(host);
  await device.start(portal.handover());
  const found = viewAt(device, "prepared");
  assert.equal(found.isEarlier, true);
  assert.equal(found.resumeCode.text, resumeCode.text, "it is what the other one holds");
  await device.beginAnew();
  const own = viewAt(device, "prepared");
  assert.equal(own.isEarlier, undefined);
  assert.notEqual(own.resumeCode.text, resumeCode.text);
  await device.beginAnew();
  assert.equal(viewAt(device, "prepared").resumeCode.text, own.resumeCode.text, "once");
  assert.equal(shared.store.rows.size, 1, "and nothing of theirs is left");
  await device.ask();
  const voted = shared.page();
  await voted.start(portal.answer(shared.lastLeft));
  viewAt(voted, "filling");
});

test("§12.4.3: what another tab has asked for meanwhile is gone on with, not drawn anew", async () => {
  const host = newHost();
  const browser = new TestBrowser(host);
  const portal = newPortal(host);
  await browser.page().start(portal.handover());
  const [one, other] = [browser.page(), browser.page()];
  await one.start("");
  await other.start("");
  assert.equal(viewAt(one, "prepared").isEarlier, true);
  await other.ask();
  await one.beginAnew();
  const { resumeCode } = viewAt(one, "asked");
  assert.equal(resumeCode.text, viewAt(other, "prepared").resumeCode.text);
  assert.equal(browser.store.rows.size, 1);
});
