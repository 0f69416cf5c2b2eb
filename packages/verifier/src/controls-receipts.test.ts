import { test } from "node:test";
import { inlinePool } from "./pool/inline-pool.ts";
import { RECEIPT_CONTROLS } from "./testing/controls-receipts.ts";
import { assertRefused } from "./testing/expect.ts";

const pool = inlinePool();
for (const control of RECEIPT_CONTROLS) {
  test(`${control.check} refuses ${control.name}`, () => assertRefused(control, pool));
}
