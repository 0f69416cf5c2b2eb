import { test } from "node:test";
import { inlinePool } from "./pool/inline-pool.ts";
import { FILE_CONTROLS } from "./testing/controls-files.ts";
import { assertRefused } from "./testing/expect.ts";

const pool = inlinePool();
for (const control of FILE_CONTROLS) {
  test(`${control.check} refuses ${control.name}`, () => assertRefused(control, pool));
}
