import { isBusy } from "../machine.ts";
import { nameOf, SECTIONS, sectionOf } from "../names.ts";
import type { Run } from "../run.ts";
import { isMet, targetsOf } from "../targets.ts";
import type { Chart } from "./charts.ts";
import { baselineTexts, figureText, spreadText, valueText } from "./words.ts";

export const BEGIN = "<!-- veche bench: begin -->";
export const END = "<!-- veche bench: end -->";

/** Puts what was measured between the markers of a document; `undefined` if it has not both, in order. */
export function withRun(document: string, run: Run, charts: readonly Chart[]): string | undefined {
  const [begin, end] = [document.indexOf(BEGIN), document.indexOf(END)];
  if (begin < 0 || end < begin) return undefined;
  return `${document.slice(0, begin + BEGIN.length)}\n\n${runMarkdown(run, charts)}\n${document.slice(end)}`;
}

/** The run as a chapter of `docs/benchmarks.md`. */
export function runMarkdown(run: Run, charts: readonly Chart[]): string {
  return [
    ...machineLines(run),
    "",
    "### Promises",
    "",
    ...targetLines(run),
    ...charts.flatMap(({ name, title }) => ["", `![${title}](bench/${name})`]),
    ...sectionLines(run),
    "",
  ].join("\n");
}

function machineLines({ at, commit, mode, areas, machine, load }: Run): readonly string[] {
  const { cpu, cores, memoryMB, system, node, openssl, kernel } = machine;
  const rows = [
    ["Command", `\`veche bench${mode === "quick" ? " --quick" : ""}\` (${areas.join(", ")})`],
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

function targetLines({ figures }: Run): readonly string[] {
  const rows = targetsOf(figures).map((target) => {
    const { name, limit, unit, is, value, projected } = target;
    const met = isMet(target);
    const measured = value === undefined ? "not measured" : valueText(value, unit, "en");
    const verdict = met === undefined ? "" : met ? "met" : "**not met**";
    const words = `${measured}${projected && value !== undefined ? " (projected)" : ""}`;
    return `| ${name.en} | ${is === "least" ? "≥" : "≤"} ${valueText(limit, unit, "en")} | ${words} | ${verdict} |`;
  });
  return ["| what | promised | measured | |", "|---|--:|--:|---|", ...rows];
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
