import assert from "node:assert/strict";
import { test } from "node:test";
import { encodeIssueRequest, readIssueAnswer } from "@veche/api";
import { expectOk, toHex } from "@veche/base";
import { fakeTiming } from "@veche/client/testing";
import { seededRandom } from "@veche/ledger/testing";
import { accountsPath, openRegistrar, type RequestEvent, registrarServer, writeAccounts } from "./index.ts";
import { ask, election, FakeIssuers, newFolder, newNode, roll, start } from "./stage.test.ts";

test("over HTTP: an answer, refusals with their sentences, and nothing of a person in logs or errors", async () => {
  const started = await start(newNode());
  const events: RequestEvent[] = [];
  const server = registrarServer(started.registrar, (event) => events.push(event));
  const send = (payload: string | object) =>
    server.inject({
      method: "POST",
      url: "/issue",
      payload,
      headers: { "content-type": "application/json" },
    });
  const { request } = ask(0);
  const wire = encodeIssueRequest(request);
  const answer = await send(wire);
  assert.equal(answer.statusCode, 200, answer.body);
  assert.equal(readIssueAnswer(answer.json())?.signatures.length, 2);
  const wrong = await send({ ...wire, secret: "0000-0000-0000-0000-0000" });
  assert.deepEqual([wrong.statusCode, (wrong.json() as { code: string }).code], [403, "SECRET_WRONG"]);
  const other = await send(encodeIssueRequest(ask(0).request));
  assert.deepEqual([other.statusCode, (other.json() as { code: string }).code], [409, "ISSUED_OTHERWISE"]);
  const marked = "secret-marker";
  for (const payload of [
    { ...wire, more: marked },
    `{"${marked}`,
    { ...wire, voter: marked.repeat(9) },
    "[]",
  ]) {
    const bad = await send(payload);
    assert.equal(bad.statusCode, 400);
    assert.equal(bad.body.includes(marked), false);
  }
  assert.equal((await server.inject({ method: "GET", url: "/issue" })).statusCode, 404);
  const logged = JSON.stringify([events, started.events]);
  for (const hidden of [
    request.voter,
    request.secret,
    toHex(roll.letters[0]?.entry as Uint8Array),
    "127.0.0.1",
  ]) {
    assert.equal(logged.includes(hidden), false);
  }
  await server.close();
  await started.close();
});

test("L33 a start without accounts, with another key or with an issuer missing fails and says why", async () => {
  const folder = newFolder();
  const home = {
    folder,
    electionId: election.electionId,
    nodes: [newNode().link()],
    issuers: [1, 2, 3].map((issuer) => new FakeIssuers().link(issuer)),
    issueKey: election.secrets.issueKey,
    now: () => 0,
    pace: { timing: fakeTiming(), backoff: { steps: [1], patienceMs: 10 } },
    randomBytes: seededRandom("start"),
    report: () => {},
  };
  const errorOf = async (change: Partial<typeof home>): Promise<unknown> => {
    const opened = await openRegistrar({ ...home, ...change });
    if (opened.ok) await opened.value.close();
    return opened.ok ? "ok" : opened.error;
  };
  assert.deepEqual(await errorOf({}), { code: "NO_ACCOUNTS" });
  expectOk(await writeAccounts(accountsPath(folder), roll.accounts), "accounts");
  assert.deepEqual(await errorOf({ issueKey: 5n }), { code: "ISSUE_KEY_WRONG" });
  assert.deepEqual(await errorOf({ issuers: home.issuers.slice(0, 2) }), {
    code: "ISSUERS_MISSING",
    issuers: [3],
  });
  assert.equal(await errorOf({}), "ok", "positive control");
});
