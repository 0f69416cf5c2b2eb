import { type Summary, summary } from "./statistics.ts";

/** How often, and how long at least, CPU milliseconds, each sample takes. */
export type Sampling = { readonly samples: number; readonly sampleMs: number };

/** CPU time of this process, µs: all its threads, those of the engine too. */
export function cpuMicroseconds(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}

/**
 * CPU time of one operation, µs. `run` does `count` of them and must return something of the result, so that nothing is
 * optimised away. The first run, which compiles, does not count; short work is repeated until a sample is long enough.
 */
export function perOperation({ samples, sampleMs }: Sampling, count: number, run: () => unknown): Summary {
  const warmUp = cpuOf(run, 1);
  const once = warmUp > 50 * sampleMs * 1_000 ? warmUp : cpuOf(run, 1);
  const repeats = Math.max(1, Math.ceil((sampleMs * 1_000) / Math.max(once, 1)));
  return summary(Array.from({ length: samples }, () => cpuOf(run, repeats) / (repeats * count)));
}

let kept: unknown;

function cpuOf(run: () => unknown, repeats: number): number {
  const before = cpuMicroseconds();
  for (let i = 0; i < repeats; i++) kept = run();
  return cpuMicroseconds() - before;
}

/** What the last run returned. */
export const lastResult = (): unknown => kept;

/** CPU and wall time of work that needs other threads, µs. */
export async function timed<T>(
  work: () => Promise<T>,
): Promise<{ readonly result: T; readonly cpu: number; readonly wall: number }> {
  const [cpu, wall] = [cpuMicroseconds(), performance.now()];
  const result = await work();
  return { result, cpu: cpuMicroseconds() - cpu, wall: (performance.now() - wall) * 1_000 };
}
