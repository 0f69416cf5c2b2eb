import assert from "node:assert/strict";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { runBench } from "./bench.ts";
import { nameOf } from "./names.ts";
import type { Area } from "./plan.ts";
import { AREAS, TINY } from "./plan.ts";
import { runJob } from "./process/run-job.ts";
import { provideRecord } from "./record/records.ts";
import type { Run } from "./run.ts";

let cache = "";

before(async () => {
  cache = await mkdtemp(join(tmpdir(), "veche-bench-"));
});

after(() => rm(cache, { recursive: true, force: true }));

const stages = new Set<string>();

const run = (only: readonly Area[]): Promise<Run> =>
  runBench({
    plan: TINY,
    only,
    cache,
    onProgress: ({ stage }) => stages.add(stage.en),
    onSkipped: () => undefined,
  });

/** Figures that follow from sizes that a run of 20 ballots does not have. */
const EXPECTED = [
  "ops.decode",
  "ops.decode-hinted",
  "ops.encode",
  "ops.fixed-base",
  "ops.variable-base",
  "ops.msm-long-50",
  "ops.msm-short-50",
  "ops.sha256-1k",
  "ops.sha512-1k",
  "ops.merkle-leaf",
  "ops.ed25519-strict",
  "ops.token-blind",
  "ops.token-sign",
  "ops.token-finalize",
  "ops.token-verify",
  "ops.2.ballot-single",
  "ops.2.issue-single",
  "ops.2.ballot-batch-10",
  "ops.2.issue-batch-10",
  "ops.2.encrypt",
  "verify.2.20.cpu",
  "verify.2.20.wall",
  "verify.2.20.peak",
  "bytes.2.cast",
  "bytes.2.issue",
  "bytes.2.hashes",
  "bytes.2.record",
  "tally.prove",
  "tally.verify",
  "tally.count",
  "tally.sums",
  "intake.rate-wall",
  "intake.node",
  "intake.generator",
  "intake.idle-wall",
  "ratio.2.proofs",
  "ratio.2.20.with-tokens",
];

/** Those with services and chains have tests of their own. */
const WITHOUT_SERVICES = AREAS.filter((area) => !["register", "voters", "chain"].includes(area));

test("a run of 20 ballots measures everything of the record, for real", async () => {
  const { figures, machine, areas, load } = await run(WITHOUT_SERVICES);
  assert.deepEqual(areas, WITHOUT_SERVICES);
  const ids = figures.map(({ id }) => id);
  assert.equal(new Set(ids).size, ids.length, "no id stands twice");
  assert.deepEqual(
    EXPECTED.filter((id) => !ids.includes(id)),
    [],
  );
  for (const one of figures) {
    assert.ok(one.value > 0 && Number.isFinite(one.value), `${one.id}: ${one.value}`);
    assert.ok(one.min <= one.value && one.value <= one.max, one.id);
    assert.ok(one.baseline === undefined || one.baseline.value > 0, one.id);
    nameOf(one.id);
  }
  const cast = figures.find(({ id }) => id === "bytes.2.cast");
  assert.ok(cast && cast.value > 800 && cast.value < 1_200, "a cast of one ciphertext and two signatures");
  assert.ok(machine.cores > 0 && machine.memoryMB > 100 && machine.kernel === "wasm simd");
  assert.ok(load.before >= 0);
  assert.ok(stages.has("Intake") && [...stages].some((stage) => stage.startsWith("Making an election")));
});

test("records are kept, without what they were made with", async () => {
  const made: string[] = [];
  const again = await provideRecord(cache, 20, 2, ({ stage }) => made.push(stage));
  assert.deepEqual(made, [], "nothing is made twice");
  assert.deepEqual(await readdir(cache), ["r1-2-options-20-ballots"], "intake left nothing either");
  assert.ok((await readdir(again.folder)).includes("checkpoint"));
  const beside = await readdir(join(again.folder, ".."));
  assert.ok(!beside.includes("node") && !beside.includes("trustees"));
});

test("a record with another count than it was made for stops the measurement", async () => {
  const record = await provideRecord(cache, 20, 2, () => undefined);
  const wrong = { ...record, ballots: 21 };
  await assert.rejects(
    runJob("verify", { record: wrong, hideHints: false }),
    /the measurement verify ended with/,
  );
  const elsewhere = { ...record, electionId: "00".repeat(32) };
  await assert.rejects(runJob("verify", { record: elsewhere, hideHints: false }), /ended with/);
});
