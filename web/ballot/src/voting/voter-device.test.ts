import assert from "node:assert/strict";
import { test } from "node:test";
import { toHex } from "@veche/base";
import { goToBallot, newHost, newPortal, sealSome, viewAt } from "./testing/test-way.ts";
import { TestBrowser } from "./testing/test-world.ts";

test("the whole way: handover, request, answer, ballot, receipt", async () => {
  const host = newHost();
  const portal = newPortal(host);
  const browser = new TestBrowser(host);
  const device = await goToBallot(browser, portal);
  assert.equal(device.election?.title.en, "Election");
  const { tracker } = await sealSome(device);
  await device.cast();
  const view = viewAt(device, "recorded");
  assert.equal(view.tracker, tracker);
  assert.deepEqual(
    host.ballots().map(({ index, tracker }) => ({ index, tracker })),
    [{ index: view.index, tracker }],
  );
  assert.equal(toHex(view.receipt), toHex(host.proof(view.index)));
  const later = browser.page();
  await later.start("");
  assert.deepEqual(later.view, view);
});
