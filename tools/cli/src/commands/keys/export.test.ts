import assert from "node:assert/strict";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fromHex } from "@veche/base";
import { publicKeysOf } from "../../keys/secret-keys.ts";
import { runHere } from "../../testing/fake-world.ts";
import { temporaryFolder } from "../../testing/folder.ts";

const FOLDER = temporaryFolder();
const at = (...names: readonly string[]): string => join(FOLDER, ...names);

test("the registrar's secrets come out as its portal reads them, for their owner alone", async () => {
  writeFileSync(at("pass"), "correct horse battery\n");
  const home = ["--home", at("registry"), "--passphrase-file", at("pass")];
  const keys = [
    "keys",
    "new",
    "--role",
    "registrar",
    "--name",
    "R",
    "--work-factor",
    "10",
    ...home,
    "--json",
  ];
  const made = JSON.parse((await runHere(keys)).stdout) as {
    readonly key: string;
    readonly issueKey: string;
  };
  const exported = await runHere(["keys", "export", "--out", at("secrets"), ...home]);
  assert.equal(exported.code, 0, exported.stderr);
  const secret = (name: string) => {
    const file = at("secrets", name);
    assert.equal(statSync(file).mode & 0o777, 0o600);
    return fromHex(readFileSync(file, "utf8").trim()) ?? assert.fail(name);
  };
  const own = publicKeysOf("registrar", "R", { key: secret("signing-key"), issueKey: secret("issue-key") });
  assert.deepEqual([own.key, own.issueKey], [fromHex(made.key), fromHex(made.issueKey)]);
  assert.equal(statSync(at("secrets")).mode & 0o777, 0o700);
  for (const text of [exported.stdout, exported.stderr])
    assert.ok(!text.includes(readFileSync(at("secrets", "issue-key"), "utf8").trim()));
});
