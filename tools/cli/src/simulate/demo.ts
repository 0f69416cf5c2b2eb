import { relative } from "node:path";
import { BugError, toHex } from "@veche/base";
import type { Scenario, Simulation } from "@veche/simulator";
import { folderReader, type Report, verifyRecord } from "@veche/verifier";
import { kindOf } from "../files/read.ts";
import { refuseFilledFolder } from "../files/write.ts";
import type { Context } from "../framework/command.ts";
import { FOLDER } from "../framework/kinds.ts";
import type { Output } from "../framework/output.ts";
import { factLines } from "../framework/table.ts";
import { resultTexts } from "../texts/results.ts";
import { demoTexts as texts } from "../texts/simulate.ts";
import { compared, comparisonJson, comparisonLines } from "./comparison.ts";
import { figureLines, figuresJson } from "./figures.ts";
import { simulateInto } from "./run.ts";
import { scenarioOf } from "./scenario.ts";

export type DemoOptions = {
  readonly scale: number;
  readonly seed: string;
  readonly out: string | undefined;
};

/** Simulates, verifies, and shows the result beside the real one. */
export async function runDemo(context: Context, options: DemoOptions): Promise<0 | 1> {
  const { scale, seed, out: given } = options;
  const { out } = context;
  if (given !== undefined) await refuseFilledFolder(given);
  const folder = given ?? (await freeFolder());
  const scenario = scenarioOf("constitution-2020", scale);
  out.note(texts.intro(String(scale)));
  const simulation = await simulateInto(context, { scenario, scale, seed, out: folder });
  const report = await verified(context, simulation);
  const rows = report.result === undefined ? [] : compared(scenario, report.result);
  out.result(
    {
      election: toHex(simulation.electionId),
      record: simulation.record,
      verdict: report.verdict,
      result: comparisonJson(scenario, rows),
      figures: figuresJson(scenario),
    },
    [
      ...verdictLines(out, report),
      "",
      out.say(texts.beside),
      ...comparisonLines(out, scenario, rows),
      ...sourceLines(out, scenario),
      "",
      ...figureLines(out, scenario),
      "",
      ...nextLines(out, simulation),
    ],
  );
  return report.verdict === "good" ? 0 : 1;
}

/** `out/demo-1`, or the next one that is free: repeated runs leave one another alone. */
async function freeFolder(): Promise<string> {
  for (let number = 1; number < 10_000; number++) {
    const folder = FOLDER.read(`out/demo-${number}`, "--out");
    if ((await kindOf(folder)) === undefined) return folder;
  }
  throw new BugError("nobody runs the demo so often");
}

async function verified({ out, world }: Context, { record, electionId }: Simulation): Promise<Report> {
  const progress = out.progress(resultTexts.verifying);
  const report = await verifyRecord({
    read: folderReader(record),
    electionId,
    randomBytes: world.randomBytes,
    onProgress: progress.update,
  });
  progress.end();
  return report;
}

function verdictLines({ say }: Output, { verdict, checks }: Report): readonly string[] {
  const made = checks.filter(({ status }) => status === "ok").length;
  return [say(verdict === "good" ? texts.good(made) : texts.bad)];
}

/** Shares were published without counts; the figure that says so has the source. */
function sourceLines({ say }: Output, { figures }: Scenario): readonly string[] {
  const source = figures.find(({ value }) => value.includes("percent"))?.source;
  return source === undefined ? [] : [say(texts.percentSource(source))];
}

function nextLines({ say }: Output, { record, electionId }: Simulation): readonly string[] {
  const folder = relative(process.cwd(), record);
  return [
    say(texts.tryNext),
    ...factLines([
      [`  ${say(texts.tryVerify)}`, `npx veche verify ${folder} --election ${toHex(electionId)}`],
      [`  ${say(texts.tryFsck)}`, `npx veche fsck ${folder}`],
      [`  ${say(texts.tryChange)}`, `printf X | dd of=${folder}/checkpoint bs=1 seek=40 conv=notrunc`],
      [
        `  ${say(texts.tryMoscow)}`,
        "npx veche simulate --scenario moscow-2021 --scale 0.001 --seed 1 --out out/moscow",
      ],
      [`  ${say(texts.tryLive)}`, ""],
    ]),
  ];
}
