import type { Clock } from "@veche/base";

/** Below this there is no pace to speak of, ms. */
const MEASURED_MS = 3_000;

/**
 * Steps a second since the first update, and from them the time left. What was done before the first update, by a run before this one,
 * says nothing about the pace.
 */
export function paceOf<T>(
  clock: Clock,
  show: (perSecond: number, secondsLeft: number) => T,
): (done: number, total: number) => T | undefined {
  let first: { readonly time: number; readonly done: number } | undefined;
  return (done, total) => {
    const now = clock();
    first ??= { time: now, done };
    const [elapsed, steps] = [now - first.time, done - first.done];
    if (elapsed < MEASURED_MS || steps <= 0 || done === total) return undefined;
    const perSecond = (1_000 * steps) / elapsed;
    return show(Math.round(perSecond), (total - done) / perSecond);
  };
}
