import { test } from "node:test";
import { BALLOT_CONTROLS } from "./testing/controls-ballot.ts";
import { doubtingPool } from "./testing/doubting-pool.ts";
import { assertGood, assertRefused, verifyMaker } from "./testing/expect.ts";
import { makeRecord } from "./testing/scenario.ts";

const pool = doubtingPool();

test("a kernel that finds every sum wrong refuses no right statement", async () => {
  assertGood(await verifyMaker(makeRecord(), pool));
});

for (const control of BALLOT_CONTROLS.filter((one) => one.code === "PROOF_INVALID")) {
  test(`${control.name}: refused without the kernel too`, () => assertRefused(control, pool));
}
