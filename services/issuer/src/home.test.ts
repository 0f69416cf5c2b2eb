import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { encodeSignRequest, readSignAnswer } from "@veche/api";
import { equalBytes, expectOk, toBase64, toHex } from "@veche/base";
import { askFor, issueFor } from "@veche/client/testing";
import { define, seededRandom, signerOf, TestLedger } from "@veche/ledger/testing";
import {
  decodeIssuerKeys,
  encodeIssuerKeys,
  type IssuerEvent,
  issuerKeysTransactions,
  issuerServer,
  missingStyles,
  openIssuer,
} from "./service.ts";
import { newFolder, newNode, requestTo, start, testElection, voter } from "./stage.test.ts";

const keys = new Map([0, 1].map((style) => [style, testElection.rsaKey(1, style)] as const));

test("keys are stored and read back, and their transactions are what the ledger wants", () => {
  const read = expectOk(decodeIssuerKeys(encodeIssuerKeys(keys)), "keys");
  assert.deepEqual([...read.keys()], [0, 1]);
  for (const [style, key] of read) assert.ok(equalBytes(key.modulus, keys.get(style)?.modulus as Uint8Array));
  for (const bytes of [new Uint8Array(0), encodeIssuerKeys(keys).subarray(1)]) {
    assert.deepEqual(decodeIssuerKeys(bytes), { ok: false, error: { code: "KEYS_MALFORMED" } });
  }
  const ledger = new TestLedger(testElection);
  define(ledger);
  const transactions = issuerKeysTransactions(
    testElection.election,
    signerOf(testElection, "issuer", 1),
    read,
  );
  ledger.accept(...transactions);
  assert.equal(ledger.state.issuerKeys, 2);
});

test("L33 a start without its keys, as nobody, or beside another one, fails and says why", async () => {
  const node = newNode();
  const home = {
    folder: newFolder(),
    electionId: testElection.electionId,
    issuer: 1,
    keys,
    nodes: [node.link()],
    now: () => 0,
    randomBytes: seededRandom("home"),
  };
  const codeOf = async (change: Partial<typeof home>): Promise<unknown> => {
    const opened = await openIssuer({ ...home, ...change });
    if (opened.ok) await opened.value.close();
    return opened.ok ? "ok" : opened.error;
  };
  assert.deepEqual(await codeOf({ keys: new Map() }), { code: "KEYS_MISSING", styles: [] });
  const half = new Map([...keys].slice(0, 1));
  assert.deepEqual(await codeOf({ keys: half }), { code: "KEYS_MISSING", styles: ["style-1"] });
  assert.deepEqual(missingStyles(testElection.election, half), ["style-1"]);
  assert.deepEqual(await codeOf({ issuer: 9 }), { code: "NO_SUCH_ISSUER" });
  const running = expectOk(await openIssuer(home), "running");
  assert.equal(((await codeOf({})) as { code: string }).code, "IN_USE");
  await running.close();
  assert.equal(await codeOf({}), "ok", "positive control");
});

test("⚔ A10 a journal that was tampered with stops the start", async () => {
  const node = newNode();
  const asking = askFor(testElection, voter(0));
  const more = askFor(testElection, voter(1));
  node.ledger.accept(issueFor(node.ledger, asking), issueFor(node.ledger, more));
  node.publish();
  const issuer = await start(1, node);
  await issuer.issuer.sign(requestTo(1, asking));
  await issuer.issuer.sign(requestTo(1, more));
  await issuer.close();
  const path = join(issuer.folder, "journal");
  const bytes = readFileSync(path);
  bytes[40] = (bytes[40] as number) ^ 1;
  writeFileSync(path, bytes);
  await assert.rejects(start(1, node, issuer.folder), /RECORDS_CORRUPT/);
});

test("over HTTP: an answer, a refusal with its sentence, and nothing echoed or logged", async () => {
  const node = newNode();
  const asking = askFor(testElection, voter(0));
  node.ledger.accept(issueFor(node.ledger, asking));
  node.publish();
  const issuer = await start(1, node);
  const events: IssuerEvent[] = [];
  const server = issuerServer(issuer.issuer, (event) => events.push(event));
  const send = (payload: string | object, type = "application/json") =>
    server.inject({ method: "POST", url: "/sign", payload, headers: { "content-type": type } });
  const request = encodeSignRequest(requestTo(1, asking));
  const signed = await send(request);
  assert.equal(signed.statusCode, 200);
  assert.equal(readSignAnswer(signed.json())?.issuer, 1);
  const unknown = await send(encodeSignRequest(requestTo(1, askFor(testElection, voter(1)))));
  assert.equal(unknown.statusCode, 503);
  assert.equal(unknown.headers["retry-after"], "2");
  assert.equal((unknown.json() as { code: string }).code, "NOT_ISSUED");
  const other = await send(encodeSignRequest(requestTo(1, askFor(testElection, voter(0)))));
  assert.equal(other.statusCode, 409);
  const marked = "<script>secret-marker</script>";
  const bad = [
    send({ ...request, more: marked }),
    send(`{"${marked}`),
    send(JSON.stringify(request), "text/plain"),
    send({ ...request, blinded: "A".repeat(20_000) }),
    send("null"),
  ];
  for (const answer of await Promise.all(bad)) {
    assert.equal(answer.statusCode, 400, answer.body);
    assert.ok(!answer.body.includes("secret-marker"));
  }
  assert.equal((await server.inject({ method: "GET", url: `/sign?${marked}` })).statusCode, 404);
  assert.deepEqual(new Set(events.map(({ event }) => event)), new Set(["signed", "refused"]));
  const logged = JSON.stringify(events);
  for (const secret of [
    toHex(voter(0).rollEntry),
    toHex(asking.issueHash),
    toBase64(asking.hashes[0] as Uint8Array),
  ]) {
    assert.ok(!logged.includes(secret));
  }
  await server.close();
  await issuer.close();
});
