import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeCbor, expectOk } from "@veche/base";
import { batchChecks, directChecks, replay, resultBytes } from "./index.ts";
import { finish, openElection, seededRandom, vote } from "./testing/index.ts";

test("a whole election: from define to certify, and replayed from its log", () => {
  const random = seededRandom("life");
  const { ledger, voters } = openElection({}, [3, 2], random);
  vote(ledger, voters[0] ?? [], [
    [1, 0],
    [0, 1, 1],
  ]);
  vote(ledger, voters[1] ?? [], [[0, 1]]);
  finish(ledger);
  const result = expectOk(decodeCbor(resultBytes(ledger.view) ?? new Uint8Array()), "result");
  console.log(JSON.stringify(result));
  for (const checks of [directChecks(random), batchChecks(random)]) {
    const again = expectOk(
      replay(ledger.test.electionId, ledger.test.manifest.genesis, ledger.entries, checks),
      "replay",
    );
    assert.deepEqual(again.state, ledger.state);
  }
});
