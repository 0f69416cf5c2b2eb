import assert from "node:assert/strict";
import { readFile, rename, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { concat, expectOk, utf8 } from "@veche/base";
import {
  type Request,
  RequestCheckTx,
  RequestCommit,
  RequestInfo,
  RequestQuery,
} from "cosmjs-types/tendermint/abci/types";
import { formatAddress } from "./address.ts";
import type { Application } from "./application.ts";
import { encodeFrame } from "./framing.ts";
import { AbciServer } from "./server.ts";
import { kindOf, requestFrame, TestClient } from "./testing/client.ts";
import { KeyValue } from "./testing/key-value.ts";
import { withServer } from "./testing/served.ts";

const check = (tx: string): Request => ({ checkTx: RequestCheckTx.fromPartial({ tx: utf8(tx) }) });
const query = (): Request => ({ query: RequestQuery.fromPartial({}) });
const info = (): Request => ({ info: RequestInfo.fromPartial({}) });
const commit = (): Request => ({ commit: RequestCommit.fromPartial({}) });
const flush = (): Request => ({ flush: {} });

/** The key-value application with some methods of its own. */
const application = (own: Partial<Application>): Application => Object.assign(new KeyValue(), own);

/** A promise that is resolved from outside. */
function gate(): { readonly open: () => void; readonly passed: Promise<void> } {
  let open = (): void => undefined;
  const passed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, passed };
}

/** One turn of the event loop, in which all that is ready to run runs. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test("answers come in the order of the requests, also where the first takes longest", async () => {
  const slow = gate();
  const app = application({
    checkTx: async ({ tx }) => {
      if (tx.length === 1) await slow.passed;
      return { code: tx.length };
    },
  });
  await withServer(app, {}, async ({ connect }) => {
    const client = await connect();
    client.send(check("a"), { echo: { message: "x" } }, check("bb"), flush(), check("ccc"), flush());
    await turn();
    assert.deepEqual(client.answers, [], "nothing overtakes");
    slow.open();
    const answers = await client.received(6);
    assert.deepEqual(answers.map(kindOf), ["checkTx", "echo", "checkTx", "flush", "checkTx", "flush"]);
    assert.deepEqual(
      answers.map(({ checkTx }) => checkTx?.code),
      [1, undefined, 2, undefined, 3, undefined],
    );
  });
});

test("requests come whole however their bytes are cut", async () => {
  await withServer(new KeyValue(), {}, async ({ connect }) => {
    const client = await connect();
    const stream = concat(...["a=1", "b", "c=3"].map((tx) => requestFrame(check(tx))), requestFrame(flush()));
    for (const byte of stream) {
      client.socket.write(Uint8Array.of(byte));
      await turn();
    }
    const answers = await client.received(4);
    assert.deepEqual(
      answers.slice(0, 3).map(({ checkTx }) => checkTx?.code),
      [0, 2, 0],
    );
  });
});

/** Notes how many calls are inside at once. */
function crowd(): { readonly enter: () => Promise<void>; readonly most: () => number } {
  let inside = 0;
  let most = 0;
  return {
    enter: async () => {
      most = Math.max(most, ++inside);
      await turn();
      await turn();
      inside--;
    },
    most: () => most,
  };
}

async function askOnFour(app: Application, queries: "in-turn" | "beside"): Promise<void> {
  await withServer(app, { queries }, async ({ connect }) => {
    const clients = await Promise.all([connect(), connect(), connect(), connect()]);
    const requests = [query(), check("a"), info(), commit()];
    for (let round = 0; round < 5; round++) {
      for (const [at, client] of clients.entries()) client.send(requests[at] as Request, flush());
    }
    for (const client of clients) assert.equal((await client.received(10)).length, 10);
  });
}

test("one request is in the application at a time, over all connections", async () => {
  const all = crowd();
  const entering = application({
    info: async () => {
      await all.enter();
      return { lastBlockHeight: 0n, lastBlockAppHash: new Uint8Array() };
    },
    checkTx: async () => {
      await all.enter();
      return { code: 0 };
    },
    query: async () => {
      await all.enter();
      return { code: 0 };
    },
    commit: async () => {
      await all.enter();
      return {};
    },
  });
  await askOnFour(entering, "in-turn");
  assert.equal(all.most(), 1);
  await askOnFour(entering, "beside");
  assert.equal(all.most(), 2, "the control: a query that is let past is seen inside");
});

test("a query is answered beside a block that is under way, if the application allows it", async () => {
  const block = gate();
  const app = application({
    commit: async () => {
      await block.passed;
      return {};
    },
  });
  await withServer(app, { queries: "beside" }, async ({ connect }) => {
    const [consensus, reader, mempool] = [await connect(), await connect(), await connect()];
    consensus.send(commit(), flush());
    await turn();
    mempool.send(check("a=1"), flush());
    reader.send(query(), flush());
    assert.deepEqual((await reader.received(2)).map(kindOf), ["query", "flush"]);
    assert.deepEqual([consensus.answers, mempool.answers], [[], []]);
    block.open();
    assert.deepEqual((await mempool.received(2)).map(kindOf), ["checkTx", "flush"]);
  });
});

test("an application foresees what it is asked later, and no more than the limit", async () => {
  const first = gate();
  const foreseen: string[] = [];
  const app = application({
    foresee: ({ method }) => foreseen.push(method),
    checkTx: async () => {
      await first.passed;
      return { code: 0 };
    },
  });
  const limits = { lookAhead: { requests: 10, bytes: 1_000_000 } };
  await withServer(app, { limits }, async ({ connect }) => {
    const client = await connect();
    const big = "x".repeat(100_000);
    client.send(...Array.from({ length: 100 }, () => check(big)), flush());
    while (foreseen.length < 10) await turn();
    for (let times = 0; times < 50; times++) await turn();
    assert.ok(foreseen.length <= 12, `${foreseen.length} were read ahead`);
    first.open();
    assert.equal((await client.received(101)).length, 101);
    assert.equal(foreseen.length, 100);
  });
});

test("a socket that does not read is not written to without end, and nothing is lost when it reads", async () => {
  let asked = 0;
  const value = new Uint8Array(64 * 1024).fill(7);
  const app = application({
    query: async () => {
      asked++;
      return { code: 0, value };
    },
  });
  await withServer(app, {}, async ({ connect }) => {
    const client = await connect();
    client.socket.pause();
    client.send(...Array.from({ length: 1_000 }, query), flush());
    let before = -1;
    while (before !== asked) {
      before = asked;
      for (let times = 0; times < 100; times++) await turn();
    }
    assert.ok(asked > 0 && asked < 100, `${asked} of 1,000 were answered to nobody`);
    client.socket.resume();
    const answers = await client.received(1_001);
    assert.equal(answers.length, 1_001);
    assert.equal(asked, 1_000);
  });
});

test("an application that throws is not called again, on any connection; its words stay at home", async () => {
  let calls = 0;
  const app = application({
    checkTx: async () => {
      calls++;
      throw new Error("the disk of voter 7 is full");
    },
    commit: async () => {
      calls++;
      return {};
    },
  });
  await withServer(app, {}, async ({ connect, server, ended }) => {
    const [one, other] = [await connect(), await connect()];
    one.send({ echo: { message: "before" } }, check("a"), check("b"), flush());
    const answers = await one.received(5);
    assert.deepEqual(answers.map(kindOf), ["echo", "exception"], "then the connection is closed");
    assert.doesNotMatch(answers[1]?.exception?.error ?? "", /voter/);
    assert.match(String(await server.failed), /disk of voter 7/);
    other.send(commit(), flush());
    assert.deepEqual((await other.received(2)).map(kindOf), ["exception"]);
    await other.closed;
    assert.equal(calls, 1);
    await assert.rejects(TestClient.connect(server.address), "nobody is let in any more");
    const codes = (await ended(2)).map(({ code }) => code);
    assert.deepEqual(codes, ["APPLICATION_FAILED", "APPLICATION_FAILED"]);
  });
});

test("an application that throws while it foresees has failed too", async () => {
  const foresee: Application["foresee"] = ({ method }) => {
    if (method === "query") throw new Error("foreseen");
  };
  await withServer(application({ foresee }), {}, async ({ connect, server }) => {
    const client = await connect();
    client.send(query(), flush());
    assert.deepEqual((await client.received(1)).map(kindOf), ["exception"]);
    assert.match(String(await server.failed), /foreseen/);
  });
});

test("what cannot be understood ends its connection, after the answers before it, and no other", async () => {
  const cases = [
    [Uint8Array.of(0), "REQUEST_UNKNOWN"],
    [encodeFrame(Uint8Array.of(0xff)), "REQUEST_MALFORMED"],
    [Uint8Array.of(0x80, 0), "FRAME_LENGTH_MALFORMED"],
    [Uint8Array.of(0xff, 0xff, 0xff, 0x7f), "FRAME_TOO_LARGE"],
  ] as const;
  await withServer(new KeyValue(), { limits: { requestBytes: 1_000_000 } }, async ({ connect, ended }) => {
    const bystander = await connect();
    for (const [at, [bytes, code]] of cases.entries()) {
      const client = await connect();
      client.socket.write(concat(requestFrame(check("a=1")), bytes, requestFrame(check("b=2"))));
      await client.closed;
      assert.deepEqual(client.answers.map(kindOf), ["checkTx", "exception"], code);
      assert.equal((await ended(at + 1))[at]?.code, code);
    }
    bystander.send(info(), flush());
    assert.equal((await bystander.received(2)).length, 2);
  });
});

test("a connection may end between requests; inside one it is torn; what came before is answered", async () => {
  await withServer(new KeyValue(), {}, async ({ connect, ended }) => {
    const [whole, torn] = [await connect(), await connect()];
    whole.socket.end(requestFrame(check("a=1")));
    await whole.closed;
    assert.equal((await ended(1))[0]?.code, "ENDED");
    torn.socket.end(concat(requestFrame(check("a=1")), Uint8Array.of(5, 1)));
    await torn.closed;
    assert.equal((await ended(2))[1]?.code, "FRAME_TORN");
    for (const { answers } of [whole, torn]) assert.deepEqual(answers.map(kindOf), ["checkTx"]);
  });
});

test("a server closes while a request is in the application, and throws away what waits behind it", async () => {
  const slow = gate();
  let calls = 0;
  const app = application({
    checkTx: async () => {
      calls++;
      await slow.passed;
      return { code: 0 };
    },
  });
  await withServer(app, {}, async ({ connect, server }) => {
    const client = await connect();
    client.send(check("a"), check("b"), check("c"), flush());
    while (calls === 0) await turn();
    const closing = server.close();
    await client.closed;
    slow.open();
    await closing;
    assert.equal(calls, 1);
  });
});

test("a socket left behind by a killed process is taken over, one that is in use is not", async () => {
  await withServer(new KeyValue(), {}, async ({ server, folder }) => {
    const taken = await AbciServer.listen(new KeyValue(), { address: server.address });
    assert.equal(!taken.ok && taken.error.code, "ADDRESS_TAKEN");
    const [stale, plain] = [join(folder, "stale"), join(folder, "plain")];
    const killed = expectOk(
      await AbciServer.listen(new KeyValue(), { address: { kind: "unix", path: join(folder, "first") } }),
      "listen",
    );
    // What is closed removes its socket by name: this one survives, as after a kill.
    await rename(join(folder, "first"), stale);
    await killed.close();
    const address = { kind: "unix", path: stale } as const;
    const own = expectOk(await AbciServer.listen(new KeyValue(), { address }), "listen");
    assert.equal((await stat(stale)).mode & 0o777, 0o600, "nobody else may order blocks");
    const client = await TestClient.connect(own.address);
    client.send(info(), flush());
    assert.equal((await client.received(2)).length, 2);
    client.socket.destroy();
    await own.close();
    await writeFile(plain, "somebody's file");
    const notOurs = await AbciServer.listen(new KeyValue(), { address: { kind: "unix", path: plain } });
    assert.equal(!notOurs.ok && notOurs.error.code, "ADDRESS_TAKEN");
    assert.equal(await readFile(plain, "utf8"), "somebody's file");
    const nowhere = { kind: "unix", path: join(folder, "none", "socket") } as const;
    const failed = await AbciServer.listen(new KeyValue(), { address: nowhere });
    assert.equal(!failed.ok && failed.error.code, "LISTEN_FAILED");
  });
});

test("over TCP the system may choose the port", async () => {
  const address = { kind: "tcp", host: "127.0.0.1", port: 0 } as const;
  const server = expectOk(await AbciServer.listen(new KeyValue(), { address }), "listen");
  assert.match(formatAddress(server.address), /^tcp:\/\/127\.0\.0\.1:[1-9]\d+$/);
  const client = await TestClient.connect(server.address);
  client.send({ echo: { message: "hello" } }, flush());
  assert.equal((await client.received(2))[0]?.echo?.message, "hello");
  client.socket.destroy();
  await server.close();
});
