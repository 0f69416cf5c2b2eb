import { test } from "node:test";
import { inlinePool } from "./pool/inline-pool.ts";
import { BALLOT_CONTROLS } from "./testing/controls-ballot.ts";
import { assertRefused } from "./testing/expect.ts";

const pool = inlinePool();
for (const control of BALLOT_CONTROLS) {
  test(`${control.check} refuses ${control.name}`, () => assertRefused(control, pool));
}
