import { test } from "node:test";
import { inlinePool } from "./pool/inline-pool.ts";
import { SETUP_CONTROLS } from "./testing/controls-setup.ts";
import { assertRefused } from "./testing/expect.ts";

const pool = inlinePool();
for (const control of SETUP_CONTROLS) {
  test(`${control.check} refuses ${control.name}`, () => assertRefused(control, pool));
}
