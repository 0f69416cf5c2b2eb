import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { chmod, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { promisify } from "node:util";
import { expectOk, utf8 } from "@veche/base";
import { missingTool } from "@veche/base/testing";
import { ed25519PublicKey } from "@veche/group";
import { seededRandom } from "@veche/ledger/testing";
import { findCometbft } from "../chain/program.ts";
import { temporaryFolder } from "../testing/test-node.ts";
import { type ChainGenesis, chainGenesisText, parseChainGenesis, parseChainState } from "./chain-genesis.ts";
import {
  CHAIN_FILES,
  type ChainPlaces,
  chainFolder,
  createChainKeys,
  hasChain,
  joinChain,
  ownValidator,
  readChainHome,
  readChainKeys,
  verifierThreads,
} from "./chain-home.ts";
import { cometSettings } from "./comet-config.ts";

const { PATH, CI } = process.env;
const program = findCometbft(PATH);
const run = promisify(execFile);

const random = seededRandom("chain homes");
const publicKey = () => ed25519PublicKey(random(32));
const keys = { consensus: random(32), node: random(32) };
const organisations = ["One", "Two", "Three"].map((name) => ({ key: publicKey(), name }));
const validators = ["a.example", "b.example", "c.example"].map((name, at) => ({
  name,
  consensus: at === 1 ? ed25519PublicKey(keys.consensus) : publicKey(),
  key: publicKey(),
  logKey: publicKey(),
}));
const genesis: ChainGenesis = {
  chainId: "test-1",
  time: Date.UTC(2026, 10, 22),
  genesis: { organisations, quorum: 2 },
  validators,
};
const peer = `${"0a".repeat(20)}@[2001:db8::1]:26656`;
const places: ChainPlaces = {
  listen: "0.0.0.0:26656",
  peers: [peer],
  nodes: ["https://b.example.org"],
  isOneMachine: false,
};

async function joined(t: TestContext): Promise<string> {
  const home = await temporaryFolder(t);
  expectOk(await createChainKeys(home, keys), "keys");
  expectOk(await joinChain(home, genesis, places), "join");
  return home;
}

test("a validator's home is made in two steps and read again; secrets are for their owner", async (t) => {
  const home = await temporaryFolder(t);
  assert.equal(await hasChain(home), false);
  expectOk(await createChainKeys(home, keys), "keys");
  assert.equal(await hasChain(home), true);
  const early = await readChainHome(home);
  assert.equal(!early.ok && early.error.code, "CHAIN_MISSING");
  expectOk(await joinChain(home, genesis, places), "join");
  const read = expectOk(await readChainHome(home), "read");
  assert.deepEqual([read.genesis, read.peers, read.nodes], [genesis, places.peers, places.nodes]);
  assert.deepEqual(ownValidator(read), validators[1]);
  assert.deepEqual(expectOk(await readChainKeys(home), "keys").nodeId, read.nodeId);
  for (const file of [CHAIN_FILES.validatorKey, CHAIN_FILES.nodeKey, CHAIN_FILES.signed])
    assert.equal((await stat(join(read.folder, file))).mode & 0o777, 0o600, file);
  assert.equal((await stat(join(read.folder, "config"))).mode & 0o777, 0o700);
  const again = [await createChainKeys(home, keys), await joinChain(home, genesis, places)];
  for (const made of again) assert.equal(!made.ok && made.error.code, "CHAIN_EXISTS");
});

const damages: Readonly<Record<string, (folder: string) => Promise<unknown>>> = {
  CHAIN_KEY_OPEN: (folder) => chmod(join(folder, CHAIN_FILES.validatorKey), 0o640),
  CHAIN_SIGNED_MISSING: (folder) => rm(join(folder, CHAIN_FILES.signed)),
  CHAIN_MISSING: (folder) => rm(join(folder, CHAIN_FILES.genesis)),
  CHAIN_KEY_MALFORMED: (folder) => replace(join(folder, CHAIN_FILES.nodeKey), /..."/, 'AAA"'),
  CHAIN_GENESIS_MALFORMED: (folder) =>
    replace(join(folder, CHAIN_FILES.genesis), '"max_bytes": "-1"', '"max_bytes": "9"'),
  CHAIN_SETTINGS_MALFORMED: (folder) => replace(join(folder, CHAIN_FILES.settings), "26656", "66656"),
};
for (const [code, damage] of Object.entries(damages)) {
  test(`a home that was damaged is refused: ${code}`, async (t) => {
    const home = await joined(t);
    await damage(chainFolder(home));
    const read = await readChainHome(home);
    assert.equal(!read.ok && read.error.code, code);
  });
}

async function replace(path: string, what: RegExp | string, by: string): Promise<void> {
  const text = await readFile(path, "utf8");
  assert.notEqual(text.replace(what, by), text);
  await writeFile(path, text.replace(what, by));
}

test("no home joins with places that are none", async (t) => {
  const home = await temporaryFolder(t);
  expectOk(await createChainKeys(home, keys), "keys");
  const wrong: readonly Partial<ChainPlaces>[] = [
    { listen: "26656" },
    { listen: "host:0" },
    { listen: 'a"b:1' },
    { peers: ["host:26656"] },
    { peers: [peer, peer] },
    { peers: [peer.toUpperCase()] },
    { peers: [`${peer}\n`] },
    { nodes: ["b.example.org"] },
    { nodes: ["ftp://b.example.org"] },
    { nodes: ["https://b.example.org/"] },
    { nodes: ["https://b.example.org?x"] },
  ];
  for (const part of wrong) {
    const made = await joinChain(home, genesis, { ...places, ...part });
    assert.equal(!made.ok && made.error.code, "CHAIN_SETTINGS_MALFORMED", JSON.stringify(part));
  }
});

test("a genesis comes back as it was written, and in no other spelling or setting", () => {
  const text = chainGenesisText(genesis);
  assert.deepEqual(parseChainGenesis(utf8(text)), { ok: true, value: genesis });
  const { app_state: state } = JSON.parse(text) as { readonly app_state: unknown };
  const read = expectOk(parseChainState(utf8(JSON.stringify(state))), "state");
  assert.deepEqual(read, { genesis: genesis.genesis, validators });
  const damaged = [
    "",
    "null",
    "{}",
    text.slice(1),
    ` ${text}`,
    text.replace('"power": "1"', '"power": "2"'),
    text.replace('"vote_extensions_enable_height": "0"', '"vote_extensions_enable_height": "1"'),
    text.replace('"chain_id": "test-1"', '"chain_id": "Test 1"'),
    text.replace('"quorum": 2', '"quorum": 1'),
    text.replace('"app_hash": ""', '"app_hash": "00"'),
    text.replace("2026-11-22T00:00:00.000Z", "2026-11-22"),
    text.replace('"app_hash"', '"more": 1, "app_hash"'),
  ];
  for (const wrong of damaged) {
    assert.notEqual(wrong, text);
    const refused = parseChainGenesis(utf8(wrong));
    assert.equal(!refused.ok && refused.error.code, "CHAIN_GENESIS_MALFORMED", wrong.slice(0, 200));
  }
});

const first = validators[0] as (typeof validators)[0];
const impossible: Readonly<Record<string, Partial<ChainGenesis>>> = {
  "no validator": { validators: [] },
  "two of one name": { validators: [first, { ...(validators[1] as typeof first), name: first.name }] },
  "one key twice": { validators: [{ ...first, logKey: first.key }] },
  "a key of small order": { validators: [{ ...first, key: Uint8Array.of(1, ...new Uint8Array(31)) }] },
  "a quorum of half": { genesis: { organisations: organisations.slice(0, 2), quorum: 1 } },
};
for (const [what, part] of Object.entries(impossible)) {
  test(`a genesis with ${what} is refused`, () => {
    const refused = parseChainGenesis(utf8(chainGenesisText({ ...genesis, ...part })));
    assert.equal(!refused.ok && refused.error.code, "CHAIN_GENESIS_MALFORMED");
  });
}

/** `"[section] name"` to the kind of its value, as CometBFT's own configuration has it. */
function kindsOf(toml: string): ReadonlyMap<string, string> {
  const kinds = new Map<string, string>();
  let section = "";
  for (const line of toml.split("\n")) {
    section = /^\[([a-z0-9_.]+)\]$/.exec(line)?.[1] ?? section;
    const [, name, value = ""] = /^([a-z0-9_-]+) = (.*)$/.exec(line) ?? [];
    if (name !== undefined) kinds.set(`[${section}] ${name}`, kindOf(value));
  }
  return kinds;
}

const kindOf = (value: string): string =>
  /^-?[0-9]+$/.test(value)
    ? "number"
    : value === "true" || value === "false"
      ? "boolean"
      : /^"[0-9hms]*[0-9](ms|s|m|h)([0-9hms]*)"$/.test(value)
        ? "duration"
        : "string";

test("every setting is one of CometBFT's own, of the same kind; its keys and genesis are read by it", {
  skip: missingTool(program, "no CometBFT on this machine: npm run setup:chain", { CI }),
}, async (t) => {
  assert.ok(program);
  const made = await temporaryFolder(t);
  await run(program, ["init", "--home", made]);
  const kinds = kindsOf(await readFile(join(made, "config", "config.toml"), "utf8"));
  assert.ok(kinds.size > 90, `positive control: ${kinds.size} settings are found`);
  const settings = cometSettings({ moniker: "x", ...places });
  for (const [section, values] of Object.entries(settings)) {
    for (const [name, value] of Object.entries(values))
      assert.equal(kinds.get(`[${section}] ${name}`), kindOf(JSON.stringify(value)), `[${section}] ${name}`);
  }
  const home = chainFolder(await joined(t));
  const shown = await run(program, ["show-validator", "--home", home]);
  assert.equal((JSON.parse(shown.stdout) as { value: string }).value.length, 44);
  const { stdout } = await run(program, ["show-node-id", "--home", home]);
  assert.equal(stdout.trim(), expectOk(await readChainKeys(join(home, "..")), "keys").nodeId);
});

test("validators that are tried out on one machine share its processors, and one on its own leaves one to the main thread", () => {
  const places = { listen: "", peers: ["a", "b", "c"], nodes: [], isOneMachine: true };
  assert.deepEqual(
    [1, 2, 4, 8, 9].map((processors) => verifierThreads(places, processors)),
    [1, 1, 1, 2, 2],
  );
  assert.equal(verifierThreads({ ...places, isOneMachine: false }, 8), 7);
  assert.equal(verifierThreads({ ...places, isOneMachine: false }, 1), 1);
});
