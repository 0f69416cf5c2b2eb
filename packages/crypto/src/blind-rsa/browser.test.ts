import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

/**
 * What a browser loads: everything reachable from the index when `#verify-token` is the import map's default.
 */

const manifest = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as {
  readonly imports: Readonly<
    Record<"#verify-token", Readonly<Record<"node" | "default", { readonly source: string }>>>
  >;
};

function reachable(entry: URL, platform: "node" | "default"): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  const left = [entry];
  for (let url = left.pop(); url !== undefined; url = left.pop()) {
    if (found.has(url.pathname)) continue;
    const imports = [...readFileSync(url, "utf8").matchAll(/ from "([^"]+)";/g)].map(
      (match) => match[1] ?? "",
    );
    found.set(url.pathname, imports);
    for (const name of imports) {
      if (name.startsWith(".")) left.push(new URL(name, url));
      if (name === "#verify-token") {
        left.push(new URL(`../../${manifest.imports["#verify-token"][platform].source}`, import.meta.url));
      }
    }
  }
  return found;
}

const index = new URL("../../src/blind-rsa/index.ts", import.meta.url);
const builtins = (modules: ReadonlyMap<string, readonly string[]>): readonly string[] =>
  [...modules.values()].flat().filter((name) => name.startsWith("node:"));

test("no module that a browser loads imports one of Node's", () => {
  const modules = reachable(index, "default");
  assert.ok([...modules.keys()].some((path) => path.endsWith("/verify-token-pure.ts")));
  assert.ok(modules.size >= 8);
  assert.deepEqual(builtins(modules), []);
});

test("positive control: in Node the same walk meets OpenSSL", () => {
  assert.deepEqual(builtins(reachable(index, "node")), ["node:crypto"]);
});
