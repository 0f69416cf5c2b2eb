import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { cpuMicroseconds, lastResult, perOperation } from "./measure.ts";
import { median, scaledBy, summary } from "./statistics.ts";

test("the median is the middle value, of an even number the mean of two", () => {
  assert.equal(median([3]), 3);
  assert.equal(median([5, 1, 3]), 3);
  assert.equal(median([4, 1, 3, 2]), 2.5);
  assert.equal(median([10, 9, 1]), 9, "by value, not by text");
  assert.throws(() => median([]), /nothing was measured/);
});

test("half of the values lie on either side of the median, and one outlier does not move it", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -1e6, max: 1e6 }), { minLength: 1 }), (values) => {
      const middle = median(values);
      assert.ok(2 * values.filter((value) => value < middle).length <= values.length);
      assert.ok(2 * values.filter((value) => value > middle).length <= values.length);
    }),
  );
  assert.equal(median([1, 2, 3, 4, 1e9]), 3);
});

test("a summary keeps what the median hides", () => {
  assert.deepEqual(summary([5, 1, 3]), { value: 3, min: 1, max: 5, samples: 3 });
  assert.deepEqual(scaledBy(summary([5, 1, 3]), 2), { value: 6, min: 2, max: 10, samples: 3 });
});

test("perOperation measures CPU time: more work costs more", () => {
  const work = (rounds: number) => () => {
    let sum = 0;
    for (let i = 0; i < rounds; i++) sum = (sum * 31 + i) % 1_000_003;
    return sum;
  };
  const sampling = { samples: 5, sampleMs: 10 };
  const one = perOperation(sampling, 1, work(200_000));
  const two = perOperation(sampling, 1, work(800_000));
  assert.equal(one.samples, 5);
  assert.ok(one.min <= one.value && one.value <= one.max);
  assert.ok(two.min > one.min, `${one.min} and ${two.min}`);
  assert.equal(lastResult(), work(800_000)(), "the work was done");
  const before = cpuMicroseconds();
  assert.ok(cpuMicroseconds() >= before);
});
