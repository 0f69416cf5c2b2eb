import assert from "node:assert/strict";
import { after, test } from "node:test";
import { toHex } from "@veche/base";
import { Supervisor } from "./engine/supervisor.ts";
import type { Finding, Target } from "./engine/target.ts";
import { KNOWN_FAULTS } from "./known.ts";

/** `VECHE_FUZZ_SEED` tries other inputs; without it every run of the tests has the same ones. */
const { VECHE_FUZZ_SEED: SEED = "veche" } = process.env;

/** The share of fuzzing in `npm test`: so many inputs for each target, and all of the corpus, in a thread that is watched. */
export function testTargets(targets: readonly Target[]): void {
  const supervisor = new Supervisor({
    targets: new URL("./targets/index.ts", import.meta.url).href,
    seed: SEED,
  });
  after(() => supervisor.close());
  for (const { name, quick } of targets) {
    test(`fuzz ${name}: ${quick} inputs, seed ${SEED}`, async (t) => {
      const { findings, executions, outcomes } = await supervisor.run({ target: name, inputs: quick });
      for (const { why } of KNOWN_FAULTS.filter((known) => known.targets.includes(name)))
        t.diagnostic(`known: ${why}`);
      assert.deepEqual(findings.map(told), []);
      assert.ok(executions >= quick && outcomes.length > 0);
    });
  }
}

const told = ({ target, kind, message, input }: Finding): string =>
  `${target}: ${kind}: ${message}; input ${toHex(input).slice(0, 2_000)}`;
