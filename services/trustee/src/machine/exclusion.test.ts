import assert from "node:assert/strict";
import { test } from "node:test";
import { act, ceremonyOf, newScene, play, stepOf, takenStep, until } from "../testing/scene.ts";

const DAY = 86_400_000;

test("A5 one trustee is lost: excluded at the deadline, and the next attempt has fresh polynomials", async () => {
  for (const [lost, step] of [
    [5, "hash"],
    [1, "commit"],
    [3, "shares"],
    [2, "confirm"],
  ] as const) {
    const scene = await newScene({}, step);
    const { ledger } = scene;
    await until(scene, step);
    const others = [1, 2, 3, 4, 5].filter((trustee) => trustee !== lost);
    await play(scene, { offline: [lost] });
    const waiting = await takenStep(scene, others[0] as number);
    const deadline = ceremonyOf(scene).began + DAY;
    const until5 = { code: "TRUSTEES", step, missing: [lost], deadline };
    assert.deepEqual(waiting.action, { kind: "wait", until: until5 });
    const hashes = ceremonyOf(scene).hashes;
    ledger.at(deadline);
    await play(scene, { offline: [lost] });
    assert.deepEqual([ceremonyOf(scene).attempt, ceremonyOf(scene).step], [1, "done"]);
    assert.deepEqual(ceremonyOf(scene).alive, others);
    for (const { hash } of ceremonyOf(scene).hashes) {
      assert.ok(!hashes.some((before) => Buffer.from(before.hash).equals(hash)));
    }
    assert.deepEqual((await takenStep(scene, lost)).action, { kind: "excluded" });
  }
});

test("the ceremony fails for ever when fewer than k + 1 are left", async () => {
  const scene = await newScene();
  const { ledger } = scene;
  await play(scene, { offline: [4, 5] });
  ledger.at(ledger.time + DAY);
  assert.equal((await act(scene, 1)).action.kind, "deadline");
  const failed = { kind: "failed", reason: "CEREMONY_FAILED" };
  for (const trustee of [1, 4]) assert.deepEqual((await takenStep(scene, trustee)).action, failed);
});

test("a restart by the commission makes new polynomials and a new share, and keeps the old ones apart", async () => {
  const scene = await newScene();
  const { ledger } = scene;
  await play(scene);
  ledger.accept(ledger.tx("ceremony-restart", { excluded: [3] }));
  await play(scene);
  assert.deepEqual(ceremonyOf(scene).canaries.ceremony, [1, 2, 4, 5]);
  assert.deepEqual((await takenStep(scene, 3)).action, { kind: "excluded" });
  assert.equal((await stepOf(scene, 1)).ok, true);
});
