import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { measureRegister } from "./register.ts";

test("a register of 2,000 comes in, for real, twice", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "veche-register-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const figures = await measureRegister({ persons: 2_000, folder });
  assert.deepEqual(
    figures.map(({ id }) => id),
    ["register.rate-wall", "register.again-wall", "register.import", "register.generator", "register.peak"],
  );
  for (const { id, value } of figures) assert.ok(value > 0 && Number.isFinite(value), id);
});
