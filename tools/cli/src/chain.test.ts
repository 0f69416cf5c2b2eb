import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { readChainHome } from "@veche/node";
import { resultOf, runHere } from "./testing/fake-world.ts";
import { temporaryFolder } from "./testing/folder.ts";

const FOLDER = temporaryFolder();
const at = (...names: readonly string[]): string => join(FOLDER, ...names);
const CHEAP = ["--passphrase-file", at("pass"), "--work-factor", "10", "--json"];
writeFileSync(at("pass"), "correct horse battery\n");

const refusedWith = async (words: readonly string[], code: string): Promise<void> => {
  const ran = await runHere([...words, "--json"]);
  assert.equal(ran.code, 2, ran.stdout);
  assert.equal((JSON.parse(ran.stderr) as { readonly error: string }).error, code, ran.stderr);
};

test("a chain for trying out has homes that know each other, and all secrets for their owner alone", async () => {
  const out = at("trial");
  const made = resultOf<{ readonly validators: readonly string[]; readonly genesis: string }>(
    await runHere(["chain", "init", "--validators", "2", "--ports", "31000", "--out", out, "--json"]),
  );
  assert.equal(made.validators.length, 2);
  assert.match(made.genesis, /^[0-9A-Z]{4}(-[0-9A-Z]{4}){4}$/);
  const chains = await Promise.all([1, 2].map((number) => readChainHome(join(out, `validator-${number}`))));
  const read = chains.map((chain) => (chain.ok ? chain.value : assert.fail(chain.error.code)));
  for (const [number, { peers, nodeId, listen, genesis }] of read.entries()) {
    assert.equal(peers.length, 1);
    assert.ok(peers.every((peer) => !peer.startsWith(nodeId)));
    assert.equal(listen, `127.0.0.1:${31_000 + 2 * number}`);
    assert.deepEqual(genesis, read[0]?.genesis);
    assert.deepEqual([genesis.genesis.organisations.length, genesis.genesis.quorum], [2, 2]);
  }
  assert.equal(statSync(out).mode & 0o777, 0o700);
  for (const name of ["passphrase", "validator-1/secret.age"])
    assert.equal(statSync(join(out, name)).mode & 0o777, 0o600, name);
  await refusedWith(["chain", "init", "--validators", "4", "--out", out], "TARGET_EXISTS");
  await refusedWith(["chain", "status", out], "NOTHING_RUNS");
});

test("each organisation makes its own part, one file goes around, and everybody compares one code", async () => {
  for (const [role, home] of [
    ["genesis", "hall"],
    ["validator", "node1"],
    ["validator", "node2"],
    ["validator", "late"],
  ] as const)
    resultOf(await runHere(["keys", "new", "--role", role, "--name", home, "--home", at(home), ...CHEAP]));
  const founders = ["--party", at("hall", "public.json"), "--quorum", "1", "--out", at("genesis.json")];
  resultOf(await runHere(["keys", "genesis", ...founders, "--json"]));
  for (const home of ["node1", "node2", "late"]) {
    const place = ["--address", `${home}.example.org:26656`, "--url", `https://${home}.example.org`];
    resultOf(
      await runHere(["chain", "keys", "--home", at(home), ...place, "--out", at(`${home}.json`), "--json"]),
    );
  }
  const members = ["--validator", at("node1.json"), "--validator", at("node2.json")];
  const document = ["--id", "test-1", "--genesis", at("genesis.json"), ...members, "--out", at("chain.json")];
  const written = resultOf<{ readonly code: string }>(
    await runHere(["chain", "genesis", ...document, "--json"]),
  );
  const joining = (home: string, peer: string) =>
    runHere([
      "chain",
      "join",
      "--home",
      at(home),
      "--genesis",
      at("chain.json"),
      "--peer",
      at(peer),
      "--json",
    ]);
  const joined = resultOf<{ readonly code: string; readonly isValidator: boolean }>(
    await joining("node1", "node2.json"),
  );
  assert.deepEqual([joined.code, joined.isValidator], [written.code, true]);
  const home = await readChainHome(at("node1"));
  assert.ok(home.ok);
  assert.match(home.value.peers[0] ?? "", /^[0-9a-f]{40}@node2\.example\.org:26656$/);
  const late = resultOf<{ readonly isValidator: boolean }>(await joining("late", "node1.json"));
  assert.equal(late.isValidator, false);
});

test("what does not fit together is refused, and nothing is changed", async () => {
  const again = ["--home", at("node1"), "--address", "a:1", "--url", "http://a", "--out", at("again.json")];
  await refusedWith(["chain", "keys", ...again], "CHAIN_EXISTS");
  assert.ok(!existsSync(at("again.json")));
  await refusedWith(
    ["chain", "keys", "--home", at("hall"), "--address", "a:1", "--url", "http://a", "--out", at("x")],
    "WRONG_ROLE",
  );
  const place = ["--home", at("node2"), "--address", "a:65536", "--url", "http://a", "--out", at("x")];
  await refusedWith(["chain", "keys", ...place], "NOT_A_PLACE");

  const other = readFileSync(at("node1.json"), "utf8").replace(/"logKey": "../, '"logKey": "00');
  writeFileSync(at("forged.json"), other);
  const join2 = ["chain", "join", "--home", at("node2"), "--genesis", at("chain.json")];
  await refusedWith([...join2, "--peer", at("forged.json")], "CHAIN_KEYS_DIFFER");
  await refusedWith([...join2.slice(0, -1), at("genesis.json")], "CHAIN_GENESIS_MALFORMED");
  await refusedWith([...join2, "--peer", at("genesis.json")], "WRONG_FORM");
  assert.ok(!existsSync(at("node2", "chain", "chain.json")));

  const twice = ["--validator", at("node1.json"), "--validator", at("node1.json"), "--out", at("x")];
  const document = ["chain", "genesis", "--id", "t", "--genesis", at("genesis.json"), ...twice];
  await refusedWith(document, "CHAIN_GENESIS");
  await refusedWith(
    ["chain", "init", "--validators", "4", "--ports", "65530", "--out", at("x")],
    "PORTS_TOO_HIGH",
  );
  assert.ok(!existsSync(at("x")));
});

test("wiping keeps keys and what was signed last, and asks", async () => {
  const home = at("node1");
  writeFileSync(join(home, "chain", "data", "blockstore.db"), "blocks");
  await refusedWith(["chain", "wipe", "--home", home], "NO_TERMINAL");
  const no = await runHere(["chain", "wipe", "--home", home], { answers: ["no"] });
  assert.equal(no.code, 2);
  assert.deepEqual(readdirSync(join(home, "chain", "data")).length, 2);
  const yes = await runHere(["chain", "wipe", "--home", home], { answers: ["yes"] });
  assert.equal(yes.code, 0, yes.stderr);
  assert.deepEqual(readdirSync(join(home, "chain", "data")), ["priv_validator_state.json"]);
  assert.ok((await readChainHome(home)).ok);
  await refusedWith(["chain", "wipe", "--home", at("hall"), "--yes"], "CHAIN_MISSING");
});
