import { test } from "node:test";
import { inlinePool } from "./pool/inline-pool.ts";
import { MANIFEST_CONTROLS } from "./testing/controls-manifest.ts";
import { assertRefused } from "./testing/expect.ts";

const pool = inlinePool();
for (const control of MANIFEST_CONTROLS) {
  test(`${control.check} refuses ${control.name}`, () => assertRefused(control, pool));
}
