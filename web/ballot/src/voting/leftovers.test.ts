import assert from "node:assert/strict";
import { test } from "node:test";
import { type Bytes, equalBytes } from "@veche/base";
import { finish } from "@veche/ledger/testing";
import type { VoterDevice } from "./contract.ts";
import { decodeRecord } from "./records.ts";
import type { TestHost } from "./testing/test-host.ts";
import { goToBallot, newHost, newPortal, sealSome, viewAt } from "./testing/test-way.ts";
import { TestBrowser } from "./testing/test-world.ts";

const stages = ({ store }: TestBrowser): readonly (string | undefined)[] =>
  [...store.rows.values()].map((row) => decodeRecord(row)?.stage);

/** A device on which a ballot was asked for, one received, and one sealed and kept as cast while the node was away. */
async function leftovers(host: TestHost): Promise<{ readonly browsers: readonly TestBrowser[] }> {
  const [asked, ready, cast] = ["asked", "ready", "cast"].map((name) => new TestBrowser(host, name));
  assert.ok(asked && ready && cast);
  const page = asked.page();
  await page.start(newPortal(host, 0, 0).handover());
  await page.ask();
  await goToBallot(ready, newPortal(host, 0, 1));
  await goToBallot(cast, newPortal(host, 0, 2));
  // The node is away, and the page is closed while it waits.
  const forever = new Promise<never>(() => undefined);
  const device = cast.page({ ...cast.world(), sleep: () => forever });
  await device.start("");
  await sealSome(device);
  for (const node of host.nodes) node.down = true;
  void device.cast();
  while (!stages(cast).includes("cast")) await new Promise((resolve) => setImmediate(resolve));
  return { browsers: [asked, ready, cast] };
}

/** The whole election, and the world after it. */
function end(host: TestHost, browsers: readonly TestBrowser[]): void {
  finish(host.ledger);
  for (const node of host.nodes) node.down = false;
  host.publish();
  host.now = () => host.ledger.time;
  for (const browser of browsers) browser.time = host.ledger.time;
}

const opened = async (browser: TestBrowser): Promise<VoterDevice> => {
  const device = browser.page();
  await device.start("");
  return device;
};

/** x and token: what could make a ballot. */
const secretsIn = ({ store }: TestBrowser): readonly Bytes[] =>
  [...store.rows.values()].flatMap((row) => {
    const record = decodeRecord(row);
    if (record === undefined || record.stage === "alarm") return [];
    return [("pending" in record ? record.pending : record.credential).slice(-32)];
  });

const holds = ({ store }: TestBrowser, secret: Bytes): boolean =>
  [...store.rows.values()].some((row) =>
    row.some((_, at) => equalBytes(row.subarray(at, at + secret.length), secret)),
  );

test("⚔ §12.4: after certification nothing on the device can make a ballot; what was sent stays as evidence, and can be removed", async () => {
  const host = newHost({ minimumGroup: 1 });
  const { browsers } = await leftovers(host);
  const secrets = browsers.map((browser) => secretsIn(browser));
  browsers.forEach((browser, at) => {
    for (const secret of secrets[at] ?? []) assert.ok(holds(browser, secret), "positive control");
  });
  end(host, browsers);
  for (const [at, browser] of browsers.entries()) {
    const device = await opened(browser);
    const problem = viewAt(device, "problem").problem;
    assert.equal(problem.code, "ENDED");
    // Another device may have cast the ballot that was asked for here: only of one that this device cast it is known.
    const isCast = browsers.length - 1 === at;
    assert.match(problem.message.en, isCast ? /not recorded/ : /No ballot was cast from this device/);
    for (const secret of secrets[at] ?? []) assert.ok(!holds(browser, secret));
  }
  assert.deepEqual(browsers.map(stages), [[], [], ["cast"]]);
  const [, , cast] = browsers;
  assert.ok(cast);
  const device = await opened(cast);
  const [stored] = viewAt(device, "start").stored;
  assert.equal(stored?.canForget, true);
  await device.forget(stored?.key ?? "");
  assert.deepEqual(stages(cast), []);
});

test("⚔ neither a node that says certified nor a clock that is years ahead costs a ballot", async () => {
  const host = newHost({ minimumGroup: 1 });
  const { browsers } = await leftovers(host);
  for (const node of host.nodes) {
    node.down = false;
    const honest = node.lie;
    node.lie = (resource, request) =>
      resource === "certified" ? { status: 200, body: host.proof(0) } : honest(resource, request);
  }
  for (const browser of browsers.slice(0, 2)) {
    browser.time += 10 * 365 * 86_400_000;
    await opened(browser);
  }
  assert.deepEqual(browsers.map(stages), [["asked"], ["ready"], ["cast"]]);
  const [, ready] = browsers;
  assert.ok(ready);
  viewAt(await opened(ready), "filling");
});

test("where another ballot was allowed, its credential goes with certification, and the receipt stays", async () => {
  const host = newHost({ minimumGroup: 1, revoteMax: 1 });
  const browser = new TestBrowser(host);
  const device = await goToBallot(browser, newPortal(host));
  await sealSome(device);
  await device.cast();
  assert.equal(viewAt(device, "recorded").canVoteAgain, true);
  end(host, [browser]);
  await opened(browser);
  assert.equal(viewAt(await opened(browser), "recorded").canVoteAgain, false);
});
