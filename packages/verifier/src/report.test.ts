import assert from "node:assert/strict";
import { test } from "node:test";
import { toHex } from "@veche/base";
import { CHECKS } from "./checks.ts";
import { formatReport } from "./format-report.ts";
import { inlinePool } from "./pool/inline-pool.ts";
import { reportToJson } from "./report.ts";
import { verifyEvidence, verifyMaker } from "./testing/expect.ts";
import { makeRecord } from "./testing/scenario.ts";

const maker = makeRecord();
const id = toHex(maker.electionId);

test("a report begins with the election id and names every check, in both languages", async () => {
  const report = await verifyMaker(maker, inlinePool());
  for (const language of ["en", "ru"] as const) {
    const lines = formatReport(report, language).split("\n");
    assert.ok(lines[0]?.endsWith(id));
    for (const check of CHECKS) {
      const line = lines.find((one) => one.startsWith(check.id));
      assert.ok(line?.includes(check[language]));
    }
    assert.ok(lines.some((line) => line.includes("3  Option 0")));
  }
  assert.match(formatReport(report, "en"), /Verdict: GOOD/);
  assert.match(formatReport(report, "ru"), /Заключение: ВЕРНО/);
});

test("a failed check names its entry or file and its reason", async () => {
  const files = maker.files();
  files.set("tile/0/000.p/9", new Uint8Array(1));
  files.delete("result.cbor");
  const report = await verifyEvidence({ files, electionId: maker.electionId }, inlinePool());
  const text = formatReport(report, "en");
  assert.match(text, /^V01 {2}FAILED .*tile\/0\/000\.p\/9: a file of the wrong size$/m);
  assert.match(text, /^V24 {2}FAILED .*result\.cbor: result\.cbor is missing$/m);
  assert.match(text, /Verdict: BAD/);
});

test("names of files cannot steer the terminal", async () => {
  const files = maker.files();
  files.set("\u001b[2Jgone", new Uint8Array(1));
  const report = await verifyEvidence({ files, electionId: maker.electionId }, inlinePool());
  const text = formatReport(report, "en");
  assert.ok(!text.includes("\u001b"));
  assert.ok(text.includes("?[2Jgone"));
});

test("the JSON of a report has the election id first and bytes as hexadecimal", async () => {
  const json = JSON.stringify(reportToJson(await verifyMaker(maker, inlinePool())));
  assert.ok(json.startsWith(`{"electionId":"${id}"`));
  const back = JSON.parse(json);
  assert.equal(back.verdict, "good");
  assert.equal(back.checks.length, CHECKS.length);
  assert.match(back.result.hash, /^[0-9a-f]{64}$/);
});
