import assert from "node:assert/strict";
import { test } from "node:test";
import { type Bytes, concat, equalBytes, expectOk, sha256 } from "@veche/base";
import { type Asking, askFor, FakeNode, issueFor, tokenFrom } from "@veche/client/testing";
import { castTransaction, HOUR, TIMES } from "@veche/ledger/testing";
import { codeOf, newScene, plus, requestTo, type Staffed, staff, withBlinded } from "../testing/scene.ts";

const { test: election, opened, voter } = newScene();

/** Issued on the ledger, published, and the desks of issuers 1 and 2. */
async function issued(asking: Asking): Promise<{ first: Staffed; second: Staffed; node: FakeNode }> {
  const ledger = opened.fork();
  ledger.accept(issueFor(ledger, asking));
  const node = new FakeNode(ledger);
  return { first: await staff(node), second: await staff(node, { issuer: 2 }), node };
}

test("L13 A11 what stands on the ledger is signed, and by the complete set it is a token", async () => {
  const asking = askFor(election, voter(0));
  const { first, second } = await issued(asking);
  const [one, two] = [expectOk(await first.ask(asking), "1"), expectOk(await second.ask(asking), "2")];
  assert.deepEqual([one.issuer, one.set, two.issuer, two.set], [1, 0, 2, 0]);
  assert.ok(tokenFrom(election, asking, [1, 2], [one.signature, two.signature]) !== undefined);
  assert.equal(tokenFrom(election, asking, [1, 2], [one.signature]), undefined, "half of it is none");
});

test("L21 the same request gets the same answer, however often and however many at once", async () => {
  const asking = askFor(election, voter(0));
  const { first } = await issued(asking);
  const { signature } = expectOk(await first.ask(asking), "signed");
  const again = await Promise.all(Array.from({ length: 20 }, () => first.ask(asking)));
  for (const answer of again) assert.deepEqual(expectOk(answer, "again").signature, signature);
});

test("⚔ L13 A10 nothing is signed that no checkpoint shows; what is not known yet is looked for once", async () => {
  const asking = askFor(election, voter(0));
  const ledger = opened.fork();
  const node = new FakeNode(ledger);
  const desk = await staff(node);
  const looks = (): number => node.asked.filter((resource) => resource === "checkpoint").length;
  assert.equal(codeOf(await desk.ask(asking)), "NOT_ISSUED");
  const before = looks();
  assert.equal(codeOf(await desk.ask(asking)), "NOT_ISSUED");
  assert.equal(looks(), before + 1);
  node.publishes = false;
  ledger.accept(issueFor(ledger, asking));
  assert.equal(codeOf(await desk.ask(asking)), "NOT_ISSUED", "accepted, but under no checkpoint");
  node.publish();
  assert.equal(codeOf(await desk.ask(asking)), "SIGNED");
  const after = looks();
  assert.equal(codeOf(await desk.ask(asking)), "SIGNED");
  assert.equal(looks(), after, "what is known needs no look");
});

test("⚔ A10 all of the request is bound: another message, hash, entry, style or election is refused", async () => {
  const asking = askFor(election, voter(0));
  const { first, node } = await issued(asking);
  const neighbour = askFor(election, voter(2));
  node.ledger.accept(issueFor(node.ledger, neighbour));
  node.publish();
  const good = requestTo(election, 1, asking);
  const other = requestTo(election, 1, askFor(election, voter(0)));
  const { blinded } = other;
  const cases: readonly (readonly [string, Partial<typeof good>])[] = [
    ["HASH_DIFFERS", { blinded }],
    ["HASH_DIFFERS", { blinded: requestTo(election, 2, asking).blinded }],
    ["HASH_DIFFERS", { hashes: [...good.hashes].reverse() }],
    ["ISSUE_DIFFERS", { blinded, hashes: [sha256(blinded), ...good.hashes.slice(1)] }],
    ["ISSUE_DIFFERS", { hashes: [...good.hashes.slice(0, 2), sha256(blinded)] }],
    ["ISSUE_DIFFERS", { hashes: [...good.hashes.slice(0, 1), ...other.hashes.slice(1)] }],
    ["ISSUE_DIFFERS", other],
    ["ISSUE_DIFFERS", { entry: neighbour.voter.rollEntry }],
    ["NOT_ISSUED", { entry: voter(1).rollEntry }],
    ["NOT_ISSUED", { entry: new Uint8Array(32) }],
    ["UNKNOWN_STYLE", { style: "style-1" }],
    ["UNKNOWN_STYLE", { style: "" }],
    ["UNKNOWN_ELECTION", { election: new Uint8Array(32) }],
    ["UNKNOWN_ELECTION", { election: good.election.subarray(1) }],
    ["MALFORMED", { entry: good.entry.subarray(1) }],
    ["MALFORMED", { entry: concat(good.entry, new Uint8Array(1)) }],
    ["MALFORMED", { hashes: good.hashes.slice(0, 2) }],
    ["MALFORMED", { hashes: [...good.hashes, sha256(blinded)] }],
    ["MALFORMED", { hashes: [...good.hashes.slice(0, 2), new Uint8Array(31)] }],
    ["MALFORMED", { hashes: [] }],
    ["MALFORMED", { blinded: new Uint8Array(0) }],
    ["MALFORMED", { blinded: good.blinded.subarray(1) }],
    ["MALFORMED", { blinded: concat(new Uint8Array(1), good.blinded) }],
  ];
  for (const [code, change] of cases) {
    const answer = await first.desk.sign({ ...good, ...change });
    assert.equal(codeOf(answer), code, Object.keys(change).join());
    assert.equal(await first.journal.find(good.entry), undefined, "and nothing is recorded");
  }
  assert.equal(codeOf(await first.desk.sign(good)), "SIGNED", "positive control");
});

test("⚔ messages outside 0 < b < n are not signed, though they are hashed and issued", async () => {
  const { modulus } = election.rsaKey(1, 0);
  const ends = new Uint8Array(256).fill(0xff);
  const [below, one] = [plus(modulus, -1n), plus(new Uint8Array(256), 1n)];
  const cases = [
    ["BLINDED_RANGE", [new Uint8Array(256), modulus, plus(modulus, 1n), ends]],
    ["SIGNED", [one, below]],
  ] as const;
  for (const [code, messages] of cases) {
    for (const blinded of messages) {
      const asking = withBlinded(election, askFor(election, voter(0)), [blinded]);
      const { first } = await issued(asking);
      assert.equal(codeOf(await first.ask(asking)), code);
      const standing = await first.journal.find(voter(0).rollEntry);
      assert.equal(standing !== undefined, code === "SIGNED");
    }
  }
});

test("⚔ A10 one entry issued in another style gives no signature of this one", async () => {
  const two = newScene({ styles: [{ contests: [0] }, { contests: [0] }] });
  const asking = askFor(two.test, two.voter(0));
  const ledger = two.opened.fork();
  ledger.accept(issueFor(ledger, asking));
  const desk = await staff(new FakeNode(ledger));
  const wrong = askFor(two.test, { ...asking.voter, style: 1 });
  assert.equal(codeOf(await desk.ask(wrong)), "ISSUE_DIFFERS");
  assert.equal(codeOf(await desk.ask(asking)), "SIGNED");
});

test("⚔ A12 a key that does not stand on the ledger under this issuer and style signs nothing", async () => {
  // In range of both keys, so that nothing else stops it.
  const asking = withBlinded(election, askFor(election, voter(0)), [new Uint8Array(256).fill(1)]);
  const { node, first } = await issued(asking);
  const keysOfSecond = new Map([[0, election.rsaKey(2, 0)]]);
  assert.equal(codeOf(await (await staff(node, { keys: keysOfSecond })).ask(asking)), "UNKNOWN_STYLE");
  assert.equal(codeOf(await (await staff(node, { keys: new Map() })).ask(asking)), "UNKNOWN_STYLE");
  assert.equal(codeOf(await first.ask(asking)), "SIGNED", "positive control");
});

test("⚔ A11 a spare issuer signs nothing until `issuer-set` names it; who left signs what named the old set", async () => {
  const [early, late] = [askFor(election, voter(0)), askFor(election, voter(1))];
  const { first, second, node } = await issued(early);
  const spare = await staff(node, { issuer: 3 });
  assert.equal(codeOf(await spare.ask(early)), "NOT_IN_SET");
  assert.equal(await spare.journal.find(early.voter.rollEntry), undefined);
  node.ledger.accept(node.ledger.tx("issuer-set", { in: 3, out: 2 }));
  node.ledger.accept(issueFor(node.ledger, late));
  node.publish();
  assert.equal(expectOk(await spare.ask(early), "spare").set, 1);
  assert.equal(expectOk(await spare.ask(late), "spare").set, 1);
  assert.equal(expectOk(await first.ask(late), "first").set, 1);
  await second.desk.look();
  assert.equal(expectOk(await second.ask(early), "the set that `issue` names").set, 0);
  assert.equal(codeOf(await second.ask(late)), "NOT_IN_SET");
});

test("⚔ after castEnds nothing is signed, by the clock or by the ledger; an extension is looked for", async () => {
  const asking = askFor(election, voter(0));
  const { first, second, node } = await issued(asking);
  first.clock.now = TIMES.castEnds - 1;
  assert.equal(codeOf(await first.ask(asking)), "SIGNED", "positive control");
  first.clock.now = TIMES.castEnds;
  assert.equal(codeOf(await first.ask(asking)), "WINDOW_ENDED", "what was signed before as well");
  const reason = { en: "More time", ru: "Больше времени" };
  node.ledger.accept(node.ledger.tx("extend", { by: HOUR, reason, styles: [0] }));
  node.publish();
  assert.equal(codeOf(await first.ask(asking)), "SIGNED");
  const next = askFor(election, voter(1));
  node.ledger.accept(issueFor(node.ledger, next));
  node.ledger.at(TIMES.castEnds + HOUR).accept(node.ledger.tx("close", {}));
  node.publish();
  second.clock.now = TIMES.opens;
  assert.equal(codeOf(await second.ask(next)), "WINDOW_ENDED", "a clock that is slow changes nothing");
  first.clock.now = TIMES.castEnds + HOUR;
  assert.equal(codeOf(await first.ask(next)), "WINDOW_ENDED");
  assert.equal(await first.journal.find(next.voter.rollEntry), undefined);
});

test("⚔ a ledger whose last block is past castEnds ends it, though not closed", async () => {
  const longer = newScene({
    styles: [{ contests: [0] }, { contests: [0], castEnds: TIMES.castEnds + HOUR }],
  });
  const asking = askFor(longer.test, longer.voter(0));
  const ledger = longer.opened.fork();
  ledger.accept(issueFor(ledger, asking));
  const node = new FakeNode(ledger);
  const desk = await staff(node);
  assert.equal(codeOf(await desk.ask(asking)), "SIGNED", "positive control");
  const reason = { en: "Pause", ru: "Пауза" };
  ledger.at(TIMES.castEnds).accept(ledger.tx("suspend", { reason }));
  node.publish();
  await desk.desk.look();
  assert.equal(codeOf(await desk.ask(asking)), "WINDOW_ENDED");
});

test("⚔ A10 X1 for some issuers and X2 for others: however it is dealt out, one X at most has a token", async () => {
  const ledger = opened.fork();
  // Bit i of the mask: issuer i + 1 is asked for X2.
  const deals = Array.from({ length: 8 }, (_, mask) => {
    const x1 = askFor(election, voter(mask));
    const x2 = askFor(election, { ...voter((mask + 1) % 12), rollEntry: voter(mask).rollEntry });
    const own = (at: number): Asking => (((mask >> at) & 1) === 0 ? x1 : x2);
    const blinded = [0, 1, 2].map((at) => own(at).blinded[at]?.blindedMessage);
    return { both: [x1, x2], asking: withBlinded(election, x1, blinded) };
  });
  ledger.accept(...deals.map(({ asking }) => issueFor(ledger, asking)));
  ledger.accept(ledger.tx("issuer-set", { in: 3, out: 2 }));
  const node = new FakeNode(ledger);
  const desks = await Promise.all([1, 2, 3].map((issuer) => staff(node, { issuer })));
  let tokens = 0;
  for (const { both, asking } of deals) {
    const answers: Bytes[] = [];
    for (const [at, { ask, desk }] of desks.entries()) {
      answers.push(expectOk(await ask(asking), "signed").signature);
      // The other X's message, offered alone or with a hash to match, gets nothing.
      const right = requestTo(election, at + 1, asking);
      const messages = both.map((one) => one.blinded[at]?.blindedMessage as Bytes);
      const other = messages.find((message) => !equalBytes(message, right.blinded)) as Bytes;
      const request = { ...right, blinded: other };
      const hashes = right.hashes.map((hash, place) => (place === at ? sha256(other) : hash));
      assert.equal(codeOf(await desk.sign(request)), "HASH_DIFFERS");
      assert.equal(codeOf(await desk.sign({ ...request, hashes })), "ISSUE_DIFFERS");
    }
    const withToken = both.filter((one) =>
      ledger.state.issuerSets.some((members) => {
        const own = members.map((issuer) => answers[issuer - 1] as Bytes);
        return tokenFrom(election, one, members, own) !== undefined;
      }),
    );
    assert.ok(withToken.length <= 1);
    tokens += withToken.length;
  }
  // {1,2} is whole for one X in masks 0, 3, 4, 7; {1,3} in 0, 2, 5, 7.
  assert.equal(tokens, 6, "and the test can tell a token when it sees one");
});

test("what was cast meanwhile makes no difference, and nothing is reported of it", async () => {
  const asking = askFor(election, voter(0));
  const { first, node } = await issued(asking);
  node.ledger.accept(castTransaction(node.ledger, voter(0)));
  node.publish();
  await first.desk.look();
  assert.equal(codeOf(await first.ask(asking)), "SIGNED");
  assert.deepEqual(first.events, []);
});
