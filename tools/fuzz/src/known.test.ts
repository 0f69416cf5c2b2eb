import assert from "node:assert/strict";
import { test } from "node:test";
import { fromBase64 } from "@veche/base";
import { corpusTargets } from "./engine/corpus.ts";
import { Session } from "./engine/session.ts";
import { KNOWN_FAULTS } from "./known.ts";
import { TARGETS } from "./targets/index.ts";

for (const { shown, why } of KNOWN_FAULTS) {
  const [name, input] = shown;
  test(`known fault of ${name}: ${why}`, async () => {
    const target = TARGETS.find((one) => one.name === name);
    assert.ok(target);
    const opened = await target.open();
    const session = new Session(target, opened, {
      seed: "",
      corpus: [fromBase64(input) ?? new Uint8Array(0)],
    });
    assert.deepEqual(await session.replay(), []);
    await opened.close?.();
    const isThere = session.outcomes.has("known fault");
    assert.ok(isThere, "it is mended: take it off the list in known.ts, and keep its input in the corpus");
  });
}

test("the corpus is of targets that exist", () => {
  const names = new Set(TARGETS.map(({ name }) => name));
  assert.deepEqual(
    corpusTargets().filter((name) => !names.has(name)),
    [],
  );
});
