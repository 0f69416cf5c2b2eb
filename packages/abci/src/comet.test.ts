import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { expectOk } from "@veche/base";
import { missingTool } from "@veche/base/testing";
import type { SocketAddress } from "./address.ts";
import type { Application, Method } from "./application.ts";
import { AbciServer } from "./server.ts";
import { CometNode } from "./testing/comet-node.ts";
import { KeyValue } from "./testing/key-value.ts";
import { findTool, SET_UP } from "./testing/tools.ts";

const { PATH = "", CI } = process.env;
const program = findTool("cometbft", PATH);

const BLOCKS = 20;
/** Each to one of two validators, and to it alone. */
const OFFERED = 100;

type Validator = { readonly node: CometNode; readonly address: SocketAddress };

async function withChain(
  count: number,
  use: (validators: readonly Validator[]) => Promise<void>,
): Promise<void> {
  assert.ok(program, SET_UP);
  const folder = await mkdtemp(join(tmpdir(), "abci-comet-"));
  const addresses = Array.from({ length: count }, (_, at) => {
    return { kind: "unix", path: join(folder, `app${at}`) } as const;
  });
  const nodes = await CometNode.create(program, folder, addresses);
  try {
    await use(nodes.map((node, at) => ({ node, address: addresses[at] as SocketAddress })));
  } finally {
    for (const node of nodes) await node.kill();
    await rm(folder, { recursive: true });
  }
}

const serve = async (application: Application, address: SocketAddress): Promise<AbciServer> =>
  expectOk(await AbciServer.listen(application, { address }), "listen");

/** Notes which methods were called. */
function noting(application: Application, called: Set<Method>): Application {
  const foresee: Application["foresee"] = ({ method }) => {
    called.add(method);
  };
  return Object.assign(application, { foresee });
}

test("a CometBFT node makes blocks over it, and plays them all again to an application that has lost them", {
  skip: missingTool(program, SET_UP, { CI }),
}, async () => {
  await withChain(1, async ([{ node, address } = assert.fail()]) => {
    const called = new Set<Method>();
    const app = new KeyValue();
    const server = await serve(noting(app, called), address);
    node.start();
    await node.until(async () => (await node.height()) >= 1);
    assert.equal(await node.send("nonsense"), 2, "refused at the door");
    for (let at = 0; at < 30; at++) assert.equal(await node.send(`key${at}=${at}`), 0);
    await node.until(() => app.height >= BLOCKS && app.value("key29") === "29");
    await node.kill();
    await server.close();
    const methods = [
      "info",
      "initChain",
      "checkTx",
      "prepareProposal",
      "processProposal",
      "finalizeBlock",
      "commit",
    ];
    for (const method of methods) assert.ok(called.has(method as Method), method);

    const reached = app.height;
    const emptied = new KeyValue();
    const again = await serve(emptied, address);
    node.start();
    await node.until(() => emptied.height > reached);
    for (let at = 0; at < 30; at++) assert.equal(emptied.value(`key${at}`), `${at}`);
    await node.kill();
    await again.close();
  });
});

test("a CometBFT node stops with an application that throws in a block", {
  skip: missingTool(program, SET_UP, { CI }),
}, async () => {
  await withChain(1, async ([{ node, address } = assert.fail()]) => {
    const app = new KeyValue();
    const { finalizeBlock } = app;
    const failing: Application["finalizeBlock"] = async (request) => {
      if (request.height === 3n) throw new Error("inside");
      return finalizeBlock(request);
    };
    const server = await serve(Object.assign(app, { finalizeBlock: failing }), address);
    node.start();
    assert.match(String(await server.failed), /inside/);
    const output = await node.ended();
    assert.match(output, /The application has failed/);
    assert.equal(app.height, 2);
    await server.close();
  });
});

test("what one of two validators has accepted reaches the other, and both have the same (CometBFT issue 4094)", {
  skip: missingTool(program, SET_UP, { CI }),
}, async () => {
  await withChain(2, async (validators) => {
    const apps = validators.map(() => new KeyValue());
    const servers: AbciServer[] = [];
    for (const [at, { address }] of validators.entries())
      servers.push(await serve(apps[at] as KeyValue, address));
    for (const { node } of validators) node.start();
    for (const { node } of validators) await node.until(async () => (await node.height()) >= 1);
    for (let at = 0; at < OFFERED; at++) {
      const { node } = validators[at % 2] as Validator;
      assert.equal(await node.send(`key${at}=${at}`), 0);
    }
    for (const [at, { node }] of validators.entries()) await node.until(() => apps[at]?.size === OFFERED);
    for (const { node } of validators) await node.kill();
    for (const server of servers) await server.close();
    for (const app of apps) {
      for (let at = 0; at < OFFERED; at++) assert.equal(app.value(`key${at}`), `${at}`);
    }
  });
});
