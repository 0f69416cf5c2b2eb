import assert from "node:assert/strict";
import { test } from "node:test";
import { findingsIn, type House } from "../test-support.ts";

const spec: House = {
  "spec/06-ledger.md": [
    "# 06 Ledger",
    "## 06.4 Phases",
    "### 06.4.1 Opening",
    "**06.4.2** Closing. **06.4.3** Also closing, see 06.4.2 and RFC 9496 §4.3.",
    "| `06.5.1` | a check |",
  ].join("\n"),
};

const cite = (comment: string): House => ({ ...spec, "tools/cli/src/a.ts": `// ${comment}\n` });

for (const comment of [
  "§06",
  "§06.4",
  "§06.4.1, §06.4.2 and §06.4.3.",
  "§06.5.1: why",
  "RFC 9496 §4.3.1",
  "RFC 9591, §10.1",
  "FIPS 186-5 §7.1 and RFC 9474 §4.2",
]) {
  test(`accepts ${comment}`, (context) => {
    assert.deepEqual(findingsIn(context, cite(comment)), []);
  });
}

const breaches: Record<string, RegExp> = {
  "§06.4.9": /^tools\/cli\/src\/a.ts:1 {2}clauses: §06.4.9: the specification has no such clause$/,
  "§07.1": /no such clause/,
  "§6.4": /cite our specification as §06.4.2/,
  "RFC 9474 §4.2 and §5.1": /§5.1: cite our specification/,
  "our own §06.4.2 and §06.4.8": /§06.4.8/,
};

for (const [comment, expected] of Object.entries(breaches)) {
  test(`refuses ${comment}`, (context) => {
    const findings = findingsIn(context, cite(comment));
    assert.equal(findings.length, 1, findings.join("\n"));
    assert.match(findings[0] ?? "", expected);
  });
}

test("a document cites under the same rule", (context) => {
  const findings = findingsIn(context, { ...spec, "docs/a.md": "see §06.4.1\nand §06.9\n" });
  assert.deepEqual(findings, ["docs/a.md:2  clauses: §06.9: the specification has no such clause"]);
});

test("finds a clause in the wrong file, defined twice, or pointing nowhere", (context) => {
  const findings = findingsIn(context, {
    "spec/06-ledger.md": "# 06 Ledger\n**06.1.1** a\n**07.1.1** b\n**06.1.1** c\n",
    "spec/07-log.md": "# 07 Log\n**07.2.1** see 06.1.1, 06.1.2\n",
  });
  assert.deepEqual(findings, [
    "spec/06-ledger.md:3  clauses: clause 07.1.1 stands in file 06",
    "spec/06-ledger.md:4  clauses: clause 06.1.1 is defined twice, first at spec/06-ledger.md:2",
    "spec/07-log.md:2  clauses: 06.1.2: the specification has no such clause",
  ]);
});
