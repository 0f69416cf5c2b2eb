import assert from "node:assert/strict";
import { test } from "node:test";
import { parseXml } from "../chart/testing/parse-xml.ts";
import { nameOf, SECTIONS, sectionOf } from "../names.ts";
import { AREAS } from "../plan.ts";
import { isMet, targetsOf } from "../targets.ts";
import { exampleRun } from "../testing/example-run.ts";
import { chartsOf } from "./charts.ts";
import { markersOf, withRun } from "./document.ts";
import { baselineTexts, numberWords, spreadText, valueText } from "./words.ts";

const { begin: BEGIN, end: END } = markersOf(AREAS);

test("every figure has a name in both languages, and a section", () => {
  for (const { id } of exampleRun().figures) {
    const { en, ru } = nameOf(id);
    assert.match(ru, /[а-я]/, id);
    assert.doesNotMatch(en, /[а-я]|\$/, id);
    assert.doesNotMatch(ru, /\$/, id);
    assert.ok(sectionOf(id) in SECTIONS, id);
  }
  assert.equal(nameOf("ops.msm-long-100000").en, "multi-scalar, 253 bits, of 100,000 points, each");
  assert.throws(() => nameOf("ops.unheard-of"), /has no name/);
});

test("numbers have three digits that mean something, as each language writes them", () => {
  const en = [0, 0.123_4, 1.234, 12.34, 123.4, 12_345.6, 1_234_567].map((value) => numberWords(value, "en"));
  assert.deepEqual(en, ["0", "0.123", "1.23", "12.3", "123", "12,346", "1,234,567"]);
  assert.equal(numberWords(1_234.5, "ru"), "1\u00a0235");
  assert.equal(valueText(2.5, "us", "ru"), "2,50 мкс");
});

test("a baseline is shown with its ratio, and samples with their spread", () => {
  const [decode, token] = exampleRun().figures;
  assert.ok(decode && token);
  assert.deepEqual(baselineTexts(decode, "en"), ["93.0 µs", "35.8×"]);
  assert.deepEqual(baselineTexts(token, "en"), ["", ""]);
  assert.equal(spreadText(decode), "-2…+5 %");
  assert.equal(spreadText({ ...decode, samples: 1 }), "");
});

test("promises are judged by what was measured, and what was not is not called met", () => {
  const targets = targetsOf(exampleRun().figures);
  const verdict = (id: string) => {
    const target = targets.find((one) => one.id === id);
    assert.ok(target, id);
    return isMet(target);
  };
  assert.equal(verdict("ratio.2.proofs"), true);
  assert.equal(verdict("intake.rate-wall"), true);
  assert.equal(verdict("voters.encrypt-browser-wall"), false, "900 ms are not 300");
  assert.equal(verdict("voters.ballot-script"), true);
  assert.equal(verdict("budget.services-memory"), true, "the one that took most");
  assert.equal(verdict("chain.rate-wall"), false, "350 are not 400");
  assert.equal(verdict("chain.alone-wall"), true);
  assert.equal(verdict("budget.chain-memory"), false, "the CometBFT that took most");
  assert.equal(verdict("budget.national"), true);
  assert.ok(targets.find(({ id }) => id === "budget.national")?.projected);
  assert.deepEqual(new Set(targetsOf([]).map(isMet)), new Set([undefined]));
});

test("the report stands between its markers and nothing else changes; charts have their files", () => {
  const run = exampleRun();
  const charts = chartsOf(run);
  const document = `# Benchmarks\n\n${BEGIN}\nold\n${END}\n\n## Full size\n`;
  const made = withRun(document, run, charts) ?? "";
  assert.ok(made.startsWith(`# Benchmarks\n\n${BEGIN}\n`) && made.endsWith(`${END}\n\n## Full size\n`));
  assert.doesNotMatch(made, /\nold\n/);
  assert.match(
    made,
    /\| `ops\.decode` \| decode a point \| 2\.60 µs \| 93\.0 µs \| 35\.8× \| 3 \| -2…\+5 % \|/,
  );
  assert.match(made, /\*\*not met\*\*/);
  assert.doesNotMatch(made, /machine was busy/);
  assert.equal(withRun(made, run, charts), made, "the same run changes nothing");
  for (const { name } of charts) assert.ok(made.includes(`(bench/${name})`), name);
  const busy = withRun(document, exampleRun({ load: { before: 1.5, after: 2 } }), charts);
  assert.match(busy ?? "", /machine was busy/);
  assert.equal(withRun("# No markers", run, charts), undefined);
  const part = exampleRun({ areas: ["chain"] });
  assert.equal(withRun(document, part, charts), undefined, "a part has markers of its own");
  const own = markersOf(["chain"]);
  const both = withRun(`${document}${own.begin}\n${own.end}\n`, part, charts) ?? "";
  assert.ok(both.startsWith(document) && both.includes("`veche bench --only chain`"));
  assert.doesNotMatch(both.slice(document.length), /not measured|\.svg/);
  const { begin, end } = markersOf(["register"]);
  const figures = run.figures.filter(({ id }) => id.startsWith("register."));
  const register = withRun(`${begin}\n${end}\n`, exampleRun({ areas: ["register"], figures }), []) ?? "";
  assert.ok(figures.length > 0 && register.includes("`register.rate-wall`"));
  assert.doesNotMatch(register, /Promises/, "a part that promises nothing has no table of promises");
  assert.equal(withRun(`${END} ${BEGIN}`, run, charts), undefined);
});

test("a full run has four charts, each a document of its own; a run without figures has none", () => {
  const charts = chartsOf(exampleRun());
  assert.deepEqual(
    charts.map(({ name }) => name),
    ["verification-time.svg", "kernel-and-noble.svg", "growth.svg", "memory.svg"],
  );
  for (const { svg } of charts) assert.equal(parseXml(svg).name, "svg");
  assert.deepEqual(chartsOf(exampleRun({ figures: [] })), []);
});
