import { randomBytes } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type Bytes, sha256, toHex } from "@veche/base";
import { readCorpus, writeCorpus } from "./engine/corpus.ts";
import { Supervisor } from "./engine/supervisor.ts";
import type { Finding, Target } from "./engine/target.ts";
import type { SliceDone } from "./engine/worker.ts";
import { ROOT } from "./internal.ts";
import { TARGETS } from "./targets/index.ts";

/** `npm run fuzz`: hours of fuzzing, one target after the other, round and round, in one or more threads. */
const USAGE = `npm run fuzz -- [options]
  --minutes N     how long (10)
  --target X      only targets whose names contain X; may be given several times
  --seed S        inputs follow from it (a new one)
  --workers N     threads (2)
  --no-coverage   do not look at the code that runs: about twice as many inputs
  --keep          keep small inputs that reach something new in tools/fuzz/corpus
  --input FILE    run this one input through the target and say what becomes of it
  --list          name the targets
`;

const SLICE_MS = 10_000;
/** Kept inputs stay few and small, because every test run replays them. */
const KEPT_BYTES_MAX = 2_048;
const KEPT_INPUTS_MAX = 40;

const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "10" },
    target: { type: "string", multiple: true },
    seed: { type: "string", default: toHex(randomBytes(6)) },
    workers: { type: "string", default: "2" },
    "no-coverage": { type: "boolean", default: false },
    keep: { type: "boolean", default: false },
    input: { type: "string" },
    list: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const chosen = TARGETS.filter(({ name }) => values.target?.some((part) => name.includes(part)) ?? true);

/** Numbers of one target over all slices. */
type Total = { executions: number; ms: number; news: number; outcomes: number };

class Run {
  readonly #totals = new Map<string, Total>();
  readonly #known = new Set<string>();
  readonly #until = performance.now() + 60_000 * Number(values.minutes);
  #next = 0;
  findings = 0;

  /** One thread: takes the next target, for ten seconds at a time, until the time is up. */
  async work(worker: number): Promise<void> {
    const supervisor = new Supervisor({
      targets: new URL("./targets/index.ts", import.meta.url).href,
      seed: `${values.seed}/${worker}`,
      coverage: !values["no-coverage"],
    });
    while (performance.now() < this.#until && chosen.length > 0) {
      const target = chosen[this.#next++ % chosen.length] as Target;
      const ms = Math.min(SLICE_MS, (60_000 * Number(values.minutes)) / chosen.length);
      this.#take(await supervisor.run({ target: target.name, ms }));
    }
    await supervisor.close();
  }

  #take({ target, executions, ms, findings, outcomes, news, blocks }: SliceDone): void {
    const total = this.#totals.get(target) ?? { executions: 0, ms: 0, news: 0, outcomes: 0 };
    total.executions += executions;
    total.ms += ms;
    total.news += news.length;
    total.outcomes = Math.max(total.outcomes, outcomes.length);
    this.#totals.set(target, total);
    const speed = Math.round((1_000 * executions) / Math.max(1, ms));
    const covered = blocks > 0 ? `, ${blocks} blocks` : "";
    say(
      `${target}: ${speed}/s, ${total.executions} inputs, ${outcomes.length} outcomes, ${news.length} new${covered}`,
    );
    for (const finding of findings) this.#report(finding);
    this.#keep(target, news);
  }

  #report(finding: Finding): void {
    const { target, kind, message, input } = finding;
    const name = `${target} ${kind} ${toHex(sha256(input))}`;
    if (this.#known.has(name)) return;
    this.#known.add(name);
    this.findings++;
    const path = writeCorpus(target, input);
    say(`FAULT in ${target}: ${kind}: ${message}`);
    say(`  ${input.length} bytes in ${path}`);
    say(`  again: npm run fuzz -- --target ${target} --input ${path}`);
  }

  #keep(target: string, news: readonly Bytes[]): void {
    const folder = join(ROOT, "out/fuzz", target);
    mkdirSync(folder, { recursive: true });
    for (const input of news) {
      writeFileSync(join(folder, `${toHex(sha256(input)).slice(0, 16)}.bin`), input);
      const isSmall = input.length <= KEPT_BYTES_MAX;
      if (values.keep && isSmall && readCorpus(target).length < KEPT_INPUTS_MAX) writeCorpus(target, input);
    }
  }

  summary(): void {
    say(`\nseed ${values.seed}`);
    for (const { name } of chosen) {
      const total = this.#totals.get(name);
      if (total === undefined) continue;
      const speed = Math.round((1_000 * total.executions) / Math.max(1, total.ms));
      say(
        `${name.padEnd(28)} ${String(speed).padStart(7)}/s ${String(total.executions).padStart(10)} inputs ${total.outcomes} outcomes`,
      );
    }
    say(this.findings === 0 ? "no fault" : `${this.findings} faults`);
  }
}

async function runOne(path: string): Promise<void> {
  const { readFile } = await import("node:fs/promises");
  const input = new Uint8Array(await readFile(path));
  for (const target of chosen) {
    const { run } = await target.open();
    say(`${target.name}: ${await run(input)}`);
  }
}

if (values.help) process.stdout.write(USAGE);
else if (values.list) for (const { name, covers } of chosen) say(`${name}\t${covers.join(" ")}`);
else if (values.input !== undefined) await runOne(values.input);
else {
  const run = new Run();
  say(`seed ${values.seed}, ${chosen.length} targets, ${values.minutes} minutes`);
  await Promise.all(Array.from({ length: Number(values.workers) }, (_, worker) => run.work(worker)));
  run.summary();
  process.exitCode = run.findings === 0 ? 0 : 1;
}
