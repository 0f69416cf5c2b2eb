import assert from "node:assert/strict";
import { test } from "node:test";
import { Turns } from "./turns.ts";

test("no more than so many at a time, the first first, and each has its turn, also after one that failed", async () => {
  const turns = new Turns(3, 60_000);
  let [running, most] = [0, 0];
  const begun: number[] = [];
  const work = (at: number) => async (): Promise<number> => {
    begun.push(at);
    running++;
    most = Math.max(most, running);
    await new Promise((done) => setTimeout(done, 3));
    running--;
    if (at % 4 === 1) throw new Error("failed");
    return at;
  };
  const all = Array.from({ length: 20 }, (_, at) => turns.take(work(at)).catch(() => -1));
  const done = await Promise.all(all);
  assert.equal(most, 3);
  assert.deepEqual(begun, [...begun.keys()]);
  assert.deepEqual(
    done,
    done.map((_, at) => (at % 4 === 1 ? -1 : at)),
  );
});

test("who waits too long is told so, nothing is begun for them, and their turn goes to nobody twice", async () => {
  const turns = new Turns(1, 20);
  let end: () => void = () => {};
  const first = turns.take(() => new Promise<string>((done) => (end = () => done("first"))));
  let isBegun = false;
  const second = await turns.take(async () => {
    isBegun = true;
  });
  assert.deepEqual([second, isBegun], [undefined, false]);
  end();
  assert.equal(await first, "first");
  assert.equal(await turns.take(async () => "third"), "third");
});
