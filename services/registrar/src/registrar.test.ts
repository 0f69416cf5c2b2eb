import assert from "node:assert/strict";
import { test } from "node:test";
import { encodeSignAnswer, type Issued, type Issuing } from "@veche/api";
import { expectOk, utf8 } from "@veche/base";
import { checkIssueReceipt, checkReplacements, jsonBytes } from "@veche/client";
import { tokenFrom } from "@veche/client/testing";
import { issuerSetOf, rollEntryRecord } from "@veche/ledger";
import { TIMES } from "@veche/ledger/testing";
import {
  answerOf,
  ask,
  differentRequests,
  election,
  FakeIssuers,
  newNode,
  refusal,
  roll,
  start,
} from "./stage.test.ts";

const issued = (answer: Issued | string): Issued => {
  assert.ok(typeof answer !== "string", `refused: ${JSON.stringify(answer)}`);
  return answer;
};

test("L13 a voter gets the signatures of the complete set and the proof of their issue", async () => {
  const node = newNode();
  const started = await start(node);
  const { asking, request } = ask();
  const answer = issued(await answerOf(started, request));
  assert.ok(
    tokenFrom(election, asking, issuerSetOf(node.ledger.state).members, answer.signatures) !== undefined,
  );
  const shown = expectOk(checkIssueReceipt(utf8(answer.proof), election.election), "receipt");
  assert.deepEqual([shown.entry, shown.hash, shown.set], [asking.voter.rollEntry, asking.issueHash, 0]);
  assert.equal(shown.index, answer.index);
  assert.deepEqual(checkReplacements([], shown, election.manifest), { ok: true, value: [] });
  assert.deepEqual(
    started.issuers.asked.map(({ hashes }) => hashes),
    [asking.hashes, asking.hashes],
  );
  await started.close();
});

test("L21 the same request again, and 200 at once, get the same answer from one `issue`", async () => {
  const node = newNode();
  const started = await start(node);
  const { request } = ask();
  const before = node.ledger.entries.length;
  const answers = await Promise.all(Array.from({ length: 200 }, () => answerOf(started, request)));
  const [first] = answers;
  for (const answer of answers) {
    assert.deepEqual(issued(answer).signatures, issued(first as Issued).signatures);
    assert.equal(issued(answer).index, issued(first as Issued).index);
  }
  assert.equal(node.ledger.entries.length, before + 1);
  await started.close();
});

test("⚔ A10 of 200 different requests on one letter at once one wins, and no other ever", async () => {
  const node = newNode();
  const started = await start(node);
  const requests = differentRequests(200);
  const before = node.ledger.entries.length;
  const answers = await Promise.all(requests.map((request) => answerOf(started, request)));
  const won = answers.filter((answer) => typeof answer !== "string");
  assert.equal(won.length, 1);
  assert.deepEqual(
    new Set(answers.filter((answer) => typeof answer === "string")),
    new Set(["ISSUED_OTHERWISE"]),
  );
  assert.equal(node.ledger.entries.length, before + 1);
  await started.close();
  const again = await start(node, started.folder);
  assert.equal(await answerOf(again, ask(0).request), "ISSUED_OTHERWISE");
  const winner = requests[answers.findIndex((answer) => typeof answer !== "string")] as Issuing;
  assert.deepEqual(issued(await answerOf(again, winner)).signatures, (won[0] as Issued).signatures);
  await again.close();
});

test("⚔ what no issuer would sign is refused before the lock, so that the voter can ask again", async () => {
  const started = await start(newNode());
  const { request } = ask();
  const { modulus } = election.rsaKey(2, 0);
  const bad = (blinded: Uint8Array) => [
    request.blinded[0] as Uint8Array,
    blinded,
    request.blinded[2] as Uint8Array,
  ];
  const cases: readonly (readonly [Partial<Issuing>, string])[] = [
    [{ blinded: bad(modulus) }, "BLINDED_WRONG"],
    [{ blinded: bad(new Uint8Array(256)) }, "BLINDED_WRONG"],
    [{ blinded: bad(new Uint8Array(256).fill(0xff)) }, "BLINDED_WRONG"],
    [{ blinded: bad(new Uint8Array(255).fill(1)) }, "BLINDED_WRONG"],
    [{ blinded: request.blinded.slice(1) }, "BLINDED_WRONG"],
    [{ blinded: [...request.blinded, request.blinded[0] as Uint8Array] }, "BLINDED_WRONG"],
    [{ style: "style-1" }, "STYLE_DIFFERS"],
  ];
  for (const [change, code] of cases) assert.equal(await answerOf(started, { ...request, ...change }), code);
  issued(await answerOf(started, request));
  await started.close();
});

test("L27 five wrong secrets lock the letter for a quarter of an hour; nobody learns which numbers exist", async () => {
  const started = await start(newNode());
  const { request } = ask();
  assert.equal(await answerOf(started, { ...request, voter: "nobody" }), "SECRET_WRONG");
  for (let wrong = 0; wrong < 5; wrong++) {
    assert.equal(await answerOf(started, { ...request, secret: "0000-0000-0000-0000-0000" }), "SECRET_WRONG");
  }
  assert.equal(await answerOf(started, request), "LETTER_LOCKED", "also for the right one");
  issued(await answerOf(started, ask(1).request));
  started.clock.now += 900_000;
  issued(await answerOf(started, { ...request, secret: request.secret.toLowerCase().replaceAll("-", "") }));
  await started.close();
});

test("times of the ballot: nothing before opens, no newcomer after portalEnds, who came is served", async () => {
  const node = newNode();
  const started = await start(node);
  const [early, waiting, late] = [ask(0).request, ask(1).request, ask(2).request];
  started.clock.now = TIMES.opens - 1;
  assert.equal(await answerOf(started, early), "NOT_OPEN");
  started.clock.now = TIMES.portalEnds - 1;
  started.issuers.lies.set(1, () => refusal(409, "VIEW_UNAVAILABLE"));
  assert.equal(await answerOf(started, waiting), "ISSUERS_UNAVAILABLE");
  started.clock.now = TIMES.portalEnds;
  assert.equal(await answerOf(started, late), "ENDED");
  started.issuers.lies.clear();
  started.clock.now = TIMES.issueEnds;
  issued(await answerOf(started, waiting));
  started.clock.now = TIMES.castEnds;
  assert.equal(await answerOf(started, waiting), "ENDED");
  await started.close();
});

test("while voting is suspended nothing new is issued, and nothing is locked", async () => {
  const node = newNode();
  const started = await start(node);
  const reason = { en: "Fire", ru: "Пожар" };
  node.ledger.accept(node.ledger.tx("suspend", { reason }));
  node.publish();
  await started.look();
  assert.equal(await answerOf(started, ask(0).request), "SUSPENDED");
  node.ledger.accept(node.ledger.tx("resume", { reason }));
  node.publish();
  issued(await answerOf(started, ask(0).request));
  await started.close();
});

test("paper and the portal share one poll book", async () => {
  const started = await start(newNode());
  const [first, second] = roll.accounts;
  assert.ok(first !== undefined && second !== undefined);
  const at = (person: string) => roll.letters.findIndex((letter) => letter.person === person);
  assert.equal(await started.registrar.lockPaper(first), true);
  assert.equal(await answerOf(started, ask(at(first.person)).request), "ON_PAPER");
  issued(await answerOf(started, ask(at(second.person)).request));
  assert.equal(await started.registrar.lockPaper(second), false);
  await started.close();
});

test("L21 what a crash or an outage broke off goes on: no node, no issuer, a restart in between", async () => {
  const node = newNode();
  const started = await start(node);
  const { request } = ask();
  node.down = true;
  assert.equal(await answerOf(started, request), "LEDGER_UNAVAILABLE");
  await started.close();
  node.down = false;
  const silent = new FakeIssuers();
  silent.lies.set(2, () => refusal(409, "VIEW_UNAVAILABLE"));
  const again = await start(node, started.folder, silent);
  assert.equal(await again.registrar.resume(), 0, "the lock is posted by itself");
  const entry = roll.letters[0]?.entry as Uint8Array;
  assert.ok(again.follower.known && rollEntryRecord(again.follower.known.view, entry)?.issued !== undefined);
  assert.equal(await answerOf(again, request), "ISSUERS_UNAVAILABLE");
  assert.ok(again.events.some((event) => event.event === "issuer-silent" && event.issuer === 2));
  silent.lies.clear();
  issued(await answerOf(again, request));
  await again.close();
});

test("L21 a restart while the ledger is away does not wait for it once for each voter", async () => {
  const node = newNode();
  const started = await start(node);
  const requests = Array.from({ length: 4 }, (_, at) => ask(at).request);
  node.down = true;
  for (const request of requests) assert.equal(await answerOf(started, request), "LEDGER_UNAVAILABLE");
  await started.close();
  const triesOf = (): number => node.asked.filter((resource) => resource === "tx").length;
  const [before, again] = [triesOf(), await start(node, started.folder)];
  assert.equal(await again.registrar.resume(), 4);
  const once = triesOf() - before;
  assert.ok(once > 0 && once <= before / 4, `${once} tries, ${before} for four voters`);
  node.down = false;
  assert.equal(await again.registrar.resume(), 0);
  for (const request of requests) issued(await answerOf(again, request));
  await again.close();
});

test("⚔ A11 rubbish of an issuer reaches no voter, and never fewer signatures than the set has", async () => {
  const started = await start(newNode());
  const { request } = ask();
  const wrong = new Uint8Array(256).fill(3);
  const lies = [
    { issuer: 2, set: 0, signature: wrong },
    { issuer: 1, set: 0, signature: wrong },
    { issuer: 2, set: 0, signature: election.rsaKey(2, 0).modulus },
  ];
  for (const lie of lies) {
    started.issuers.lies.set(2, () => ({ status: 200, body: jsonBytes(encodeSignAnswer(lie)) }));
    assert.equal(await answerOf(started, request), "ISSUERS_UNAVAILABLE");
  }
  started.issuers.lies.set(2, () => refusal(409, "SECOND_HASH"));
  const asked = started.issuers.asked.length;
  assert.equal(await answerOf(started, request), "ISSUERS_UNAVAILABLE");
  assert.ok(started.issuers.asked.length <= asked + 2, "a final refusal is not asked for again");
  let tries = 0;
  started.issuers.lies.set(2, () => (tries++ < 2 ? refusal(409, "NOT_ISSUED") : undefined));
  issued(await answerOf(started, request));
  assert.equal(tries, 3, "one that is behind is asked again");
  await started.close();
});

test("A11 when an issuer is replaced the complete later set signs, with the replacement shown", async () => {
  const node = newNode();
  const started = await start(node);
  const { asking, request } = ask();
  started.issuers.lies.set(1, () => refusal(409, "VIEW_UNAVAILABLE"));
  assert.equal(await answerOf(started, request), "ISSUERS_UNAVAILABLE");
  node.ledger.accept(node.ledger.tx("issuer-set", { in: 3, out: 1 }));
  node.publish();
  const answer = issued(await answerOf(started, request));
  assert.equal(answer.set, 1);
  assert.ok(tokenFrom(election, asking, [2, 3], answer.signatures) !== undefined);
  const issue = expectOk(checkIssueReceipt(utf8(answer.proof), election.election), "issue");
  assert.equal(issue.set, 0);
  const replacements = checkReplacements(answer.replacements.map(utf8), issue, election.manifest);
  assert.deepEqual(replacements, { ok: true, value: [{ in: 3, out: 1 }] });
  const later = issued(await answerOf(started, ask(1).request));
  assert.equal(expectOk(checkIssueReceipt(utf8(later.proof), election.election), "issue").set, 1);
  await started.close();
});

test("§06.6.3 a node that is a block behind costs nobody a ballot: what the own view shows decides", async () => {
  const node = newNode();
  const started = await start(node);
  for (const [at, outcome] of ["PHASE", "ROLL_ENTRY_UNKNOWN", "ELECTION_UNDEFINED"].entries()) {
    let refused = 0;
    const body = jsonBytes({ outcome, transient: false });
    node.lie = (resource) => (resource === "tx" && refused++ < 3 ? { status: 409, body } : undefined);
    issued(await answerOf(started, ask(at).request));
    assert.equal(refused, 4, "asked again until it is not behind any more");
  }
  const behind = jsonBytes({ outcome: "PHASE", transient: false });
  node.lie = (resource) => (resource === "tx" ? { status: 409, body: behind } : undefined);
  const { request } = ask(3);
  assert.equal(await answerOf(started, request), "LEDGER_UNAVAILABLE", "and later again, not never");
  node.lie = () => undefined;
  issued(await answerOf(started, request));
  assert.deepEqual(started.events, [], "nobody is alarmed");
  await started.close();
});

test("§06.6.3 a refusal that the own view bears out is final", async () => {
  const node = newNode();
  const started = await start(node);
  node.ledger.at(TIMES.castEnds).accept(node.ledger.tx("close", {}));
  node.publish();
  assert.equal(await answerOf(started, ask(0).request), "ENDED");
  assert.deepEqual(started.events, [{ event: "issue-refused", outcome: "PHASE" }]);
  await started.close();
});

test("A11 a spare issuer that has not seen the replacement yet is asked again", async () => {
  const node = newNode();
  const started = await start(node);
  node.ledger.accept(node.ledger.tx("issuer-set", { in: 3, out: 1 }));
  node.publish();
  await started.look();
  let tries = 0;
  started.issuers.lies.set(3, () => (tries++ < 2 ? refusal(409, "NOT_IN_SET") : undefined));
  assert.equal(issued(await answerOf(started, ask().request)).set, 1);
  assert.equal(tries, 3);
  await started.close();
});

test("⚔ an `issue` on the ledger that the poll book does not know is an alarm, and nothing is given out", async () => {
  const node = newNode();
  const started = await start(node);
  const { request } = ask(0);
  const { asking: stolen } = ask(0);
  const body = { entry: stolen.voter.rollEntry, hash: stolen.issueHash, set: 0, style: stolen.voter.style };
  node.ledger.accept(node.ledger.tx("issue", body));
  node.publish();
  await started.look();
  assert.equal(await answerOf(started, request), "LEDGER_CONFLICT");
  assert.deepEqual(started.events, [{ event: "alarm", code: "LEDGER_CONFLICT" }]);
  await started.close();
});

test("⚔ A10 L18 a forked log ends the issuing, with evidence kept", async () => {
  const node = newNode();
  const started = await start(node);
  issued(await answerOf(started, ask(0).request));
  const other = newNode().ledger;
  other.accept(other.tx("suspend", { reason: { en: "x", ru: "x" } }));
  node.ledger = other;
  node.publish();
  const looked = await started.look();
  assert.ok(!looked.ok && looked.error.kind === "log" && looked.error.kept !== undefined);
  assert.equal(await answerOf(started, ask(1).request), "LEDGER_HALTED");
  await started.close();
});
