import assert from "node:assert/strict";
import { test } from "node:test";
import { errorFields, jsonLogger } from "./logger.ts";

test("a line is one JSON object with time, level, event and fields", () => {
  const lines: string[] = [];
  const log = jsonLogger(
    (line) => lines.push(line),
    () => 0,
  );
  log("warn", "not-published", { size: 7, code: 'with "quotes"\nand lines' });
  assert.equal(lines.length, 1);
  assert.ok(lines[0]?.endsWith("\n") && !lines[0].slice(0, -1).includes("\n"));
  assert.deepEqual(JSON.parse(lines[0] as string), {
    time: "1970-01-01T00:00:00.000Z",
    level: "warn",
    event: "not-published",
    size: 7,
    code: 'with "quotes"\nand lines',
  });
});

test("L12 an error is told by name, code and place, never by its message, which may name an address", () => {
  const error = Object.assign(new TypeError("connect ECONNREFUSED 203.0.113.9:443"), {
    code: "ECONNREFUSED",
  });
  const fields = errorFields(error);
  const { error: name, code, places } = fields;
  assert.deepEqual({ name, code }, { name: "TypeError", code: "ECONNREFUSED" });
  assert.match(String(places), /logger\.test/);
  assert.doesNotMatch(JSON.stringify(fields), /203\.0\.113\.9/);
  // Control: the message does hold it.
  assert.match(error.message, /203\.0\.113\.9/);
  assert.deepEqual(errorFields("text"), { error: "string" });
});
