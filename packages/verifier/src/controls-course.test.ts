import { test } from "node:test";
import { inlinePool } from "./pool/inline-pool.ts";
import { COURSE_CONTROLS } from "./testing/controls-course.ts";
import { assertRefused } from "./testing/expect.ts";

const pool = inlinePool();
for (const control of COURSE_CONTROLS) {
  test(`${control.check} refuses ${control.name}`, () => assertRefused(control, pool));
}
