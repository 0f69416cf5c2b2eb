import assert from "node:assert/strict";
import { test } from "node:test";
import { SET_UP } from "@veche/abci/testing";
import { missingTool } from "@veche/base/testing";
import { findCometbft } from "@veche/node";
import { nameOf } from "../names.ts";
import { TINY } from "../plan.ts";
import { runJob } from "../process/run-job.ts";

const { PATH, CI } = process.env;
const cometbft = findCometbft(PATH);

test("four validators and one node take the ballots of a tiny election, for real, each in its own process", {
  skip: missingTool(cometbft, SET_UP, { CI }),
}, async () => {
  assert.ok(cometbft !== undefined, SET_UP);
  const figures = await runJob("chain", { plan: TINY.chain, cometbft });
  for (const { id, value } of figures) {
    nameOf(id);
    assert.ok(value > 0 && Number.isFinite(value), `${id}: ${value}`);
  }
  const ids = figures.map(({ id }) => id);
  for (const engine of ["chain", "chain.embedded"])
    for (const what of ["rate-wall", "alone-wall", "open-p99-wall", "full-p50-wall", "generator"])
      assert.ok(ids.includes(`${engine}.${what}`), `${engine}.${what}`);
  // How many of them one block has depends on the machine: a busy one brings some in after their tick.
  for (const what of ["held-rate-wall", "held-casts", "held-block-wall", "held-receipt-wall"])
    assert.ok(ids.includes(`chain.${what}`), what);
});
