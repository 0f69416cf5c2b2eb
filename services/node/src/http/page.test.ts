import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { request } from "node:https";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { gunzipSync } from "node:zlib";
import { electionPath } from "@veche/api";
import { expectOk, toHex } from "@veche/base";
import { openElection, seededRandom } from "@veche/ledger/testing";
import { lanCertificate } from "../home/lan-certificate.ts";
import { jsonLogger } from "../log/logger.ts";
import { assertInjectedDescribed } from "../testing/described.ts";
import { feed, startNode, temporaryFolder } from "../testing/test-node.ts";
import type { Page } from "./page.ts";
import { readPage } from "./page-files.ts";
import { makeServer, serve } from "./server.ts";

const random = seededRandom("page tests");
const SCRIPT = "console.log('ballot');".repeat(100);
const SETTINGS = {
  nodes: ["http://ballot.localhost:7002", "https://node2.example"],
  portal: "http://portal.localhost:7001",
  hotline: "+7 800 000-00-00",
} as const;

async function builtPage(t: TestContext): Promise<string> {
  const folder = await temporaryFolder(t);
  await mkdir(join(folder, "assets"));
  await mkdir(join(folder, "types"));
  await writeFile(join(folder, "index.html"), "<!doctype html><title>Ballot</title>");
  await writeFile(join(folder, "favicon.svg"), "<svg/>");
  await writeFile(join(folder, "assets", "index-AbC123.js"), SCRIPT);
  await writeFile(join(folder, "assets", "index-AbC123.js.map"), "{}");
  await writeFile(join(folder, "types", "index.d.ts"), "");
  return folder;
}

async function scene(t: TestContext, more: Partial<Page> = {}) {
  const { ledger } = openElection({ witnesses: { count: 1, quorum: 0 } }, [1, 0], random);
  const started = await startNode(t, ledger.test);
  await feed(started, ledger);
  const files = expectOk(await readPage(await builtPage(t)), "page");
  const lines: string[] = [];
  const logger = jsonLogger(
    (line) => lines.push(line),
    () => 0,
  );
  const page: Page = { files, settings: SETTINGS, ...more };
  const server = makeServer(started.node, logger, { page });
  t.after(() => server.close());
  return { server, started, page, logger, lines, id: toHex(ledger.test.electionId) };
}

test("§12.1.2 the page and its parts come with a policy that allows this host and the nodes of the settings only", async (t) => {
  const { server, id } = await scene(t);
  for (const url of [`/e/${id}/`, `/e/${id}/check/`, `/e/${id}/find/`, "/", "/practice/"]) {
    const answer = await server.inject({ url });
    assert.deepEqual([answer.statusCode, answer.headers["content-type"]], [200, "text/html; charset=utf-8"]);
    assert.match(answer.body, /<title>Ballot/);
    if (url === `/e/${id}/`) assertInjectedDescribed("get", url, answer);
    const { headers } = answer;
    assert.equal(
      headers["content-security-policy"],
      "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; font-src 'self'; img-src 'self' data: blob:; " +
        "connect-src 'self' http://ballot.localhost:7002 https://node2.example; worker-src 'self'; manifest-src 'self'; " +
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    );
    assert.equal(headers["cross-origin-opener-policy"], "same-origin");
    assert.equal(headers["referrer-policy"], "no-referrer");
    assert.equal(headers["permissions-policy"], "camera=(self)");
    assert.equal(headers["x-content-type-options"], "nosniff");
    assert.equal(headers["cache-control"], "no-cache");
  }
});

test("parts with a hash in their name may be kept for ever, compressed where the browser takes it", async (t) => {
  const { server } = await scene(t);
  const url = "/page/assets/index-AbC123.js";
  const plain = await server.inject({ url });
  assert.deepEqual([plain.statusCode, plain.body], [200, SCRIPT]);
  assert.match(String(plain.headers["cache-control"]), /immutable/);
  assert.equal(plain.headers["content-type"], "text/javascript; charset=utf-8");
  const gzip = await server.inject({ url, headers: { "accept-encoding": "deflate, gzip" } });
  assert.equal(gzip.headers["content-encoding"], "gzip");
  assert.equal(gunzipSync(gzip.rawPayload).toString(), SCRIPT);
  const br = await server.inject({ url, headers: { "accept-encoding": "gzip, deflate, br" } });
  assert.equal(br.headers["content-encoding"], "br");
  const icon = await server.inject({ url: "/page/favicon.svg" });
  assert.deepEqual([icon.statusCode, icon.headers["content-type"]], [200, "image/svg+xml"]);
  assert.doesNotMatch(String(icon.headers["cache-control"]), /immutable/);
});

test("what is no part of the page is not served, wherever a path leads", async (t) => {
  const { server, id } = await scene(t);
  const paths = [
    "/page/assets/index-AbC123.js.map",
    "/page/types/index.d.ts",
    "/page/index.html",
    "/page/../node.json",
    "/page/..%2f..%2fnode.json",
    "/page/assets/%2e%2e/%2e%2e/node.json",
    "/page/",
    "/e/xyz/",
    `/e/${id.toUpperCase()}/`,
    `/e/${id}/other/`,
    "/practice",
  ];
  for (const url of paths) {
    const answer = await server.inject({ url });
    assert.deepEqual([answer.statusCode, answer.json().outcome], [404, "UNKNOWN_ELECTION"], url);
  }
  const short = await server.inject({ url: `/e/${id}/check` });
  assert.deepEqual([short.statusCode, short.headers.location], [308, `/e/${id}/check/`]);
  const post = await server.inject({ method: "POST", url: `/e/${id}/` });
  assert.equal(post.statusCode, 404);
});

test("an address mistyped in a browser leads to the page, which knows the way back; tools get the answer of the interface", async (t) => {
  const { server, started, logger, id } = await scene(t);
  const browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
  const paths = [
    `/e/${id}/fnd/`,
    `/e/${id}/other`,
    `/e/${id.slice(1)}/`,
    "/e/xyz/find/",
    "/e/xyz/find",
    "/nowhere",
  ];
  for (const url of paths) {
    const shown = await server.inject({ url, headers: { accept: browser } });
    assert.deepEqual(
      [shown.statusCode, shown.headers["content-type"]],
      [404, "text/html; charset=utf-8"],
      url,
    );
    assert.match(shown.body, /<title>Ballot/);
    assert.match(String(shown.headers["content-security-policy"]), /script-src 'self'/);
    assert.equal(shown.headers["cache-control"], "no-cache");
    assert.match(String(shown.headers.vary), /accept(,|$)/);
    for (const accept of [undefined, "*/*", "application/json", "text/html;q=0", "text/html-x"]) {
      const told = await server.inject({ url, headers: accept === undefined ? {} : { accept } });
      assert.deepEqual([told.statusCode, told.json().outcome], [404, "UNKNOWN_ELECTION"], `${url} ${accept}`);
    }
  }
  const headers = { accept: browser };
  const post = await server.inject({ method: "POST", url: "/nowhere", headers });
  assert.equal(post.json().outcome, "UNKNOWN_ELECTION");
  const tracker = await server.inject({ url: electionPath(id, "tracker/xyz"), headers });
  assert.deepEqual([tracker.statusCode, tracker.json().outcome], [400, "MALFORMED"]);
  const none = await server.inject({ url: electionPath(id, "certified"), headers });
  assert.deepEqual([none.statusCode, none.json().outcome], [404, "NOT_FOUND"]);
  const without = makeServer(started.node, logger);
  const plain = await without.inject({ url: "/nowhere", headers });
  assert.equal(plain.json().outcome, "UNKNOWN_ELECTION");
});

test("a page that came over another host of this server asks that host, and only a known one", async (t) => {
  const { server } = await scene(t, { otherHosts: ["192.168.1.5:7443"] });
  const url = "/page/settings.json";
  const own = await server.inject({ url });
  assert.deepEqual(own.json(), SETTINGS);
  assertInjectedDescribed("get", url, own);
  const lan = await server.inject({ url, headers: { host: "192.168.1.5:7443" } });
  assert.deepEqual(lan.json(), { ...SETTINGS, nodes: ["https://192.168.1.5:7443"] });
  const foreign = await server.inject({ url, headers: { host: "evil.example" } });
  assert.deepEqual(foreign.json(), SETTINGS);
});

test("without a page there is none, and a folder without one is refused", async (t) => {
  const { started, logger, id } = await scene(t);
  const server = makeServer(started.node, logger);
  for (const url of [`/e/${id}/`, "/", "/page/settings.json"]) {
    const answer = await server.inject({ url });
    assert.equal(answer.statusCode, 404, url);
    if (url !== "/") assertInjectedDescribed("get", url, answer);
  }
  for (const folder of [await temporaryFolder(t), "/no/such/folder"]) {
    const path = join(folder, "index.html");
    assert.deepEqual(await readPage(folder), { ok: false, error: { code: "PAGE_MISSING", path } });
  }
});

test("⚔ no cookie is set, and one that comes is neither read, answered nor logged", async (t) => {
  const { server, id, lines, logger } = await scene(t);
  const secret = "session=kirill-and-the-bell";
  const headers = { cookie: secret };
  const urls = [
    `/e/${id}/`,
    "/",
    "/page/assets/index-AbC123.js",
    "/page/settings.json",
    ...["checkpoint", "status", "voting/0", "tracker/0123456789ABCDEFGHJK", "nothing"].map((resource) =>
      electionPath(id, resource),
    ),
    "/nowhere",
  ];
  for (const url of urls) {
    const withCookie = await server.inject({ url, headers });
    const without = await server.inject({ url });
    assert.equal(withCookie.headers["set-cookie"], undefined, url);
    assert.deepEqual([withCookie.statusCode, withCookie.body], [without.statusCode, without.body], url);
    assert.ok(!JSON.stringify(withCookie.headers).includes("kirill"), url);
  }
  const tx = electionPath(id, "tx");
  const type = { "content-type": "application/cbor" };
  const posted = await server.inject({
    method: "POST",
    url: tx,
    headers: { ...headers, ...type },
    payload: "x",
  });
  assert.deepEqual([posted.statusCode, posted.headers["set-cookie"]], [400, undefined]);
  assert.ok(!lines.join("").includes("kirill"));
  // Control: the search finds what stands there.
  logger("info", "planted", { header: secret });
  assert.ok(lines.join("").includes("kirill"));
});

test("over the network of the house the same page comes by HTTPS under the host's own certificate", async (t) => {
  const { started, page, logger, id } = await scene(t);
  const tls = await lanCertificate(await temporaryFolder(t), ["127.0.0.1"], Date.now(), random);
  const server = await serve(started.node, { host: "127.0.0.1", port: 0, logger, page, tls });
  t.after(() => server.close());
  const get = (ca: string | undefined): Promise<number | undefined> =>
    new Promise((resolve, reject) => {
      const path = `/e/${id}/check/`;
      const options = { host: "127.0.0.1", port: server.port, path, ...(ca === undefined ? {} : { ca }) };
      request(options, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      })
        .on("error", reject)
        .end();
    });
  assert.equal(await get(tls.cert), 200);
  await assert.rejects(get(undefined), { code: "DEPTH_ZERO_SELF_SIGNED_CERT" });
});
