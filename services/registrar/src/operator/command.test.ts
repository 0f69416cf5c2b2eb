import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { EXIT, type Exit, runCommand, say } from "./command.ts";

const COMMAND = { line: "node x.js", about: { en: "Does.", ru: "Делает." }, options: {}, examples: [] };

/** Runs it, and what it said to the operator. */
async function ran(t: TestContext, run: () => Promise<Exit>) {
  let said = "";
  const keep = (text: string | Uint8Array): boolean => {
    said += String(text);
    return true;
  };
  const standing = t.mock.method(process.stderr, "write", keep);
  const code = await runCommand(COMMAND, [], run);
  standing.mock.restore();
  return { code, said };
}

test("⚔ a command that breaks off says what to do, and nothing of what stood in the database", async (t) => {
  const told = Object.assign(new Error("duplicate key: (person)=(4510-77)"), {
    code: "23505",
    detail: "Key (person)=(4510-77) already exists.",
  });
  const broken = await ran(t, () => Promise.reject(told));
  assert.equal(broken.code, EXIT.brokenOff);
  assert.match(broken.said, /^BROKEN_OFF: .*\(23505\).*Run it again.*\n.*ещё раз/);
  assert.ok(!broken.said.includes("4510"));
  const nameless = await ran(t, () => Promise.reject(new TypeError("4510-77")));
  assert.match(nameless.said, /\(TypeError\)/);
  assert.ok(!nameless.said.includes("4510"));
  assert.deepEqual(await ran(t, async () => EXIT.refused), { code: 1, said: "" });
});

test("⚔ what a voter wrote moves no cursor and turns no writing round where a line of JSON is read on a terminal", (t) => {
  const text = "\u001b[2J \u009b2J \u202egnp \u2028 \u{e0041} \u007f Жалоба";
  let said = "";
  const standing = t.mock.method(process.stdout, "write", (line: string | Uint8Array): boolean => {
    said += String(line);
    return true;
  });
  assert.equal(say({ text }), EXIT.done);
  standing.mock.restore();
  assert.deepEqual(JSON.parse(said), { text });
  assert.match(said, /^\{"text":"[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+ Жалоба"\}\n$/u);
});
