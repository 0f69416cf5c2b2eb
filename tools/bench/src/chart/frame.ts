import type { Scale } from "./scale.ts";
import { element, numberText, type Xml } from "./xml.ts";

/** Width and height of all charts, and the room that axes, titles and legend take. */
export const SIZE = { width: 760, height: 456 } as const;
export const AREA = { left: 100, right: 736, top: 100, bottom: 392 } as const;

export const SERIES_MAX = 4;

/** Colours that differ in lightness too, so that they can be told apart without colour; dark mode has its own. */
const STYLE = `
text { font-family: system-ui, "Segoe UI", "Noto Sans", "Liberation Sans", Arial, sans-serif; fill: #1b141d; font-size: 14px; }
.title { font-size: 18px; font-weight: 600; }
.tick { font-size: 13px; fill: #4c4450; }
.paper { fill: #ffffff; }
.grid { stroke: #ddd6e0; stroke-width: 1; fill: none; }
.axis { stroke: #766b7b; stroke-width: 1.5; fill: none; }
.limit { stroke: #1b141d; stroke-width: 1.5; stroke-dasharray: 2 4; fill: none; }
.line { fill: none; stroke-width: 2.5; }
.dashed { stroke-dasharray: 8 5; }
.mark { stroke-width: 2; }
.s0 { stroke: #641d68; } .f0 { fill: #641d68; }
.s1 { stroke: #b4540a; } .f1 { fill: #b4540a; }
.s2 { stroke: #1a6b8f; } .f2 { fill: #1a6b8f; }
.s3 { stroke: #766b7b; } .f3 { fill: #766b7b; }
@media (prefers-color-scheme: dark) {
text { fill: #f2ecf4; }
.tick { fill: #cfc5d3; }
.paper { fill: #17121a; }
.grid { stroke: #3a323e; }
.axis { stroke: #a397a8; }
.limit { stroke: #f2ecf4; }
.s0 { stroke: #e6a8ea; } .f0 { fill: #e6a8ea; }
.s1 { stroke: #f5a05a; } .f1 { fill: #f5a05a; }
.s2 { stroke: #74c3e6; } .f2 { fill: #74c3e6; }
.s3 { stroke: #a397a8; } .f3 { fill: #a397a8; }
}
`;

export type Titles = {
  readonly title: string;
  /** What can be seen in the chart, in a sentence, for those who do not see it. */
  readonly description: string;
};

/** The document: paper, title, description, and what is drawn. */
export function documentOf(
  { title, description }: Titles,
  drawn: readonly Xml[],
  height: number = SIZE.height,
): string {
  const root = element(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      viewBox: `0 0 ${SIZE.width} ${height}`,
      role: "img",
      "aria-labelledby": "title desc",
    },
    element("title", { id: "title" }, title),
    element("desc", { id: "desc" }, description),
    element("style", {}, { xml: STYLE }),
    element("rect", { class: "paper", width: SIZE.width, height, rx: 6 }),
    element("text", { class: "title", x: 24, y: 34 }, title),
    ...drawn,
  );
  return `${root.xml}\n`;
}

export const line = (className: string, x1: number, y1: number, x2: number, y2: number): Xml =>
  element("line", { class: className, x1, y1, x2, y2 });

export const text = (className: string, x: number, y: number, anchor: string, words: string): Xml =>
  element("text", { class: className, x, y, "text-anchor": anchor }, words);

/** Horizontal lines with their values on the left. */
export const verticalAxis = (scale: Scale, words: (value: number) => string): readonly Xml[] =>
  scale.ticks.flatMap((value) => [
    line("grid", AREA.left, scale.at(value), AREA.right, scale.at(value)),
    text("tick", AREA.left - 8, scale.at(value) + 4.5, "end", words(value)),
  ]);

export const axisTitle = (words: string): Xml =>
  element(
    "text",
    {
      class: "tick",
      x: 0,
      y: 0,
      "text-anchor": "middle",
      transform: `translate(22 ${numberText((AREA.top + AREA.bottom) / 2)}) rotate(-90)`,
    },
    words,
  );

/** A sign for each series, of its own form, so that colour is not all that tells them apart. */
export function mark(series: number, x: number, y: number): Xml {
  const filled = `mark s${series} f${series}`;
  switch (series % SERIES_MAX) {
    case 0:
      return element("circle", { class: filled, cx: x, cy: y, r: 4.5 });
    case 1:
      return element("rect", { class: filled, x: x - 4.5, y: y - 4.5, width: 9, height: 9 });
    case 2:
      return element("path", {
        class: filled,
        d: path([x, y - 6], [x + 6, y + 4.5], [x - 6, y + 4.5], [x, y - 6]),
      });
    default:
      return element("path", {
        class: filled,
        d: path([x, y - 6], [x + 6, y], [x, y + 6], [x - 6, y], [x, y - 6]),
      });
  }
}

export const path = (...points: readonly (readonly [number, number])[]): string =>
  points.map(([x, y], at) => `${at === 0 ? "M" : "L"}${numberText(x)} ${numberText(y)}`).join(" ");

/** 100,000 */
export const groupedNumber = (value: number): string =>
  String(Number(value.toPrecision(12))).replace(/\B(?<!\.\d*)(?=(\d{3})+(?!\d))/g, ",");

/** For what only needs to be seen at a glance. */
export const shortNumber = (value: number): string =>
  groupedNumber(Number(value.toPrecision(value < 1_000 ? 2 : 3)));
