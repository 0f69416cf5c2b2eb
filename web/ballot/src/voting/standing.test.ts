import assert from "node:assert/strict";
import { test } from "node:test";
import { fromUtf8, toHex, utf8 } from "@veche/base";
import type { FakeNode } from "@veche/client/testing";
import { finish } from "@veche/ledger/testing";
import { createEngine } from "../worker/create-engine.ts";
import type { Standing } from "./contract.ts";
import { createFindDevice } from "./find-device.ts";
import type { TestHost } from "./testing/test-host.ts";
import { goToBallot, newHost, newPortal, sealSome, viewAt } from "./testing/test-way.ts";
import { TestBrowser } from "./testing/test-world.ts";

async function castOne(host: TestHost) {
  const browser = new TestBrowser(host);
  const device = await goToBallot(browser, newPortal(host));
  await sealSome(device);
  await device.cast();
  return { device, browser, view: viewAt(device, "recorded") };
}

/** One ballot, in an election that is over. */
async function over(sketch: { readonly revoteMax?: number } = {}, nodes = 2) {
  const host = newHost({ minimumGroup: 1, ...sketch }, nodes);
  const cast = await castOne(host);
  finish(host.ledger);
  host.publish();
  return { host, ...cast };
}

async function look(host: TestHost, tracker: string): Promise<Standing> {
  const browser = new TestBrowser(host, "anybody");
  const device = createFindDevice(browser.world(), createEngine(browser.randomBytes));
  await device.find(tracker);
  assert.ok(device.view.at === "recorded", JSON.stringify(device.view));
  return device.view.standing;
}

type Answers = (resource: string) => { readonly status: number; readonly body: Uint8Array } | undefined;

function lying(node: FakeNode | undefined, answers: Answers): void {
  assert.ok(node !== undefined);
  const honest = node.lie;
  node.lie = (resource, request) => answers(resource) ?? honest(resource, request);
}

const json = (value: unknown) => ({ status: 200, body: utf8(JSON.stringify(value)) });
const entries = (...indices: readonly number[]) => json({ entries: indices.map((index) => ({ index })) });
const text = (body: Uint8Array | undefined) => ({ status: 200, body: body ?? new Uint8Array(0) });

test("§12.7.3 after certification a ballot is counted: with the receipt of `certify`, and by whose word", async () => {
  const { host, view } = await over();
  const standing = await look(host, view.tracker);
  assert.ok(standing.state === "counted");
  const { certificate, rests } = standing;
  const last = host.ledger.entries.length - 1;
  assert.deepEqual([certificate.index, certificate.time], [last, host.ledger.history.at(-1)?.time]);
  assert.equal(toHex(certificate.receipt), toHex(host.proof(last)));
  assert.deepEqual(rests, { on: "nodes", asked: ["ballot0.example", "ballot1.example"], silent: [] });
});

test("⚔ a node that says certified and shows nothing, or something else, makes nothing counted", async () => {
  const host = newHost({ minimumGroup: 1 });
  const { view } = await castOne(host);
  const [node] = host.nodes;
  lying(node, (resource) =>
    resource === "status"
      ? json({ phase: "closed", certified: true, suspended: false, styles: [] })
      : undefined,
  );
  assert.equal((await look(host, view.tracker)).state, "recorded");
  const other = newHost({ minimumGroup: 1, revoteMax: 1 });
  finish(other.ledger);
  other.publish();
  const ofAnother = other.proof(other.ledger.entries.length - 1);
  assert.match(fromUtf8(ofAnother) ?? "", /tlog-proof/);
  const lies = [ofAnother, host.proof(view.index), host.proof(view.index - 1), utf8("certified"), undefined];
  for (const lie of lies) {
    lying(node, (resource) => (resource === "certified" ? text(lie) : undefined));
    assert.equal((await look(host, view.tracker)).state, "recorded");
  }
});

test("⚔ a `certify` before the ballot certifies a log without it", async () => {
  const { host, view } = await over({}, 1);
  const [node] = host.nodes;
  assert.ok(node !== undefined);
  const certify = host.ledger.entries.length - 1;
  const order = [...host.ledger.entries];
  order.splice(view.index, 0, ...order.splice(certify, 1));
  const show = (ballot: number, certificate: number): void =>
    lying(node, (resource) => {
      if (resource.startsWith("tracker/")) return json({ entries: [{ index: ballot, superseded: false }] });
      if (resource.startsWith("credential/")) return entries(ballot);
      return resource === "certified" ? text(node.proofAt(certificate)) : undefined;
    });
  // Control: the same answers over the log as it is.
  show(view.index, certify);
  assert.equal((await look(host, view.tracker)).state, "counted");
  node.publishEntries(order);
  show(view.index + 1, view.index);
  assert.equal((await look(host, view.tracker)).state, "recorded");
});

test("⚔ one node hides a later ballot: another one that shows it is enough; alone its word is named as what it is", async () => {
  const host = newHost({ minimumGroup: 1, revoteMax: 1 }, 2);
  const { device, view } = await castOne(host);
  await device.voteAgain();
  await sealSome(device);
  await device.cast();
  finish(host.ledger);
  host.publish();
  const [node, other] = host.nodes;
  lying(node, (resource) => (resource.startsWith("credential/") ? entries(view.index) : undefined));
  assert.equal((await look(host, view.tracker)).state, "superseded");
  assert.ok(other !== undefined);
  other.down = true;
  const standing = await look(host, view.tracker);
  assert.ok(standing.state === "counted");
  assert.deepEqual(standing.rests, { on: "nodes", asked: ["ballot0.example"], silent: ["ballot1.example"] });
});

test("⚔ a node that names what it cannot show is named; one that is behind, or does not know the ballot, gives no word", async () => {
  const { host, view } = await over();
  const [, second] = host.nodes;
  const lies: readonly (readonly [Answers, string])[] = [
    [(resource) => (resource.startsWith("credential/") ? entries(view.index, 1) : undefined), "doubtful"],
    [
      (resource) =>
        resource.startsWith("credential/")
          ? entries(...Array.from({ length: 21 }, (_, at) => at))
          : undefined,
      "doubtful",
    ],
    [(resource) => (resource.startsWith("credential/") ? entries() : undefined), "counted"],
    [
      (resource) =>
        resource.startsWith("credential/") ? { status: 404, body: new Uint8Array(0) } : undefined,
      "counted",
    ],
    [
      (resource) => (resource === "certified" ? { status: 404, body: new Uint8Array(0) } : undefined),
      "counted",
    ],
  ];
  assert.ok(second !== undefined);
  const honest = second.lie;
  for (const [answers, state] of lies) {
    second.lie = honest;
    lying(second, answers);
    const standing = await look(host, view.tracker);
    assert.equal(standing.state, state);
    if (standing.state === "doubtful") assert.deepEqual(standing.nodes, ["ballot1.example"]);
    if (standing.state === "counted")
      assert.deepEqual(standing.rests, {
        on: "nodes",
        asked: ["ballot0.example"],
        silent: ["ballot1.example"],
      });
  }
  for (const node of host.nodes)
    lying(node, (resource) => (resource.startsWith("credential/") ? entries() : undefined));
  const unknown = await look(host, view.tracker);
  assert.ok(unknown.state === "doubtful");
  assert.deepEqual(unknown.nodes, ["ballot0.example", "ballot1.example"]);
});

test("the device that cast the last ballot needs nobody's word of later ones, and asks nobody about X before the certificate", async () => {
  const host = newHost({ minimumGroup: 1 }, 2);
  const { device, browser, view } = await castOne(host);
  await device.look();
  assert.deepEqual(viewAt(device, "recorded").standing, { state: "recorded" });
  assert.ok(host.seen.every(({ url }) => !url.includes("/credential/")));
  finish(host.ledger);
  host.publish();
  const later = browser.page();
  await later.start("");
  const { standing: before, ...shown } = viewAt(later, "recorded");
  assert.equal(before, undefined);
  await later.look();
  const { standing } = viewAt(later, "recorded");
  assert.ok(standing?.state === "counted");
  assert.deepEqual(standing.rests, { on: "device" });
  assert.deepEqual(shown, view);
  for (const node of host.nodes)
    lying(node, (resource) => (resource === "certified" ? text(host.proof(0)) : undefined));
  await later.look();
  assert.equal(viewAt(later, "recorded").standing?.state, "recorded");
  for (const node of host.nodes) node.down = true;
  const alone = browser.page();
  await alone.start("");
  await alone.look();
  assert.equal(viewAt(alone, "recorded").standing, undefined, "nobody was there to ask");
});

test("where another ballot may follow, the device relies on the nodes; one cast on another device is told", async () => {
  const host = newHost({ minimumGroup: 1, revoteMax: 1 }, 2);
  const { device, browser } = await castOne(host);
  const second = new TestBrowser(host, "second");
  for (const [key, value] of browser.store.rows) second.store.rows.set(key, value);
  const elsewhere = second.page();
  await elsewhere.start("");
  const fork = host.ledger.fork();
  await elsewhere.voteAgain();
  await sealSome(elsewhere);
  await elsewhere.cast();
  viewAt(elsewhere, "recorded");
  finish(host.ledger);
  host.publish();
  await device.look();
  assert.equal(viewAt(device, "recorded").standing?.state, "superseded");
  await elsewhere.look();
  const last = viewAt(elsewhere, "recorded").standing;
  assert.ok(last?.state === "counted" && last.rests.on === "device");
  // Control: without the second one the first counts, by the word of the nodes.
  finish(fork);
  for (const node of host.nodes) {
    node.ledger = fork;
    node.publish();
    lying(node, (resource) => {
      if (resource.startsWith("credential/")) return entries(viewAt(device, "recorded").index);
      return resource === "certified" ? text(node.proofAt(fork.entries.length - 1)) : undefined;
    });
  }
  await device.look();
  const first = viewAt(device, "recorded").standing;
  assert.ok(first?.state === "counted" && first.rests.on === "nodes");
});
