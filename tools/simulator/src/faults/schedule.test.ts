import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { FAULT_KINDS, type FaultKind, faultyMax, stopsTheChain } from "./kinds.ts";
import { makeSchedule, SETTLE_MS, WARM_UP_MS } from "./schedule.ts";

const options = fc.record({
  seed: fc.string({ maxLength: 10 }),
  minutes: fc.integer({ min: 1, max: 60 }),
  validators: fc.integer({ min: 4, max: 13 }),
});

test("the same options make the same schedule, another seed another one", () => {
  fc.assert(
    fc.property(options, (given) => {
      const made = makeSchedule(given);
      assert.deepEqual(makeSchedule(given), made);
      if (given.minutes < 3) return;
      assert.notDeepEqual(makeSchedule({ ...given, seed: `${given.seed}+` }).faults, made.faults);
    }),
  );
});

test("every fault begins in a running chain, ends, and leaves time to recover", () => {
  fc.assert(
    fc.property(options, (given) => {
      const { faults, durationMs } = makeSchedule(given);
      assert.ok(faults.length > 0);
      for (const { from, until } of faults) {
        assert.ok(WARM_UP_MS <= from && from < until && until <= durationMs - SETTLE_MS);
      }
    }),
  );
});

test("never more than f are faulty, but in a partition of f + 1, which stands alone", () => {
  fc.assert(
    fc.property(options, (given) => {
      const { faults } = makeSchedule(given);
      for (const { from } of faults) {
        const now = faults.filter((fault) => fault.from <= from && from < fault.until);
        const met = now.flatMap(({ targets }) => targets);
        assert.equal(new Set(met).size, met.length, "nobody has two faults at once");
        assert.ok(met.every((at) => at >= 0 && at < given.validators));
        const most = faultyMax(given.validators);
        if (now.some(stopsTheChain)) {
          assert.equal(now.length, 1);
          assert.equal(met.length, most + 1);
        } else {
          assert.ok(met.length <= most);
        }
      }
    }),
  );
});

test("all kinds come, only the kinds that are asked for, and with seven validators two at a time", () => {
  const long = makeSchedule({ seed: "1", minutes: 20, validators: 7 });
  assert.deepEqual(new Set(long.faults.map(({ kind }) => kind)), new Set(FAULT_KINDS));
  assert.ok(long.faults.some(({ from }, at) => long.faults[at + 1]?.from === from));
  fc.assert(
    fc.property(fc.constantFrom<FaultKind>(...FAULT_KINDS), options, (kind, given) => {
      const { faults } = makeSchedule({ ...given, kinds: [kind] });
      assert.ok(faults.every((fault) => fault.kind === kind));
    }),
  );
});

test("three validators bear no fault", () => {
  assert.throws(() => makeSchedule({ seed: "1", minutes: 1, validators: 3 }), /4 validators/);
});
