import assert from "node:assert/strict";
import { chmod, mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { expectOk, ok } from "@veche/base";
import { missingTool } from "@veche/base/testing";
import { CHAIN_FILES, chainFolder, readChainHome } from "../home/chain-home.ts";
import { jsonLogger, silentLogger } from "../log/logger.ts";
import { CountingApplication, chainHomes } from "../testing/test-chain.ts";
import { temporaryFolder } from "../testing/test-node.ts";
import { applicationHashAt, cometStatus, connectedPeers } from "./comet-status.ts";
import { PeerKeeper } from "./peer-keeper.ts";
import { findCometbft } from "./program.ts";
import { type ChainOptions, ChainSupervisor } from "./supervisor.ts";
import { wipeChain } from "./wipe.ts";

const { PATH, CI } = process.env;
const program = findCometbft(PATH);
const SET_UP = "no CometBFT on this machine: npm run setup:chain";
const PATIENCE_MS = 60_000;

function optionsFor(home: string, app: CountingApplication): ChainOptions<never> {
  return { home, program: program ?? "", logger: silentLogger, openApplication: async () => ok(app) };
}

async function started(t: TestContext, options: ChainOptions<never>): Promise<ChainSupervisor> {
  const supervisor = expectOk(await ChainSupervisor.start(options), "start");
  t.after(() => supervisor.close());
  return supervisor;
}

async function until(isTrue: () => boolean | Promise<boolean>): Promise<void> {
  const late = performance.now() + PATIENCE_MS;
  while (!(await isTrue())) {
    assert.ok(performance.now() < late, "it has not come about");
    await new Promise((done) => setTimeout(done, 50));
  }
}

const isRunning = (pid: number | undefined): boolean => {
  assert.ok(pid !== undefined);
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

test("two validators start together with CometBFT, agree, end together, and go on where they were", {
  skip: missingTool(program, SET_UP, { CI }),
}, async (t) => {
  const homes = await chainHomes(await temporaryFolder(t), 2);
  const apps = homes.map(() => new CountingApplication());
  const lines: string[] = [];
  const logger = jsonLogger((line) => lines.push(line), Date.now);
  const run = homes.map((home, at) => ({ ...optionsFor(home, apps[at] as CountingApplication), logger }));
  const chain = await Promise.all(run.map((options) => started(t, options)));
  await until(() => apps.every(({ height }) => height >= 3n));
  const [one, two] = chain as [ChainSupervisor, ChainSupervisor];
  const status = await cometStatus(one.rpc);
  assert.deepEqual([status?.peers, status?.isValidator, status?.isCatchingUp], [1, true, false]);
  const hash = await applicationHashAt(one.rpc, 3);
  assert.match(hash ?? "", /^[0-9A-F]{64}$/);
  await until(async () => (await applicationHashAt(two.rpc, 3)) === hash);
  const text = await readFile(join(chainFolder(homes[0] as string), CHAIN_FILES.config), "utf8");
  assert.match(text, /^pex = false$/m);
  for (const supervisor of chain) await supervisor.close();
  assert.ok(apps.every(({ isClosed }) => isClosed));
  assert.ok(chain.every(({ pid }) => !isRunning(pid)));
  await assert.rejects(stat(one.rpc), /ENOENT/);

  const heights = lines.flatMap((line) => (JSON.parse(line) as { height?: number }).height ?? []);
  assert.ok(Math.max(...heights) >= 3, "positive control: CometBFT's lines are kept");
  for (const { home } of chain) {
    for (const word of [home.nodeId, ...home.peers, "127.0.0.1"])
      assert.ok(!lines.join("").includes(word), `no line names a peer: ${word}`);
  }
  const reached = (apps[0] as CountingApplication).height;
  await Promise.all(run.map((options) => started(t, options)));
  await until(() => apps.every(({ height }) => height > reached));
});

test("validators that CometBFT has given up, or never knew, are dialed: a cut network is whole again within seconds", {
  skip: missingTool(program, SET_UP, { CI }),
}, async (t) => {
  const homes = await chainHomes(await temporaryFolder(t), 2);
  const addresses = await Promise.all(homes.map((home) => readChainHome(home)));
  const [first, second] = addresses.map((home) => expectOk(home, "home"));
  assert.ok(first && second);
  // Neither is told of the other, as if both had stopped trying.
  for (const home of homes) {
    const path = join(chainFolder(home), CHAIN_FILES.settings);
    await writeFile(path, (await readFile(path, "utf8")).replace(/"[0-9a-f]{40}@[^"]*"/, ""));
  }
  const apps = homes.map(() => new CountingApplication());
  const [one] = await Promise.all(
    homes.map((home, at) => started(t, optionsFor(home, apps[at] as CountingApplication))),
  );
  assert.ok(one);
  assert.equal((await connectedPeers(one.rpc))?.size, 0);
  const lines: string[] = [];
  const logger = jsonLogger((line) => lines.push(line), Date.now);
  const { nodeId, peers } = first;
  const keeper = new PeerKeeper({ rpc: one.rpc, nodeId, peers, logger, intervalMs: 100 });
  keeper.start();
  await until(async () => (await connectedPeers(one.rpc))?.has(second.nodeId) === true);
  await until(() => apps.every(({ height }) => height >= 2n));
  await until(() => lines.length === 2);
  await keeper.close();
  assert.match(lines.join(""), /"warn".*"missing":1(.|\n)*"info".*"missing":0/);
});

test("an application that throws ends CometBFT, too", {
  skip: missingTool(program, SET_UP, { CI }),
}, async (t) => {
  const [home = ""] = await chainHomes(await temporaryFolder(t), 1);
  const app = new CountingApplication();
  app.failAt = 3n;
  const supervisor = await started(t, optionsFor(home, app));
  const failure = await supervisor.failed;
  assert.ok(failure.code === "APPLICATION_FAILED");
  assert.match(String(failure.error), /inside/);
  assert.ok(!isRunning(supervisor.pid));
  assert.ok(app.isClosed);
});

test("a CometBFT that is killed ends the application, and leaves nothing in the way of the next start", {
  skip: missingTool(program, SET_UP, { CI }),
}, async (t) => {
  const [home = ""] = await chainHomes(await temporaryFolder(t), 1);
  const app = new CountingApplication();
  const first = await started(t, optionsFor(home, app));
  await until(() => app.height >= 2n);
  process.kill(first.pid as number, "SIGKILL");
  const failure = await first.failed;
  assert.ok(failure.code === "COMETBFT_ENDED");
  assert.equal(failure.how, "SIGKILL");
  assert.ok(app.isClosed);
  const reached = app.height;
  await started(t, optionsFor(home, app));
  await until(() => app.height > reached);
});

test("an application at another state than the chain is refused by CometBFT, in words", {
  skip: missingTool(program, SET_UP, { CI }),
}, async (t) => {
  const [home = ""] = await chainHomes(await temporaryFolder(t), 1);
  const app = new CountingApplication();
  app.height = 7n;
  const refused = await ChainSupervisor.start(optionsFor(home, app));
  assert.ok(!refused.ok && refused.error.code === "COMETBFT_ENDED");
  assert.match(refused.error.words, /AppHash does not match/);
  assert.ok(app.isClosed);
});

test("nothing starts with a damaged home or another program", {
  skip: missingTool(program, SET_UP, { CI }),
}, async (t) => {
  const [home = ""] = await chainHomes(await temporaryFolder(t), 1);
  const app = new CountingApplication();
  const wrong = await ChainSupervisor.start({ ...optionsFor(home, app), program: "/bin/true" });
  assert.equal(!wrong.ok && wrong.error.code, "COMETBFT_WRONG_VERSION");
  await chmod(join(chainFolder(home), CHAIN_FILES.nodeKey), 0o644);
  const open = await ChainSupervisor.start(optionsFor(home, app));
  assert.equal(!open.ok && open.error.code, "CHAIN_KEY_OPEN");
  assert.ok(!app.isClosed, "it was never opened");
});

test("a socket whose path is too long is said before anything starts", {
  skip: missingTool(program, SET_UP, { CI }),
}, async (t) => {
  const deep = join(await temporaryFolder(t), "x".repeat(60), "y".repeat(60));
  const [home = ""] = await chainHomes(deep, 1);
  const refused = await ChainSupervisor.start(optionsFor(home, new CountingApplication()));
  assert.equal(!refused.ok && refused.error.code, "SOCKET_PATH_LONG");
});

test("a validator that was wiped takes all blocks from the other, and goes on with its keys", {
  skip: missingTool(program, SET_UP, { CI }),
}, async (t) => {
  const homes = await chainHomes(await temporaryFolder(t), 2);
  const apps = homes.map(() => new CountingApplication());
  const run = homes.map((home, at) => optionsFor(home, apps[at] as CountingApplication));
  const chain = await Promise.all(run.map((options) => started(t, options)));
  await until(() => apps.every(({ height }) => height >= 3n));
  const [home = ""] = homes;
  await chain[0]?.close();
  const reached = apps[0]?.height ?? 0n;
  await mkdir(join(home, "elections"));
  expectOk(await wipeChain(home), "wipe");
  const emptied = new CountingApplication();
  const again = await started(t, optionsFor(home, emptied));
  await until(() => emptied.height > reached + 1n);
  assert.equal((await cometStatus(again.rpc))?.isValidator, true);
});
