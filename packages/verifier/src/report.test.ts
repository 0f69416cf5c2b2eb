import assert from "node:assert/strict";
import { test } from "node:test";
import { toHex } from "@veche/base";
import { CHECKS } from "./checks.ts";
import { formatReport } from "./format-report.ts";
import { inlinePool } from "./pool/inline-pool.ts";
import { REASONS } from "./reasons.ts";
import { reportToJson } from "./report.ts";
import { verifyEvidence, verifyMaker } from "./testing/expect.ts";
import { makeRecord } from "./testing/scenario.ts";
import { WORDS } from "./words.ts";

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

test("groups of a result are named by their styles; in JSON beside their indices", async () => {
  const report = await verifyMaker(maker, inlinePool());
  const groupLines = (language: "en" | "ru") =>
    formatReport(report, language)
      .split("\n")
      .filter((line) => line.startsWith(`  ${WORDS[language].group}`));
  assert.deepEqual(groupLines("en"), [
    "  ballot styles a (Style a): ballots 4",
    "  ballot styles b (Style b): ballots 3",
  ]);
  assert.equal(groupLines("ru").length, 2);
  const json = JSON.parse(JSON.stringify(reportToJson(report)));
  const { styles, named } = json.result.contests[0].groups[1];
  assert.deepEqual(styles, [1]);
  assert.deepEqual(
    named.map((one: { id: string; title: { en: string } }) => [one.id, one.title.en]),
    [["b", "Style b"]],
  );
});

test("a trustee is a trustee in English and хранитель ключа in Russian, everywhere", () => {
  const texts = [...Object.values(REASONS), ...CHECKS, ...pairs(WORDS.en, WORDS.ru)];
  assert.ok(texts.filter(({ en }) => /trustee/i.test(en)).length > 6);
  for (const { en, ru } of texts) {
    assert.equal(/хранител[а-я]* ключа/i.test(ru), /trustee/i.test(en), `${en} / ${ru}`);
    assert.doesNotMatch(ru, /доверен/i);
    assert.doesNotMatch(en, /guardian|keyholder/i);
  }
});

type Text = { readonly en: string; readonly ru: string };

function pairs(en: object, ru: object): readonly Text[] {
  const russian = new Map<string, unknown>(Object.entries(ru));
  return Object.entries(en).flatMap(([key, value]: [string, unknown]) => {
    const other = russian.get(key);
    if (typeof value === "string") return [{ en: value, ru: String(other) }];
    return pairs(value as object, other as object);
  });
}

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
