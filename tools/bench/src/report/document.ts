import { isBusy } from "../machine.ts";
import { nameOf, SECTIONS, sectionOf } from "../names.ts";
import { AREAS, type Area } from "../plan.ts";
import type { Run } from "../run.ts";
import { isMet, targetsOf } from "../targets.ts";
import type { Chart } from "./charts.ts";
import { baselineTexts, figureText, spreadText, valueText } from "./words.ts";

/** Two lines of a document, between which a run is written. */
export type Markers = { readonly begin: string; readonly end: string };

/** A run of a part has a place of its own, so that no table mixes figures of two runs. */
export function markersOf(areas: readonly Area[]): Markers {
  const name = isWhole(areas) ? "" : ` ${AREAS.filter((area) => areas.includes(area)).join(", ")}`;
  return { begin: `<!-- veche bench${name}: begin -->`, end: `<!-- veche bench${name}: end -->` };
}

export const isWhole = (areas: readonly Area[]): boolean => AREAS.every((area) => areas.includes(area));

/** Where the markers stand; `undefined` if a document has not both, in order. */
export function placeIn(
  document: string,
  { begin, end }: Markers,
): { readonly from: number; readonly to: number } | undefined {
  const [first, last] = [document.indexOf(begin), document.indexOf(end)];
  return first < 0 || last < first ? undefined : { from: first + begin.length, to: last };
}

/** Puts what was measured between the markers of a document; `undefined` if it has not both, in order. */
export function withRun(document: string, run: Run, charts: readonly Chart[]): string | undefined {
  const place = placeIn(document, markersOf(run.areas));
  if (place === undefined) return undefined;
  const text = runMarkdown(run, isWhole(run.areas) ? charts : []);
  return `${document.slice(0, place.from)}\n\n${text}\n${document.slice(place.to)}`;
}

/** The run as a chapter of `docs/benchmarks.md`. */
function runMarkdown(run: Run, charts: readonly Chart[]): string {
  return [
    ...machineLines(run),
    ...targetLines(run),
    ...charts.flatMap(({ name, title }) => ["", `![${title}](bench/${name})`]),
    ...sectionLines(run),
    "",
  ].join("\n");
}

function machineLines({ at, commit, mode, areas, machine, load }: Run): readonly string[] {
  const { cpu, cores, memoryMB, system, node, openssl, kernel } = machine;
  const rows = [
    ["Command", commandOf(mode, areas)],
    ["Date", `${at.slice(0, 16).replace("T", " ")} UTC`],
    ["Commit", commit === null ? "unknown" : `\`${commit}\``],
    ["Processor", `${cpu}, ${cores} threads`],
    ["Memory", `${valueText(memoryMB, "MB", "en")}`],
    ["System", `${system}, Node ${node}, OpenSSL ${openssl}`],
    ["Kernel", kernel],
    ["Load before and after", `${load.before.toFixed(2)}, ${load.after.toFixed(2)}`],
  ];
  const warning = isBusy(load.before, cores)
    ? ["", "**The machine was busy with other work: these figures are worse than they should be.**"]
    : [];
  return ["| | |", "|---|---|", ...rows.map(([name, value]) => `| ${name} | ${value} |`), ...warning];
}

function commandOf(mode: Run["mode"], areas: readonly Area[]): string {
  const quick = mode === "quick" ? " --quick" : "";
  return isWhole(areas)
    ? `\`veche bench${quick}\` (${areas.join(", ")})`
    : `\`veche bench${quick} --only ${areas.join(",")}\``;
}

function targetLines({ figures, areas }: Run): readonly string[] {
  // Of a part of the bench nobody expects the promises of the others, and some have none.
  const targets = targetsOf(figures).filter(({ value }) => isWhole(areas) || value !== undefined);
  const rows = targets.map((target) => {
    const { name, limit, unit, is, value, projected } = target;
    const met = isMet(target);
    const measured = value === undefined ? "not measured" : valueText(value, unit, "en");
    const verdict = met === undefined ? "" : met ? "met" : "**not met**";
    const words = `${measured}${projected && value !== undefined ? " (projected)" : ""}`;
    return `| ${name.en} | ${is === "least" ? "≥" : "≤"} ${valueText(limit, unit, "en")} | ${words} | ${verdict} |`;
  });
  if (rows.length === 0) return [];
  return ["", "### Promises", "", "| what | promised | measured | |", "|---|--:|--:|---|", ...rows];
}

function sectionLines({ figures }: Run): readonly string[] {
  return Object.entries(SECTIONS).flatMap(([section, title]) => {
    const rows = figures
      .filter(({ id }) => sectionOf(id) === section)
      .map((one) => {
        const [baseline, ratio] = baselineTexts(one, "en");
        const { id, samples } = one;
        return `| \`${id}\` | ${nameOf(id).en} | ${figureText(one, "en")} | ${baseline} | ${ratio} | ${samples} | ${spreadText(one)} |`;
      });
    if (rows.length === 0) return [];
    const head = [
      "| id | what | median | noble | ratio | samples | spread |",
      "|---|---|--:|--:|--:|--:|--:|",
    ];
    return ["", `### ${title.en}`, "", ...head, ...rows];
  });
}
