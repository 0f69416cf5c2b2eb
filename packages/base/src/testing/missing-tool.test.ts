import assert from "node:assert/strict";
import { test } from "node:test";
import { missingTool } from "./missing-tool.ts";

test("a test is left out only for want of a tool, and never where all tools were set up", () => {
  assert.equal(missingTool("/usr/bin/tool", "no tool", {}), false);
  assert.equal(missingTool(undefined, "no tool", {}), "no tool");
  assert.equal(missingTool(undefined, "no tool", { CI: "false" }), "no tool");
  assert.equal(missingTool(undefined, "no tool", { CI: "true" }), false);
});
