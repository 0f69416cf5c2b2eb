import assert from "node:assert/strict";
import { test } from "node:test";
import {
  CBOR_TYPE,
  type CredentialAnswer,
  electionPath,
  type StatusAnswer,
  type TrackerAnswer,
  type VotingAnswer,
} from "@veche/api";
import { type Bytes, equalBytes, expectOk, fromBase64, fromHex, toHex, utf8 } from "@veche/base";
import { checkReceipt } from "@veche/client";
import { checkKeyForm, hash32, list } from "@veche/crypto";
import {
  type ElectionKeys,
  electionIdOf,
  electionKeyHash,
  rsaKeySeed,
  splitBallot,
  splitRoots,
  trackerOf,
} from "@veche/election";
import { decodePoint } from "@veche/group";
import { decodeTransaction } from "@veche/ledger";
import {
  castTransaction,
  finish,
  issueTransaction,
  MINUTE,
  openElection,
  readyElection,
  seededRandom,
  type TestLedger,
  TIMES,
} from "@veche/ledger/testing";
import { silentLogger } from "../log/logger.ts";
import type { VecheNode } from "../node.ts";
import { assertInjectedDescribed } from "../testing/described.ts";
import { feed, openAgain, startNode } from "../testing/test-node.ts";
import { makeServer } from "./server.ts";

const SKETCH = { witnesses: { count: 1, quorum: 0 }, revoteMax: 2 } as const;

function reader(node: VecheNode, ledger: TestLedger) {
  const server = makeServer(node, silentLogger);
  const id = toHex(ledger.test.electionId);
  return async <T>(resource: string): Promise<{ readonly status: number; readonly body: T }> => {
    const url = electionPath(id, resource);
    const answer = await server.inject({ method: "GET", url });
    assertInjectedDescribed("get", url, answer);
    return { status: answer.statusCode, body: answer.json() as T };
  };
}

const trackerOfCast = ({ test }: TestLedger, cast: Bytes): string => {
  const { ballot } = expectOk(decodeTransaction(cast), "cast").body;
  const parts = expectOk(splitBallot(ballot as Bytes, test.manifest), "ballot");
  return trackerOf(test.electionId, parts).replaceAll("-", "");
};

test("§12.3.1 all that the page takes for an election follows from electionId, by what a node answers", async (t) => {
  const { ledger } = openElection(SKETCH, [3, 1], seededRandom("voting answer"));
  const started = await startNode(t, ledger.test);
  await feed(started, ledger);
  const { manifest, electionId } = ledger.test;
  const { status, body } = await reader(started.node, ledger)<VotingAnswer>("voting/1");
  assert.equal(status, 200);
  assert.deepEqual(electionIdOf(fromBase64(body.manifest) as Bytes), electionId);
  const receipt = expectOk(checkReceipt(utf8(body.open), manifest), "receipt of open");
  const open = expectOk(decodeTransaction(receipt.transaction), "open").body as {
    readonly key: Bytes;
    readonly styles: readonly Bytes[];
  };
  const point = (hex: string) => decodePoint(fromHex(hex) as Bytes) ?? assert.fail("a point");
  const keys: ElectionKeys = {
    key: point(body.key.electionKey),
    shares: new Map(body.key.trustees.map(({ index, key }) => [index, point(key)])),
  };
  const key = electionKeyHash({ electionId, attempt: body.key.attempt }, keys, body.key.active);
  assert.deepEqual(key, open.key);
  const moduli = body.style.moduli.map((text) => fromBase64(text) as Bytes);
  assert.deepEqual(
    hash32("issuer-style", electionId, manifest.styles[1]?.id ?? "", list(moduli), body.style.rollEntries),
    open.styles[1],
  );
  for (const [at, text] of body.style.roots.entries()) {
    const roots = fromBase64(text) as Bytes;
    const modulus = moduli[at] as Bytes;
    const seedFor = rsaKeySeed(electionId, at + 1, manifest.styles[1]?.id ?? "", modulus);
    assert.ok(checkKeyForm(modulus, splitRoots(roots), seedFor).ok, `issuer ${at + 1}`);
  }
});

test("the set in the answer is that of `open`, also after a replacement", async (t) => {
  const { ledger } = openElection(SKETCH, [1, 0], seededRandom("set of open"));
  ledger.accept(ledger.tx("issuer-set", { in: 3, out: 2 }));
  const started = await startNode(t, ledger.test);
  await feed(started, ledger);
  const { body } = await reader(started.node, ledger)<VotingAnswer>("voting/0");
  assert.deepEqual(body.key.active, [1, 2]);
});

test("§12.7.2 a tracker and a credential lead to their ballots; one that was replaced is superseded", async (t) => {
  const { ledger, voters } = openElection(SKETCH, [2, 0], seededRandom("trackers"));
  const [first, second] = voters[0] ?? [];
  assert.ok(first && second);
  ledger.accept(issueTransaction(ledger, first), issueTransaction(ledger, second));
  const casts = [castTransaction(ledger, first), castTransaction(ledger, second)];
  ledger.accept(...casts);
  const again = castTransaction(ledger, first, { seq: 1 });
  ledger.accept(again);
  const started = await startNode(t, ledger.test);
  await feed(started, ledger);
  const check = async (node: VecheNode): Promise<void> => {
    const get = reader(node, ledger);
    const places: number[] = [];
    for (const [at, superseded] of [true, false].entries()) {
      const { body } = await get<TrackerAnswer>(`tracker/${trackerOfCast(ledger, casts[at] as Bytes)}`);
      assert.deepEqual(
        body.entries.map((entry) => entry.superseded),
        [superseded],
      );
      places.push(body.entries[0]?.index ?? -1);
    }
    const last = await get<TrackerAnswer>(`tracker/${trackerOfCast(ledger, again)}`);
    assert.deepEqual(last.body.entries, [{ index: ledger.entries.length - 1, superseded: false }]);
    const credential = await get<CredentialAnswer>(`credential/${toHex(first.credential)}`);
    assert.deepEqual(credential.body.entries, [{ index: places[0] }, { index: ledger.entries.length - 1 }]);
  };
  await check(started.node);
  // A home of an older version has no lookups: a start makes them.
  const log = started.node.log(ledger.test.electionId);
  log?.store.lookups.forgetLookups();
  const get = reader(started.node, ledger);
  const forgotten = await get<TrackerAnswer>(`tracker/${trackerOfCast(ledger, again)}`);
  assert.deepEqual(forgotten.body.entries, []);
  await started.node.close();
  await check(await openAgain(t, started.home, started.clock, ledger.test));
});

test("the status follows the election from its definition to its certificate", async (t) => {
  const { ledger, voters } = readyElection(SKETCH, [1, 0], seededRandom("status"));
  assert.ok(voters[0]?.[0]);
  const started = await startNode(t, ledger.test);
  await feed(started, ledger);
  const get = reader(started.node, ledger);
  const before = (await get<StatusAnswer>("status")).body;
  assert.deepEqual([before.phase, before.certified, before.suspended], ["set-up", false, false]);
  assert.deepEqual(before.styles[0], {
    id: "style-0",
    opens: TIMES.opens,
    portalEnds: TIMES.portalEnds,
    issueEnds: TIMES.issueEnds,
    castEnds: TIMES.castEnds,
  });
  assert.equal(before.now, started.clock.now);
  assert.equal(before.tallyNotBefore, TIMES.latestEnd);
  assert.equal((await get("voting/0")).status, 404, "nothing to vote with before `open`");
});

test("the status of an election that is over says so", async (t) => {
  const { ledger } = openElection(SKETCH, [1, 0], seededRandom("status at the end"));
  ledger.accept(ledger.tx("suspend", { reason: { en: "A drill", ru: "Учения" } }));
  const started = await startNode(t, ledger.test);
  await feed(started, ledger);
  const get = reader(started.node, ledger);
  assert.deepEqual(await get<StatusAnswer>("status").then(({ body }) => [body.phase, body.suspended]), [
    "open",
    true,
  ]);
  const fed = ledger.history.length;
  ledger.accept(ledger.tx("resume", { reason: { en: "Over", ru: "Конец" } }));
  finish(ledger);
  for (const { time, transactions } of ledger.history.slice(fed)) {
    await started.node.commitBlock(ledger.test.electionId, time, transactions);
  }
  const { body } = await get<StatusAnswer>("status");
  assert.deepEqual([body.phase, body.certified, body.suspended], ["closed", true, false]);
});

test("§12.7.3 the receipt of `certify` is there from the moment that it is published, also in a home of an older version", async (t) => {
  const { ledger } = openElection(SKETCH, [1, 0], seededRandom("certified"));
  finish(ledger);
  const { electionId, manifest } = ledger.test;
  const started = await startNode(t, ledger.test);
  const certify = ledger.history.findLastIndex(({ transactions }) => transactions.length > 0);
  const server = makeServer(started.node, silentLogger);
  const url = electionPath(toHex(electionId), "certified");
  for (const [at, { time, transactions }] of ledger.history.entries()) {
    if (at === certify) {
      const early = await server.inject({ method: "GET", url });
      assertInjectedDescribed("get", url, early);
      assert.deepEqual([early.statusCode, early.json().outcome], [404, "NOT_FOUND"]);
    }
    await started.node.commitBlock(electionId, time, transactions);
  }
  const check = async (node: VecheNode): Promise<void> => {
    const answer = await makeServer(node, silentLogger).inject({ method: "GET", url });
    assertInjectedDescribed("get", url, answer);
    assert.deepEqual([answer.statusCode, answer.headers["content-type"]], [200, "text/plain; charset=utf-8"]);
    const receipt = expectOk(checkReceipt(utf8(answer.body), manifest), "receipt of certify");
    const { type, body } = expectOk(decodeTransaction(receipt.transaction), "certify");
    assert.deepEqual({ type, ...body }, { type: "certify", result: ledger.state.resultHash });
  };
  await check(started.node);
  started.node.log(electionId)?.store.lookups.forgetLookups();
  await started.node.close();
  await check(await openAgain(t, started.home, started.clock, ledger.test));
});

test("wrong, oversized and foreign questions get a stable code, and change nothing", async (t) => {
  const { ledger } = openElection(SKETCH, [1, 0], seededRandom("wrong questions"));
  const started = await startNode(t, ledger.test);
  await feed(started, ledger);
  const get = reader(started.node, ledger);
  const X = "ab".repeat(32);
  const cases: readonly (readonly [string, number, string])[] = [
    ["voting/2", 404, "NOT_FOUND"],
    ["voting/65536", 404, "NOT_FOUND"],
    ["voting/-1", 400, "MALFORMED"],
    ["voting/01", 400, "MALFORMED"],
    ["voting/x", 400, "MALFORMED"],
    ["voting/99999999999", 400, "MALFORMED"],
    ["tracker/0123", 400, "MALFORMED"],
    ["tracker/0123456789ABCDEFGHIL", 400, "MALFORMED"],
    ["tracker/0123456789abcdefghjk", 400, "MALFORMED"],
    ["tracker/0123-4567-89AB-CDEF-GHJK", 400, "MALFORMED"],
    [`tracker/${"0".repeat(5_000)}`, 414, "TOO_LARGE"],
    ["tracker/%", 400, "MALFORMED"],
    [`credential/${X.toUpperCase()}`, 400, "MALFORMED"],
    [`credential/${X}00`, 400, "MALFORMED"],
    ["credential/..%2f..%2findex", 400, "MALFORMED"],
  ];
  for (const [resource, status, outcome] of cases) {
    const answer = await get<{ readonly outcome: string }>(resource);
    assert.deepEqual([answer.status, answer.body.outcome], [status, outcome], resource.slice(0, 60));
  }
  assert.deepEqual((await get<TrackerAnswer>("tracker/0123456789ABCDEFGHJK")).body, { entries: [] });
  assert.deepEqual((await get<CredentialAnswer>(`credential/${X}`)).body, { entries: [] });
  const server = makeServer(started.node, silentLogger);
  const resources = ["voting/0", "status", "certified", "tracker/0123456789ABCDEFGHJK", `credential/${X}`];
  for (const resource of resources) {
    const url = electionPath("11".repeat(32), resource);
    const other = await server.inject({ method: "GET", url });
    assertInjectedDescribed("get", url, other);
    assert.deepEqual([other.statusCode, other.json().outcome], [404, "UNKNOWN_ELECTION"], resource);
    const post = await server.inject({
      method: "POST",
      url: electionPath(toHex(ledger.test.electionId), resource),
      headers: { "content-type": CBOR_TYPE },
      payload: Buffer.from("x"),
    });
    assert.equal(post.statusCode, 404, `POST ${resource}`);
  }
});

test("rows of the lookups are written in the commit of their block, blamed and other entries leave none", async (t) => {
  const { ledger, voters } = openElection(SKETCH, [1, 0], seededRandom("lookup rows"));
  const voter = voters[0]?.[0];
  assert.ok(voter);
  const started = await startNode(t, ledger.test);
  await feed(started, ledger);
  const { lookups } = started.node.log(ledger.test.electionId)?.store ?? assert.fail();
  const count = (): number => [...lookups.allLookups()].length;
  // `open`, and three issuers' keys for two styles.
  assert.equal(count(), 1 + 6);
  started.clock.now = TIMES.opens + MINUTE;
  ledger.at(started.clock.now);
  const issue = issueTransaction(ledger, voter);
  await started.node.submit(ledger.test.electionId, issue);
  assert.equal(count(), 7);
  ledger.accept(issue);
  const cast = castTransaction(ledger, voter);
  const answer = await started.node.submit(ledger.test.electionId, cast);
  assert.equal(answer.outcome, "ACCEPTED");
  assert.equal(count(), 9);
  assert.equal(lookups.lookupSize(), started.node.log(ledger.test.electionId)?.size);
  // Replayed: the same fate, and no second row.
  assert.equal((await started.node.submit(ledger.test.electionId, cast)).outcome, "ALREADY");
  assert.equal(count(), 9);
  const rows = [...lookups.allLookups()];
  assert.ok(rows.some(([, value]) => equalBytes(value, voter.credential)));
});
