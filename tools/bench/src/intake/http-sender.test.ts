import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { type AddressInfo, createServer as createNetServer, type Server } from "node:net";
import { type TestContext, test } from "node:test";
import { HttpSender, queryOf, requestOf } from "./http-sender.ts";

async function listen(t: TestContext, server: Server): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => server.close());
  return (server.address() as AddressInfo).port;
}

const body = Buffer.from([0, 13, 10, 13, 10, 255]);
const request = requestOf("/e/ab/tx", "application/cbor", body);

test("a request arrives whole at a real server, and its answer's status comes back, again and again", async (t) => {
  const heard: {
    readonly path: string | undefined;
    readonly type: string | undefined;
    readonly bytes: Buffer;
  }[] = [];
  const answer = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    heard.push({ path: incoming.url, type: incoming.headers["content-type"], bytes: Buffer.concat(chunks) });
    const text = "x".repeat(100_000);
    response.writeHead(heard.length === 1 ? 503 : 200, { "content-length": text.length }).end(text);
  };
  const port = await listen(
    t,
    createServer((incoming, response) => void answer(incoming, response)),
  );
  const sender = await HttpSender.open(port);
  assert.equal(await sender.send(request), 503);
  assert.equal(await sender.send(request), 200);
  const reply = await sender.ask(queryOf("/e/ab/proof/1"));
  sender.close();
  assert.deepEqual(heard[1], { path: "/e/ab/tx", type: "application/cbor", bytes: body });
  assert.deepEqual(heard[2], { path: "/e/ab/proof/1", type: undefined, bytes: Buffer.alloc(0) });
  assert.deepEqual([reply.status, Buffer.from(reply.body).toString()], [200, "x".repeat(100_000)]);
});

test("an answer that comes in pieces is waited for", async (t) => {
  const port = await listen(
    t,
    createNetServer((socket) => {
      socket.once("data", async () => {
        for (const piece of ["HTTP/1.1 20", "2 Accepted\r\ncontent-le", "ngth: 4\r\n\r", "\nab", "cd"]) {
          socket.write(piece);
          await new Promise((resolve) => setTimeout(resolve, 5));
        }
      });
      socket.on("error", () => undefined);
    }),
  );
  const sender = await HttpSender.open(port);
  assert.equal(await sender.send(request), 202);
  sender.close();
});

test("what is no answer, and a connection that ends, fail the sender and nothing waits for ever", async (t) => {
  for (const said of ["HTTP/1.1 200 OK\r\n\r\n", "SSH-2.0-odd\r\n\r\ncontent-length: 0\r\n\r\n", ""]) {
    const port = await listen(
      t,
      createNetServer((socket) => {
        socket.once("data", () => socket.end(said));
        socket.on("error", () => undefined);
      }),
    );
    const sender = await HttpSender.open(port);
    await assert.rejects(sender.send(request), /odd answer|closed the connection/);
    sender.close();
  }
  await assert.rejects(HttpSender.open(1), /ECONNREFUSED/);
});
