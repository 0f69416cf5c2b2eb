import assert from "node:assert/strict";
import { test } from "node:test";
import { err } from "@veche/base";
import { type Checks, directChecks, splitIntoParts } from "./index.ts";
import { kernel, seededRandom, signerOf, TestLedger } from "./testing/index.ts";
import { Bases } from "./testing/scenarios/index.ts";

/** A closed election whose every decryption is wrong, so that a large one can be blamed. */
function tallyOfWrongProofs(): TestLedger {
  const { ledger } = new Bases().stage("plain/headed");
  const checks: Checks = {
    ...directChecks(kernel, seededRandom("blames")),
    decryption: () => err({ code: "DECRYPTION_PROOF" }),
  };
  const fork = new TestLedger(ledger.test, checks);
  fork.view.copy(ledger.view);
  fork.state = ledger.state;
  return fork.at(ledger.time);
}

test("A3: a blamed transaction that came in parts is known again, whoever sends it", () => {
  const ledger = tallyOfWrongProofs();
  const body = { points: new Uint8Array(32 * 1_900), proof: new Uint8Array(64), trustee: 1 };
  const whole = ledger.tx("decryption", body);
  const becomes = (sender: number): string | undefined =>
    splitIntoParts(ledger.test.log, whole, signerOf(ledger.test, "trustee", sender))
      .map((part) => ledger.send(part))
      .at(-1)?.whole?.code;
  assert.equal(becomes(1), "BLAMED");
  const { blames } = ledger.state;
  assert.deepEqual([2, 3, 4].map(becomes), ["ALREADY", "ALREADY", "ALREADY"]);
  assert.equal(ledger.state.blames, blames);
  // The attempts left are the trustee's own.
  const again = [1, 2, 3].map((byte) =>
    ledger.send(
      ledger.tx("decryption", { ...body, points: new Uint8Array(32), proof: new Uint8Array(64).fill(byte) }),
    ),
  );
  assert.deepEqual(
    again.map(({ code }) => code),
    ["BLAMED", "BLAMED", "BLAME_LIMIT"],
  );
});
