import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { apportion, SCENARIOS } from "../index.ts";

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

test("apportioned parts add up and differ from the exact share by less than one", () => {
  fc.assert(
    fc.property(fc.nat(1e6), fc.array(fc.nat(1000), { minLength: 1, maxLength: 20 }), (total, weights) => {
      fc.pre(sum(weights) > 0);
      const parts = apportion(total, weights);
      assert.equal(sum(parts), total);
      for (const [i, part] of parts.entries()) {
        assert.ok(Math.abs(part - (total * (weights[i] as number)) / sum(weights)) < 1);
      }
    }),
  );
});

for (const [id, make] of Object.entries(SCENARIOS)) {
  for (const scale of [1, 0.1, 0.001]) {
    test(`${id} at scale ${scale} is an election that can happen`, () => {
      const scenario = make(scale);
      assert.equal(scenario.id, id);
      for (const style of scenario.styles) {
        const cast = sum(style.final);
        assert.ok(cast <= style.issued && style.issued <= style.registered, style.id);
        assert.ok(sum(style.superseded) <= cast * scenario.revoteMax, style.id);
        assert.ok(style.final.every((n) => n >= 0) && style.superseded.every((n) => n >= 0));
      }
    });
  }
}

test("constitution-2020 at full scale carries the published totals", () => {
  const styles = (SCENARIOS["constitution-2020"] as (s: number) => ReturnType<(typeof SCENARIOS)[string]>)(
    1,
  ).styles;
  assert.equal(sum(styles.map((s) => s.registered)), 1_190_726);
  assert.equal(sum(styles.map((s) => s.issued)), 1_107_648);
  assert.equal(sum(styles.flatMap((s) => s.final)), 1_090_211);
});

test("moscow-2021 has 15 districts, 171 candidates and re-votes, and the suspect figure is not used", () => {
  const scenario = (SCENARIOS["moscow-2021"] as (s: number) => ReturnType<(typeof SCENARIOS)[string]>)(1);
  assert.equal(scenario.styles.length, 15);
  assert.equal(sum(scenario.contests.map((c) => c.options.length)), 171);
  assert.equal(sum(scenario.styles.flatMap((s) => [...s.final, ...s.superseded])), 2_021_968);
  assert.ok(!scenario.published.some((p) => p.option === "c214204906"));
});
