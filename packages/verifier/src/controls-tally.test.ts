import { test } from "node:test";
import { inlinePool } from "./pool/inline-pool.ts";
import { TALLY_CONTROLS } from "./testing/controls-tally.ts";
import { assertRefused } from "./testing/expect.ts";

const pool = inlinePool();
for (const control of TALLY_CONTROLS) {
  test(`${control.check} refuses ${control.name}`, () => assertRefused(control, pool));
}
