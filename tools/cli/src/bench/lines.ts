import {
  baselineTexts,
  type Change,
  type Figure,
  figureText,
  isBusy,
  isMet,
  isWhole,
  nameOf,
  type Run,
  SECTIONS,
  sectionOf,
  spreadText,
  type Target,
  targetsOf,
  valueText,
} from "@veche/bench";
import type { Output } from "../framework/output.ts";
import { factLines, tableLines } from "../framework/table.ts";
import { benchTexts as texts } from "../texts/bench.ts";

/** The machine, every figure with its baseline, and the promises. */
export function reportLines(out: Output, run: Run): readonly string[] {
  const { figures, machine, load, areas } = run;
  // Of a part of the bench nobody expects the promises of the others.
  const targets = targetsOf(figures).filter(({ value }) => isWhole(areas) || value !== undefined);
  return [
    ...machineLines(out, run),
    ...(isBusy(load.before, machine.cores) ? ["", out.say(texts.busy)] : []),
    ...Object.entries(SECTIONS).flatMap(([section, title]) => {
      const own = figures.filter(({ id }) => sectionOf(id) === section);
      return own.length === 0 ? [] : ["", out.say(title), ...figureLines(out, own)];
    }),
    ...(targets.length === 0 ? [] : ["", out.say(texts.promises), ...targetLines(out, targets)]),
  ];
}

function machineLines({ say, language }: Output, { machine, commit, load }: Run): readonly string[] {
  const { cpu, cores, memoryMB, system, node, openssl, kernel } = machine;
  return factLines([
    [say(texts.processor), `${cpu}, ${say(texts.threads(cores))}`],
    [say(texts.memory), valueText(memoryMB, "MB", language)],
    [say(texts.system), `${system}, Node ${node}, OpenSSL ${openssl}`],
    [say(texts.kernel), say(texts.kernels[kernel])],
    [say(texts.commit), commit ?? say(texts.unknown)],
    [say(texts.load), `${load.before.toFixed(2)}, ${load.after.toFixed(2)}`],
  ]);
}

function figureLines({ say, language }: Output, figures: readonly Figure[]): readonly string[] {
  const all = [texts.figure, texts.median, texts.noble, texts.ratio, texts.samples, texts.spread].map(say);
  const rows = figures.map((one) => [
    say(nameOf(one.id)),
    figureText(one, language),
    ...baselineTexts(one, language),
    String(one.samples),
    spreadText(one),
  ]);
  // Without any baseline their columns would only be wide.
  const kept = figures.some(({ baseline }) => baseline !== undefined) ? all.keys() : [0, 1, 4, 5];
  const columns = [...kept];
  const cut = (cells: readonly string[]) => columns.map((at) => cells[at] ?? "");
  return tableLines(cut(all), rows.map(cut), ["left", ...columns.slice(1).map(() => "right" as const)]);
}

function targetLines({ say, language }: Output, targets: readonly Target[]): readonly string[] {
  const rows = targets.map((target) => {
    const { name, limit, unit, is, value, projected } = target;
    const met = isMet(target);
    return [
      say(name),
      `${is === "least" ? "≥" : "≤"} ${valueText(limit, unit, language)}`,
      value === undefined ? say(texts.notMeasured) : valueText(value, unit, language),
      projected && value !== undefined ? say(texts.projected) : "",
      met === undefined ? "" : say(met ? texts.met : texts.notMet),
    ];
  });
  const head = [say(texts.promise), say(texts.limit), say(texts.measured), "", ""];
  return tableLines(head, rows, ["left", "right", "right", "left", "left"]);
}

export function changeLines(
  { say, language }: Output,
  earlier: Run,
  changes: readonly Change[],
): readonly string[] {
  const at = `${earlier.at.slice(0, 16).replace("T", " ")}Z (${earlier.commit ?? say(texts.unknown)})`;
  if (changes.length === 0) return [say(texts.noChanges(at))];
  const rows = changes.map(({ id, unit, before, now, percent, isBetter }) => [
    say(nameOf(id)),
    valueText(before, unit, language),
    valueText(now, unit, language),
    `${percent > 0 ? "+" : ""}${Math.round(percent)} %`,
    say(isBetter ? texts.better : texts.worse),
  ]);
  const head = [texts.figure, texts.before, texts.now, texts.change].map(say);
  return [
    say(texts.changes(at)),
    ...tableLines([...head, ""], rows, ["left", "right", "right", "right", "left"]),
  ];
}
