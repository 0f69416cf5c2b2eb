import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { ed25519PublicKey } from "@veche/group";
import { seededRandom } from "@veche/ledger/testing";
import { temporaryFolder } from "../testing/test-node.ts";
import { createHome, electionsOf, type HomeConfig, readHome } from "./home.ts";
import { lockHome } from "./lock.ts";

const random = seededRandom("home tests");
const organisations = ["One", "Two"].map((name) => ({ key: ed25519PublicKey(random(32)), name }));
const config: HomeConfig = { name: "node", genesis: { organisations, quorum: 2 } };

test("a home is made once and read again; it holds no key", async (t) => {
  const home = await temporaryFolder(t);
  assert.ok((await createHome(home, config)).ok);
  assert.deepEqual(await readHome(home), { ok: true, value: config });
  const again = await createHome(home, config);
  assert.equal(!again.ok && again.error.code, "HOME_EXISTS");
  assert.deepEqual(await electionsOf(home), []);
});

const one = organisations[0] as HomeConfig["genesis"]["organisations"][0];
const refused: Readonly<Record<string, HomeConfig>> = {
  "no name": { ...config, name: "" },
  "no organisation": { ...config, genesis: { organisations: [], quorum: 1 } },
  "half of them as quorum": { ...config, genesis: { organisations, quorum: 1 } },
  "a quorum beyond them": { ...config, genesis: { organisations, quorum: 3 } },
  "a broken quorum": { ...config, genesis: { organisations, quorum: 1.5 } },
  "one key twice": { ...config, genesis: { organisations: [one, { ...one, name: "Two" }], quorum: 2 } },
  "a key of small order": {
    ...config,
    genesis: { organisations: [{ key: Uint8Array.of(1, ...new Uint8Array(31)), name: "x" }], quorum: 1 },
  },
};
for (const [what, wrong] of Object.entries(refused)) {
  test(`a home is not made for a genesis with ${what}`, async (t) => {
    const made = await createHome(await temporaryFolder(t), wrong);
    assert.equal(!made.ok && made.error.code, "HOME_MALFORMED");
  });
}

test("a configuration that was damaged is refused, whatever it holds", async (t) => {
  const home = await temporaryFolder(t);
  assert.ok((await createHome(home, config)).ok);
  const path = join(home, "node.json");
  const text = await readFile(path, "utf8");
  const damaged = [
    "",
    "null",
    "[]",
    "{",
    text.slice(0, 40),
    text.replace('"format": 1', '"format": 2'),
    text.replace('"quorum": 2', '"quorum": "2"'),
    text.replace('"name": "One"', '"name": null'),
    text.replace(/"key": ".."?/, '"key": "zz'),
  ];
  for (const wrong of damaged) {
    await writeFile(path, wrong);
    const read = await readHome(home);
    assert.equal(!read.ok && read.error.code, "HOME_MALFORMED", wrong);
  }
});

test("one process works in a home at a time; the lock of a dead one is nobody's", async (t) => {
  const home = await temporaryFolder(t);
  const lock = lockHome(home);
  assert.ok(lock.ok);
  const second = lockHome(home);
  assert.equal(!second.ok && second.error.code, "HOME_IN_USE");
  lock.value();
  const child = spawn(process.execPath, ["-e", "setTimeout(() => {}, 60000)"]);
  await once(child, "spawn");
  const stat = await readFile(`/proc/${child.pid}/stat`, "utf8");
  const began = stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
  const boot = (await readFile("/proc/sys/kernel/random/boot_id", "utf8")).trim();
  await writeFile(join(home, "lock"), `${child.pid} ${began}@${boot}\n`);
  const held = lockHome(home);
  assert.equal(!held.ok && held.error.code, "HOME_IN_USE");
  // The same number, but another process has it now.
  await writeFile(join(home, "lock"), `${child.pid} 1@${boot}\n`);
  const reused = lockHome(home);
  assert.ok(reused.ok);
  reused.value();
  await writeFile(join(home, "lock"), `${child.pid} ${began}@${boot}\n`);
  child.kill("SIGKILL");
  await once(child, "exit");
  const taken = lockHome(home);
  assert.ok(taken.ok);
  taken.value();
});
