import { test } from "node:test";
import { inlinePool } from "./pool/inline-pool.ts";
import { CEREMONY_CONTROLS } from "./testing/controls-ceremony.ts";
import { assertRefused } from "./testing/expect.ts";

const pool = inlinePool();
for (const control of CEREMONY_CONTROLS) {
  test(`${control.check} refuses ${control.name}`, () => assertRefused(control, pool));
}
