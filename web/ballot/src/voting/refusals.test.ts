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

/** A ballot that is cast while the second node is silent; `heard` is told of each sleep, and may end the silence. */
async function castUnheard(
  host: TestHost,
  { time, isOver }: { readonly time: number; readonly isOver: boolean },
  heard: (silent: { down: boolean }, view: Casting | undefined, time: number) => void,
) {
  const { browser } = await sealed(host);
  const [, silent] = host.nodes;
  assert.ok(silent !== undefined);
  const world = browser.world();
  const sleep = async (ms: number): Promise<void> => {
    await world.sleep(ms);
    assert.ok(browser.slept.length < 500, "it goes on for ever");
    heard(silent, device.view.at === "casting" ? device.view : undefined, browser.time);
  };
  const device: VoterDevice = browser.page({ ...world, sleep });
  await device.start("");
  await sealSome(device);
  if (isOver) host.ledger.at(time);
  browser.time = time;
  silent.down = true;
  await device.cast();
  return { device, browser };
}

type Casting = Extract<VoterDevice["view"], { readonly at: "casting" }>;

test("§12.7.1 one node is silent for ever: ten minutes after the end it is told what the others say, and who is silent", async () => {
  const host = newHost({}, 2);
  const { castEnds = 0 } = host.ledger.test.manifest.styles[0] ?? {};
  let toldAt = 0;
  let last: Casting | undefined;
  const { device } = await castUnheard(host, { time: castEnds, isOver: true }, (silent, view, time) => {
    last = view;
    if (view?.silent === undefined) return;
    toldAt ||= time;
    if (time > toldAt + 60_000) silent.down = false;
  });
  assert.ok(toldAt >= castEnds + 600_000 && toldAt < castEnds + 660_000, `${toldAt - castEnds}`);
  assert.deepEqual(last?.silent, ["ballot1.example"]);
  // It went on asking: the silent one says it as well now.
  assert.equal(viewAt(device, "problem").problem.code, "ENDED");
});

test("§12.7.1 a ballot that the silent node turns out to take is recorded, and said to be", async () => {
  const host = newHost({}, 2);
  const { castEnds = 0 } = host.ledger.test.manifest.styles[0] ?? {};
  refuseAt(host, 0, "WINDOW_ENDED", false);
  let isTold = false;
  const { device } = await castUnheard(host, { time: castEnds + 600_000, isOver: false }, (silent, view) => {
    isTold ||= view?.silent !== undefined;
    silent.down = !isTold;
  });
  assert.ok(isTold);
  viewAt(device, "recorded");
});

test("§12.7.1 ⚔ what a node that answers would take later is not said to be too late", async () => {
  const host = newHost({}, 2);
  const { castEnds = 0 } = host.ledger.test.manifest.styles[0] ?? {};
  refuseAt(host, 0, "TICK_WAIT", true);
  const { device } = await castUnheard(
    host,
    { time: castEnds + 600_000, isOver: false },
    (silent, view, time) => {
      assert.equal(view?.silent, undefined);
      silent.down = time < castEnds + 900_000;
    },
  );
  viewAt(device, "recorded");
});

test("§12.7.1 ⚔ whoever gave a promise does not keep it from being evidence by silence", async () => {
  const host = newHost(TICK, 2);
  const { castEnds = 0 } = host.ledger.test.manifest.styles[0] ?? {};
  const { browser } = await sealed(host);
  const [, second] = host.nodes;
  assert.ok(second !== undefined);
  host.breaksPromises = true;
  host.holdUntil = browser.time + 5_000;
  const world = browser.world();
  const sleep = async (ms: number): Promise<void> => {
    await world.sleep(ms);
    assert.ok(browser.slept.length < 500, "it goes on for ever");
    second.down = true;
    if (browser.slept.length === 3) browser.time = castEnds + 600_000;
    if (browser.time > castEnds && host.ledger.time < castEnds) host.ledger.at(castEnds);
  };
  const device = browser.page({ ...world, sleep });
  await device.start("");
  await sealSome(device);
  await device.cast();
  const { problem } = viewAt(device, "problem");
  assert.equal(problem.code, "ALARM_PROMISE");
  assert.ok(problem.evidence !== undefined);
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
