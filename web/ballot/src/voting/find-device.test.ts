import assert from "node:assert/strict";
import { test } from "node:test";
import { toHex } from "@veche/base";
import { finish } from "@veche/ledger/testing";
import { createEngine } from "../worker/create-engine.ts";
import type { FindDevice, FindView } from "./contract.ts";
import { createFindDevice } from "./find-device.ts";
import { practiceBallot } from "./practice.ts";
import type { TestHost } from "./testing/test-host.ts";
import { goToBallot, newHost, newPortal, sealSome, viewAt } from "./testing/test-way.ts";
import { TestBrowser } from "./testing/test-world.ts";

async function castOne(host: TestHost, seed = "one", at = 0) {
  const browser = new TestBrowser(host, seed);
  const device = await goToBallot(browser, newPortal(host, 0, at));
  await sealSome(device);
  await device.cast();
  return { device, browser, view: viewAt(device, "recorded") };
}

const finder = (host: TestHost): FindDevice => {
  const browser = new TestBrowser(host, "anybody");
  return createFindDevice(browser.world(), createEngine(browser.randomBytes));
};

function found(device: FindDevice): Extract<FindView, { readonly at: "recorded" }> {
  assert.equal(device.view.at, "recorded", JSON.stringify(device.view));
  assert.ok(device.view.at === "recorded");
  return device.view;
}

test("anybody finds a ballot by its link or its typed code, with the receipt of its place", async () => {
  const host = newHost();
  const { view } = await castOne(host);
  const device = finder(host);
  await device.start(view.link.slice(view.link.indexOf("#") + 1));
  const { receipt, index, standing, time } = found(device);
  assert.deepEqual(
    { index, standing, time },
    { index: view.index, standing: { state: "recorded" }, time: view.time },
  );
  assert.equal(toHex(receipt), toHex(host.proof(view.index)));
  await device.find(view.tracker.toLowerCase());
  assert.equal(found(device).index, view.index);
  await device.find("0000-0000-0000-0000-0000");
  assert.equal(device.view.at, "absent");
  await device.find("nothing");
  assert.equal(device.view.at, "absent");
  const plain = finder(host);
  await plain.start("");
  assert.equal(plain.view.at, "waiting");
  assert.equal(plain.election?.id, host.electionId);
});

test("a replaced ballot is said to be superseded, the last one not; after certification it is counted", async () => {
  const host = newHost({ revoteMax: 1, minimumGroup: 1 });
  const { device, view } = await castOne(host);
  await device.voteAgain();
  await sealSome(device);
  await device.cast();
  const last = viewAt(device, "recorded");
  const find = finder(host);
  await find.find(view.tracker);
  assert.equal(found(find).standing.state, "superseded");
  await find.find(last.tracker);
  assert.equal(found(find).standing.state, "recorded");
  finish(host.ledger);
  host.publish();
  await find.find(last.tracker);
  assert.equal(found(find).standing.state, "counted");
  await find.find(view.tracker);
  assert.equal(found(find).standing.state, "superseded");
});

test("a node that names places it cannot show is not believed, and a silent one is not taken for an empty log", async () => {
  const host = newHost();
  const { view } = await castOne(host);
  const [node] = host.nodes;
  const honest = node?.lie;
  const answer = (entries: readonly object[]) => ({
    status: 200,
    body: new TextEncoder().encode(JSON.stringify({ entries })),
  });
  const device = finder(host);
  if (node === undefined) return;
  node.lie = (resource, request) =>
    resource.startsWith("tracker/") ? answer([{ index: 0, superseded: false }]) : honest?.(resource, request);
  await device.find(view.tracker);
  assert.ok(device.view.at === "problem" && device.view.problem.code === "NODE_SILENT");
  node.lie = (resource, request) =>
    resource.startsWith("tracker/") ? { status: 503, body: new Uint8Array(0) } : honest?.(resource, request);
  await device.find(view.tracker);
  assert.equal(device.view.at, "problem");
});

test("the practice ballot is sealed under a key of its own: another code each time, and nothing is sent", async () => {
  const browser = new TestBrowser(newHost());
  const practice = practiceBallot(createEngine(browser.randomBytes));
  const choices = practice.contests.map(({ options, min }) =>
    options.map((_, at): 0 | 1 => (at < min ? 1 : 0)),
  );
  const one = await practice.seal(choices);
  const two = await practice.seal(choices);
  assert.match(one.tracker, /^[0-9A-Z]{4}(-[0-9A-Z]{4}){4}$/);
  assert.notEqual(one.tracker, two.tracker);
  assert.equal(browser.host.seen.length, 0);
  assert.equal(browser.store.rows.size, 0);
});

test("L19: nothing that the page offers after casting tells a choice", async () => {
  const host = newHost();
  const { device, browser, view } = await castOne(host);
  assert.deepEqual(Object.keys(view).sort(), [
    "at",
    "canVoteAgain",
    "index",
    "link",
    "receipt",
    "time",
    "tracker",
  ]);
  await device.challenge();
  viewAt(device, "recorded");
  const later = browser.page();
  await later.start("");
  assert.deepEqual(Object.keys(later.view).sort(), Object.keys(view).sort());
});
