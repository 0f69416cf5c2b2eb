import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { utf8 } from "@veche/base";
import { Stop } from "../framework/stop.ts";
import { temporaryFolder } from "../testing/folder.ts";
import { seal, unseal } from "./sealed.ts";
import { replaceFile, writeNewFile, writeNewFolder } from "./write.ts";

const folder = temporaryFolder();
const at = (...names: readonly string[]): string => join(folder, ...names);
const isRefused = (error: unknown): boolean => error instanceof Stop && error.fault.code === "TARGET_EXISTS";

test("a new file is never written over another, and secrets are for their owner alone", async () => {
  await writeNewFile(at("secret"), "one", "secret");
  await writeNewFile(at("public"), "one", "public");
  assert.equal(statSync(at("secret")).mode & 0o777, 0o600);
  assert.equal(statSync(at("public")).mode & 0o044, 0o044);
  await assert.rejects(writeNewFile(at("secret"), "two", "secret"), isRefused);
  assert.equal(readFileSync(at("secret"), "utf8"), "one");
  await replaceFile(at("secret"), "three", "secret");
  assert.equal(readFileSync(at("secret"), "utf8"), "three");
});

test("a race for one name has one winner", async () => {
  const writers = Array.from({ length: 8 }, (_, at_) => writeNewFile(at("race"), String(at_), "public"));
  const ended = await Promise.allSettled(writers);
  const won = ended.filter(({ status }) => status === "fulfilled");
  assert.equal(won.length, 1);
  const lost = ended.filter((one) => one.status === "rejected").map((one) => one.reason as unknown);
  assert.ok(lost.every(isRefused));
});

test("a folder appears whole or not at all", async () => {
  const broken = writeNewFolder(at("broken"), "public", async (inside) => {
    writeFileSync(join(inside, "half"), "");
    throw new Error("broken off");
  });
  await assert.rejects(broken, /broken off/);
  assert.ok(!existsSync(at("broken")));
  await writeNewFolder(at("whole"), "secret", async (inside) => writeFileSync(join(inside, "file"), ""));
  assert.deepEqual(readdirSync(at("whole")), ["file"]);
  assert.equal(statSync(at("whole")).mode & 0o777, 0o700);
  await assert.rejects(
    writeNewFolder(at("whole"), "public", async () => {}),
    isRefused,
  );
  mkdirSync(at("empty"));
  await writeNewFolder(at("empty"), "public", async (inside) => writeFileSync(join(inside, "file"), ""));
  assert.deepEqual(readdirSync(at("empty")), ["file"], "an empty folder may be taken");
  assert.deepEqual(
    readdirSync(folder).filter((name) => name.startsWith(".")),
    [],
    "nothing is left behind",
  );
});

test("L33 what is sealed opens with its passphrase alone", async () => {
  const sealed = await seal(utf8("secret"), "correct horse battery", 10);
  assert.deepEqual(await unseal(sealed, "correct horse battery"), { ok: true, value: utf8("secret") });
  assert.ok(!(await unseal(sealed, "correct horse batterz")).ok);
  const changed = sealed.slice();
  changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1;
  assert.ok(!(await unseal(changed, "correct horse battery")).ok);
  assert.ok(!(await unseal(utf8("no age file"), "correct horse battery")).ok);
});
