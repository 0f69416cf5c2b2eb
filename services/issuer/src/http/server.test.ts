import assert from "node:assert/strict";
import { test } from "node:test";
import {
  encodeSignRequest,
  ISSUER_REFUSALS,
  ISSUER_ROUTES,
  type IssuerRefusalCode,
  readRefusal,
  readSignAnswer,
} from "@veche/api";
import { issuerOpenApi, OPENAPI_ROUTES, type OpenApi } from "@veche/api/openapi";
import { deviation } from "@veche/api/testing";
import { err, expectOk, toBase64, toHex } from "@veche/base";
import { type Asking, askFor, FakeNode, issueFor } from "@veche/client/testing";
import type { LightMyRequestResponse } from "fastify";
import type { Journal } from "../desk/journal.ts";
import { newScene, requestTo, staff } from "../testing/scene.ts";
import { jsonLogger } from "./logger.ts";
import { makeServer, reportTo, serve } from "./server.ts";

const { test: election, opened, voter } = newScene();

function nodeWith(asking: Asking): FakeNode {
  const ledger = opened.fork();
  ledger.accept(issueFor(ledger, asking));
  return new FakeNode(ledger);
}

function newLog() {
  const lines: string[] = [];
  return {
    lines,
    logger: jsonLogger(
      (line) => lines.push(line),
      () => 0,
    ),
  };
}

function assertDescribed({ statusCode: status, headers, body }: LightMyRequestResponse): void {
  const answered = { method: "post", path: ISSUER_ROUTES.sign, status, headers, body } as const;
  assert.equal(deviation(issuerOpenApi(), answered), undefined);
}

async function scene(change: { readonly journal?: Journal } = {}) {
  const asking = askFor(election, voter(0));
  const { desk } = await staff(nodeWith(asking), change);
  const { lines, logger } = newLog();
  const server = makeServer([desk], logger);
  /** Every answer is also held against the interface's description. */
  const send = async (payload: string | object, type = "application/json") => {
    const headers = { "content-type": type };
    const answer = await server.inject({ method: "POST", url: "/sign", payload, headers });
    assertDescribed(answer);
    return answer;
  };
  return { asking, desk, lines, server, send, request: encodeSignRequest(requestTo(election, 1, asking)) };
}

test("a request is answered, and a refusal says its code and a sentence in both languages", async () => {
  const { server, send, request } = await scene();
  const signed = await send(request);
  assert.equal(signed.statusCode, 200);
  assert.equal(readSignAnswer(signed.json())?.issuer, 1);
  const unknown = encodeSignRequest(requestTo(election, 1, askFor(election, voter(1))));
  const differing = encodeSignRequest(requestTo(election, 1, askFor(election, voter(0))));
  const cases = [
    ["NOT_ISSUED", unknown],
    ["ISSUE_DIFFERS", differing],
    ["UNKNOWN_ELECTION", { ...request, election: "00".repeat(32) }],
    ["UNKNOWN_STYLE", { ...request, style: "nowhere" }],
  ] as const;
  for (const [code, body] of cases) {
    const refused = await send(body);
    assert.equal(refused.statusCode, 409, code);
    const { message, transient } = ISSUER_REFUSALS[code];
    assert.deepEqual(readRefusal(refused.json()), { code, message });
    assert.equal(refused.headers["retry-after"], transient ? "1" : undefined, code);
  }
  await server.close();
});

test("L33 what is no request is refused, short, and nothing of it comes back", async () => {
  const { server, send, request, lines } = await scene();
  const marked = "<script>marker</script>";
  const cases = [
    [400, send({ ...request, more: marked })],
    [400, send({ ...request, style: 7 })],
    [400, send({ ...request, entry: request.entry.toUpperCase().replace(/^./, "G") })],
    [400, send(`{"${marked}`)],
    [400, send(`{"__proto__":{"a":"${marked}"}}`)],
    [400, send("null")],
    [400, send("")],
    [415, send(JSON.stringify(request), "application/cbor")],
    [413, send({ ...request, blinded: marked.repeat(400) })],
  ] as const;
  for (const [status, sent] of cases) {
    const answer = await sent;
    assert.equal(answer.statusCode, status, answer.body);
    assert.deepEqual(readRefusal(answer.json())?.code, "MALFORMED");
    assert.ok(!answer.body.includes("marker"));
  }
  for (const [method, url] of [
    ["GET", "/sign"],
    ["POST", `/${marked}`],
    ["GET", "/"],
  ] as const) {
    const answer = await server.inject({ method, url });
    assert.deepEqual([answer.statusCode, answer.body], [404, ""]);
  }
  assert.equal((await send(request)).statusCode, 200, "positive control");
  assert.deepEqual(lines, [], "and no request leaves a line");
  await server.close();
});

test("L12 L33 a journal that fails is logged by code and place, without anything of the request", async () => {
  const full: Journal = {
    find: async () => undefined,
    bind: (entry) =>
      Promise.reject(Object.assign(new Error(`no space for ${toHex(entry)}`), { code: "ENOSPC" })),
  };
  const { server, send, request, lines, asking } = await scene({ journal: full });
  const failed = await send(request);
  assert.equal(failed.statusCode, 500);
  assert.equal(readRefusal(failed.json())?.code, "INTERNAL");
  const [line = ""] = lines;
  assert.match(line, /"event":"request-failed".*"code":"ENOSPC"/);
  for (const text of [failed.body, line]) {
    for (const secret of [request.entry, toHex(asking.issueHash), toBase64(asking.hashes[0] as Uint8Array)]) {
      assert.ok(!text.includes(secret));
    }
  }
  await server.close();
});

test("the description of the interface is served, with a page to read, and names every route of the server", async () => {
  const { server } = await scene();
  const answer = await server.inject({ url: OPENAPI_ROUTES.document });
  const type = "application/json; charset=utf-8";
  assert.deepEqual([answer.statusCode, answer.headers["content-type"]], [200, type]);
  const document = answer.json() as OpenApi;
  assert.deepEqual(document, JSON.parse(JSON.stringify(issuerOpenApi())));
  assert.deepEqual(Object.keys(document.paths), Object.values(ISSUER_ROUTES));
  for (const url of Object.values(ISSUER_ROUTES)) assert.ok(server.hasRoute({ method: "POST", url }), url);
  const page = await server.inject({ url: OPENAPI_ROUTES.page });
  assert.equal(page.headers["content-security-policy"], "default-src 'none'");
  assert.match(page.body, /NOT_ISSUED/);
  await server.close();
});

test("every refusal of a desk is answered as described", async () => {
  const { desk, request, server: unused } = await scene();
  await unused.close();
  for (const code of Object.keys(ISSUER_REFUSALS) as readonly IssuerRefusalCode[]) {
    const refusing = { electionId: desk.electionId, sign: async () => err({ code }) };
    const server = makeServer([refusing], newLog().logger);
    const answer = await server.inject({ method: "POST", url: "/sign", payload: request });
    assert.equal(readRefusal(answer.json())?.code, code);
    assertDescribed(answer);
    await server.close();
  }
});

test("what the operator must act on is a line with event and code", () => {
  const { lines, logger } = newLog();
  const report = reportTo(logger);
  report({ event: "view-lost", code: "SHRUNK" });
  report({ event: "view-back" });
  report({ event: "halted", code: "FORK" });
  report({ event: "alarm", code: "SECOND_HASH" });
  const time = "1970-01-01T00:00:00.000Z";
  assert.deepEqual(
    lines.map((line) => JSON.parse(line) as unknown),
    [
      { time, level: "warn", event: "view-lost", code: "SHRUNK" },
      { time, level: "info", event: "view-back" },
      { time, level: "error", event: "halted", code: "FORK" },
      { time, level: "error", event: "alarm", code: "SECOND_HASH" },
    ],
  );
});

test("over a socket, for two elections, and looking by itself", async () => {
  const other = newScene({ origin: "veche.example/other" });
  const otherAsking = askFor(other.test, other.voter(0));
  const otherLedger = other.opened.fork();
  otherLedger.accept(issueFor(otherLedger, otherAsking));
  const node = new FakeNode(otherLedger);
  const { desk: second } = await staff(node);
  const { desk, request, server: unused } = await scene();
  await unused.close();
  const { logger } = newLog();
  const server = await serve([desk, second], { host: "127.0.0.1", port: 0, logger, lookEveryMs: 5 });
  const post = (body: object) =>
    fetch(`http://127.0.0.1:${server.port}/sign`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
  for (const body of [request, encodeSignRequest(requestTo(other.test, 1, otherAsking))]) {
    const answer = await post(body);
    assert.equal(answer.status, 200);
    assert.ok(readSignAnswer(await answer.json()) !== undefined);
  }
  const asked = node.asked.length;
  const late = askFor(other.test, other.voter(1));
  otherLedger.accept(issueFor(otherLedger, late));
  node.publish();
  while (node.asked.length < asked + 3) await new Promise((resolve) => setImmediate(resolve));
  assert.equal(expectOk(await second.sign(requestTo(other.test, 1, late)), "signed").set, 0);
  await server.close();
  await assert.rejects(post(request));
});
