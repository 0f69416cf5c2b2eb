import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";
import { expectOk, fromBase64 } from "@veche/base";
import { decodeChainTransaction, refuseChange } from "@veche/ledger";
import { parseChainGenesis } from "@veche/node";
import { resultOf, runHere } from "./testing/fake-world.ts";
import { temporaryFolder } from "./testing/folder.ts";

const FOLDER = temporaryFolder();
const at = (...names: readonly string[]): string => join(FOLDER, ...names);
const PASS = ["--passphrase-file", at("pass")];
const GENESIS = ["--genesis", at("chain.json")];
writeFileSync(at("pass"), "correct horse battery\n");

const refusedWith = async (words: readonly string[], code: string, exit = 2): Promise<void> => {
  const ran = await runHere([...words, "--json"]);
  // Behind what the person was shown, if there was a question.
  const last = ran.stderr.trim().split("\n").at(-1) ?? "";
  assert.equal((JSON.parse(last) as { readonly error: string }).error, code, ran.stderr);
  assert.equal(ran.code, exit);
};

before(async () => {
  const roles = [
    ["genesis", "hall"],
    ["genesis", "university"],
    ["genesis", "stranger"],
    ["validator", "node1"],
    ["validator", "node2"],
    ["validator", "node3"],
  ] as const;
  for (const [role, home] of roles) {
    const words = ["keys", "new", "--role", role, "--name", home, "--home", at(home), "--work-factor", "10"];
    resultOf(await runHere([...words, ...PASS, "--json"]));
  }
  const parties = ["hall", "university"].flatMap((home) => ["--party", at(home, "public.json")]);
  const founders = ["--quorum", "2", "--out", at("genesis.json"), "--json"];
  resultOf(await runHere(["keys", "genesis", ...parties, ...founders]));
  for (const home of ["node1", "node2", "node3"]) {
    const place = ["--address", `${home}.example.org:26656`, "--url", `https://${home}.example.org`];
    const out = ["--out", at(`${home}.json`), "--json"];
    resultOf(await runHere(["chain", "keys", "--home", at(home), ...place, ...out]));
  }
  const members = ["--validator", at("node1.json"), "--validator", at("node2.json")];
  const document = ["--id", "test-1", "--genesis", at("genesis.json"), "--out", at("chain.json"), "--json"];
  resultOf(await runHere(["chain", "genesis", ...document, ...members]));
});

const MAKE = ["chain", "change", ...GENESIS, "--sequence", "0"];
const SWAP = ["--add", at("node3.json"), "--remove", "node1"];

test("organisations sign one after the other, and what they sign is what a chain takes", async () => {
  const made = resultOf<{ readonly signed: readonly number[]; readonly add: readonly string[] }>(
    await runHere([
      ...MAKE,
      ...SWAP,
      "--out",
      at("change.json"),
      "--yes",
      "--json",
      "--home",
      at("hall"),
      ...PASS,
    ]),
  );
  assert.deepEqual(made.signed, [1]);
  assert.deepEqual(made.add, ["node3"]);
  const node = ["--node", "http://127.0.0.1:9"];
  await refusedWith(["chain", "submit", at("change.json"), ...GENESIS, ...node], "SIGNATURES_MISSING");
  const sign = ["chain", "sign", at("change.json"), ...GENESIS, ...PASS];
  const asked = await runHere([...sign, "--home", at("university")], { answers: ["yes"] });
  assert.equal(asked.code, 0, asked.stderr);
  assert.match(asked.stderr, /removes +node1 [0-9a-f]{64}/);
  assert.match(asked.stdout, /hall, university \(2 of 2\)/);
  const file = JSON.parse(readFileSync(at("change.json"), "utf8")) as { readonly transaction: string };
  const read = expectOk(decodeChainTransaction(fromBase64(file.transaction) ?? new Uint8Array()), "change");
  assert.ok(read.kind === "validators");
  const { chainId, genesis, validators } = expectOk(
    parseChainGenesis(readFileSync(at("chain.json"))),
    "genesis",
  );
  assert.equal(refuseChange({ chainId, genesis }, { validators, sequence: 0 }, read, false), undefined);

  let sent = new Uint8Array();
  const submitted = await runHere(["chain", "submit", at("change.json"), ...GENESIS, ...node, "--json"], {
    fetch: async (url, { body }) => {
      assert.match(url, /\/e\/0{64}\/tx$/);
      sent = body ?? sent;
      return new Response(JSON.stringify({ outcome: "ACCEPTED", index: 0 }));
    },
  });
  assert.deepEqual(resultOf(submitted), { chain: "test-1", index: 0 });
  assert.deepEqual(sent, read.bytes.slice(32));
});

const answering = (answer: unknown) => ({ fetch: async () => new Response(JSON.stringify(answer)) });

test("a node's refusal, a busy node and nonsense are told apart", async () => {
  const both = ["--home", at("hall"), "--home", at("university"), ...PASS, "--yes", "--json"];
  resultOf(await runHere([...MAKE, ...SWAP, "--out", at("both.json"), ...both]));
  const submit = ["chain", "submit", at("both.json"), ...GENESIS, "--node", "http://127.0.0.1:9", "--json"];
  const codeOf = async (answer: unknown): Promise<readonly [number, string]> => {
    const ran = await runHere(submit, answering(answer));
    return [ran.code, (JSON.parse(ran.stderr) as { readonly error: string }).error];
  };
  assert.deepEqual(await codeOf({ outcome: "PHASE", number: 16, transient: false }), [1, "PHASE"]);
  assert.deepEqual(await codeOf({ outcome: "ALREADY" }), [1, "ALREADY"]);
  assert.deepEqual(await codeOf({ outcome: "BUSY", retryAfterSeconds: 5 }), [2, "BUSY"]);
  assert.deepEqual(await codeOf("hello"), [2, "ANSWER_MALFORMED"]);
});

test("what does not hold is refused, and nothing is written or signed", async () => {
  const out = ["--out", at("wrong.json")];
  await refusedWith([...MAKE, ...out], "CHANGE_INVALID");
  await refusedWith([...MAKE, ...out, "--remove", "node9"], "VALIDATOR_UNKNOWN");
  await refusedWith(
    [...MAKE, ...out, "--add", at("node3.json"), "--add", at("node3.json")],
    "CHANGE_INVALID",
  );
  const signing = [...MAKE, ...out, ...SWAP, ...PASS];
  await refusedWith([...signing, "--home", at("stranger"), "--yes"], "NOT_IN_GENESIS");
  await refusedWith([...signing, "--home", at("node1"), "--yes"], "WRONG_ROLE");
  await refusedWith([...signing, "--home", at("hall")], "NO_TERMINAL");
  assert.ok(!existsSync(at("wrong.json")));
  resultOf(await runHere([...MAKE, ...SWAP, "--out", at("unsigned.json"), "--json"]));
  await refusedWith([...MAKE, ...SWAP, "--out", at("unsigned.json")], "TARGET_EXISTS");

  const other = readFileSync(at("chain.json"), "utf8").replace(
    '"chain_id": "test-1"',
    '"chain_id": "test-2"',
  );
  writeFileSync(at("other.json"), other);
  const elsewhere = ["chain", "sign", at("both.json"), "--genesis", at("other.json"), ...PASS, "--yes"];
  await refusedWith([...elsewhere, "--home", at("hall")], "SIGNATURE_WRONG", 1);
  await refusedWith(["chain", "sign", at("chain.json"), ...GENESIS, "--home", at("hall")], "WRONG_FORM");
});
