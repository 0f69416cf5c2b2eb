import assert from "node:assert/strict";
import { test } from "node:test";
import { codeOf, encodeCbor } from "@veche/base";
import { hash } from "@veche/crypto";
import fc from "fast-check";
import { flipped } from "../ceremony/testing/ceremony.ts";
import { aggregatesHash } from "./aggregates.ts";
import { tallyOf } from "./closed.ts";
import { headCode, headHash, headsNeeded, tallyHeadMessage } from "./head.ts";
import { closedScene } from "./testing/closed.ts";

const { closed } = closedScene({
  contests: [{ options: 2, min: 0, max: 2 }],
  votes: [{ ballots: 3, counts: [1, 2] }],
  alive: [1, 2, 3],
  quorum: 2,
});
const { electionId } = closed.election;
const { aggregates, head } = tallyOf(closed);

test("§08.3.3 the heads needed are those of the table in the protocol's review", () => {
  const rows = [
    [3, 2],
    [5, 3],
    [6, 4],
    [7, 4],
    [9, 5],
  ].map(([alive = 0, quorum = 0]) => headsNeeded(alive, quorum));
  assert.deepEqual(rows, [3, 4, 5, 6, 7]);
});

test("A17 two sets of so many trustees share k: with k − 1 cheats two heads are never both released", () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 99 }), fc.integer({ min: 2, max: 99 }), (alive, quorum) => {
      fc.pre(quorum < alive);
      const needed = headsNeeded(alive, quorum);
      assert.ok(2 * needed - alive >= quorum);
      assert.ok(2 * (needed - 1) - alive < quorum, "and no more than that takes");
      assert.ok(needed <= alive);
    }),
  );
});

test("L3 the head binds election, size, root and every aggregate", () => {
  const all = [
    headHash(electionId, head),
    headHash(flipped(electionId, 0), head),
    headHash(electionId, { ...head, size: head.size + 1 }),
    headHash(electionId, { ...head, root: flipped(head.root, 255) }),
    headHash(electionId, { ...head, aggregates: flipped(head.aggregates, 7) }),
    headHash(electionId, { ...head, aggregates: aggregatesHash(electionId, [...aggregates].reverse()) }),
    headHash(electionId, { ...head, aggregates: aggregatesHash(electionId, aggregates.slice(1)) }),
  ];
  assert.equal(new Set(all.map(String)).size, all.length);
});

test("§08.3.2 the head's twenty characters are its code", () => {
  assert.equal(headCode(electionId, head), codeOf(headHash(electionId, head)));
  assert.match(headCode(electionId, head), /^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){4}$/);
});

test("§06.2.3 a tally-head is signed with the empty byte string in place of a control number", () => {
  const body = encodeCbor({ trustee: 2, size: head.size, root: head.root, aggregates: head.aggregates });
  assert.deepEqual(
    tallyHeadMessage(closed.election, 2, head),
    hash("tx", closed.election.manifest.origin, electionId, "tally-head", new Uint8Array(0), body),
  );
});
