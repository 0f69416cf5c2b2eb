import assert from "node:assert/strict";
import { test } from "node:test";
import { jsonBytes } from "@veche/client";
import type { ElectionSketch } from "@veche/ledger/testing";
import type { VoterDevice } from "./contract.ts";
import type { TestHost } from "./testing/test-host.ts";
import { goToBallot, newHost, newPortal, sealSome, viewAt } from "./testing/test-way.ts";
import { TestBrowser } from "./testing/test-world.ts";

/** A sealed ballot. */
async function sealed(host: TestHost) {
  const browser = new TestBrowser(host);
  host.now = () => browser.time;
  const device = await goToBallot(browser, newPortal(host));
  await sealSome(device);
  return { browser, device };
}

const TICK: ElectionSketch = { styles: [{ contests: [0, 1], tick: 5 }, { contests: [0] }] };

/** Makes one node refuse ballots so often, then be honest. */
function refuseAt(host: TestHost, at: number, outcome: string, isTransient: boolean, often = Infinity): void {
  const node = host.nodes[at];
  assert.ok(node !== undefined);
  const honest = node.lie;
  let refused = 0;
  const body = jsonBytes({ outcome, transient: isTransient, message: {} });
  node.lie = (resource, request) =>
    request.method === "POST" && refused++ < often ? { status: 409, body } : honest(resource, request);
}

test("§06.6.3 ⚔ nodes that differ by a block: while one would take the ballot later it is not refused", async () => {
  for (const outcome of ["CAST_BEYOND_ISSUES", "SEQ_WRONG", "PHASE"]) {
    const host = newHost({}, 2);
    const { device } = await sealed(host);
    refuseAt(host, 0, "CREDENTIAL_IN_BLOCK", true, 2);
    refuseAt(host, 1, outcome, false);
    await device.cast();
    viewAt(device, "recorded");
  }
});

test("⚔ a node that refuses with something else does not hide that the window ended over a promise", async () => {
  const host = newHost(TICK, 2);
  const { device, browser } = await sealed(host);
  const { castEnds = 0 } = host.ledger.test.manifest.styles[0] ?? {};
  host.holdUntil = browser.time + 5_000;
  host.breaksPromises = true;
  host.ledger.at(castEnds);
  refuseAt(host, 1, "PROOF_INVALID", false);
  await device.cast();
  assert.equal(viewAt(device, "problem").problem.code, "ALARM_PROMISE");
});

test("re-voting: when the window has ended meanwhile it is said that the ballot before stays recorded", async () => {
  const host = newHost({ revoteMax: 2 });
  const { device, browser } = await sealed(host);
  await device.cast();
  const { tracker, canVoteAgain } = viewAt(device, "recorded");
  assert.ok(canVoteAgain);
  browser.time = host.ledger.test.manifest.styles[0]?.castEnds ?? 0;
  await device.voteAgain();
  const { problem } = viewAt(device, "problem");
  assert.equal(problem.code, "ENDED_RECORDED");
  assert.match(problem.message.en, /stays recorded/);
  await device.retry();
  assert.equal(viewAt(device, "recorded").tracker, tracker);
});

test("⚔ a ballot that was cast is not said to be unsent because a node shows the election wrongly", async () => {
  const host = newHost();
  const { device, browser } = await sealed(host);
  host.ledger.at(host.ledger.test.manifest.styles[0]?.castEnds ?? 0);
  await device.cast();
  const messageOf = async (page: VoterDevice, fragment: string): Promise<string> => {
    await page.start(fragment);
    const { problem } = viewAt(page, "problem");
    assert.equal(problem.code, "ALARM_LOG");
    assert.ok(problem.evidence !== undefined && problem.canRetry);
    return problem.message.en;
  };
  host.changeVoting = (answer) => ({ ...answer, open: "nothing" });
  assert.match(await messageOf(browser.page(), ""), /as you cast it/);
  const other = new TestBrowser(host);
  assert.match(
    await messageOf(other.page(), newPortal(host).handover()),
    /Nothing was sent/,
    "where it is so",
  );
});
