import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { withSteadyProgress } from "./steady-progress.ts";

test("what was said last is said again at least every second, until the work is done", async () => {
  const said: string[] = [];
  const progress = (done: number, total: number): void => {
    said.push(`${done}/${total}`);
  };
  const result = await withSteadyProgress(progress, async (onProgress) => {
    onProgress(0, 7);
    await wait(2_500);
    onProgress(7, 7);
    return "done";
  });
  assert.equal(result, "done");
  assert.ok(said.filter((one) => one === "0/7").length > 2, said.join(" "));
  assert.equal(said.at(-1), "7/7");
  const count = said.length;
  await wait(700);
  assert.equal(said.length, count);
});

test("work that fails, and work that has said nothing, say nothing", async () => {
  const said: number[] = [];
  const failing = withSteadyProgress(
    (done) => said.push(done),
    async () => {
      await wait(700);
      throw new Error("a disk is lost");
    },
  );
  await assert.rejects(failing, /a disk is lost/);
  await wait(700);
  assert.deepEqual(said, []);
});
