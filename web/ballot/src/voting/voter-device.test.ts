import assert from "node:assert/strict";
import { test } from "node:test";
import { toHex } from "@veche/base";
import { jsonBytes, jsonOf } from "@veche/client";
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

test("nothing stored and no handover: the way is over the portal; an election that there is not is told", async () => {
  const host = newHost();
  const device = new TestBrowser(host).page();
  await device.start("");
  assert.deepEqual(viewAt(device, "start").stored, []);
  assert.equal(device.election?.title.ru, "Выборы");

  const browser = new TestBrowser(host);
  const world = { ...browser.world(), electionId: "ab".repeat(32) };
  const lost = browser.page(world);
  await lost.start("");
  assert.equal(viewAt(lost, "problem").problem.code, "ELECTION_UNKNOWN");
  for (const node of host.nodes) node.down = true;
  const offline = browser.page();
  await offline.start("");
  assert.equal(viewAt(offline, "problem").problem.code, "NETWORK");
});

test("a browser that is not ready is told so before any request is made, and may be asked again", async () => {
  const host = newHost();
  const browser = new TestBrowser(host);
  let fault: "STORAGE_MISSING" | undefined = "STORAGE_MISSING";
  const device = browser.page({ ...browser.world(), readiness: async () => fault });
  await device.start(newPortal(host).handover());
  assert.equal(viewAt(device, "problem").problem.code, "STORAGE_MISSING");
  assert.equal(host.seen.length, 0);
  fault = undefined;
  await device.retry();
  viewAt(device, "prepared");
});

test("⚔ a browser that is not ready is not told that nothing was issued where something was", async () => {
  const host = newHost();
  const browser = new TestBrowser(host);
  const portal = newPortal(host);
  const first = browser.page();
  await first.start(portal.handover());
  await first.ask();
  const answer = portal.answer(browser.lastLeft);
  let fault: "STORAGE_NOT_KEPT" | undefined = "STORAGE_NOT_KEPT";
  const world = { ...browser.world(), readiness: async () => fault };
  for (const fragment of [answer, portal.handover(), ""]) {
    const device = browser.page(world);
    await device.start(fragment);
    const { problem } = viewAt(device, "problem");
    assert.equal(problem.code, "STORAGE_NOT_KEPT");
    assert.equal(problem.mayBeIssued, true);
    assert.doesNotMatch(problem.message.en, /Nothing has been issued/);
    assert.doesNotMatch(problem.message.ru, /Ничего ещё не выдано/);
  }
  const device = browser.page(world);
  await device.start(answer);
  fault = undefined;
  await device.retry();
  viewAt(device, "filling");

  fault = "STORAGE_NOT_KEPT";
  const fresh = new TestBrowser(host);
  for (const fragment of [newPortal(host, 0, 1).handover(), ""]) {
    const unissued = fresh.page({ ...fresh.world(), readiness: async () => fault });
    await unissued.start(fragment);
    assert.match(viewAt(unissued, "problem").problem.message.en, /Nothing has been issued/);
  }
});

test("before `open`, after the end and while suspended nothing is prepared, and the reason is told", async () => {
  const host = newHost();
  const { opens, issueEnds } = host.ledger.test.manifest.styles[0] ?? { opens: 0, issueEnds: 0 };
  const codeAt = async (now: number): Promise<string> => {
    host.now = () => now;
    const browser = new TestBrowser(host);
    const device = browser.page();
    await device.start(newPortal(host).handover());
    assert.equal(browser.store.rows.size, device.view.at === "prepared" ? 1 : 0);
    return device.view.at === "problem" ? device.view.problem.code : device.view.at;
  };
  assert.equal(await codeAt(opens - 1), "NOT_OPEN");
  assert.equal(await codeAt(opens), "prepared");
  assert.equal(await codeAt(issueEnds - 1), "prepared");
  assert.equal(await codeAt(issueEnds), "ENDED");
  host.isSuspended = true;
  assert.equal(await codeAt(opens), "SUSPENDED");
});

test("⚔ one node that is a block behind, or keeps voters away, hinders nobody; what all say is told", async () => {
  const host = newHost({}, 2);
  const [first] = host.nodes;
  assert.ok(first !== undefined);
  const honest = first.lie;
  const start = async (): Promise<string> => {
    const device = new TestBrowser(host).page();
    await device.start(newPortal(host).handover());
    return device.view.at === "problem" ? device.view.problem.code : device.view.at;
  };
  for (const status of [{ phase: "set-up" }, { phase: "closed" }, { suspended: true }, { now: 0 }]) {
    first.lie = async (resource, request) => {
      const answer = await honest(resource, request);
      if (resource !== "status" || answer === undefined) return answer;
      const said = { ...(jsonOf(answer.body) as object), ...status };
      return { status: 200, body: jsonBytes(said) };
    };
    assert.equal(await start(), "prepared", JSON.stringify(status));
  }
  first.lie = honest;
  host.isSuspended = true;
  assert.equal(await start(), "SUSPENDED");
});
