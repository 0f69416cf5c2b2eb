import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { FromChild, Task, ToChild } from "./protocol.ts";

/** Outcome of one mutant: the record that showed it, or `undefined` if none of those that reach it did. */
export type Outcome = { readonly id: number; readonly killedBy: string | undefined; readonly tried: number };

/** A mutant may run for ever: what takes longer than this without a word is stopped, and that is noticed by anyone. */
const SILENCE_MS = 120_000;

const CHILD = fileURLToPath(new URL("./child.ts", import.meta.url));

function start(
  message: ToChild,
  onMessage: (message: FromChild, child: ChildProcess) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = fork(CHILD, [], {
      execArgv: ["--conditions=source", "--import", "tsx", "--max-old-space-size=3000"],
    });
    child.on("message", (answer: FromChild) => {
      if (answer.kind === "failed") reject(new Error(answer.error));
      else onMessage(answer, child);
    });
    child.on("error", reject);
    child.on("exit", () => resolve());
    child.send(message);
  });
}

export type Preparation = { readonly records: number; readonly wrong: readonly string[] };

/** Has a child make and verify the records; gives their number and what was not as their tests expect. */
export async function prepareRecords(
  message: Omit<Extract<ToChild, { kind: "prepare" }>, "kind">,
  log: (text: string) => void,
): Promise<Preparation> {
  let records = -1;
  const wrong: string[] = [];
  await start({ kind: "prepare", ...message }, (answer) => {
    if (answer.kind === "progress") log(`${answer.done} records`);
    if (answer.kind === "wrong") wrong.push(`${answer.name}: ${answer.why}`);
    if (answer.kind === "prepared") records = answer.records;
  });
  if (records < 0) throw new Error("the records could not be made");
  return { records, wrong };
}

type Work = { readonly source: string; readonly store: string; readonly most?: number };

/** Runs tasks in children, each a share of them; a child that hangs or was spoiled is replaced. */
export async function runTasks(
  work: Work,
  tasks: readonly Task[],
  children: number,
  onOutcome: (outcome: Outcome) => void,
): Promise<void> {
  const queue = [...tasks];
  const next = (): readonly Task[] => queue.splice(0, Math.max(1, Math.ceil(queue.length / (4 * children))));
  const lane = async (): Promise<void> => {
    for (let batch = next(); batch.length > 0; batch = next()) await runBatch(work, batch, onOutcome);
  };
  await Promise.all(Array.from({ length: children }, lane));
}

async function runBatch(
  work: Work,
  batch: readonly Task[],
  onOutcome: (outcome: Outcome) => void,
): Promise<void> {
  let rest = batch;
  while (rest.length > 0) {
    const done = new Set<number>();
    const first = rest[0]?.id;
    await runSome(work, rest, (outcome, isSpoiled) => {
      // What another mutant left behind may have made the difference: a process of its own tells.
      if (isSpoiled && outcome.id !== first) return;
      done.add(outcome.id);
      onOutcome(outcome);
    });
    const left = rest.filter((task) => !done.has(task.id));
    if (left.length === rest.length) throw new Error(`a child ended without an outcome at mutant ${first}`);
    rest = left;
  }
}

async function runSome(
  work: Work,
  tasks: readonly Task[],
  onOutcome: (outcome: Outcome, isSpoiled: boolean) => void,
  active?: number,
): Promise<void> {
  let current: number | undefined;
  let timer: NodeJS.Timeout | undefined;
  let running: ChildProcess | undefined;
  const watch = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      running?.kill("SIGKILL");
      if (current !== undefined)
        onOutcome({ id: current, killedBy: "a verification without end", tried: 1 }, false);
    }, SILENCE_MS);
  };
  const message: ToChild = {
    kind: "work",
    ...work,
    mutants: tasks,
    ...(active === undefined ? {} : { active }),
  };
  await start(message, (answer, child) => {
    running = child;
    watch();
    if (answer.kind === "begin") current = answer.id;
    if (answer.kind === "end" || answer.kind === "spoiled") {
      current = undefined;
      const { id, killedBy } = answer;
      const isSpoiled = answer.kind === "spoiled";
      onOutcome({ id, killedBy, tried: isSpoiled ? 1 : answer.tried }, isSpoiled);
    }
  }).finally(() => clearTimeout(timer));
}

/** Mutants of what is decided while the verifier is loaded: a process each. */
export async function runAtLoad(
  work: Work,
  tasks: readonly Task[],
  children: number,
  onOutcome: (outcome: Outcome) => void,
): Promise<void> {
  const queue = [...tasks];
  const lane = async (): Promise<void> => {
    for (let task = queue.shift(); task !== undefined; task = queue.shift()) {
      const { id } = task;
      let told = false;
      const tell = (outcome: Outcome): void => {
        told = true;
        onOutcome(outcome);
      };
      // A verifier that cannot even be loaded is a mutant that everybody sees.
      await runSome(work, [task], tell, id).catch(() =>
        tell({ id, killedBy: "loading the verifier", tried: 1 }),
      );
      if (!told) onOutcome({ id, killedBy: "loading the verifier", tried: 1 });
    }
  };
  await Promise.all(Array.from({ length: children }, lane));
}
