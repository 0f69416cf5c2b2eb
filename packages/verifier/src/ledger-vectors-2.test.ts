import { test } from "node:test";
import { assertFollows } from "./testing/follow-ledger.ts";
import { readLedgerVectors } from "./testing/ledger-vectors.ts";

// Every second scenario of spec/vectors/ledger.json; the others are in the file beside this one.
for (const [i, scenario] of readLedgerVectors().entries()) {
  if (i % 2 === 1) test(scenario.name, () => assertFollows(scenario));
}
