import assert from "node:assert/strict";
import { test } from "node:test";
import { MessageChannel } from "node:worker_threads";
import { seededRandom } from "@veche/ledger/testing";
import { goToBallot, newHost, newPortal, sealSome, viewAt } from "../voting/testing/test-way.ts";
import { TestBrowser } from "../voting/testing/test-world.ts";
import { createVoterDevice } from "../voting/voter-device.ts";
import { createEngine } from "./create-engine.ts";
import { connectEngine, type Port, serveEngine } from "./protocol.ts";

/** Both ends of a channel whose messages are really cloned, as those of a worker. */
function engineBehindChannel(seed: string) {
  const { port1, port2 } = new MessageChannel();
  serveEngine(port2 as unknown as Port, createEngine(seededRandom(seed)));
  port1.start();
  port2.start();
  return { engine: connectEngine(port1 as unknown as Port), port: port1, close: () => port1.close() };
}

test("a ballot is cast with an engine behind a channel", async () => {
  const host = newHost();
  const browser = new TestBrowser(host);
  await goToBallot(browser, newPortal(host));
  const { engine, close } = engineBehindChannel("worker");
  const device = createVoterDevice(browser.world(), engine);
  await device.start("");
  const { tracker } = await sealSome(device);
  await device.cast();
  assert.equal(viewAt(device, "recorded").tracker, tracker);
  close();
});

test("a call that the engine cannot carry out ends with an error, and the next one is answered", async () => {
  const { engine, port, close } = engineBehindChannel("errors");
  await assert.rejects(engine.begin(0), /begin: the engine is used before style 0 was read/);
  port.postMessage("no call");
  port.postMessage({ id: 7, method: "constructor", args: [] });
  assert.equal(await engine.release(), undefined);
  assert.deepEqual(await engine.resume(new Uint8Array(3)), {
    ok: false,
    error: { code: "RESUME_CODE_WRONG" },
  });
  close();
});

test("a worker that cannot be loaded ends every call; the page says so and goes on with a new one", async () => {
  const host = newHost();
  const browser = new TestBrowser(host);
  await goToBallot(browser, newPortal(host));
  const listeners: (() => void)[] = [];
  const dead: Port = {
    postMessage: () => setImmediate(() => listeners.forEach((fail) => void fail())),
    addEventListener: (type: string, listener: (event: { readonly data: unknown }) => void) => {
      if (type === "error") listeners.push(() => listener({ data: undefined }));
    },
  };
  const engine = connectEngine(dead);
  const device = createVoterDevice(browser.world(), engine);
  await device.start("");
  assert.equal(viewAt(device, "problem").problem.code, "NETWORK");
  await assert.rejects(engine.release(), { name: "EngineLost" });
  await device.retry();
  assert.equal(browser.lastLeft, `/e/${host.electionId}/`);
});
