import type { Clock } from "@veche/base";

/** Time as an argument, so that tests need not wait. */
export type Timing = {
  /** Milliseconds since 1970. */
  readonly now: Clock;
  readonly sleep: (ms: number) => Promise<void>;
};

export const systemTiming: Timing = {
  now: () => Date.now(),
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};

/** How long to go on trying. `steps`: the pauses in ms, the last one repeated; `patienceMs`: no pause ends after this. */
export type Backoff = { readonly steps: readonly number[]; readonly patienceMs: number };

export const DEFAULT_BACKOFF: Backoff = { steps: [100, 200, 400, 800, 1_600, 3_000], patienceMs: 60_000 };

/** `done`: no more attempts. `afterMs`: how long the other side asked to wait. */
export type Attempt<T> = { readonly done: T } | { readonly afterMs?: number };

/**
 * Calls `attempt` until it is done, with pauses in between; when patience is over the answer is `undefined`.
 */
export async function retrying<T>(
  timing: Timing,
  backoff: Backoff,
  attempt: () => Promise<Attempt<T>>,
): Promise<T | undefined> {
  const end = timing.now() + backoff.patienceMs;
  for (let round = 0; ; round++) {
    const answer = await attempt();
    if ("done" in answer) return answer.done;
    const step = backoff.steps[Math.min(round, backoff.steps.length - 1)] ?? 1_000;
    const pause = Math.max(step, answer.afterMs ?? 0);
    if (timing.now() + pause > end) return undefined;
    await timing.sleep(pause);
  }
}
