import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { CBOR_TYPE, electionPath, type TransactionAnswer } from "@veche/api";
import { OPENAPI_ROUTES, type OpenApi, openApiPath } from "@veche/api/openapi";
import { OUTCOMES } from "@veche/ledger";
import { openElection, seededRandom } from "@veche/ledger/testing";
import fastify from "fastify";
import { busy, entered, notThisNode, promised, refusal, standing } from "../engine/answers.ts";
import { silentLogger } from "../log/logger.ts";
import type { VecheNode } from "../node.ts";
import { assertInjectedDescribed } from "../testing/described.ts";
import { startNode } from "../testing/test-node.ts";
import { nodeDocument } from "./documents.ts";
import { addRoutes, makeServer } from "./server.ts";

/** A page that is served, of one file. */
const index = { type: "text/html", bytes: Buffer.from("<p>"), compressed: undefined, isImmutable: false };
const page = {
  files: new Map([["index.html", index]]),
  settings: { nodes: ["http://ballot.localhost:1"], portal: "http://portal.localhost:2", hotline: "1" },
};

/** Other addresses of the page and its files, and the description itself: nothing that a program would call. */
const NOT_DESCRIBED = [
  "/",
  "/practice/",
  "/page/*",
  "/e/:id",
  ...["check", "find"].flatMap((below) => [`/e/:id/${below}/`, `/e/:id/${below}`]),
  ...Object.values(OPENAPI_ROUTES),
].map((url) => `GET ${openApiPath(url)}`);

/** Routes that only one of description and server has. */
function differences({ paths }: OpenApi, registered: readonly string[]): readonly string[] {
  const described = Object.entries(paths).flatMap(([path, item]) =>
    Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`),
  );
  const expected = [...described, ...NOT_DESCRIBED];
  return [
    ...expected.filter((route) => !registered.includes(route)),
    ...registered.filter((route) => !expected.includes(route)),
  ];
}

async function testNode(t: TestContext) {
  const { ledger } = openElection({ witnesses: { count: 1, quorum: 0 } }, [1, 0], seededRandom("documents"));
  return (await startNode(t, ledger.test)).node;
}

test("what the server takes is what its description says, and nothing else; one route less or more is found", async (t) => {
  const app = fastify({ exposeHeadRoutes: false });
  const registered: string[] = [];
  app.addHook("onRoute", ({ method, url }) => {
    registered.push(`${method} ${openApiPath(url)}`);
  });
  addRoutes(app, await testNode(t), page);
  const document = nodeDocument();
  assert.deepEqual(differences(document, registered), []);
  const taken = "/e/{id}/status";
  const { [taken]: _, ...paths } = document.paths;
  assert.deepEqual(differences({ ...document, paths }, registered), [`GET ${taken}`]);
  assert.deepEqual(differences(document, [...registered, "GET /more"]), ["GET /more"]);
});

test("the description is served with a page to read, to any origin, and says the sentences of this node", async (t) => {
  const server = makeServer(await testNode(t), silentLogger);
  t.after(() => server.close());
  const answer = await server.inject({ url: OPENAPI_ROUTES.document });
  assert.deepEqual(
    [answer.statusCode, answer.headers["content-type"], answer.headers["access-control-allow-origin"]],
    [200, "application/json; charset=utf-8", "*"],
  );
  assert.deepEqual(answer.json(), JSON.parse(JSON.stringify(nodeDocument())));
  assert.match(answer.body, /"NOT_THIS_NODE"/);
  const html = await server.inject({ url: OPENAPI_ROUTES.page });
  assert.deepEqual(
    [html.statusCode, html.headers["content-type"], html.headers["content-security-policy"]],
    [200, "text/html; charset=utf-8", "default-src 'none'"],
  );
  assert.match(html.body, /POST \/e\/\{id\}\/tx/);
});

test("a ballot kept for its moment, a busy node and a fault answer as described", async (t) => {
  const node = await testNode(t);
  const path = electionPath("1f".repeat(32), "tx");
  const answers: readonly (readonly [number, () => Promise<TransactionAnswer>])[] = [
    [200, async () => entered("BLAMED", 7, undefined)],
    [200, async () => entered("ACCEPTED", 7, "ACCEPTED")],
    [200, async () => standing(7, false)],
    [202, async () => promised("promise", 1)],
    [409, async () => notThisNode],
    ...OUTCOMES.filter(({ number }) => number >= 12).map(
      ({ code }) => [409, async () => refusal(code)] as const,
    ),
    [503, async () => busy(3)],
    [500, () => Promise.reject(new Error("disk"))],
  ];
  for (const [status, submit] of answers) {
    const server = makeServer(Object.assign(Object.create(node) as VecheNode, { submit }), silentLogger);
    const headers = { "content-type": CBOR_TYPE };
    const answer = await server.inject({ method: "POST", url: path, headers, payload: Buffer.from("x") });
    assert.equal(answer.statusCode, status, answer.body);
    assertInjectedDescribed("post", path, answer);
    await server.close();
  }
  // Control: an answer of no form is found.
  const wrong = {
    statusCode: 200,
    headers: { "content-type": "application/json" },
    body: '{"outcome":"ACCEPTED"}',
  };
  assert.throws(() => assertInjectedDescribed("post", path, wrong));
});
