import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type TestContext, test } from "node:test";
import { type Bytes, toHex, utf8 } from "@veche/base";
import { httpOver } from "@veche/client";
import fastify, { type FastifyInstance } from "fastify";
import type { VecheNode } from "../node.ts";
import { askSignedOver } from "../publish/ask-signed.ts";
import { addSigned } from "./signed.ts";

const ELECTION = new Uint8Array(32).fill(7);
const NOTE = utf8("a note that another test looks into\n");

/** A server with one log, which has signed the size 12. */
async function served(t: TestContext): Promise<{ readonly app: FastifyInstance; readonly url: string }> {
  const log = { signedAt: (size: number): Bytes | undefined => (size === 12 ? NOTE : undefined) };
  const node = { log: (id: Bytes) => (toHex(id) === toHex(ELECTION) ? log : undefined) };
  const app = fastify();
  addSigned(app, node as unknown as VecheNode);
  t.after(() => app.close());
  return { app, url: await app.listen({ host: "127.0.0.1", port: 0 }) };
}

test("07.7.2 signatures of a size that was signed; 404 for every other, however it is spelt", async (t) => {
  const { app } = await served(t);
  const get = (path: string) => app.inject({ method: "GET", url: `/e/${path}` });
  const right = await get(`${toHex(ELECTION)}/signed/12`);
  assert.equal(right.statusCode, 200);
  assert.match(String(right.headers["content-type"]), /^text\/plain/);
  assert.deepEqual(new Uint8Array(right.rawPayload), NOTE);
  for (const size of ["0", "13", "012", "+12", "12.0", "1e1", "-1", "x", "99999999999999999999", "%31%32x"]) {
    assert.equal((await get(`${toHex(ELECTION)}/signed/${size}`)).statusCode, 404, size);
  }
  const nowhere = await get(`${"00".repeat(32)}/signed/12`);
  assert.equal(nowhere.json().outcome, "UNKNOWN_ELECTION");
});

test("one validator asks another over HTTP; what is not there, too long or unreachable is nothing", async (t) => {
  const { url, app } = await served(t);
  const http = httpOver(fetch);
  const ask = askSignedOver(http, url);
  assert.deepEqual(await ask({ electionId: ELECTION, size: 12 }), NOTE);
  assert.equal(await ask({ electionId: ELECTION, size: 13 }), undefined);
  await app.close();
  assert.equal(await ask({ electionId: ELECTION, size: 12 }), undefined);
  const flood = createServer((_request, response) => response.end("x".repeat(5_000)));
  await new Promise<void>((resolve) => flood.listen(0, "127.0.0.1", resolve));
  t.after(() => flood.close());
  const { port } = flood.address() as AddressInfo;
  assert.equal(
    await askSignedOver(http, `http://127.0.0.1:${port}`)({ electionId: ELECTION, size: 12 }),
    undefined,
  );
});
