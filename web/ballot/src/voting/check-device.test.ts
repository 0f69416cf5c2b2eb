import assert from "node:assert/strict";
import { test } from "node:test";
import type { Bytes } from "@veche/base";
import type { Choices } from "@veche/election";
import type { ElectionSketch } from "@veche/ledger/testing";
import { createEngine } from "../worker/create-engine.ts";
import { createCheckDevice } from "./check-device.ts";
import type { CheckDevice, CheckView, DeviceWorld } from "./contract.ts";
import type { Engine } from "./engine.ts";
import type { TestHost } from "./testing/test-host.ts";
import { goToBallot, newHost, newPortal, sealSome, someChoices, viewAt } from "./testing/test-way.ts";
import { TestBrowser } from "./testing/test-world.ts";
import { createVoterDevice } from "./voter-device.ts";

const fragmentOf = (link: string): string => link.slice(link.indexOf("#") + 1);

function checkAt<A extends CheckView["at"]>(
  device: CheckDevice,
  at: A,
): Extract<CheckView, { readonly at: A }> {
  const { view } = device;
  assert.equal(view.at, at, JSON.stringify(view));
  return view as Extract<CheckView, { readonly at: A }>;
}

const failOf = (device: CheckDevice): string => checkAt(device, "fails").code;

/** A telephone beside the voter's device. Its pages are made anew for each thing, as by links. */
class Telephone {
  readonly browser: TestBrowser;

  constructor(host: TestHost) {
    this.browser = new TestBrowser(host, "telephone");
  }

  page(change: Partial<DeviceWorld> = {}): CheckDevice {
    return createCheckDevice({ ...this.browser.world(), ...change }, createEngine(this.browser.randomBytes));
  }

  async open(link: string): Promise<CheckDevice> {
    const page = this.page();
    await page.start(fragmentOf(link));
    return page;
  }
}

/** A voter's page with a sealed ballot, run by this engine. */
async function sealedWith(host: TestHost, engineOf: (honest: Engine) => Engine = (honest) => honest) {
  const browser = new TestBrowser(host);
  await goToBallot(browser, newPortal(host));
  const device = createVoterDevice(browser.world(), engineOf(createEngine(browser.randomBytes)));
  await device.start("");
  const chosen = someChoices(device.view);
  const sealed = await sealSome(device);
  return { browser, device, chosen, sealed };
}

test("a challenge of an honest page matches; the ballot is never cast, and the next one has another code", async () => {
  const host = newHost();
  const { device, chosen, sealed } = await sealedWith(host);
  const telephone = new Telephone(host);
  assert.equal(checkAt(await telephone.open(sealed.link), "taken").tracker, sealed.tracker);
  await device.challenge();
  const challenged = viewAt(device, "challenged");
  const check = await telephone.open(challenged.link);
  const match = checkAt(check, "matches");
  assert.deepEqual(match.choices, chosen);
  assert.equal(match.tracker, sealed.tracker);
  assert.deepEqual(
    match.contests.map(({ id }) => id),
    ["contest-0", "contest-1"],
  );
  // §12.6.4
  await device.cast();
  viewAt(device, "challenged");
  assert.equal(host.ballots().length, 0);
  device.fillAgain();
  await new Promise((resolve) => setTimeout(resolve, 10));
  const next = await sealSome(device);
  assert.notEqual(next.tracker, sealed.tracker);
  await device.cast();
  viewAt(device, "recorded");
  const later = telephone.page();
  await later.start("");
  assert.deepEqual(
    checkAt(later, "waiting").kept.map(({ challenged, alarm }) => [challenged, alarm]),
    [[true, false]],
  );
});

/** A page that encrypts other choices than the voter's, and shows the voter's own when it is challenged. */
const CHEATING = (honest: Engine): Engine => {
  const swap = (choices: Choices): Choices => choices.map((votes) => votes.toReversed());
  return {
    ...honest,
    seal: (credential, seq, choices) => honest.seal(credential, seq, swap(choices)),
    reveal: async () => {
      const shown = await honest.reveal();
      // The voter chose the first options: bit 0, and bits 0 and 1.
      return shown && Uint8Array.of(...shown.subarray(0, 68), 1, 3);
    },
  };
};

test("⚔ a page that changes the ballot in between is caught by the second device", async () => {
  const host = newHost();
  const { device, sealed } = await sealedWith(host, CHEATING);
  const telephone = new Telephone(host);
  await telephone.open(sealed.link);
  await device.challenge();
  const check = await telephone.open(viewAt(device, "challenged").link);
  assert.equal(failOf(check), "DIFFERS");
  assert.match(checkAt(check, "fails").caseNumber, /^[0-9]{4}-[0-9]{4}$/);
});

test("⚔ a page that encrypts something else only after the code was taken is caught as well", async () => {
  const host = newHost();
  const second: Bytes[] = [];
  const { device, sealed, chosen, browser } = await sealedWith(host);
  const telephone = new Telephone(host);
  await telephone.open(sealed.link);
  // Another ballot of the same credential, sealed honestly afterwards.
  const other = browser.page();
  await other.start("");
  await other.seal(chosen);
  await other.challenge();
  assert.equal(failOf(await telephone.open(viewAt(other, "challenged").link)), "DIFFERS");
  await device.challenge();
  checkAt(await telephone.open(viewAt(device, "challenged").link), "matches");
  assert.deepEqual(second, []);
});

test("⚔ what is shown before a code was taken proves nothing", async () => {
  const host = newHost();
  const { device } = await sealedWith(host);
  await device.challenge();
  const check = await new Telephone(host).open(viewAt(device, "challenged").link);
  assert.equal(failOf(check), "NOT_TAKEN_FIRST");
});

test("⚔ clash: a code that stands in the log, or a first ballot whose credential does, fails", async () => {
  const host = newHost();
  const { device, sealed, browser } = await sealedWith(host);
  const telephone = new Telephone(host);
  await telephone.open(sealed.link);
  await device.challenge();
  const { link } = viewAt(device, "challenged");
  // The page has cast another ballot of this credential behind the voter's back.
  const hidden = browser.page();
  await hidden.start("");
  await sealSome(hidden);
  await hidden.cast();
  viewAt(hidden, "recorded");
  assert.equal(failOf(await telephone.open(link)), "CLASH");

  // The very ballot that was challenged stands in the log: two voters were shown one code.
  const same = newHost();
  let shown: Bytes | undefined;
  const both = await sealedWith(same, (honest) => ({
    ...honest,
    seal: async (credential, seq, choices) => {
      const seed = new Uint8Array(32).fill(5);
      const copy = createEngine((length) => (length === 32 ? seed : new Uint8Array(length).fill(9)));
      await copy.read(same.ledger.test.electionId, 0, same.votingAnswer(0));
      await copy.seal(credential, seq, choices);
      shown = await copy.reveal();
      await copy.seal(credential, seq, choices);
      const sealed = await copy.seal(credential, seq, choices);
      Object.assign(honest, { release: () => copy.release() });
      return sealed;
    },
    release: () => honest.release(),
  }));
  const other = new Telephone(same);
  await other.open(both.sealed.link);
  await both.device.cast();
  viewAt(both.device, "recorded");
  const page = other.page();
  await page.take(Buffer.from(shown ?? []).toString("base64url"));
  assert.equal(failOf(page), "CLASH");
});

test("⚔ late alarm: a challenged ballot that is cast afterwards is found after the tick, and whenever the page is opened", async () => {
  const sketch: ElectionSketch = { styles: [{ contests: [0, 1], tick: 5 }, { contests: [0] }] };
  const host = newHost(sketch);
  let released: Awaited<ReturnType<Engine["release"]>>;
  const seed = new Uint8Array(32).fill(6);
  const { device, sealed } = await sealedWith(host, (honest) => ({
    ...honest,
    seal: async (credential, seq, choices) => {
      // Seals twice alike: one to show, one to keep.
      const twice = createEngine((length) => (length === 32 ? seed : new Uint8Array(length).fill(9)));
      await twice.read(host.ledger.test.electionId, 0, host.votingAnswer(0));
      await twice.seal(credential, seq, choices);
      released = await twice.release();
      const answer = await twice.seal(credential, seq, choices);
      Object.assign(honest, { reveal: () => twice.reveal() });
      return answer;
    },
    reveal: () => honest.reveal(),
  }));
  const telephone = new Telephone(host);
  await telephone.open(sealed.link);
  await device.challenge();
  const views: string[] = [];
  const page = telephone.page({
    // While the telephone waits for the tick, the page casts what it showed.
    sleep: async (ms) => {
      assert.ok(ms >= 5_000 + 60_000);
      host.ledger.send(released?.transaction ?? new Uint8Array(0));
      host.publish();
    },
  });
  page.subscribe(() => views.push(page.view.at));
  await page.start(fragmentOf(viewAt(device, "challenged").link));
  assert.equal(host.ballots()[0]?.tracker, sealed.tracker);
  assert.ok(views.includes("matches"));
  assert.equal(failOf(page), "CLASH");
  const later = telephone.page();
  await later.start("");
  const [kept, more] = checkAt(later, "waiting").kept;
  assert.deepEqual(
    [kept?.tracker, kept?.challenged, kept?.alarm, more],
    [sealed.tracker, true, true, undefined],
  );
});

test("⚔ a page that answers the wish to check with another first code is not passed over in silence", async () => {
  const host = newHost();
  const { device, sealed } = await sealedWith(host);
  const telephone = new Telephone(host);
  assert.equal(checkAt(await telephone.open(sealed.link), "taken").isAnother, false);
  assert.equal(checkAt(await telephone.open(sealed.link), "taken").isAnother, false);
  const filling = () => new Promise((resolve) => setTimeout(resolve, 10));
  device.unseal();
  await filling();
  await device.seal(someChoices(viewAt(device, "filling")));
  const second = viewAt(device, "sealed");
  assert.equal(checkAt(await telephone.open(second.link), "taken").isAnother, true);
  await device.challenge();
  checkAt(await telephone.open(viewAt(device, "challenged").link), "matches");
  device.fillAgain();
  await filling();
  await device.seal(someChoices(viewAt(device, "filling")));
  assert.equal(checkAt(await telephone.open(viewAt(device, "sealed").link), "taken").isAnother, false);
});

test("a typed code is compared by its twenty characters; a later one takes its place", async () => {
  const host = newHost();
  const { device, sealed } = await sealedWith(host);
  const telephone = new Telephone(host);
  const page = telephone.page();
  await page.start("");
  await page.take(sealed.tracker.toLowerCase().replaceAll("-", ""));
  checkAt(page, "taken");
  await device.challenge();
  const { link, text } = viewAt(device, "challenged");
  await page.take(link);
  checkAt(page, "matches");
  await page.take("0000-0000-0000-0000-0000");
  await page.take(text);
  assert.equal(failOf(page), "DIFFERS");
});

test("what is no challenge is told apart from one that differs, and a silent node from one that knows nothing", async () => {
  const host = newHost();
  const { device, sealed } = await sealedWith(host);
  const telephone = new Telephone(host);
  await telephone.open(sealed.link);
  await device.challenge();
  const { link, text } = viewAt(device, "challenged");
  const bytes = Uint8Array.from(Buffer.from(text, "base64url"));
  const encode = (changed: Uint8Array): string => `x#o${Buffer.from(changed).toString("base64url")}`;
  const wrong = [
    encode(bytes.subarray(0, -1)),
    encode(Uint8Array.of(...bytes, 0)),
    encode(bytes.with(0, 2)),
    encode(bytes.with(69, 8)),
    encode(bytes.with(68, 3)),
    encode(bytes.fill(0, 4, 36)),
    "x#oAAAA",
    "x#t0000",
    "x#q",
  ];
  for (const one of wrong) assert.equal(failOf(await telephone.open(one)), "MALFORMED", one);
  for (const node of host.nodes) {
    const { lie } = node;
    node.lie = (resource, request) =>
      /^(tracker|credential)\//.test(resource)
        ? { status: 500, body: new Uint8Array(0) }
        : lie(resource, request);
  }
  assert.equal(checkAt(await telephone.open(link), "problem").problem.code, "NODE_SILENT");
});
