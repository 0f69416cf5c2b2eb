import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { assert, expectOk } from "@veche/base";
import { type TestElection, type TestLedger, TIMES } from "@veche/ledger/testing";
import { createHome } from "../home/home.ts";
import type { NodeKeys } from "../home/keys.ts";
import { type NodeOptions, VecheNode } from "../node.ts";
import { VerifierPool } from "../verify/pool.ts";
import type { Verifiers } from "../verify/question.ts";

/** One for all nodes of a test file: a thread takes long to start from sources. It does not keep the process alive. */
const POOL = new VerifierPool(1);
export const testVerifiers: Verifiers = POOL;

/** A clock that stands until it is set, ms. */
export type HandClock = { now: number };

/** A folder that goes when the test ends. */
export async function temporaryFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "veche-node-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** The keys of the first validator of a test election. */
export function nodeKeys({ secrets }: TestElection): NodeKeys {
  const validator = secrets.validators[0];
  assert(validator !== undefined, "a test election has a validator");
  return { log: validator.logKey, validator: validator.key };
}

export type TestNode = { readonly node: VecheNode; readonly home: string; readonly clock: HandClock };

/** A node for a test election in a home of its own, at `TIMES.defined`, closed when the test ends. */
export async function startNode(
  t: TestContext,
  test: TestElection,
  options: Partial<NodeOptions> = {},
): Promise<TestNode> {
  const home = await temporaryFolder(t);
  expectOk(await createHome(home, { name: "node", genesis: test.manifest.genesis }), "home");
  const clock: HandClock = { now: TIMES.defined };
  return { node: await openAgain(t, home, clock, test, options), home, clock };
}

/** Opens the home once more, as after a stop. */
export async function openAgain(
  t: TestContext,
  home: string,
  clock: HandClock,
  test: TestElection,
  options: Partial<NodeOptions> = {},
): Promise<VecheNode> {
  const settings = { home, keys: nodeKeys(test), clock: () => clock.now, verifiers: POOL, intervalMs: 5 };
  const node = expectOk(await VecheNode.open({ ...settings, ...options }), "node");
  t.after(() => node.close());
  return node;
}

/** Gives the node every block that the ledger in memory has played, and insists on the same outcomes. */
export async function feed({ node, clock }: TestNode, ledger: TestLedger): Promise<void> {
  for (const { time, transactions, outcomes } of ledger.history) {
    const made = await node.commitBlock(ledger.test.electionId, time, transactions);
    for (const [at, { code }] of made.entries()) {
      assert(code === outcomes[at]?.code, `transaction ${at} at ${time}: ${code}`);
    }
  }
  clock.now = ledger.time;
}
