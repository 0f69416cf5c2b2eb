import assert from "node:assert/strict";
import { test } from "node:test";
import { readAddress, takeFragment } from "./address.ts";
import { checkReadiness, type Surroundings } from "./readiness.ts";

const ID = "0a".repeat(32);

test("the address names the election and the page, and nothing else is an election's page", () => {
  assert.deepEqual(readAddress(`/e/${ID}/`), { electionId: ID, page: "voter" });
  assert.deepEqual(readAddress(`/e/${ID}/check/`), { electionId: ID, page: "check" });
  assert.deepEqual(readAddress(`/e/${ID}/find/`), { electionId: ID, page: "find" });
  for (const path of [
    "/",
    `/e/${ID}`,
    `/e/${ID.toUpperCase()}/`,
    `/e/${ID}/check`,
    `/e/${ID}/other/`,
    `/x/e/${ID}/`,
  ])
    assert.equal(readAddress(path), undefined);
});

test("⚔ the fragment is taken away from address and history, with everything else that stands there", () => {
  const replaced: string[] = [];
  const past = { replaceState: (_data: null, _unused: string, url: string) => void replaced.push(url) };
  assert.equal(takeFragment({ hash: "#vAAA", pathname: `/e/${ID}/` }, past), "vAAA");
  assert.equal(takeFragment({ hash: "", pathname: `/e/${ID}/` }, past), "");
  assert.deepEqual(replaced, [`/e/${ID}/`, `/e/${ID}/`]);
});

const sound: Surroundings = {
  hasModernScript: () => true,
  keeps: async () => true,
  storage: {
    persist: async () => true,
    persisted: async () => false,
    estimate: async () => ({ quota: 10_000_000_000, usage: 0 }),
  },
};

test("a browser is refused before anything is issued, with the reason; a usual one is taken", async () => {
  const check = (change: Partial<Surroundings>) => checkReadiness({ ...sound, ...change });
  const storage = (quota: number, usage: number, persists: boolean) => ({
    persist: async () => persists,
    persisted: async () => false,
    estimate: async () => ({ quota, usage }),
  });
  assert.equal(await check({}), undefined);
  assert.equal(await check({ storage: storage(10_000_000_000, 0, false) }), undefined);
  assert.equal(await checkReadiness({ hasModernScript: () => true, keeps: async () => true }), undefined);
  assert.equal(await check({ hasModernScript: () => false }), "BROWSER_TOO_OLD");
  assert.equal(await check({ keeps: async () => false }), "STORAGE_MISSING");
  assert.equal(await check({ storage: storage(10_000_000, 9_999_000, true) }), "STORAGE_NOT_KEPT");
  assert.equal(await check({ storage: storage(100_000_000, 0, false) }), "PRIVATE_MODE");
  assert.equal(await check({ storage: storage(100_000_000, 0, true) }), undefined);
  const throwing = async (): Promise<never> => {
    throw new Error("not allowed");
  };
  assert.equal(
    await check({ storage: { persist: throwing, persisted: throwing, estimate: throwing } }),
    undefined,
  );
  // A question that the browser asks its reader, and that stays without an answer.
  const asking = () => new Promise<never>(() => undefined);
  assert.equal(
    await check({ storage: { ...storage(10_000_000_000, 0, false), persist: asking } }),
    undefined,
  );
});
