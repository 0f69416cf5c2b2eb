import assert from "node:assert/strict";
import { test } from "node:test";
import { splitIntoParts } from "./index.ts";
import {
  define,
  seededRandom,
  signerOf,
  step,
  TestLedger,
  TestTrustees,
  testElection,
} from "./testing/index.ts";

test("shares for many trustees, larger than an entry, come in parts", () => {
  const sketch = { trustees: { count: 61, quorum: 31 } };
  const ledger = new TestLedger(testElection(sketch, seededRandom("large shares")));
  const trustees = new TestTrustees(ledger);
  define(ledger);
  step(ledger, "trustee-hash", (trustee) => trustees.hashBody(trustee));
  step(ledger, "trustee-commit", (trustee) => trustees.commitBody(trustee));
  const shares = Array.from({ length: 60 }, (_, at) => new Uint8Array(1_000).fill(at));
  const whole = ledger.tx("trustee-shares", { attempt: 0, shares, trustee: 1 });
  assert.equal(ledger.send(whole).code, "TOO_LARGE");
  const parts = splitIntoParts(ledger.test.log, whole, signerOf(ledger.test, "trustee", 1));
  const placed = parts.map((part) => ledger.send(part));
  assert.deepEqual(
    placed.map(({ code }) => code),
    ["ACCEPTED", "ACCEPTED"],
  );
  assert.equal(placed.at(-1)?.whole?.code, "ACCEPTED");
  assert.deepEqual(ledger.state.ceremony?.shared, [1]);
  assert.equal(ledger.send(parts[1] as Uint8Array).code, "ALREADY");
});
