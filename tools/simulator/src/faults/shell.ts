import { execFile } from "node:child_process";
import { promisify } from "node:util";

const PATIENCE_MS = 30_000;

const run = promisify(execFile);

/** Runs a program to its end; what it wrote. Throws what it wrote to its error output if it failed. */
export async function output(program: string, words: readonly string[]): Promise<string> {
  const { stdout } = await run(program, [...words], { timeout: PATIENCE_MS, maxBuffer: 64 * 1024 * 1024 });
  return stdout;
}

export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Asks again until it is true; whether it became true in time. */
export async function until(
  isTrue: () => boolean | Promise<boolean>,
  patienceMs: number,
  pollMs = 100,
): Promise<boolean> {
  const late = performance.now() + patienceMs;
  for (;;) {
    if (await isTrue()) return true;
    if (performance.now() > late) return false;
    await sleep(pollMs);
  }
}
