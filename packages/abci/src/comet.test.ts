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

async function withChain(use: (node: CometNode, address: SocketAddress) => Promise<void>): Promise<void> {
  assert.ok(program, SET_UP);
  const folder = await mkdtemp(join(tmpdir(), "abci-comet-"));
  const address = { kind: "unix", path: join(folder, "app") } as const;
  const node = await CometNode.create(program, folder, address);
  try {
    await use(node, address);
  } finally {
    await node.kill();
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
  await withChain(async (node, address) => {
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
  await withChain(async (node, address) => {
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
