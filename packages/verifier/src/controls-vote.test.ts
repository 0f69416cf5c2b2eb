import { test } from "node:test";
import { inlinePool } from "./pool/inline-pool.ts";
import { VOTE_CONTROLS } from "./testing/controls-vote.ts";
import { assertRefused } from "./testing/expect.ts";

const pool = inlinePool();
for (const control of VOTE_CONTROLS) {
  test(`${control.check} refuses ${control.name}`, () => assertRefused(control, pool));
}
