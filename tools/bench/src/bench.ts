import { existsSync } from "node:fs";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Sentence } from "@veche/api";
import { findCometbft } from "@veche/node";
import { commitOf, currentLoad, type Stage } from "@veche/simulator";
import { derivedFigures } from "./derived.ts";
import { type Figure, figure, reading } from "./figure.ts";
import { measureIntake } from "./intake/measure-intake.ts";
import type { Verified } from "./jobs/verify.ts";
import { kernelKind } from "./kernel-kind.ts";
import { describeMachine } from "./machine.ts";
import { AREAS, type Area, type Plan } from "./plan.ts";
import { runJob } from "./process/run-job.ts";
import { hasHints, measureBytes } from "./record/bytes.ts";
import { type BenchRecord, provideRecord } from "./record/records.ts";
import type { Run } from "./run.ts";
import { scaledBy, summary } from "./statistics.ts";

export type BenchProgress = {
  readonly stage: Sentence;
  readonly done: number;
  readonly total: number;
};

export type BenchOptions = {
  readonly plan: Plan;
  readonly only: readonly Area[];
  /** Folder for records of invented elections, kept from run to run. */
  readonly cache: string;
  readonly onProgress: (progress: BenchProgress) => void;
  /** Told why an area is left out. */
  readonly onSkipped: (why: Sentence) => void;
};

/** Ballots of the record that is verified without its hints too. */
const UNHINTED_SIZE = 10_000;

/** Measures what is asked for; every figure with its baseline in the same run. */
export async function runBench(options: BenchOptions): Promise<Run> {
  const { plan, only } = options;
  const areas = AREAS.filter((area) => only.length === 0 || only.includes(area));
  const at = new Date().toISOString();
  const before = currentLoad();
  const figures: Figure[] = [];
  for (const area of areas) figures.push(...(await MEASURE[area](options)));
  figures.push(...derivedFigures(figures));
  return {
    format: 1,
    at,
    commit: commitOf(process.cwd()) ?? null,
    mode: plan.mode,
    areas,
    machine: describeMachine(kernelKind()),
    load: { before, after: currentLoad() },
    figures,
  };
}

const MEASURE: Readonly<Record<Area, (options: BenchOptions) => Promise<readonly Figure[]>>> = {
  ops,
  verify,
  bytes,
  tally,
  intake,
  register,
  voters,
  chain,
};

async function ops(options: BenchOptions): Promise<readonly Figure[]> {
  const { points, sampling, batches, oneByOne } = options.plan;
  const group = reporter(options, say("Operations of the group", "Операции группы"));
  const figures = [...(await runJob("group", { points, sampling }, group))];
  reporter(options, say("Hashes and tokens", "Хеши и токены"));
  figures.push(...(await runJob("hashes", sampling)), ...(await runJob("tokens", sampling)));
  const most = Math.max(...batches, oneByOne);
  const ballots = options.plan.sizes.find((size) => size >= most) ?? most;
  for (const count of options.plan.options) {
    const record = await recordOf(options, ballots, count);
    const stage = say(`Ballots, ${count} options`, `Бюллетени, вариантов ${count}`);
    const input = { record, batches, oneByOne, sampling };
    figures.push(...(await runJob("proofs", input, reporter(options, stage))));
  }
  return figures;
}

async function verify(options: BenchOptions): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  for (const count of options.plan.options) {
    for (const size of options.plan.sizes) {
      figures.push(...(await verifyRecordOf(options, await recordOf(options, size, count))));
    }
  }
  return figures;
}

/** Fresh processes one after the other, until there are enough samples or patience ends. */
async function verifyRecordOf(options: BenchOptions, record: BenchRecord): Promise<readonly Figure[]> {
  const { plan } = options;
  const { ballots, options: count } = record;
  const stage = say(
    `Verification, ${ballots} ballots, ${count} options`,
    `Проверка, бюллетеней ${ballots}, вариантов ${count}`,
  );
  const begun = performance.now();
  const runs: Verified[] = [];
  const report = reporter(options, stage);
  while (runs.length < plan.repeats && performance.now() - begun < 1_000 * plan.patience) {
    const made = runs.length;
    const onProgress = (done: number, total: number) => report(made + done / total, plan.repeats);
    runs.push(await runJob("verify", { record, hideHints: false }, onProgress));
  }
  const id = `verify.${count}.${ballots}`;
  const aBallot = (of: (run: Verified) => number) => scaledBy(summary(runs.map(of)), 1 / ballots);
  const peak = scaledBy(summary(runs.map(({ peakBytes }) => peakBytes)), 1 / 1_000_000);
  return [
    figure(
      `${id}.cpu`,
      "us",
      aBallot(({ cpu }) => cpu),
    ),
    figure(
      `${id}.wall`,
      "us",
      aBallot(({ wall }) => wall),
    ),
    figure(`${id}.peak`, "MB", peak),
    ...(await withoutHints(record, id)),
  ];
}

/** Once, of one size: what hints save does not depend on the size. */
async function withoutHints(record: BenchRecord, id: string): Promise<readonly Figure[]> {
  if (record.ballots !== UNHINTED_SIZE || !(await hasHints(record))) return [];
  const { cpu } = await runJob("verify", { record, hideHints: true });
  return [reading(`${id}.unhinted`, "us", cpu / record.ballots)];
}

async function bytes(options: BenchOptions): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  const size = options.plan.sizes.at(-1) as number;
  for (const count of options.plan.options) {
    const record = await recordOf(options, Math.min(size, 10_000), count);
    const { cast, issue, hashes, hints, whole } = await measureBytes(record);
    const each = (name: string, value: number) => reading(`bytes.${count}.${name}`, "bytes", value);
    figures.push(each("cast", cast), each("issue", issue), each("hashes", hashes));
    if (hints > 0) figures.push(each("hints", hints));
    figures.push(each("record", whole));
  }
  return figures;
}

function tally(options: BenchOptions): Promise<readonly Figure[]> {
  const { aggregates, sampling } = options.plan;
  return runJob("tally", { aggregates, sampling }, reporter(options, say("Tally", "Подсчёт")));
}

async function intake(options: BenchOptions): Promise<readonly Figure[]> {
  const { casts } = options.plan;
  const record = await recordOf(options, options.plan.sizes.find((size) => size >= casts) ?? casts, 2);
  const report = reporter(options, say("Intake", "Приём"));
  return measureIntake({ record, casts, cache: options.cache }, report);
}

async function register(options: BenchOptions): Promise<readonly Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), "veche-bench-"));
  // The database's user has to pass through it.
  await chmod(folder, 0o711);
  try {
    const report = reporter(options, say("State register", "Реестр избирателей"));
    return await runJob(
      "register",
      { persons: options.plan.persons, folder: join(folder, "database") },
      report,
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function voters(options: BenchOptions): Promise<readonly Figure[]> {
  const { count, seconds } = options.plan.voters;
  const report = reporter(options, say("Voters' services", "Службы для избирателей"));
  return runJob("voters", { voters: count, seconds, pages: builtPages() }, report);
}

const NO_COMETBFT = say(
  "No CometBFT on this machine (npm run setup:chain): four validators are not measured.",
  "На этой машине нет CometBFT (npm run setup:chain): четыре валидатора не измеряются.",
);

/** Left out where CometBFT is missing, and a failure where everything was set up for it (`CI=true`). */
async function chain(options: BenchOptions): Promise<readonly Figure[]> {
  const { PATH, CI } = process.env;
  const cometbft = findCometbft(PATH);
  if (cometbft === undefined) {
    if (CI === "true") throw new Error(NO_COMETBFT.en);
    options.onSkipped(NO_COMETBFT);
    return [];
  }
  const report = reporter(options, say("Four validators and one node", "Четыре валидатора и один узел"));
  return runJob("chain", { plan: options.plan.chain, cometbft }, report);
}

/** As `npm run build` leaves them. */
function builtPages(): { readonly portal: string; readonly ballot: string } | undefined {
  const web = fileURLToPath(new URL("../../../web/", import.meta.url));
  const pages = { portal: join(web, "portal/dist"), ballot: join(web, "ballot/dist") };
  return Object.values(pages).every((page) => existsSync(join(page, "index.html"))) ? pages : undefined;
}

const STAGES: Readonly<Record<Stage, Sentence>> = {
  ceremony: say("key ceremony", "церемония ключа"),
  "issuer keys": say("issuer keys", "ключи издателей"),
  roll: say("roll", "список избирателей"),
  voting: say("voting", "голосование"),
  tally: say("tally", "подсчёт"),
  record: say("record", "запись выборов"),
};

function recordOf(
  { cache, onProgress }: BenchOptions,
  ballots: number,
  options: number,
): Promise<BenchRecord> {
  return provideRecord(cache, ballots, options, ({ stage, done, total }) => {
    const made = STAGES[stage];
    const name = say(
      `Making an election of ${ballots} ballots, ${options} options: ${made.en}`,
      `Создание выборов, бюллетеней ${ballots}, вариантов ${options}: ${made.ru}`,
    );
    onProgress({ stage: name, done, total });
  });
}

/** Says at once that a stage has begun: some are silent for long. */
function reporter({ onProgress }: BenchOptions, stage: Sentence): (done: number, total: number) => void {
  onProgress({ stage, done: 0, total: 1 });
  return (done, total) => onProgress({ stage, done, total });
}

function say(en: string, ru: string): Sentence {
  return { en, ru };
}
