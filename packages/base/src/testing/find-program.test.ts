import assert from "node:assert/strict";
import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { test } from "node:test";
import { findProgram } from "./find-program.ts";

test("a program is found by its folders in their order, then by its names, if it may be run", async () => {
  const folder = await mkdtemp(join(tmpdir(), "veche-programs-"));
  const at = (...names: readonly string[]): string => join(folder, ...names);
  for (const place of ["own", "first", "second"]) await mkdir(at(place));
  for (const file of [at("first", "other"), at("second", "tool"), at("second", "other")]) {
    await writeFile(file, "");
    await chmod(file, 0o755);
  }
  await writeFile(at("own", "tool"), "not to be run");
  await chmod(at("own", "tool"), 0o644);
  const path = ["", at("first"), at("second")].join(delimiter);
  assert.equal(findProgram(["tool"], path), at("second", "tool"));
  assert.equal(findProgram(["tool", "other"], path), at("first", "other"));
  assert.equal(findProgram(["other"], path, [at("second")]), at("second", "other"));
  assert.equal(findProgram(["tool"], "", [at("own")]), undefined);
  assert.equal(findProgram(["no such tool"], path), undefined);
  await rm(folder, { recursive: true });
});
