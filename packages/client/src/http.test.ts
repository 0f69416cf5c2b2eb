import assert from "node:assert/strict";
import { createServer, type RequestListener } from "node:http";
import { after, before, test } from "node:test";
import { fromUtf8, utf8 } from "@veche/base";
import { type Http, httpOver } from "./index.ts";

const http: Http = httpOver(fetch);
const bounds = { maxBytes: 1_000, timeoutMs: 2_000 };

const routes: Readonly<Record<string, RequestListener>> = {
  "/echo": (request, answer) => {
    request.pipe(answer.writeHead(200, { "content-type": request.headers["content-type"] ?? "" }));
  },
  "/busy": (_, answer) => void answer.writeHead(503, { "retry-after": "7" }).end("later"),
  "/date": (_, answer) =>
    void answer.writeHead(503, { "retry-after": "Fri, 01 Jan 2027 00:00:00 GMT" }).end(),
  "/moved": (_, answer) => void answer.writeHead(302, { location: "/echo" }).end(),
  "/endless": (_, answer) => {
    answer.on("close", () => clearInterval(timer));
    const timer = setInterval(() => answer.write(new Uint8Array(400)), 1);
  },
  "/silent": () => {},
};

const server = createServer((request, answer) => routes[request.url ?? ""]?.(request, answer));
let base = "";

before(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  base = typeof address === "object" && address !== null ? `http://127.0.0.1:${address.port}` : "";
});

after(() => {
  server.closeAllConnections();
  server.close();
});

test("bytes go out and come back as they are", async () => {
  const body = utf8("голос");
  const answer = await http({
    method: "POST",
    url: `${base}/echo`,
    body,
    contentType: "application/cbor",
    ...bounds,
  });
  assert.ok(answer.ok && answer.value.status === 200 && fromUtf8(answer.value.body) === "голос");
});

test("a server says how long to wait in seconds, or not at all", async () => {
  const busy = await http({ method: "GET", url: `${base}/busy`, ...bounds });
  assert.ok(busy.ok && busy.value.status === 503 && busy.value.retryAfterSeconds === 7);
  const date = await http({ method: "GET", url: `${base}/date`, ...bounds });
  assert.ok(date.ok && date.value.retryAfterSeconds === undefined);
});

test("⚔ an answer without end, one that never comes and one that leads elsewhere are errors", async () => {
  const codeAt = async (path: string, timeoutMs: number): Promise<string> => {
    const answer = await http({ method: "GET", url: `${base}${path}`, maxBytes: 1_000, timeoutMs });
    return answer.ok ? "ok" : answer.error.code;
  };
  assert.equal(await codeAt("/endless", 5_000), "ANSWER_TOO_LARGE");
  assert.equal(await codeAt("/silent", 50), "UNREACHABLE");
  assert.equal(await codeAt("/moved", 2_000), "UNREACHABLE");
});

test("nobody listening is a value, with its reason", async () => {
  const answer = await http({ method: "GET", url: "http://127.0.0.1:1/", ...bounds });
  assert.ok(!answer.ok && answer.error.code === "UNREACHABLE" && answer.error.reason.length > 10);
});
