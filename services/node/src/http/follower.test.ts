import assert from "node:assert/strict";
import { test } from "node:test";
import { expectOk } from "@veche/base";
import { httpOver, LedgerFollower, memoryStorage, NodeLink, post, receiptFor } from "@veche/client";
import { castTransaction, finish, issueTransaction, openElection, seededRandom } from "@veche/ledger/testing";
import { silentLogger } from "../log/logger.ts";
import { feed, startNode } from "../testing/test-node.ts";
import { inProcessHttp } from "./in-process.ts";
import { serve } from "./server.ts";

const random = seededRandom("follower tests");

test("L18 a party that believes nobody follows the node, posts to it and gets receipts, over the network and within a process", async (t) => {
  const { ledger, voters } = openElection({ witnesses: { count: 1, quorum: 0 } }, [2, 0], random);
  const { electionId } = ledger.test;
  const started = await startNode(t, ledger.test);
  await feed(started, ledger);
  const { node, clock } = started;
  const server = await serve(node, { host: "127.0.0.1", port: 0, logger: silentLogger });
  t.after(() => server.close());
  const links = [
    new NodeLink(`http://127.0.0.1:${server.port}`, electionId, httpOver(fetch)),
    new NodeLink("http://node", electionId, inProcessHttp(node)),
  ];
  const followers = await Promise.all(
    links.map(async (link) => {
      const options = {
        electionId,
        nodes: [link],
        storage: memoryStorage(),
        level: "full",
        randomBytes: random,
      } as const;
      return expectOk(await LedgerFollower.open(options), "follower");
    }),
  );
  const [voter, other] = voters[0] ?? [];
  assert.ok(voter && other);
  for (const [at, follower] of followers.entries()) {
    expectOk(await follower.refresh(), "refresh");
    const issue = issueTransaction(ledger, at === 0 ? voter : other);
    const posted = expectOk(await post(follower, issue), "posted");
    assert.deepEqual(posted, { kind: "entered", index: ledger.entries.length, outcome: "ACCEPTED" });
    ledger.accept(issue);
    const cast = castTransaction(ledger, at === 0 ? voter : other);
    expectOk(await post(follower, cast), "cast");
    ledger.accept(cast);
    expectOk(await receiptFor(follower, ledger.entries.length - 1), "receipt");
    const again = expectOk(await post(follower, cast), "again");
    assert.ok(again.kind === "entered" && again.index === ledger.entries.length - 1);
  }
  const played = ledger.history.length;
  finish(ledger);
  for (const { time, transactions } of ledger.history.slice(played)) {
    await node.commitBlock(electionId, time, transactions);
  }
  clock.now = ledger.time;
  for (const follower of followers) {
    expectOk(await follower.refresh(), "refresh");
    assert.ok(follower.known?.state.certified);
    assert.deepEqual(follower.known.state, node.log(electionId)?.ledger.state);
  }
});
