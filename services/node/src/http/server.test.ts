import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { CBOR_TYPE, electionPath } from "@veche/api";
import { type Bytes, expectOk, sha256, toHex } from "@veche/base";
import { checkReceipt, policyOf } from "@veche/client";
import { verifyEd25519Strict } from "@veche/group";
import {
  castTransaction,
  issueTransaction,
  type OpenElection,
  openElection,
  seededRandom,
  type TestLedger,
} from "@veche/ledger/testing";
import { decodeEntryBundle, leafHash, nodeHash, verifyCheckpoint } from "@veche/tlog";
import { createHome } from "../home/home.ts";
import { jsonLogger, type Logger } from "../log/logger.ts";
import { VecheNode } from "../node.ts";
import { assertDescribed } from "../testing/described.ts";
import { feed, nodeKeys, type TestNode } from "../testing/test-node.ts";
import { type Server, serve } from "./server.ts";

const random = seededRandom("http tests");
const lines: string[] = [];
const logger: Logger = jsonLogger(
  (line) => lines.push(line),
  () => Date.now(),
);

let open: OpenElection;
let ledger: TestLedger;
let started: TestNode;
let server: Server;
let base: string;
let id: string;

before(async () => {
  open = openElection({ witnesses: { count: 1, quorum: 0 } }, [12, 1], random);
  ledger = open.ledger;
  const { test: election } = ledger;
  id = toHex(election.electionId);
  const home = await mkdtemp(join(tmpdir(), "veche-http-"));
  expectOk(await createHome(home, { name: "node", genesis: election.manifest.genesis }), "home");
  const clock = { now: 0 };
  const node = expectOk(
    await VecheNode.open({
      home,
      keys: nodeKeys(election),
      clock: () => clock.now,
      logger,
      workers: 1,
      intervalMs: 5,
      limits: { transactions: 6 },
    }),
    "node",
  );
  started = { node, home, clock };
  await feed(started, ledger);
  server = await serve(node, { host: "127.0.0.1", port: 0, logger });
  base = `http://127.0.0.1:${server.port}`;
});
after(async () => {
  await server.close();
  await started.node.close();
  await rm(started.home, { recursive: true, force: true });
});

/** Every answer of this file is also held against the interface's description. */
async function asked(path: string, request: RequestInit = {}): Promise<Response> {
  const answer = await fetch(base + path, request);
  await assertDescribed(request.method === "POST" ? "post" : "get", path, answer.clone());
  return answer;
}
const post = (transaction: Bytes, type = CBOR_TYPE, election = id): Promise<Response> =>
  asked(electionPath(election, "tx"), {
    method: "POST",
    headers: { "content-type": type },
    body: Buffer.from(transaction),
  });
const get = (resource: string): Promise<Response> => asked(electionPath(id, resource));
const bytesOf = async (answer: Response): Promise<Bytes> => new Uint8Array(await answer.arrayBuffer());

function nextVoter(at: number): { readonly issue: Bytes; readonly cast: () => Bytes } {
  const voter = open.voters[0]?.[at];
  assert.ok(voter);
  return { issue: issueTransaction(ledger, voter), cast: () => castTransaction(ledger, voter) };
}

test("a transaction over HTTP: entered under the checkpoint that is served, with a receipt; again: the same place", async () => {
  const { issue, cast } = nextVoter(0);
  const issued = await post(issue);
  assert.equal(issued.status, 200);
  ledger.accept(issue);
  const ballot = cast();
  const answer = await post(ballot);
  const index = ledger.entries.length;
  assert.deepEqual(await answer.json(), { outcome: "ACCEPTED", index });
  ledger.accept(ballot);
  const again = await post(ballot);
  assert.equal(again.status, 200);
  const {
    outcome,
    index: same,
    message,
  } = (await again.json()) as {
    outcome: string;
    index: number;
    message: { en: string; ru: string };
  };
  assert.deepEqual([outcome, same], ["ALREADY", index]);
  assert.ok(message.en && message.ru);

  const checkpoint = await get("checkpoint");
  assert.match(checkpoint.headers.get("content-type") ?? "", /^text\/plain/);
  const policy = policyOf(ledger.test.manifest);
  const verified = verifyCheckpoint(await bytesOf(checkpoint), policy, verifyEd25519Strict);
  assert.equal(expectOk(verified, "checkpoint").checkpoint.size, index + 1);
  const receipt = await bytesOf(await get(`proof/${index}`));
  const checked = expectOk(checkReceipt(receipt, ledger.test.manifest), "receipt");
  assert.deepEqual([checked.index, checked.transaction], [index, ballot]);
  assert.deepEqual(await (await get(`index/${toHex(sha256(ballot))}`)).json(), { index });
});

test("tiles are served in full and in part, with what caches need to know", async () => {
  const size = ledger.entries.length;
  const bundle = await get(`tile/entries/000.p/${size}`);
  assert.equal(bundle.headers.get("content-type"), "application/octet-stream");
  assert.match(bundle.headers.get("cache-control") ?? "", /immutable/);
  const entries = expectOk(decodeEntryBundle(await bytesOf(bundle), size), "bundle");
  assert.deepEqual(entries, ledger.entries);
  const two = await bytesOf(await get("tile/0/000.p/2"));
  const [a, b] = ledger.entries.map(leafHash) as [Bytes, Bytes];
  assert.deepEqual(nodeHash(two.slice(0, 32), two.slice(32)), nodeHash(a, b));
  const head = await fetch(base + electionPath(id, "checkpoint"), { method: "HEAD" });
  assert.equal(head.status, 200);
});

test("elections are listed with their log", async () => {
  const answer = await asked("/elections");
  const { manifest } = ledger.test;
  assert.deepEqual(await answer.json(), {
    elections: [{ id, origin: manifest.origin, size: ledger.entries.length }],
  });
});

test("what is not there is 404, with a sentence, and no path leads out of the folder", async () => {
  const size = ledger.entries.length;
  const paths = [
    `proof/${size}`,
    "proof/-1",
    "proof/01",
    "proof/9999999999999999",
    "proof/x",
    `index/${"00".repeat(32)}`,
    "index/xyz",
    `tile/entries/000.p/${size + 1}`,
    "tile/entries/000",
    "tile/0/001",
    "tile/0/000.p/0",
    "tile/0/000.p/256",
    "tile/64/000",
    "tile/..%2f..%2fentries",
    "tile/%2e%2e/%2e%2e/%2e%2e/node.json",
    "tile/0/000.p/1%00",
    "result",
  ];
  for (const path of paths) {
    const answer = await get(path);
    assert.equal(answer.status, 404, path);
    const body = (await answer.json()) as { outcome: string; message: { en: string; ru: string } };
    assert.ok(body.message.en && body.message.ru, path);
  }
  const other = await asked(electionPath("00".repeat(32), "checkpoint"));
  assert.deepEqual(
    [other.status, ((await other.json()) as { outcome: string }).outcome],
    [404, "UNKNOWN_ELECTION"],
  );
  assert.equal((await asked(electionPath("xyz", "checkpoint"))).status, 404);
  assert.equal((await post(Uint8Array.of(1), CBOR_TYPE, "xyz")).status, 404);
});

const CASES: Readonly<
  Record<
    string,
    { readonly send: () => Promise<Response>; readonly status: number; readonly outcome: string }
  >
> = {
  "bytes that are no transaction": {
    send: () => post(Buffer.from("nonsense")),
    status: 400,
    outcome: "MALFORMED",
  },
  "an empty body": { send: () => post(new Uint8Array(0)), status: 400, outcome: "MALFORMED" },
  "a body of another type": {
    send: () => post(nextVoter(1).issue, "application/json"),
    status: 415,
    outcome: "MALFORMED",
  },
  "a body of bytes that say nothing": {
    send: () => post(nextVoter(1).issue, "application/octet-stream"),
    status: 415,
    outcome: "MALFORMED",
  },
  "more bytes than any entry has": {
    send: () => post(new Uint8Array(70_000)),
    status: 413,
    outcome: "TOO_LARGE",
  },
  "a transaction over 60,000 bytes": {
    send: () => post(ledger.tx("decryption", LARGE)),
    status: 413,
    outcome: "TOO_LARGE",
  },
  "what is refused": {
    send: () => post(ledger.tx("close", {})),
    status: 409,
    outcome: "CLOSE_NOT_DUE",
  },
  "what stands there in another form": {
    send: () => post(issueTransaction(ledger, open.voters[0]?.[0] ?? assert.fail())),
    status: 409,
    outcome: "ALREADY",
  },
  "something for an election that nobody defined": {
    send: () => post(ledger.tx("close", {}), CBOR_TYPE, "11".repeat(32)),
    status: 409,
    outcome: "ELECTION_UNDEFINED",
  },
};
const LARGE = { points: new Uint8Array(32 * 1_900), proof: new Uint8Array(64), trustee: 1 };

for (const [what, { send, status, outcome }] of Object.entries(CASES)) {
  test(`refused over HTTP with status ${status}: ${what}`, async () => {
    const size = started.node.log(ledger.test.electionId)?.size;
    const answer = await send();
    const body = (await answer.json()) as { outcome: string; message: { en: string; ru: string } };
    assert.deepEqual([answer.status, body.outcome], [status, outcome]);
    assert.ok(body.message.en !== "" && body.message.ru !== "");
    assert.equal(started.node.log(ledger.test.electionId)?.size, size);
  });
}

test("a full node answers 503 with the time to wait, and takes the same bytes later", async () => {
  const issues = [2, 3, 4, 5, 6, 7, 8, 9].map((at) => nextVoter(at).issue);
  const answers = await Promise.all(issues.map((issue) => post(issue)));
  const busy = answers.filter(({ status }) => status === 503);
  assert.ok(busy.length > 0, "eight at once are more than six");
  for (const answer of busy) {
    assert.match(answer.headers.get("retry-after") ?? "", /^[1-9][0-9]*$/);
    assert.equal(((await answer.json()) as { outcome: string }).outcome, "BUSY");
  }
  for (const issue of issues) {
    for (let tries = 0; ; tries++) {
      const { status } = await post(issue);
      if (status === 200) break;
      assert.ok(status === 503 && tries < 20);
    }
  }
  ledger.accept(...issues.toSorted((a, b) => placeOf(a) - placeOf(b)));
});
const placeOf = (transaction: Bytes): number =>
  started.node.log(ledger.test.electionId)?.store.placeOf(sha256(transaction))?.index ?? -1;

test("any page may read the board and send a ballot, without cookies", async () => {
  const preflight = await fetch(base + electionPath(id, "tx"), {
    method: "OPTIONS",
    headers: { origin: "https://ballot.example", "access-control-request-method": "POST" },
  });
  assert.equal(preflight.status, 204);
  assert.equal(preflight.headers.get("access-control-allow-origin"), "*");
  assert.match(preflight.headers.get("access-control-allow-headers") ?? "", /content-type/);
  assert.equal(preflight.headers.get("access-control-allow-credentials"), null);
  assert.equal((await get("checkpoint")).headers.get("set-cookie"), null);
});

test("L12 no line of the log names an address, a transaction or a credential", async () => {
  await speak("GET /elections HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
  await speak("NONSENSE\r\n\r\n");
  await speak(
    `POST ${electionPath(id, "tx")} HTTP/1.1\r\nhost: x\r\ncontent-type: ${CBOR_TYPE}\r\ncontent-length: 10\r\n\r\nabc`,
  );
  // A ballot too many is worth a line; even that one names nobody.
  const voter = open.voters[1]?.[0];
  assert.ok(voter);
  const cast = castTransaction(ledger, voter);
  assert.equal((await post(cast)).status, 409);
  const text = lines.join("");
  const secrets = [
    toHex(voter.credential),
    toHex(sha256(cast)),
    Buffer.from(voter.credential).toString("base64"),
  ];
  const found = (haystack: string): readonly string[] =>
    ["127.0.0.1", "::1", "localhost", ...secrets].filter((needle) => haystack.includes(needle));
  assert.match(text, /cast-beyond-issues/);
  assert.deepEqual(found(text), []);
  // Control: the search finds what it looks for.
  const planted: string[] = [];
  jsonLogger(
    (line) => planted.push(line),
    () => 0,
  )("info", "request", { from: "127.0.0.1", x: secrets[0] ?? "" });
  assert.deepEqual(found(planted.join("")), ["127.0.0.1", secrets[0]]);
});

/** Sends raw bytes, and waits until the other side closes or a moment has passed. */
function speak(raw: string): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect(server.port, "127.0.0.1", () => socket.write(raw));
    socket.on("data", () => undefined);
    socket.on("error", () => undefined);
    socket.on("close", () => resolve());
    setTimeout(() => socket.destroy(), 300);
  });
}
