import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { toHex } from "@veche/base";
import { ed25519PublicKey } from "@veche/group";
import { seededRandom } from "../../seeded-random.ts";
import { makeTape, organisationOf, storedTape, storeTape } from "./tape.ts";

test("an election for a chain is prepared: its set-up is in order, each voter has two ballots of one credential", async () => {
  const folder = await mkdtemp(join(tmpdir(), "veche-tape-"));
  const key = (name: string): Uint8Array => ed25519PublicKey(seededRandom("tape", name)(32));
  const validators = ["a", "b"].map((name) => ({
    name: `${name}.example`,
    key: key(`${name} key`),
    logKey: key(`${name} log`),
  }));
  const parties = await organisationOf("tape", folder);
  const made = await makeTape(
    { seed: "tape", folder, validators, voters: 3, now: Date.UTC(2026, 0, 1) },
    parties,
  );
  assert.equal(made.setUp[0]?.length, 1, "the definition comes first, alone");
  assert.equal(made.voters.length, 3);
  const all = made.voters.flatMap(({ issue, yes, no }) => [issue, yes, no]).map(toHex);
  assert.equal(new Set(all).size, 9);
  assert.equal(made.election.manifest.engine, "cometbft");
  const file = join(folder, "tape.json");
  await storeTape(file, made);
  assert.deepEqual(await storedTape(file), made);
  await rm(folder, { recursive: true });
});
