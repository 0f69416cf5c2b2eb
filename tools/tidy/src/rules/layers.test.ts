import assert from "node:assert/strict";
import { test } from "node:test";
import { findingsIn, type House, member } from "../test-support.ts";

const sound: House = {
  ...member("packages/base"),
  ...member("packages/group", ["packages/base"]),
  ...member("packages/tlog", ["packages/base"]),
  ...member("packages/verifier", ["packages/base", "packages/group"]),
  ...member("services/node", ["packages/base", "packages/tlog"]),
  ...member("services/issuer", ["packages/base"]),
  ...member("tools/cli", ["services/node", "packages/verifier"]),
};

test("a house in order has no findings", (context) => {
  assert.deepEqual(findingsIn(context, sound), []);
});

const breaches: Record<string, readonly [House, RegExp]> = {
  "an import from above": [
    member("packages/base", ["packages/group"]),
    /^packages\/base\/src\/index.ts:1 {2}layers: packages\/group \(layer 1\) is not below packages\/base \(layer 0\)$/,
  ],
  "an import from the same layer": [
    member("packages/tlog", ["packages/group"]),
    /tlog.*layers: .*layer 1.*layer 1/,
  ],
  "a service that imports a service": [
    member("services/issuer", ["services/node"]),
    /layers: services\/node/,
  ],
  "a package that imports a tool": [member("packages/tlog", ["tools/cli"]), /layers: tools\/cli/],
  "a verifier that leaves its island": [
    member("packages/verifier", ["packages/tlog"]),
    /stands alone and may import only packages\/base, packages\/group/,
  ],
  "a service that borrows the verifier": [
    member("services/node", ["packages/verifier"]),
    /packages\/verifier may be imported only by/,
  ],
  "a test that imports upwards": [
    { "packages/base/src/x.test.ts": 'import { a } from "@veche/tlog";\n' },
    /^packages\/base\/src\/x.test.ts:1 {2}layers: packages\/tlog/,
  ],
  "a type imported from above": [
    { "packages/base/src/x.ts": 'export const a = (b: import("@veche/tlog").C) => b;\n' },
    /layers: packages\/tlog/,
  ],
  "a path into another package": [
    { "packages/tlog/src/x.ts": 'import "../../base/src/index.ts";\n' },
    /\.\.\/\.\.\/base\/src\/index\.ts leaves packages\/tlog/,
  ],
  "a door that is no entry": [
    { "packages/tlog/src/x.ts": 'import "@veche/base/src/index.ts";\n' },
    /is no public entry of @veche\/base/,
  ],
  "source that stands on test support": [
    { "packages/tlog/src/x.ts": 'import "./test-support.ts";\n' },
    /\.\/test-support\.ts is for tests only/,
  ],
  "a private name that is not declared": [
    { "packages/tlog/src/x.ts": 'import "#fast";\n' },
    /#fast is not in the imports of package.json/,
  ],
  "an import of itself by name": [
    { "packages/tlog/src/x.ts": 'import "@veche/tlog";\n' },
    /is the package itself/,
  ],
  "an import that nobody can read": [
    { "packages/tlog/src/x.ts": "export const a = (b: string) => import(b);\n" },
    /import of a computed path/,
  ],
  "a Node module without its prefix": [{ "services/node/src/x.ts": 'import "fs";\n' }, /write node:fs/],
  "a package outside the plan": [
    member("packages/helpers"),
    /packages\/helpers\/package.json {2}layers: .*ADR/,
  ],
};

for (const [name, [change, expected]] of Object.entries(breaches)) {
  test(`finds ${name}`, (context) => {
    const findings = findingsIn(context, { ...sound, ...change });
    assert.ok(
      findings.some((line) => line.includes("layers:") && expected.test(line)),
      findings.join("\n"),
    );
  });
}
