import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { resultOf, runHere } from "../testing/fake-world.ts";
import { filesBelow, temporaryFolder } from "../testing/folder.ts";

const BIN = fileURLToPath(new URL("../../bin/veche.mjs", import.meta.url));
const FOLDER = temporaryFolder();
const at = (...names: readonly string[]): string => join(FOLDER, ...names);

type Made = { readonly points: number; readonly bundles: number; readonly bytes: number };
type Report = { readonly verdict: string; readonly hints: unknown; readonly result: unknown };

/** The hints that the node of the demo kept while it verified. */
let kept: Buffer;

before(async () => {
  const demo = await runHere(["demo", "--scale", "0.00005", "--out", at("demo")]);
  assert.equal(demo.code, 0, demo.stderr);
  kept = readFileSync(at("demo", "record", "hints"));
});

/** A copy of the record in a folder of its own, with the hints given or without. */
function recordWith(name: string, hints: Uint8Array | undefined): string {
  const record = at(name, "record");
  mkdirSync(at(name));
  cpSync(at("demo", "record"), record, { recursive: true });
  rmSync(join(record, "hints"));
  if (hints !== undefined) writeFileSync(join(record, "hints"), hints);
  return record;
}

const hintsIn = (record: string): Buffer => readFileSync(join(record, "hints"));
const besides = (name: string): readonly string[] => readdirSync(at(name)).filter((one) => one !== "record");
const verified = async (record: string): Promise<Report> =>
  resultOf<Report>(await runHere(["verify", record, "--json"]));

test("a record without hints is as good; hints made anew are those that the node kept", async () => {
  const record = recordWith("without", undefined);
  const without = await verified(record);
  assert.deepEqual([without.verdict, without.hints], ["good", null]);
  const made = resultOf<Made>(await runHere(["hints", record, "--json"]));
  assert.ok(hintsIn(record).equals(kept));
  assert.deepEqual(made, { points: made.points, bundles: 1, bytes: kept.length });
  assert.ok(made.points > 0);
  assert.deepEqual(besides("without"), []);
  const all = { points: made.points, hinted: made.points, wrong: 0 };
  const { verdict, result, hints } = await verified(record);
  assert.deepEqual({ verdict, result, hints }, { verdict: "good", result: without.result, hints: all });
});

test("hints that do not fit are made anew, and the command says so in words", async () => {
  const record = recordWith("wrong", kept.subarray(1));
  const ran = await runHere(["hints", record]);
  assert.equal(ran.code, 0, ran.stderr);
  assert.match(
    ran.stdout,
    /record\/hints: hints for \d+ points, \d+ bytes\. Nothing in them has to be trusted\.\n$/,
  );
  assert.ok(hintsIn(record).equals(kept));
});

test("a link to a record leads to the record", async () => {
  const record = recordWith("linked", undefined);
  mkdirSync(at("elsewhere"));
  symlinkSync(record, at("elsewhere", "link"));
  assert.equal((await runHere(["hints", at("elsewhere", "link")])).code, 0);
  assert.ok(hintsIn(record).equals(kept));
  assert.deepEqual([readdirSync(at("elsewhere")), besides("linked")], [["link"], []]);
});

test("what is no record is refused in one sentence, and nothing is written or lost", async () => {
  const noCheckpoint = recordWith("no-checkpoint", kept);
  writeFileSync(join(noCheckpoint, "checkpoint"), "nothing\n");
  const noBundle = recordWith("no-bundle", kept);
  rmSync(join(noBundle, "tile", "entries"), { recursive: true });
  mkdirSync(at("empty"));
  const there = filesBelow(FOLDER);
  const cases: readonly (readonly [string, RegExp])[] = [
    [at("none"), /There is no folder/],
    [at("demo", "record", "checkpoint"), /is not a folder/],
    [at("empty"), /not the record of an election/],
    [noCheckpoint, /no hints can be made: the checkpoint has not the form of one/],
    [noBundle, /no hints can be made: the log has no manifest/],
  ];
  for (const [folder, words] of cases) {
    const ran = await runHere(["hints", folder]);
    assert.equal(ran.code, 2, folder);
    assert.match(ran.stderr, words);
    assert.equal(ran.stdout, "");
    assert.equal(ran.stderr.trimEnd().split("\n").length, 1);
  }
  assert.deepEqual(filesBelow(FOLDER), there);
  assert.ok(hintsIn(noCheckpoint).equals(kept));
});

test("killed at work it leaves the old hints, or none, and the next run clears up after it", async () => {
  for (const [name, old] of [
    ["killed-none", undefined],
    ["killed-old", kept.subarray(1)],
  ] as const) {
    const record = recordWith(name, old);
    await killedAtWork(record, name);
    assert.equal(besides(name).length, 1);
    assert.deepEqual(
      existsSync(join(record, "hints")) ? hintsIn(record) : undefined,
      old && Buffer.from(old),
    );
    assert.equal((await verified(record)).verdict, "good");
    assert.equal((await runHere(["hints", record])).code, 0);
    assert.ok(hintsIn(record).equals(kept));
    assert.deepEqual(besides(name), []);
  }
});

test("a folder where the hints belong is refused in one sentence, before the long work", async () => {
  const record = recordWith("folder", undefined);
  mkdirSync(join(record, "hints"));
  const { code, stderr } = await runHere(["hints", record]);
  assert.equal(code, 2);
  assert.match(stderr, /hints is not a file\./);
});

/** Kills the command as soon as it has begun to write. It may be faster than we are: then once more. */
async function killedAtWork(record: string, name: string): Promise<void> {
  const old = existsSync(join(record, "hints")) ? hintsIn(record) : undefined;
  for (let attempt = 0; attempt < 10; attempt++) {
    const child = spawn(process.execPath, [BIN, "hints", record], { stdio: "ignore" });
    const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
    while (besides(name).length === 0 && child.exitCode === null) {
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    child.kill("SIGKILL");
    if ((await ended) === null) return;
    if (old === undefined) rmSync(join(record, "hints"));
    else writeFileSync(join(record, "hints"), old);
  }
  assert.fail("it was always faster");
}
