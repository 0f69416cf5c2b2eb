import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeCbor } from "@veche/base";
import { decodersIn } from "./decoders.ts";
import { Supervisor } from "./engine/supervisor.ts";

/** A fuzzer that finds nothing proves nothing: each kind of fault, planted, is found within the inputs of a test run. */

const INPUTS = 6_000;

function planted(name: string): Promise<Awaited<ReturnType<Supervisor["run"]>>> {
  const supervisor = new Supervisor({
    targets: new URL("./targets/planted.ts", import.meta.url).href,
    seed: "control",
    corpus: false,
    hangMs: name === "memory" ? 30_000 : 3_000,
    heapMegabytes: 96,
  });
  return supervisor.run({ target: name, inputs: INPUTS }).finally(() => supervisor.close());
}

for (const [name, kind, message] of [
  ["throws", "threw", /TypeError/],
  ["not-canonical", "not canonical", /written otherwise/],
  ["hangs", "hang", /no answer/],
  ["memory", "memory", /out of memory/],
  ["disagree", "disagree", /only the verifier accepts/],
  ["throws-later", "threw", /outside the run/],
] as const) {
  test(`a decoder that ${name} is found`, async () => {
    const { findings } = await planted(name);
    const found = findings.find((one) => one.kind === kind);
    assert.ok(found, `${findings.length} findings`);
    assert.match(found.message, message);
  });
}

test("a decoder that is right is found right, and the same seed makes the same inputs", async () => {
  const [first, second] = [await planted("right"), await planted("right")];
  assert.deepEqual(first.findings, []);
  assert.ok(first.outcomes.length > 8, "the inputs reach most reasons to refuse");
  assert.deepEqual(first.outcomes, second.outcomes);
});

test("what is found is made small", async () => {
  const { findings } = await planted("not-canonical");
  const [{ input } = { input: new Uint8Array(99) }] = findings;
  assert.ok(input.length <= 36, `${input.length} bytes`);
  assert.ok(!decodeCbor(input).ok);
});

test("a decoder is seen by its name, however it is declared", () => {
  assert.deepEqual(decodersIn("packages/base/src/crockford.ts"), [
    "packages/base/src/crockford.ts#parseCode",
  ]);
  assert.ok(decodersIn("packages/api/src/credential-codecs.ts").length >= 5);
  assert.ok(
    decodersIn("packages/election/src/manifest/index.ts").includes(
      "packages/election/src/manifest/index.ts#readText",
    ),
  );
});
