import assert from "node:assert/strict";
import { test } from "node:test";
import type { Issued, Issuing } from "@veche/api";
import { expectOk } from "@veche/base";
import { parsePersonId } from "@veche/election/person";
import { testDatabase } from "./database/testing.ts";
import { type RollAccount, requestHash, SqlPollBook, sqlAccounts } from "./index.ts";
import { addRoll, type Portal, startPortal } from "./portal-stage.test.ts";
import { ask, differentRequests, election, newNode } from "./stage.test.ts";

const id = (text: string) => expectOk(parsePersonId(text), "person");
const PARALLEL = 200;

async function answerOf(portal: Portal, account: RollAccount, request: Issuing): Promise<Issued | string> {
  const answer = await portal.registrar.issueFor(account, { style: 0, blinded: request.blinded });
  return answer.ok ? answer.value : answer.error;
}

test("L21 L24 200 equal requests at once, over two processes, are one row, one `issue` and one answer", async (t) => {
  const { db } = await testDatabase(t);
  await addRoll(db);
  const node = newNode();
  const portals = [await startPortal(db, node), await startPortal(db, node)] as const;
  const { request } = ask();
  const account = await sqlAccounts(db, election.electionId).find(id(request.voter));
  assert.ok(account !== undefined);
  const before = node.ledger.entries.length;
  const answers = await Promise.all(
    Array.from({ length: PARALLEL }, (_, at) => answerOf(portals[at % 2 === 0 ? 0 : 1], account, request)),
  );
  for (const answer of answers) {
    assert.ok(typeof answer !== "string", JSON.stringify(answer));
    assert.deepEqual(answer.signatures, (answers[0] as Issued).signatures);
  }
  assert.equal(node.ledger.entries.length, before + 1);
  const book = new SqlPollBook(db, election.electionId);
  assert.deepEqual(await book.requestHash(account.person), requestHash(election.electionId, request.blinded));
  for (const portal of portals) await portal.close();
});

for (const withPaper of [false, true]) {
  const among = withPaper ? ", paper among them," : "";
  test(`⚔ A10 200 different requests at once${among} are issued once and never again`, async (t) => {
    const { db } = await testDatabase(t);
    await addRoll(db);
    const node = newNode();
    const portals = [await startPortal(db, node), await startPortal(db, node)] as const;
    const requests = differentRequests(PARALLEL);
    const account = await sqlAccounts(db, election.electionId).find(id((requests[0] as Issuing).voter));
    assert.ok(account !== undefined);
    const before = node.ledger.entries.length;
    const asked = requests.map((request, at) => answerOf(portals[at % 2 === 0 ? 0 : 1], account, request));
    const isPaper = withPaper && (await portals[1].registrar.lockPaper(account));
    const answers = await Promise.all(asked);
    const won = answers.filter((answer) => typeof answer !== "string").length;
    assert.equal(won, isPaper ? 0 : 1);
    assert.deepEqual(
      new Set(answers.filter((answer) => typeof answer === "string")),
      new Set([isPaper ? "ON_PAPER" : "ISSUED_OTHERWISE"]),
    );
    assert.equal(node.ledger.entries.length, before + won);
    for (const portal of portals) await portal.close();
  });
}

test("L21 a lock whose `issue` never left is posted by the next process; others' styles are refused before", async (t) => {
  const { db } = await testDatabase(t);
  await addRoll(db);
  const node = newNode();
  const { request } = ask(1);
  const accounts = sqlAccounts(db, election.electionId);
  const account = await accounts.find(id(request.voter));
  assert.ok(account !== undefined);
  const first = await startPortal(db, node);
  const wrong = await first.registrar.issueFor(account, {
    style: 1 - account.style,
    blinded: request.blinded,
  });
  assert.equal(!wrong.ok && wrong.error, "STYLE_DIFFERS");
  assert.equal(await new SqlPollBook(db, election.electionId).find(account.person), undefined);
  node.down = true;
  assert.equal(await answerOf(first, account, request), "LEDGER_UNAVAILABLE");
  await first.close();
  node.down = false;
  const before = node.ledger.entries.length;
  const second = await startPortal(db, node);
  assert.equal(await second.registrar.resume(), 0);
  assert.equal(node.ledger.entries.length, before + 1);
  assert.ok(typeof (await answerOf(second, account, request)) !== "string");
  assert.equal(await accounts.find(id("nobody")), undefined);
  await second.close();
});
