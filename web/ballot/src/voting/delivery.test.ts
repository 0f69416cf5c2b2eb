import assert from "node:assert/strict";
import { test } from "node:test";
import { type Bytes, equalBytes, fromUtf8 } from "@veche/base";
import type { ElectionSketch } from "@veche/ledger/testing";
import { createEngine } from "../worker/create-engine.ts";
import type { DeviceWorld, VoterDevice, VoterView } from "./contract.ts";
import type { TestHost } from "./testing/test-host.ts";
import { goToBallot, newHost, newPortal, sealSome, someChoices, viewAt } from "./testing/test-way.ts";
import { TestBrowser } from "./testing/test-world.ts";
import { createVoterDevice } from "./voter-device.ts";

type Casting = Extract<VoterView, { readonly at: "casting" }>;

/** A sealed ballot, and every view that was shown since. */
async function sealed(host: TestHost) {
  const browser = new TestBrowser(host);
  host.now = () => browser.time;
  const portal = newPortal(host);
  const device = await goToBallot(browser, portal);
  await sealSome(device);
  const shown: VoterView[] = [];
  device.subscribe(() => shown.push(device.view));
  const casting = (): readonly Casting[] => shown.filter((view) => view.at === "casting");
  return { browser, device, shown, casting, portal };
}

const posts = (host: TestHost): readonly Bytes[] =>
  host.seen.filter(({ method }) => method === "POST").map(({ body }) => body);

const TICK: ElectionSketch = { styles: [{ contests: [0, 1], tick: 5 }, { contests: [0] }] };

test("the three steps are shown in order, and each as what it is", async () => {
  const { device, casting } = await sealed(newHost());
  await device.cast();
  const states = casting().map(({ steps }) => steps.map(({ state }) => state).join(" "));
  assert.deepEqual([...new Set(states)], ["done running waiting", "done done running"]);
  viewAt(device, "recorded");
});

test("L22: a lost answer is followed by a look whether the ballot arrived; it is recorded once", async () => {
  const other = newHost();
  const lost = await sealedOver(other, (real) => {
    let once = false;
    return async (input, init) => {
      const answer = await real(input, init);
      if (once || init?.method !== "POST") return answer;
      once = true;
      throw new TypeError("fetch failed");
    };
  });
  await lost.device.cast();
  assert.ok(lost.casting().some(({ isChecking }) => isChecking));
  viewAt(lost.device, "recorded");
  assert.equal(other.ballots().length, 1);
  assert.equal(posts(other).length, 1);
});

/** The same over a changed network. */
async function sealedOver(
  host: TestHost,
  change: (real: DeviceWorld["fetch"]) => DeviceWorld["fetch"],
): Promise<{
  readonly device: VoterDevice;
  readonly casting: () => readonly Casting[];
  readonly browser: TestBrowser;
}> {
  const browser = new TestBrowser(host);
  host.now = () => browser.time;
  await goToBallot(browser, newPortal(host));
  const world = { ...browser.world(), fetch: change(host.fetch) };
  const device = createVoterDevice(world, createEngine(browser.randomBytes));
  await device.start("");
  await device.seal(someChoices(device.view));
  const shown: VoterView[] = [];
  device.subscribe(() => shown.push(device.view));
  return { device, browser, casting: () => shown.filter((view) => view.at === "casting") };
}

test("L22: success is not shown for an answer without a right receipt of these very bytes", async () => {
  const host = newHost();
  let mode: "other" | "damaged" | "honest" = "other";
  let asked = 0;
  const { device, casting } = await sealedOver(host, (real) => async (input, init) => {
    const url = String(input);
    if (!/\/proof\/\d+$/.test(url) || mode === "honest") return real(input, init);
    if (++asked === 3) mode = "damaged";
    if (mode === "other") return real(url.replace(/\d+$/, "0"), init);
    const bytes = new Uint8Array(await (await real(input, init)).arrayBuffer());
    if (asked === 4) mode = "honest";
    return new Response(bytes.fill(65, 400, 410));
  });
  await device.cast();
  viewAt(device, "recorded");
  assert.equal(asked, 4);
  assert.ok(casting().some(({ steps }) => steps[2]?.state === "running"));

  const lying = newHost();
  const never = await sealedOver(
    lying,
    (real) => async (input, init) =>
      real(/\/proof\/\d+$/.test(String(input)) ? String(input).replace(/\d+$/, "0") : input, init),
  );
  await never.device.cast();
  const { problem } = viewAt(never.device, "problem");
  assert.equal(problem.code, "ALARM_RECEIPT");
  assert.ok(problem.evidence !== undefined);
});

test("the connection is away: it says so, and goes on by itself", async () => {
  const host = newHost();
  const browser = new TestBrowser(host);
  await goToBallot(browser, newPortal(host));
  const world = browser.world();
  const sleep = async (ms: number): Promise<void> => {
    await world.sleep(ms);
    browser.isOnline = browser.slept.length > 3;
  };
  const device = createVoterDevice({ ...world, sleep }, createEngine(browser.randomBytes));
  await device.start("");
  await sealSome(device);
  const offline: boolean[] = [];
  device.subscribe(() => {
    if (device.view.at === "casting") offline.push(device.view.isOffline);
  });
  browser.isOnline = false;
  await device.cast();
  viewAt(device, "recorded");
  assert.deepEqual([...new Set(offline)], [true, false]);
  assert.equal(posts(host).length, 1);
});

test("another tab has cast already: this one's ballot is not sent, and it shows the other's", async () => {
  const host = newHost();
  const { device, browser } = await sealed(host);
  const other = browser.page();
  await other.start("");
  await sealSome(other);
  await other.cast();
  const { tracker } = viewAt(device, "sealed");
  await device.cast();
  // What was chosen here is not what is recorded: it is said.
  assert.deepEqual(device.view, { ...viewAt(other, "recorded"), notSent: tracker });
  assert.equal(posts(host).length, 1);
});

test("a busy node says when: the page waits and sends the same bytes", async () => {
  const host = newHost();
  const { device, casting, browser } = await sealed(host);
  for (const node of host.nodes) node.busy = 2;
  const start = browser.time;
  await device.cast();
  viewAt(device, "recorded");
  assert.deepEqual(
    [...new Set(casting().flatMap(({ retryAt }) => retryAt ?? []))],
    [start + 1_000, start + 2_000],
  );
  const sent = posts(host);
  assert.equal(sent.length, 3);
  assert.ok(sent.every((bytes) => equalBytes(bytes, sent[0] as Bytes)));
});

test("⚔ tick of 5 s: a promise is shown as a promise with its time, and recorded only after it", async () => {
  const host = newHost(TICK);
  const { device, casting, browser, shown } = await sealed(host);
  const due = browser.time + 5_000;
  host.holdUntil = due;
  await device.cast();
  assert.deepEqual([...new Set(casting().flatMap(({ heldUntil }) => heldUntil ?? []))], [due]);
  const view = viewAt(device, "recorded");
  assert.ok(view.time >= due);
  assert.ok(browser.time >= due && browser.time < due + 60_000);
  assert.ok(!shown.slice(0, -1).some(({ at }) => at === "recorded"));
  assert.equal(posts(host).length, 1);
});

test("⚔ tick: a page closed while its ballot is held waits on, and sends nothing else", async () => {
  const host = newHost(TICK);
  const { device, browser } = await sealed(host);
  const due = browser.time + 5_000;
  host.holdUntil = due;
  const forever = new Promise<never>(() => undefined);
  const world = browser.world();
  const closed = createVoterDevice({ ...world, sleep: () => forever }, createEngine(browser.randomBytes));
  await closed.start("");
  await closed.seal(someChoices(closed.view));
  const held = new Promise<void>((resolve) => {
    closed.subscribe(() => {
      if (closed.view.at === "casting" && closed.view.heldUntil !== undefined) resolve();
    });
  });
  void closed.cast();
  await held;
  const again = browser.page();
  await again.start("");
  assert.ok(viewAt(again, "recorded").time >= due);
  assert.equal(posts(host).length, 1);
  await device.cast();
  assert.equal(viewAt(device, "recorded").tracker, viewAt(again, "recorded").tracker);
});

test("⚔ a broken promise: 60 s after its time the same bytes go to another node", async () => {
  const host = newHost(TICK, 2);
  const { device, browser } = await sealed(host);
  const due = browser.time + 5_000;
  host.holdUntil = due;
  host.breaksPromises = true;
  await device.cast();
  viewAt(device, "recorded");
  assert.ok(browser.time >= due + 60_000);
  const sent = host.seen.filter(({ method }) => method === "POST");
  assert.deepEqual(
    sent.map(({ url }) => url.slice(0, 23)),
    ["https://ballot0.example", "https://ballot1.example"],
  );
  assert.ok(equalBytes(sent[0]?.body as Bytes, sent[1]?.body as Bytes));
});

for (const [name, years] of [
  ["behind", -3],
  ["ahead", 3],
] as const)
  test(`⚔ tick: a device whose clock is years ${name} sends once, looks with pauses, and finds its ballot`, async () => {
    const host = newHost(TICK);
    const { device, browser, casting } = await sealed(host);
    const wrong = years * 365 * 86_400_000;
    browser.time += wrong;
    host.now = () => browser.time - wrong;
    const start = browser.time;
    host.holdUntil = host.now() + 5_000;
    await device.cast();
    viewAt(device, "recorded");
    assert.ok(browser.time - start <= 60_000, `${browser.time - start} ms`);
    assert.equal(posts(host).length, 1);
    const { castEnds = 0 } = host.ledger.test.manifest.styles[0] ?? {};
    const told = casting().flatMap(({ endsAt }) => endsAt ?? []);
    assert.deepEqual([...new Set(told)], [castEnds + wrong], "the end as a node's clock says it");
  });

test("the end of casting is not told by this device's clock where no node says it, nor without a promise", async () => {
  const held = newHost(TICK);
  const one = await sealed(held);
  const [node] = held.nodes;
  assert.ok(node !== undefined);
  const { lie } = node;
  node.lie = (resource, request) =>
    resource === "status" ? { status: 503, body: new Uint8Array(0) } : lie(resource, request);
  const wrong = 365 * 86_400_000;
  one.browser.time += wrong;
  held.now = () => one.browser.time - wrong;
  held.holdUntil = held.now() + 5_000;
  await one.device.cast();
  viewAt(one.device, "recorded");
  assert.ok(one.casting().some(({ heldUntil }) => heldUntil !== undefined));
  assert.ok(one.casting().every(({ endsAt }) => endsAt === undefined));
  const other = await sealed(newHost());
  await other.device.cast();
  assert.ok(other.casting().every(({ endsAt }) => endsAt === undefined));
});

test("⚔ a node that says it is busy for a year is not waited for: another node is asked", async () => {
  const host = newHost({}, 2);
  const { device, browser } = await sealed(host);
  const [first] = host.nodes;
  const { lie } = first as (typeof host.nodes)[0];
  const start = browser.time;
  if (first !== undefined)
    first.lie = (resource, request) => {
      const body = { outcome: "BUSY", retryAfterSeconds: 31_536_000, message: {} };
      return request.method === "POST"
        ? { status: 503, body: new TextEncoder().encode(JSON.stringify(body)) }
        : lie(resource, request);
    };
  await device.cast();
  viewAt(device, "recorded");
  assert.ok(browser.time - start <= 60_000);
});

test("a promise that no validator signed is none: the next node is asked at once", async () => {
  const host = newHost(TICK, 2);
  const { device } = await sealed(host);
  const [first] = host.nodes;
  const { lie } = first as (typeof host.nodes)[0];
  if (first !== undefined)
    first.lie = (resource, request) => {
      const body = { outcome: "PROMISED", promise: "A".repeat(96), untilMs: 1, message: {} };
      return request.method === "POST"
        ? { status: 200, body: new TextEncoder().encode(JSON.stringify(body)) }
        : lie(resource, request);
    };
  await device.cast();
  viewAt(device, "recorded");
  assert.equal(posts(host).length, 2);
});

test("the window ends while casting: a ballot that arrived is found, one that did not is said to be not recorded", async () => {
  const host = newHost();
  const { device, browser } = await sealed(host);
  host.ledger.at(host.ledger.test.manifest.styles[0]?.castEnds ?? 0);
  await device.cast();
  assert.equal(viewAt(device, "problem").problem.code, "ENDED");
  assert.match(viewAt(device, "problem").problem.message.en, /This ballot was not recorded/);
  assert.equal(host.ballots().length, 0);
  // The ballot is kept as it was.
  const again = browser.page();
  await again.start("");
  assert.equal(viewAt(again, "problem").problem.code, "ENDED");
});

test("⚔ the window ended over a promise: the promise and the ballot are kept as evidence", async () => {
  const host = newHost(TICK);
  const { device, browser } = await sealed(host);
  const { castEnds = 0 } = host.ledger.test.manifest.styles[0] ?? {};
  host.holdUntil = browser.time + 5_000;
  host.breaksPromises = true;
  host.ledger.at(castEnds);
  await device.cast();
  const { problem } = viewAt(device, "problem");
  assert.equal(problem.code, "ALARM_PROMISE");
  const evidence = fromUtf8(problem.evidence ?? new Uint8Array(0)) ?? "";
  assert.match(evidence, /"promise": "[A-Za-z0-9+/=]{96}"/);
  const again = browser.page();
  await again.start("");
  assert.equal(viewAt(again, "problem").problem.code, "ALARM_PROMISE");
});

test("voting suspended while casting: it says so, the ballot stays, and trying again records it", async () => {
  const host = newHost();
  const { device } = await sealed(host);
  const text = { en: "A failure.", ru: "Сбой." };
  host.ledger.accept(host.ledger.tx("suspend", { reason: text }));
  await device.cast();
  assert.equal(viewAt(device, "problem").problem.code, "SUSPENDED");
  host.ledger.accept(host.ledger.tx("resume", { reason: text }));
  await device.retry();
  viewAt(device, "recorded");
});

test("a refusal of one node is not the end; of all it is told with its cause", async () => {
  const host = newHost({}, 2);
  const { device } = await sealed(host);
  const [first] = host.nodes;
  const honest = first?.lie;
  const refusal = { outcome: "PROOF_INVALID", number: 55, transient: false, message: {} };
  const refuse: typeof honest = (resource, request) =>
    request.method === "POST"
      ? { status: 409, body: new TextEncoder().encode(JSON.stringify(refusal)) }
      : honest?.(resource, request);
  if (first !== undefined) first.lie = refuse as NonNullable<typeof honest>;
  await device.cast();
  viewAt(device, "recorded");

  const alone = newHost();
  const refused = await sealed(alone);
  const [only] = alone.nodes;
  const answers = only?.lie;
  if (only !== undefined)
    only.lie = (resource, request) =>
      request.method === "POST"
        ? { status: 409, body: new TextEncoder().encode(JSON.stringify(refusal)) }
        : answers?.(resource, request);
  await refused.device.cast();
  const { problem } = viewAt(refused.device, "problem");
  assert.equal(problem.code, "BALLOT_REFUSED");
  assert.ok(problem.canRetry);
});

test("re-voting: the next ballot replaces the one before, as often as the manifest allows", async () => {
  const host = newHost({ revoteMax: 1 });
  const { device, browser } = await sealed(host);
  await device.cast();
  const first = viewAt(device, "recorded");
  assert.ok(first.canVoteAgain);
  const later = browser.page();
  await later.start("");
  await later.voteAgain();
  assert.equal(viewAt(later, "filling").canRevote, false);
  await sealSome(later);
  await later.cast();
  const second = viewAt(later, "recorded");
  assert.notEqual(second.tracker, first.tracker);
  assert.equal(second.canVoteAgain, false);
  assert.deepEqual(
    host.ballots().map(({ tracker }) => tracker),
    [first.tracker, second.tracker],
  );
  await later.voteAgain();
  viewAt(later, "recorded");
});
