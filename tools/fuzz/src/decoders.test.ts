import assert from "node:assert/strict";
import { test } from "node:test";
import { decodersOfTheHouse, WITHOUT_TARGET } from "./decoders.ts";
import { TARGETS } from "./targets/index.ts";

const decoders = decodersOfTheHouse();
const covered = new Set(TARGETS.flatMap(({ covers }) => covers));

test("every decoder of the house has a fuzz target, or a reason why it has none", () => {
  assert.ok(decoders.length > 70, `${decoders.length} decoders are found`);
  const forgotten = decoders.filter(
    (decoder) => !covered.has(decoder) && WITHOUT_TARGET[decoder] === undefined,
  );
  assert.deepEqual(forgotten, [], "add a target in tools/fuzz/src/targets, or a reason in decoders.ts");
});

test("targets and reasons are of decoders that exist, and no decoder has both", () => {
  const known = new Set(decoders);
  assert.deepEqual(
    [...covered].filter((decoder) => !known.has(decoder)),
    [],
  );
  assert.deepEqual(
    Object.keys(WITHOUT_TARGET).filter((decoder) => !known.has(decoder) || covered.has(decoder)),
    [],
  );
});

test("names of targets are distinct, and each has right examples to begin with", () => {
  const names = TARGETS.map(({ name }) => name);
  assert.equal(new Set(names).size, names.length);
  for (const { name, quick } of TARGETS) assert.ok(quick > 0, name);
});
