import assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { exampleDraft } from "../draft/example.ts";
import { resultOf, runHere } from "./fake-world.ts";
import { temporaryFolder } from "./folder.ts";

/** A command line that cannot work, and what it has to say: one line, exit code 2, and nothing on the disk. */
export type Case = readonly [what: string, argv: () => readonly string[], stderr: RegExp];

const FOLDER = temporaryFolder();
export const at = (...names: readonly string[]): string => join(FOLDER, ...names);

const ID = "ab".repeat(32);
/** Nobody listens there. */
export const NOWHERE = "http://127.0.0.1:9";
const server = createServer((_request, response) => response.writeHead(404).end());
/** Somebody listens there and knows nothing. */
export const stranger = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

export const pass = (file = "pass"): readonly string[] => ["--passphrase-file", at(file)];
export const ledger = (node: string = NOWHERE): readonly string[] => ["--election", ID, "--node", node];
export const party = (name: string): readonly string[] => ["--party", at(name, "public.json")];
export const homes = (...names: readonly string[]): readonly string[] =>
  names.flatMap((name) => ["--home", at(name)]);
export const media = (...names: readonly string[]): readonly string[] =>
  names.flatMap((name) => ["--media", at(name)]);

/** Some good homes and files, and some bad ones. */
before(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  writeFileSync(at("pass"), "correct horse battery\n");
  writeFileSync(at("wrong-pass"), "incorrect horse battery\n");
  writeFileSync(at("short-pass"), "short\n");
  writeFileSync(at("empty"), "");
  writeFileSync(at("text.json"), "{ this is no JSON");
  writeFileSync(at("other.json"), '{"format": 1}');
  const times = { opens: 2e12, ends: 2e12 + 1e6, latestEnd: 2e12 + 1e6, stepSeconds: 60 };
  writeFileSync(at("draft.json"), JSON.stringify(exampleDraft(times)));
  writeFileSync(at("late.json"), JSON.stringify({ ...exampleDraft(times), tallyNotBefore: "tomorrow" }));
  for (const folder of ["filled", "medium1", "medium2", "forged"]) mkdirSync(at(folder));
  writeFileSync(at("filled", "file"), "");
  writeFileSync(at("forged", "checkpoint"), "forged\n");
  const cheap = [...pass(), "--work-factor", "10", "--json"];
  for (const [role, home] of [
    ["commission", "anna"],
    ["genesis", "hall"],
    ["validator", "node1"],
    ["registrar", "registry"],
  ] as const) {
    const made = ["keys", "new", "--role", role, "--name", home, "--home", at(home), ...cheap];
    resultOf(await runHere(made));
  }
  const vera = ["--name", "Vera", "--home", at("vera"), ...media("medium1", "medium2"), ...cheap];
  resultOf(await runHere(["trustee", "keygen", ...vera]));
});
after(() => server.close());

export function testBadInput(cases: readonly Case[]): void {
  for (const [what, argv, stderr] of cases) {
    test(`bad input: ${what}`, async () => {
      const earlier = snapshot();
      const ran = await runHere(argv(), { isImpatient: true });
      assert.equal(ran.code, 2, ran.stderr);
      assert.match(ran.stderr.trimEnd().split("\n").at(-1) ?? "", stderr);
      assert.doesNotMatch(ran.stderr, /^\s+at /m, "no trace");
      assert.equal(ran.stdout, "", "nothing on stdout");
      assert.deepEqual(snapshot(), earlier, "nothing was written or changed");
    });
  }
}

/** Every file with its bytes, every folder by name. */
function snapshot(): readonly string[] {
  return readdirSync(FOLDER, { recursive: true, encoding: "utf8" })
    .filter((name) => !name.endsWith(".lock"))
    .sort()
    .map((name) => `${name} ${statSync(at(name)).isFile() ? readFileSync(at(name)).toString("base64") : ""}`);
}
