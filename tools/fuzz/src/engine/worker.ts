import { parentPort, workerData } from "node:worker_threads";
import { BugError, type Bytes } from "@veche/base";
import { readCorpus } from "./corpus.ts";
import { Coverage } from "./coverage.ts";
import { Session } from "./session.ts";
import type { Finding, Target } from "./target.ts";

/** One piece of work: so many inputs, or so many ms. */
export type Slice = { readonly target: string; readonly inputs?: number; readonly ms?: number };

export type SliceDone = {
  readonly target: string;
  readonly executions: number;
  readonly ms: number;
  readonly findings: readonly Finding[];
  readonly outcomes: readonly (readonly [string, number])[];
  readonly news: readonly Bytes[];
  readonly blocks: number;
};

export type WorkerSettings = {
  /** A module that exports `TARGETS`. */
  readonly targets: string;
  readonly seed: string;
  readonly coverage: boolean;
  readonly corpus: boolean;
  /** What is being run: a counter, the length, the bytes. */
  readonly shared: SharedArrayBuffer;
};

const settings = workerData as WorkerSettings;
const { TARGETS } = (await import(settings.targets)) as { readonly TARGETS: readonly Target[] };
const counters = new Int32Array(settings.shared, 0, 2);
const current = new Uint8Array(settings.shared, 8);
const coverage = settings.coverage ? new Coverage() : undefined;
const sessions = new Map<string, Session>();

function watch(input: Bytes): void {
  current.set(input.subarray(0, current.length));
  Atomics.store(counters, 1, Math.min(input.length, current.length));
  Atomics.add(counters, 0, 1);
}

async function sessionOf(
  name: string,
): Promise<{ readonly session: Session; readonly findings: readonly Finding[] }> {
  const known = sessions.get(name);
  if (known !== undefined) return { session: known, findings: [] };
  const target = TARGETS.find((one) => one.name === name);
  if (target === undefined) throw new BugError(`no target ${name}`);
  const corpus = settings.corpus ? readCorpus(name) : [];
  const { seed } = settings;
  const session = new Session(target, await target.open(), {
    seed,
    corpus,
    watch,
    ...(coverage === undefined ? {} : { coverage }),
  });
  sessions.set(name, session);
  return { session, findings: await session.replay() };
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));

async function work({ target, inputs, ms }: Slice): Promise<SliceDone> {
  const { session, findings: first } = await sessionOf(target);
  const findings = [...first];
  const began = performance.now();
  const before = session.executions;
  const isLeft = (): boolean =>
    inputs === undefined ? performance.now() - began < (ms ?? 0) : session.executions - before < inputs;
  for (let step = 1; isLeft(); step++) {
    findings.push(...(await session.step()));
    // What a run left for later, and may throw then, comes to light here.
    if (step % 64 === 0) await settled();
  }
  await settled();
  return {
    target,
    executions: session.executions - before,
    ms: performance.now() - began,
    findings,
    outcomes: [...session.outcomes],
    news: session.takeNews(),
    blocks: coverage?.blocks ?? 0,
  };
}

parentPort?.on("message", (slice: Slice) => {
  work(slice).then(
    (done) => parentPort?.postMessage(done),
    // Errors of targets are findings; one that comes here is the fuzzer's own, or a target that cannot be opened.
    (error: unknown) => {
      throw error;
    },
  );
});
