import assert from "node:assert/strict";
import type { Choices } from "@veche/election";
import { type ElectionSketch, openElection, seededRandom } from "@veche/ledger/testing";
import type { VoterDevice, VoterView } from "../contract.ts";
import { TestHost } from "./test-host.ts";
import { TestPortal } from "./test-portal.ts";
import type { TestBrowser } from "./test-world.ts";

/** Elections are set up once for each sketch: tests vote on copies of them. */
const opened = new Map<string, ReturnType<typeof openElection>>();

export function newHost(sketch: ElectionSketch = {}, nodes = 1, baseOf?: (at: number) => string): TestHost {
  const name = JSON.stringify(sketch);
  const election = opened.get(name) ?? openElection(sketch, [3, 2], seededRandom(`ballot page ${name}`));
  opened.set(name, election);
  return new TestHost({ ...election, ledger: election.ledger.fork() }, nodes, baseOf);
}

export function newPortal(host: TestHost, style = 0, at = 0): TestPortal {
  const voter = host.voters[style]?.[at];
  assert.ok(voter !== undefined);
  return new TestPortal(host, voter);
}

/** The first options of each contest. */
export function someChoices(view: VoterView): Choices {
  assert.equal(view.at, "filling");
  assert.ok(view.at === "filling");
  return view.contests.map(({ options, max }) => options.map((_, at) => (at < max ? 1 : 0)));
}

export function viewAt<A extends VoterView["at"]>(
  device: VoterDevice,
  at: A,
): Extract<VoterView, { readonly at: A }> {
  const { view } = device;
  assert.equal(view.at, at, view.at === "problem" ? view.problem.code : undefined);
  return view as Extract<VoterView, { readonly at: A }>;
}

/** Goes from the portal to the empty ballot. */
export async function goToBallot(browser: TestBrowser, portal: TestPortal): Promise<VoterDevice> {
  const before = browser.page();
  await before.start(portal.handover());
  viewAt(before, "prepared");
  await before.ask();
  const after = browser.page();
  await after.start(portal.answer(browser.lastLeft));
  viewAt(after, "filling");
  return after;
}

export async function sealSome(device: VoterDevice): Promise<Extract<VoterView, { readonly at: "sealed" }>> {
  await device.seal(someChoices(device.view));
  return viewAt(device, "sealed");
}

/** Whatever stage a device is at, the next step of a voter who wants to be recorded; `false`: nothing is left to do. */
export async function nextStep(
  device: VoterDevice,
  browser: TestBrowser,
  portal: TestPortal,
): Promise<string | boolean> {
  const { view } = device;
  switch (view.at) {
    case "prepared":
    case "asked":
      browser.left.length = 0;
      await device.ask();
      return browser.lastLeft === "" ? "" : portal.answer(browser.lastLeft);
    case "start": {
      const [first] = view.stored;
      if (first === undefined) return portal.handover();
      await device.open(first.key);
      return true;
    }
    case "filling":
      await device.seal(someChoices(view));
      return true;
    case "sealed":
      await device.cast();
      return true;
    case "recorded":
      return false;
    default:
      assert.fail(`nothing to do at ${view.at}${view.at === "problem" ? ` ${view.problem.code}` : ""}`);
  }
}
