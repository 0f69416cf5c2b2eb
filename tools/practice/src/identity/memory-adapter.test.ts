import assert from "node:assert/strict";
import { test } from "node:test";
import { memoryAdapter } from "./memory-adapter.ts";

type Adapter = {
  readonly upsert: (id: string, payload: object, seconds?: number) => Promise<void>;
  readonly find: (id: string) => Promise<object | undefined>;
  readonly findByUid: (uid: string) => Promise<object | undefined>;
  readonly destroy: (id: string) => Promise<void>;
  readonly revokeByGrantId: (grantId: string) => Promise<void>;
};

function scene() {
  let time = 0;
  const Class = memoryAdapter(() => time);
  const adapter = (model: string) => new Class(model) as Adapter;
  const pass = (ms: number): void => {
    time += ms;
  };
  return { adapter, pass };
}

test("a thing is found by its other name, as it was written last, by its own model alone", async () => {
  const { adapter } = scene();
  const [sessions, others] = [adapter("Session"), adapter("Interaction")];
  await sessions.upsert("1", { uid: "a" }, 60);
  await others.upsert("1", { uid: "b" }, 60);
  assert.deepEqual(await sessions.findByUid("a"), { uid: "a" });
  assert.equal(await sessions.findByUid("b"), undefined);
  await sessions.upsert("1", { uid: "c" }, 60);
  assert.equal(await sessions.findByUid("a"), undefined, "the name went with what had it");
  assert.deepEqual(await sessions.findByUid("c"), { uid: "c" });
});

test("what is over, destroyed or revoked is found by no name; another thing that took the name stays", async () => {
  const { adapter, pass } = scene();
  const sessions = adapter("Session");
  await sessions.upsert("old", { uid: "u" }, 1);
  await sessions.upsert("new", { uid: "u" }, 60);
  await sessions.destroy("old");
  assert.deepEqual(await sessions.findByUid("u"), { uid: "u" });
  pass(60_000);
  assert.equal(await sessions.findByUid("u"), undefined);
  await sessions.upsert("one", { uid: "v", grantId: "g" }, 60);
  await sessions.revokeByGrantId("g");
  assert.deepEqual([await sessions.find("one"), await sessions.findByUid("v")], [undefined, undefined]);
});
