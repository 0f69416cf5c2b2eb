import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { fileURLToPath } from "node:url";
import type { Outcome } from "./pool.ts";
import type { Task } from "./protocol.ts";

/** A killer of this form is a test file of the verifier, not a record. */
export const BY_TEST = "test ";

/** A mutant may run for ever, and is noticed by anyone then. */
const ATMOST_MS = 60_000;

const SWITCH = fileURLToPath(new URL("./switch.ts", import.meta.url));

/** Which tests of the verifier import which of its files themselves: paths under `source`. */
export function testsByFile(source: string): ReadonlyMap<string, readonly string[]> {
  const tests = readdirSync(source, { recursive: true, encoding: "utf8" })
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => path.endsWith(".test.ts"))
    .sort();
  const found = new Map<string, string[]>();
  for (const path of tests) {
    const text = readFileSync(join(source, path), "utf8");
    for (const [, imported = ""] of text.matchAll(/from "(\.\.?\/[^"]+\.ts)"/g)) {
      const file = posix.join(dirname(path), imported);
      found.set(file, [...(found.get(file) ?? []), path]);
    }
  }
  return found;
}

/**
 * Tries the tests that stand beside each mutant's file, a process each: what never shows in a record, because another check finds it
 * later or a slower way gives the same, is found where it stands.
 * @throws if a test does not pass without any mutant.
 */
export async function runUnits(
  source: string,
  tasks: readonly Task[],
  children: number,
  onOutcome: (outcome: Outcome) => void,
): Promise<void> {
  const tests = testsByFile(source);
  const files = new Set(tasks.map(({ file }) => file));
  const needed = [...new Set([...files].flatMap((file) => tests.get(file) ?? []))];
  await inLanes(needed, children, async (test) => {
    if (!(await passes(source, test, -1))) throw new Error(`${test} fails in the copy, without a mutant`);
  });
  await inLanes(tasks, children, async ({ id, file, killer }) => {
    const all = tests.get(file) ?? [];
    const ordered = [...all].sort((a, b) => Number(killer === BY_TEST + b) - Number(killer === BY_TEST + a));
    for (const [at, test] of ordered.entries()) {
      if (await passes(source, test, id)) continue;
      onOutcome({ id, killedBy: BY_TEST + test, tried: at + 1 });
      return;
    }
    onOutcome({ id, killedBy: undefined, tried: ordered.length });
  });
}

async function inLanes<T>(
  items: readonly T[],
  lanes: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const queue = [...items];
  const lane = async (): Promise<void> => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

function passes(source: string, test: string, mutant: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const child = spawn(
      process.execPath,
      ["--conditions=source", "--import", "tsx", "--import", SWITCH, join(source, test)],
      { env: { ...process.env, VECHE_MUTANT: String(mutant) }, stdio: "ignore" },
    );
    const timer = setTimeout(() => child.kill("SIGKILL"), ATMOST_MS);
    child.on("error", reject);
    child.on("exit", (code) => {
      clearTimeout(timer);
      resolve(code === 0);
    });
  });
}
