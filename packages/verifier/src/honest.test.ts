import assert from "node:assert/strict";
import { test } from "node:test";
import { encodeCbor } from "@veche/base";
import { inlinePool } from "./pool/inline-pool.ts";
import { NOTHING, UNTIL_OPEN, UNTIL_VOTES } from "./testing/control.ts";
import { assertGood, verifyMaker } from "./testing/expect.ts";
import { type RecordMaker, trustee } from "./testing/maker.ts";
import { makeRecord } from "./testing/scenario.ts";
import { ceremony, deal, sendCanary, sendCommit, sendHash } from "./testing/steps-setup.ts";
import { resultValue } from "./testing/steps-tally.ts";
import {
  ballotOf,
  cast,
  castTransaction,
  issue,
  issueTransaction,
  VOTES_A,
  VOTES_B,
  voting,
  waitUntil,
} from "./testing/steps-vote.ts";
import { HOUR } from "./testing/test-manifest.ts";

const pool = inlinePool();
const reason = { en: "a reason", ru: "причина" };
const [votesA, votesB] = [VOTES_A[0] ?? [], VOTES_B[0] ?? []];

/** Verifies a record that must be good, and gives its report. */
async function good(maker: RecordMaker) {
  const report = await verifyMaker(maker, pool);
  assertGood(report);
  return report;
}

test("a whole election is good, and its result is that of the voters' own choices", async () => {
  const report = await good(makeRecord());
  assert.deepEqual(
    report.result?.contests.map((contest) => contest.groups.map((group) => group.counts)),
    [
      [
        [3, 1],
        [2, 1],
      ],
      [[2, 0, 1, 1]],
      [[1, 3, 0, 1]],
      [[1, 2, 1]],
    ],
  );
  assert.deepEqual(
    report.facts?.blamed.map(({ trustee, type, wrong }) => [trustee, type, wrong]),
    [
      [2, "canary", "proof"],
      [3, "decryption", "proof"],
    ],
  );
  assert.equal(report.phase, "certified");
  assert.deepEqual(report.facts?.head?.same, [1, 2, 3, 4]);
  assert.equal(report.facts?.head?.different.length, 1);
  assert.deepEqual(report.facts?.certificate?.signers, [1, 2]);
  assert.deepEqual(
    report.facts?.styles.map(({ roll, issued, ballots, casts }) => [roll, issued, ballots, casts]),
    [
      [6, 5, 4, 6],
      [5, 3, 3, 3],
    ],
  );
});

test("a record that ends before the close has no result and is good", async () => {
  const report = await good(makeRecord(UNTIL_VOTES));
  const status = new Map(report.checks.map((check) => [check.id, check]));
  for (const id of ["V22", "V23", "V24", "V25"] as const) {
    assert.equal(status.get(id)?.status, "not-applicable");
    assert.equal(status.get(id)?.examined, 0);
  }
  assert.equal(report.result, undefined);
});

test("an attempt in which one is missing is followed by another without it", async () => {
  const maker = makeRecord({
    ...UNTIL_OPEN,
    ceremony: (one) => {
      const deals = [1, 2, 3, 4, 5].map((j) => [j, deal(one)] as const);
      for (const [j, each] of deals) sendHash(one, j, each);
      for (const [j, each] of deals.slice(0, 4)) sendCommit(one, j, each);
      one.put(["deadline", { attempt: 0, step: "commit" }, []], one.time + 600_000);
      one.attempt = 1;
      ceremony(one, [1, 2, 3, 4]);
    },
  });
  await good(maker);
});

test("at most one deadline passes in a block, and the next attempt begins with that block", async () => {
  const maker = makeRecord({
    ...UNTIL_OPEN,
    ceremony: (one) => {
      const deals = [1, 2, 3, 4].map((j) => [j, deal(one)] as const);
      for (const [j, each] of deals) sendHash(one, j, each);
      one.put(["deadline", { attempt: 0, step: "hash" }, []], one.time + 5 * 600_000);
      one.attempt = 1;
      one.time += 599_000 - 1;
      sendHash(one, 1, deal(one));
    },
    canaries: NOTHING,
    open: NOTHING,
  });
  await good(maker);
});

test("the commission may restart a ceremony that was done", async () => {
  const maker = makeRecord({
    ceremony: (one) => {
      ceremony(one);
      sendCanary(one, 1, "ceremony");
      one.control("ceremony-restart", { excluded: [3] });
      one.attempt = 1;
      ceremony(one, [1, 2, 4, 5]);
    },
    ...{ heads: NOTHING, decryptions: NOTHING, certify: NOTHING },
  });
  await good(maker);
});

test("a wrong commitment and a wrong answer are blamed, then right ones count", async () => {
  const maker = makeRecord({
    ...UNTIL_OPEN,
    ceremony: (one) => {
      sendHash(one, 1, deal(one));
      one.control("ceremony-restart", { excluded: [] });
      one.attempt = 1;
      ceremony(one);
      const answered = one.entries.length - 2;
      const [answer, confirm] = one.entries.splice(answered);
      const wrong = { attempt: 1, complainer: 2, share: new Uint8Array(32), trustee: 1 };
      // In the block of the right answer, before it.
      one.put(one.transaction("trustee-answer", wrong, trustee(1)), one.time - 1000);
      one.entries.push(answer as Uint8Array, confirm as Uint8Array);
      one.time += 1000;
    },
  });
  const report = await good(maker);
  assert.ok(report.facts?.blamed.some((one) => one.type === "trustee-answer"));
});

test("tokens of a set that was replaced still count beside those of the new one", async () => {
  const maker = makeRecord({
    ...UNTIL_VOTES,
    voting: (one) => {
      waitUntil(one);
      for (const n of [0, 1]) issue(one, 0, n);
      one.control("issuer-set", { in: 3, out: 2 });
      one.set = [1, 3];
      one.setNumber = 1;
      issue(one, 0, 2);
      cast(one, { voter: "old", style: 0, votes: votesA, set: 0, issuers: [1, 2] });
      cast(one, { voter: "new", style: 0, votes: votesA });
    },
  });
  const report = await good(maker);
  assert.equal(report.facts?.styles[0]?.ballots, 2);
});

test("a cast of a new issuer set is right from the very next block on (§06.4.3, §04.5.4)", async () => {
  const maker = makeRecord({
    ...UNTIL_VOTES,
    voting: (one) => {
      waitUntil(one);
      issue(one, 0, 0);
      one.control("issuer-set", { in: 3, out: 1 });
      one.set = [2, 3];
      one.setNumber = 1;
      cast(one, { voter: "new", style: 0, votes: votesA });
    },
  });
  const report = await good(maker);
  assert.equal(report.facts?.styles[0]?.ballots, 1);
});

test("a pause and an extension move what they must", async () => {
  const maker = makeRecord({
    ...UNTIL_VOTES,
    participants: (one) => {
      one.control("suspend", { reason });
      one.control("resume", { reason });
      one.control("extend", { by: HOUR, reason, styles: [0] });
      waitUntil(one, (one.manifest.styles[0]?.castEnds ?? 0) + HOUR / 2);
      cast(one, { voter: "late", style: 0, votes: votesA });
    },
  });
  await good(maker);
});

test("many transactions share a block, each seeing those before it", async () => {
  const maker = makeRecord({
    ...UNTIL_VOTES,
    voting: (one) => {
      waitUntil(one);
      const issues = [0, 1, 2].map((n) => issueTransaction(one, 0, one.roll[0]?.[n] as Uint8Array));
      const casts = ["x", "y", "z"].map((voter) =>
        castTransaction(ballotOf(one, { voter, style: 0, votes: votesA })),
      );
      one.block(
        [...issues, issueTransaction(one, 1, one.roll[1]?.[0] as Uint8Array)],
        [...casts, castTransaction(ballotOf(one, { voter: "w", style: 1, votes: votesB }))],
      );
    },
  });
  await good(maker);
});

test("with a tick casts come once in an interval, and freely at the end", async () => {
  const maker = makeRecord({
    ...UNTIL_VOTES,
    manifest: (m) => ({ ...m, styles: m.styles.map((style) => ({ ...style, tick: 600 })) }),
    voting: (one) => {
      const opens = one.manifest.styles[0]?.opens ?? 0;
      waitUntil(one);
      for (const n of [0, 1, 2, 3]) issue(one, 0, n);
      for (const [voter, minutes] of [
        ["a", 14],
        ["b", 15],
        ["c", 176],
        ["d", 177],
      ] as const) {
        waitUntil(one, opens + minutes * 60_000 - 1000);
        cast(one, { voter, style: 0, votes: votesA });
      }
    },
  });
  await good(maker);
});

test("a canary of the last stage is accepted while the election is open", async () => {
  await good(makeRecord({ ...UNTIL_OPEN, voting: (one) => sendCanary(one, 2, "close") }));
});

/** The result of an election with few ballots. */
async function countsOf(
  tiny: "publish" | "withhold",
  minimumGroup: number,
  vote: (one: RecordMaker) => void,
) {
  const maker = makeRecord({
    manifest: (m) => ({ ...m, tiny, minimumGroup }),
    voting: vote,
  });
  const report = await good(maker);
  return report.result?.contests.map((contest) => ({
    status: contest.status,
    groups: contest.groups.map((group) => group.styles),
  }));
}

test("styles with few ballots join the group before them", async () => {
  assert.deepEqual(await countsOf("withhold", 4, voting), [
    { status: "counted", groups: [[0, 1]] },
    { status: "counted", groups: [[0]] },
    { status: "counted", groups: [[0]] },
    { status: "withheld", groups: [] },
  ]);
});

test("fewer ballots than a group are published where the manifest says so", async () => {
  const vote = (one: RecordMaker): void => {
    waitUntil(one);
    issue(one, 1, 0);
    cast(one, { voter: "b0", style: 1, votes: votesB });
  };
  const contests = await countsOf("publish", 10, vote);
  assert.deepEqual(
    contests?.map((contest) => contest.status),
    ["counted", "empty", "empty", "counted"],
  );
});

test("an election without a ballot has a result right after its close", async () => {
  const maker = makeRecord({
    voting: NOTHING,
    heads: NOTHING,
    decryptions: (one) => {
      one.resultBytes = new Uint8Array(encodeCbor(resultValue(one)));
    },
  });
  const report = await good(maker);
  assert.deepEqual(
    report.result?.contests.map((contest) => contest.status),
    Array(4).fill("empty"),
  );
});
