import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { resultOf, runHere } from "../testing/fake-world.ts";
import { temporaryFolder } from "../testing/folder.ts";

const FOLDER = temporaryFolder();
const out = join(FOLDER, "mgd");
const argv = ["simulate", "--scenario", "mgd-2019", "--scale", "0.003", "--seed", "7", "--out", out];

type Counts = { readonly counts: readonly number[] };
type Simulated = { readonly election: string; readonly record: string; readonly contests: readonly Counts[] };
type Verified = {
  readonly electionIdGiven: boolean;
  readonly verdict: string;
  readonly result: { readonly contests: readonly { readonly groups: readonly Counts[] }[] };
};

test("what is simulated is verified, with the result that was put in, and uncertain figures stay marked", async () => {
  const ran = await runHere([...argv, "--json"]);
  const { election, record, contests } = resultOf<Simulated>(ran);
  assert.equal(record, join(out, "record"));
  assert.match(ran.stdout, /"confidence":"low"/);
  const verify = ["verify", record, "--election", election, "--json"];
  const { verdict, electionIdGiven, result } = resultOf<Verified>(await runHere(verify));
  assert.deepEqual([verdict, electionIdGiven], ["good", true]);
  const verified = result.contests.map(({ groups }) => groups[0]?.counts);
  assert.deepEqual(
    verified,
    contests.map(({ counts }) => counts),
  );
  const own = await runHere(["verify", record]);
  assert.equal(own.code, 0);
  assert.match(own.stderr, /The election id was read from the record itself/);
  assert.match(own.stdout, /^Election: [0-9a-f]{64}\n/, "the election id first");
  const again = await runHere(argv);
  assert.deepEqual([again.code, /finished already/.test(again.stderr)], [0, true], "nothing is done twice");
  const differently = await runHere(argv.map((word) => (word === "7" ? "8" : word)));
  assert.equal(differently.code, 2);
  assert.match(differently.stderr, /mgd-2019 at scale 0.003 with seed 7\. Nothing was changed/);
});

test("the demo shows the verifier's result beside the real one, with sources", async () => {
  const demo = ["demo", "--scale", "0.00005", "--out", join(FOLDER, "demo")];
  const { code, stdout, stderr } = await runHere(demo);
  assert.equal(code, 0, stderr);
  assert.match(stdout, /Verified: GOOD/);
  assert.match(stdout, /Moscow +Yes +\d+ +\d+\.\d\d % +█+.* 62\.33 % +█+.* published/);
  assert.match(stdout, /registered, Moscow +1051155 +published +mymsk/);
  assert.match(stdout, /npx veche verify .*record --election [0-9a-f]{64}/);
  assert.deepEqual(
    readdirSync(FOLDER).filter((name) => name.startsWith(".")),
    [],
    "nothing half-written is left",
  );
});
