import assert from "node:assert/strict";
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";
import { exampleDraft } from "../draft/example.ts";
import { EXAMPLE_TIMES } from "../testing/example-election.ts";
import { type Ran, resultOf, runHere } from "../testing/fake-world.ts";
import { temporaryFolder } from "../testing/folder.ts";
import { proposalsText, readProposals } from "./file.ts";

const FOLDER = temporaryFolder();
const at = (...names: readonly string[]): string => join(FOLDER, ...names);
const NOBODY = "http://127.0.0.1:9";
const PARTIES = [
  ["genesis", "hall"],
  ["commission", "anna"],
  ["commission", "boris"],
  ["commission", "clara"],
  ["registrar", "registry"],
  ["issuer", "issuer1"],
  ["issuer", "issuer2"],
  ["validator", "node1"],
] as const;
const pass = ["--passphrase-file", at("pass")];
const sign = (file: string, home: string, ...more: readonly string[]) =>
  ["election", "sign", at(file), "--home", at(home), ...pass, ...more] as const;

before(async () => {
  writeFileSync(at("pass"), "correct horse battery\n");
  for (const [role, name] of [...PARTIES, ["commission", "stranger"] as const]) {
    const home = ["--name", name, "--home", at(name), ...pass, "--work-factor", "10", "--json"];
    resultOf(await runHere(["keys", "new", "--role", role, ...home]));
  }
  // Trustees' public keys suffice here.
  const { exampleParties } = await import("../testing/example-election.ts");
  const { publicJson } = await import("../keys/public-keys.ts");
  const trustees = exampleParties().filter(({ role }) => role === "trustee");
  for (const [index, keys] of trustees.entries()) {
    writeFileSync(at(`trustee${index}.json`), JSON.stringify(publicJson(keys)));
  }
  writeFileSync(at("draft.json"), JSON.stringify(exampleDraft(EXAMPLE_TIMES)));
  const files = [
    ...PARTIES.map(([, name]) => at(name, "public.json")),
    ...trustees.map((_, i) => at(`trustee${i}.json`)),
  ];
  const define = [
    "election",
    "define",
    at("draft.json"),
    "--party",
    ...files,
    "--propose",
    at("define.json"),
  ];
  resultOf(await runHere([...define, "--json"]));
});

const missingAfter = (ran: Ran) =>
  resultOf<{ readonly missing: readonly { role: string; more: number }[] }>(ran).missing;

test("members sign a proposal one after the other, each after reading what it says", async () => {
  const asked = await runHere([...sign("define.json", "anna")], { answers: ["yes"] });
  assert.equal(asked.code, 0, asked.stderr);
  assert.match(asked.stderr, /Town council, a test[\s\S]*Anna|anna/, "shown before the question");
  const hall = missingAfter(await runHere([...sign("define.json", "hall", "--yes", "--json")]));
  assert.deepEqual(hall, [{ role: "commission", more: 1 }]);
  const early = await runHere(["election", "submit", at("define.json"), "--node", NOBODY]);
  assert.equal(early.code, 2);
  assert.match(early.stderr, /Signatures are missing: commission \+1/);
  copyFileSync(at("define.json"), at("side.json"));
  const boris = await runHere([...sign("define.json", "boris")], { answers: ["да"], language: "ru" });
  assert.equal(boris.code, 0, boris.stderr);
});

test("files signed side by side are merged when they are submitted", async () => {
  missingAfter(await runHere([...sign("side.json", "clara", "--yes", "--json")]));
  const merged = ["election", "submit", at("define.json"), at("side.json"), "--node", NOBODY];
  const ran = await runHere(merged, { isImpatient: true });
  assert.equal(ran.code, 2);
  assert.match(ran.stderr, /does not answer/, "only the node is missing");
});

test("who says no, or is nobody, has signed nothing", async () => {
  const before_ = readFileSync(at("side.json"), "utf8");
  const cases: readonly (readonly [readonly string[], readonly string[] | undefined, RegExp])[] = [
    [sign("side.json", "clara"), ["no"], /Not confirmed/],
    [sign("side.json", "clara"), [""], /Not confirmed/],
    [sign("side.json", "clara"), undefined, /no terminal.*--yes/],
    [sign("side.json", "stranger", "--yes"), undefined, /not in the manifest/],
    [sign("side.json", "issuer1", "--yes"), undefined, /role issuer/],
  ];
  for (const [argv, answers, words] of cases) {
    const ran = await runHere(argv, answers === undefined ? {} : { answers });
    assert.equal(ran.code, 2);
    assert.match(ran.stderr.trimEnd().split("\n").at(-1) ?? "", words);
    assert.equal(readFileSync(at("side.json"), "utf8"), before_);
  }
});

test("a signature that was changed on the way is noticed by the next signer", async () => {
  const [proposal] = await readProposals(at("side.json"));
  const [first, ...others] = proposal.signatures;
  const bytes = (first as { bytes: Uint8Array }).bytes.slice();
  bytes[0] = (bytes[0] ?? 0) ^ 1;
  const forged = { ...proposal, signatures: [{ ...(first as object), bytes } as never, ...others] };
  writeFileSync(at("forged.json"), proposalsText([forged]));
  const ran = await runHere([...sign("forged.json", "clara", "--yes")]);
  assert.equal(ran.code, 1);
  assert.match(ran.stderr, /signature of party 1 of role 1 is wrong/);
  const text = JSON.parse(readFileSync(at("side.json"), "utf8")) as { proposals: string[] };
  const two = { ...text, proposals: [...text.proposals, (text.proposals[0] ?? "").replace(/^..../, "AAAA")] };
  writeFileSync(at("mixed.json"), JSON.stringify(two));
  assert.equal((await runHere([...sign("mixed.json", "clara", "--yes")])).code, 2);
});
