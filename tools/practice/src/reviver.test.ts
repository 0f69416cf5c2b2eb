import assert from "node:assert/strict";
import { test } from "node:test";
import { type Mortal, type Revival, Reviver } from "./reviver.ts";

/** One that comes back at its `tries`th start. */
function mortal(name: string, tries: number) {
  const done: string[] = [];
  const child: Mortal = {
    name,
    kill: async () => {
      done.push("kill");
    },
    restart: async () => {
      done.push("restart");
      if (done.filter((one) => one === "restart").length < tries) throw new Error("gone again");
    },
  };
  return { child, done };
}

test("one that ended by itself is started until it runs, is told of once, and may end again", async () => {
  const told: Revival[] = [];
  const keepAlive = setInterval(() => undefined, 1_000);
  const reviver = new Reviver(
    (revival) => told.push(revival),
    () => false,
    1,
  );
  const { child, done } = mortal("node 3", 2);
  const reviving = reviver.revive(child, "SIGKILL");
  // Its second start has ended it as well: nobody hears of the same loss twice.
  await reviver.revive(child, "code 1");
  await reviving;
  assert.deepEqual(done, ["restart", "kill", "restart"]);
  assert.deepEqual(told, [
    { kind: "lost", process: "node 3", how: "SIGKILL" },
    { kind: "back", process: "node 3" },
  ]);
  await reviver.revive(child, "SIGTERM");
  clearInterval(keepAlive);
  assert.equal(told.length, 4);
});

test("nothing is started again while everything ends", async () => {
  const told: Revival[] = [];
  const keepAlive = setInterval(() => undefined, 1_000);
  const reviver = new Reviver(
    (revival) => told.push(revival),
    () => true,
    1,
  );
  const { child, done } = mortal("node 1", 1);
  await reviver.revive(child, "SIGKILL");
  clearInterval(keepAlive);
  assert.deepEqual([done, told.map(({ kind }) => kind)], [[], ["lost"]]);
});
