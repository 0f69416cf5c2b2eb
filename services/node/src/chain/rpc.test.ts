import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { type Bytes, expectOk, ok, sha256, toBase64, toHex, utf8 } from "@veche/base";
import { missingTool } from "@veche/base/testing";
import { silentLogger } from "../log/logger.ts";
import { CountingApplication, chainHomes } from "../testing/test-chain.ts";
import { temporaryFolder } from "../testing/test-node.ts";
import { findCometbft } from "./program.ts";
import { CometRpc, readOffered } from "./rpc.ts";
import { ChainSupervisor } from "./supervisor.ts";

const { PATH, CI } = process.env;
const program = findCometbft(PATH);
const TRANSACTION = utf8("transaction");
const HASH = toHex(sha256(TRANSACTION)).toUpperCase();

const success = (result: object): object => ({
  jsonrpc: "2.0",
  id: 1,
  result: { code: 0, data: "", log: "", codespace: "", hash: HASH, ...result },
});
const failure = (data: string): object => ({
  jsonrpc: "2.0",
  id: 1,
  error: { code: -32603, message: "Internal error", data },
});

/** Somebody who answers in CometBFT's place. */
async function played(t: TestContext, answer: RequestListener, patienceMs = 2_000): Promise<CometRpc> {
  const socket = join(await temporaryFolder(t), "rpc");
  const server = createServer(answer).listen(socket);
  await once(server, "listening");
  const rpc = new CometRpc({ socket, patienceMs });
  t.after(() => {
    rpc.close();
    server.closeAllConnections();
    server.close();
  });
  return rpc;
}

async function answered(t: TestContext, text: string): Promise<string> {
  const offered = await (await played(t, (_, reply) => void reply.end(text))).offer(TRANSACTION);
  return offered.ok ? `code ${offered.value.code}` : offered.error.code;
}

test("the call is the one that CometBFT reads, and its answer is that of the application", async (t) => {
  let body = "";
  const rpc = await played(t, (asked, reply) => {
    asked.on("data", (piece) => {
      body += piece;
    });
    asked.on("end", () => reply.end(JSON.stringify(success({ code: 52, log: "SEQ_WRONG" }))));
  });
  assert.deepEqual(expectOk(await rpc.offer(TRANSACTION), "offer"), { code: 52, log: "SEQ_WRONG" });
  assert.deepEqual(JSON.parse(body), {
    jsonrpc: "2.0",
    id: 1,
    method: "broadcast_tx_sync",
    params: { tx: toBase64(TRANSACTION) },
  });
});

const ANSWERS: readonly (readonly [expected: string, text: string])[] = [
  ["code 0", JSON.stringify(success({}))],
  ["KNOWN", JSON.stringify(failure("tx already exists in cache"))],
  ["FULL", JSON.stringify(failure("mempool is full: number of txs 5 (max: 5), total txs bytes 9 (max: 9)"))],
  ["TOO_LARGE", JSON.stringify(failure("Tx too large. Max size is 61000, but got 61001"))],
  ["REFUSED", JSON.stringify(failure("endpoint is closed while node is catching up"))],
  ["MALFORMED_ANSWER", "not JSON"],
  ["MALFORMED_ANSWER", ""],
  ["MALFORMED_ANSWER", JSON.stringify(success({ hash: "00" }))],
  ["MALFORMED_ANSWER", JSON.stringify(success({ code: "0" }))],
  ["MALFORMED_ANSWER", JSON.stringify(success({ code: -1 }))],
  ["MALFORMED_ANSWER", JSON.stringify({ ...success({}), error: { code: 1, message: "" } })],
  ["MALFORMED_ANSWER", JSON.stringify(success({ log: "x".repeat(100_000) }))],
];

for (const [at, [expected, text]] of ANSWERS.entries()) {
  test(`answer ${at}: ${expected}`, async (t) => assert.equal(await answered(t, text), expected));
}

test("silence is a timeout; a connection that ends, and nobody there, are unreachable", async (t) => {
  const silent = await played(t, () => undefined, 100);
  assert.deepEqual(await silent.offer(TRANSACTION), { ok: false, error: { code: "TIMEOUT" } });
  const cut = await played(t, (asked) => asked.socket.destroy());
  assert.deepEqual(await cut.offer(TRANSACTION), { ok: false, error: { code: "UNREACHABLE" } });
  const half = await played(t, (_, reply) => {
    reply.writeHead(200, { "content-length": "100" });
    reply.write("{", () => reply.destroy());
  });
  assert.deepEqual(await half.offer(TRANSACTION), { ok: false, error: { code: "UNREACHABLE" } });
  const nobody = new CometRpc({ socket: join(await temporaryFolder(t), "rpc") });
  assert.deepEqual(await nobody.offer(TRANSACTION), { ok: false, error: { code: "UNREACHABLE" } });
});

test("the same words of CometBFT itself: taken, known, refused by the application, too large", {
  skip: missingTool(program, "no CometBFT on this machine: npm run setup:chain", { CI }),
}, async (t) => {
  const [home] = await chainHomes(await temporaryFolder(t), 1);
  const app = new CountingApplication();
  const refusing = utf8("refused");
  const { checkTx } = app.application;
  const application = {
    ...app.application,
    checkTx: async (request: Parameters<typeof checkTx>[0]) =>
      Buffer.from(request.tx).equals(refusing) ? { code: 16, log: "PHASE" } : checkTx(request),
  };
  const started = await ChainSupervisor.start({
    home: home ?? "",
    program: program ?? "",
    logger: silentLogger,
    openApplication: async () => ok({ application, close: app.close }),
  });
  const supervisor = expectOk(started, "start");
  t.after(() => supervisor.close());
  const rpc = new CometRpc({ socket: supervisor.rpc });
  t.after(() => rpc.close());
  const offer = async (transaction: Bytes): Promise<unknown> => {
    const offered = await rpc.offer(transaction);
    return offered.ok ? offered.value : offered.error.code;
  };
  assert.deepEqual(await offer(TRANSACTION), { code: 0, log: "" });
  assert.equal(await offer(TRANSACTION), "KNOWN");
  assert.deepEqual(await offer(refusing), { code: 16, log: "PHASE" });
  assert.deepEqual(await offer(refusing), { code: 16, log: "PHASE" }, "what is refused is not kept as known");
  assert.equal(await offer(new Uint8Array(61_001)), "TOO_LARGE");
  assert.deepEqual(await offer(new Uint8Array(61_000)), { code: 0, log: "" });
  assert.deepEqual(await Promise.all(Array.from({ length: 40 }, (_, at) => offer(utf8(`many ${at}`)))), [
    ...Array.from({ length: 40 }, () => ({ code: 0, log: "" })),
  ]);
});

test("an answer to other bytes is none", () => {
  const answer = utf8(JSON.stringify(success({})));
  assert.ok(readOffered(answer, TRANSACTION).ok);
  assert.ok(!readOffered(answer, utf8("other")).ok);
});
