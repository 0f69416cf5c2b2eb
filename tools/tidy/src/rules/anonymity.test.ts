import assert from "node:assert/strict";
import { test } from "node:test";
import { findingsIn, type House, member } from "../test-support.ts";

const election: House = {
  ...member("packages/election", [], {
    ".": "./src/index.ts",
    "./person": "./src/person.ts",
    "./spend": "./src/credential/spend.ts",
  }),
  "packages/election/src/index.ts": 'export * from "./ballot.ts";\n',
  "packages/election/src/ballot.ts": "export const a = 1;\n",
  "packages/election/src/person.ts": "export type PersonId = string;\n",
  "packages/election/src/credential/spend.ts": "export type Credential = { x: string };\n",
};
const needs = ["packages/election"];
const sound: House = {
  ...election,
  ...member("services/registrar", needs),
  "services/registrar/src/a.ts": 'import "@veche/election/person";\n',
  ...member("services/issuer", needs),
  ...member("services/node", needs),
  "services/node/src/a.ts": 'import "@veche/election/spend";\n',
  ...member("tools/cli", needs),
  "tools/cli/src/cast.ts": 'import "@veche/election/spend";\n',
  "tools/cli/src/roll.ts": 'import "@veche/election/person";\n',
  "tools/cli/src/simulate/all.ts": 'import "@veche/election/spend";\nimport "@veche/election/person";\n',
};

test("each domain with its own half is in order, and the simulator plays both", (context) => {
  assert.deepEqual(findingsIn(context, sound), []);
});

const breaches: Record<string, readonly [House, RegExp]> = {
  "a registrar that can hold a credential": [
    { "services/registrar/src/b.ts": 'import type { Credential } from "@veche/election/spend";\n' },
    /registrar\/src\/b.ts {2}anonymity: services\/registrar must not reach @veche\/election\/spend/,
  ],
  "an issuer's test that can hold a credential": [
    { "services/issuer/src/b.test.ts": 'import "@veche/election/spend";\n' },
    /issuer\/src\/b.test.ts {2}anonymity: services\/issuer must not reach/,
  ],
  "a node that can name a person": [
    { "services/node/src/b.ts": 'import "@veche/election/person";\n' },
    /services\/node must not reach @veche\/election\/person/,
  ],
  "a credential that comes in by the back door": [
    { "packages/election/src/ballot.ts": 'export * from "./credential/spend.ts";\n' },
    /services\/issuer must not reach @veche\/election\/spend: .*index.ts → packages\/election\/src\/index.ts → packages\/election\/src\/ballot.ts → .*spend.ts$/,
  ],
  "a credential behind a private name": [
    {
      "services/issuer/package.json": JSON.stringify({
        name: "@veche/issuer",
        imports: { "#a": { node: { source: "./src/a.ts" }, default: { source: "./src/b.ts" } } },
        dependencies: { "@veche/election": "0.1.0" },
      }),
      "services/issuer/src/index.ts": 'import "#a";\n',
      "services/issuer/src/a.ts": "export const a = 1;\n",
      "services/issuer/src/b.ts": 'import "@veche/election/spend";\n',
    },
    /issuer\/src\/index.ts {2}anonymity: services\/issuer must not reach/,
  ],
  "both in one package": [
    {
      ...member("packages/ledger", needs),
      "packages/ledger/src/a.ts": 'import "@veche/election/person";\n',
      "packages/ledger/src/b.ts": 'import "@veche/election/spend";\n',
    },
    /packages\/ledger\/package.json {2}anonymity: PersonId and Credential meet: .*a.ts and .*b.ts/,
  ],
  "both in one file of the command line": [
    { "tools/cli/src/both.ts": 'import "@veche/election/person";\nimport "@veche/election/spend";\n' },
    /tools\/cli\/src\/both.ts {2}anonymity: PersonId and Credential meet in one file/,
  ],
  "both in one file of the package that defines them": [
    { "packages/election/src/both.ts": 'import "./person.ts";\nimport "./credential/spend.ts";\n' },
    /packages\/election\/src\/both.ts {2}anonymity: .* meet in one file/,
  ],
  "one module that imports the other": [
    { "packages/election/src/credential/spend.ts": 'import type { PersonId } from "../person.ts";\n' },
    /credential\/spend.ts {2}anonymity: .* meet in one file/,
  ],
  "a second declaration of the type": [
    { "services/node/src/b.ts": "export type PersonId = string;\n" },
    /services\/node\/src\/b.ts:1 {2}anonymity: PersonId may be declared only in packages\/election\/src\/person/,
  ],
  "a second interface of the type": [
    { "services/registrar/src/b.ts": "interface Credential { x: string }\n" },
    /Credential may be declared only in/,
  ],
  "a rule whose module is gone": [
    member("packages/election", [], { ".": "./src/index.ts", "./person": "./src/person.ts" }),
    /must export @veche\/election\/spend from packages\/election\/src\/credential\/spend/,
  ],
};

for (const [name, [change, expected]] of Object.entries(breaches)) {
  test(`finds ${name}`, (context) => {
    const findings = findingsIn(context, { ...sound, ...change });
    assert.ok(
      findings.some((line) => expected.test(line)),
      findings.join("\n"),
    );
  });
}
