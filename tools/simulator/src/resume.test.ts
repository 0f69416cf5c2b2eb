import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { randomInt } from "node:crypto";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { SCENARIOS, type Scenario, type Simulation, simulate, trySimulate } from "./index.ts";
import { ballotsOf } from "./testing/ballots-of.ts";

const [ID, SCALE, SEED] = ["constitution-2020", 0.00003, "killed"] as const;
const CHILD = fileURLToPath(new URL("./testing/simulate-child.ts", import.meta.url));
const options = {
  scenario: (SCENARIOS[ID] as (scale: number) => Scenario)(SCALE),
  scale: SCALE,
  seed: SEED,
  onProgress: () => {},
};

let home = "";

before(async () => {
  home = await mkdtemp(join(tmpdir(), "veche-resume-"));
});

after(() => rm(home, { recursive: true, force: true }));

/** Runs a child until it says `deadline` and `delay` ms more, or ends. Returns all that it said. */
async function runUntil(out: string, deadline: RegExp, delay: number): Promise<readonly string[]> {
  const child = spawn(
    process.execPath,
    ["--conditions=source", "--import", "tsx", CHILD, ID, String(SCALE), SEED, out],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  const said: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    said.push(line);
    if (deadline.test(line)) setTimeout(() => child.kill("SIGKILL"), delay);
  }
  return said;
}

test("killed in the set-up, between rounds and in the tally: the election is the one that nobody disturbed", async () => {
  const out = join(home, "killed");
  const delay = () => randomInt(60);
  await runUntil(out, /^ceremony 0/, delay());
  const second = await runUntil(out, /^voting [1-9]/, delay());
  assert.ok(second.includes("ceremony 0/1"), "a set-up that was broken off begins again");
  const third = await runUntil(out, /^tally 0/, delay());
  assert.match(third[0] ?? "", /^continuing at [2345]\/4$/);
  assert.ok(!third.includes("ceremony 0/1"));
  const continued = await simulate({ ...options, out });
  const whole = await simulate({ ...options, out: join(home, "whole") });
  const withoutFolder = ({ record: _, ...facts }: Simulation) => facts;
  assert.deepEqual(withoutFolder(continued), withoutFolder(whole));
  const ballots = await ballotsOf(whole.record, whole.electionId);
  assert.equal(ballots.length, whole.ballots);
  assert.deepEqual(await ballotsOf(continued.record, continued.electionId), ballots);

  const before = await readFile(join(out, "record", "checkpoint"));
  const again = await simulate({ ...options, out });
  assert.deepEqual(again, { ...continued, wasFinished: true });
  assert.deepEqual(await readFile(join(out, "record", "checkpoint")), before, "nothing is done twice");
});

test("a folder of another simulation, or of something else, is left as it is", async () => {
  const other = join(home, "other");
  await mkdir(other);
  const card = { format: 1, scenario: ID, scale: SCALE, seed: "another", begun: false };
  await writeFile(join(other, "simulation.json"), JSON.stringify(card));
  const refused = await trySimulate({ ...options, out: other });
  const { scenario, scale, seed } = card;
  assert.deepEqual(refused, {
    ok: false,
    error: { code: "FOLDER_OF_ANOTHER", other: { scenario, scale, seed } },
  });
  const foreign = join(home, "foreign");
  await mkdir(foreign);
  await writeFile(join(foreign, "letters"), "");
  const error = { code: "FOLDER_FOREIGN" };
  assert.deepEqual(await trySimulate({ ...options, out: foreign }), { ok: false, error });
  const file = join(foreign, "letters");
  assert.deepEqual(await trySimulate({ ...options, out: file }), { ok: false, error });
});
