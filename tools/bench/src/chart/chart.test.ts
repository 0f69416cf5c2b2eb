import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { barChart } from "./bar-chart.ts";
import { groupedNumber, SIZE } from "./frame.ts";
import { lineChart } from "./line-chart.ts";
import { linearScale, logScale } from "./scale.ts";
import { parseXml, type XmlNode } from "./testing/parse-xml.ts";
import { element } from "./xml.ts";

const TIMES = {
  title: "Time & size",
  description: "Falls from 300 <µs> to 200.",
  xTitle: "ballots",
  yTitle: "µs",
} as const;

const LINES = lineChart({
  ...TIMES,
  yAxis: "log",
  series: [
    {
      name: "ours",
      points: [
        [1_000, 300],
        [10_000, 220],
        [100_000, 200],
      ],
    },
    {
      name: "noble",
      isDashed: true,
      points: [
        [1_000, 7_000],
        [100_000, 7_000],
      ],
    },
  ],
  limit: { value: 250, name: "promised" },
});

const BARS = barChart({
  ...TIMES,
  series: ["kernel", "noble"],
  rows: [
    { name: "decode a point", values: [2.6, 93] },
    { name: "multiply", values: [100, 1_200] },
  ],
});

const all = (node: XmlNode, name: string): readonly XmlNode[] => [
  ...(node.name === name ? [node] : []),
  ...node.children.flatMap((child) => all(child, name)),
];

/** Every coordinate that is drawn. */
function coordinates(root: XmlNode): readonly (readonly [number, number])[] {
  const number = (node: XmlNode, name: string) => Number(node.attributes.get(name) ?? "0");
  const pairs = (name: string, of: (node: XmlNode) => readonly (readonly [number, number])[]) =>
    all(root, name).flatMap(of);
  return [
    ...pairs("line", (node) => [
      [number(node, "x1"), number(node, "y1")],
      [number(node, "x2"), number(node, "y2")],
    ]),
    ...pairs("circle", (node) => [[number(node, "cx"), number(node, "cy")]]),
    ...pairs("text", (node) => [[number(node, "x"), number(node, "y")]]),
    ...pairs("rect", (node) => {
      const [x, y] = [number(node, "x"), number(node, "y")];
      return [
        [x, y],
        [x + number(node, "width"), y + number(node, "height")],
      ];
    }),
    ...pairs("path", (node) =>
      [...(node.attributes.get("d") ?? "").matchAll(/[ML]([\d.-]+) ([\d.-]+)/g)].map(
        ([, x, y]) => [Number(x), Number(y)] as const,
      ),
    ),
  ];
}

function insist(svg: string): XmlNode {
  const root = parseXml(svg);
  const height = Number((root.attributes.get("viewBox") ?? "").split(" ")[3]);
  const drawn = coordinates(root);
  assert.ok(drawn.length > 10, "positive control: something is drawn");
  for (const [x, y] of drawn) {
    assert.ok(x >= 0 && x <= SIZE.width, `x ${x}`);
    assert.ok(y >= 0 && y <= height, `y ${y}`);
  }
  return root;
}

test("a line chart is well-formed, all of it lies inside, and it says what it shows", () => {
  const root = insist(LINES);
  assert.equal(root.name, "svg");
  assert.equal(all(root, "title")[0]?.text, "Time & size");
  assert.equal(all(root, "desc")[0]?.text, "Falls from 300 <µs> to 200.");
  assert.equal(root.attributes.get("aria-labelledby"), "title desc");
  const words = all(root, "text").map(({ text }) => text);
  for (const expected of ["ballots", "µs", "ours", "noble", "promised", "1,000", "100,000"]) {
    assert.ok(words.includes(expected), expected);
  }
  const lines = all(root, "path").filter(({ attributes }) => attributes.get("class")?.startsWith("line"));
  assert.equal(lines.length, 4, "each series once in the chart and once in the legend");
  assert.equal(lines.filter(({ attributes }) => attributes.get("class")?.includes("dashed")).length, 2);
  assert.match(LINES, /prefers-color-scheme: dark/);
});

test("a bar chart has a pair of bars with their values for each row", () => {
  const root = insist(BARS);
  const words = all(root, "text").map(({ text }) => text);
  for (const expected of ["decode a point", "2.6", "93 (36×)", "1,200 (12×)", "kernel", "noble"]) {
    assert.ok(words.includes(expected), `${expected} in ${words}`);
  }
  const bars = all(root, "rect").filter(({ attributes }) => attributes.get("class")?.startsWith("f"));
  assert.equal(bars.length, 6, "two for each row, two in the legend");
  const widths = bars.slice(2).map(({ attributes }) => Number(attributes.get("width")));
  assert.ok(
    widths.every((width) => width > 5),
    "the smallest value has a bar too",
  );
  assert.ok((widths[1] as number) > (widths[0] as number) && (widths[3] as number) > (widths[1] as number));
});

test("charts of a single size and of equal values can be drawn", () => {
  for (const yAxis of ["linear", "log"] as const) {
    insist(lineChart({ ...TIMES, yAxis, series: [{ name: "one", points: [[20, 5]] }] }));
  }
  insist(barChart({ ...TIMES, series: ["a", "b"], rows: [{ name: "same", values: [1, 1] }] }));
});

const values = fc.array(fc.double({ min: 0.01, max: 1e9, noNaN: true }), { minLength: 1, maxLength: 20 });

test("scales keep every value between their ends, in order, with few ticks", () => {
  fc.assert(
    fc.property(values, fc.constantFrom(linearScale, logScale), (some, make) => {
      const scale = make(some, { from: 100, to: 700 });
      const sorted = [...some].sort((a, b) => a - b).map(scale.at);
      for (const [i, place] of sorted.entries()) {
        assert.ok(place >= 99.99 && place <= 700.01, `${place}`);
        assert.ok(i === 0 || place >= (sorted[i - 1] as number));
      }
      assert.ok(scale.ticks.length >= 2 && scale.ticks.length <= 16, `${scale.ticks}`);
      for (const tick of scale.ticks) assert.ok(scale.at(tick) >= 99.9 && scale.at(tick) <= 700.1);
    }),
    {
      examples: [
        [[0.01, 0.010_000_000_000_000_002], logScale],
        [[0.010_000_000_000_000_016, 0.010_000_000_000_000_018], linearScale],
      ],
      numRuns: 1_000,
    },
  );
});

test("a logarithm of nothing is refused", () => {
  assert.throws(() => logScale([0, 1], { from: 0, to: 1 }), /above zero/);
});

test("text is escaped, and numbers are grouped", () => {
  assert.equal(element("a", { b: '"<&>' }, "<c>").xml, '<a b="&quot;&lt;&amp;&gt;">&lt;c&gt;</a>');
  assert.deepEqual([0.5, 12, 1_234, 1_234_567.25, 0.1 + 0.2].map(groupedNumber), [
    "0.5",
    "12",
    "1,234",
    "1,234,567.25",
    "0.3",
  ]);
});
