import { setInterval } from "node:timers";

export type OnProgress = (entries: number, size: number) => void;

/** Twice as often as whoever waits must hear of it, because a busy machine is late. */
const EVERY_MS = 500;

/**
 * Does long work and says at least every second how far it is: what was said last is said again, so that slow
 * work can be told from none while threads are busy with a large batch.
 */
export async function withSteadyProgress<T>(
  onProgress: OnProgress | undefined,
  work: (onProgress: OnProgress) => Promise<T>,
): Promise<T> {
  if (onProgress === undefined) return work(() => {});
  let last: Parameters<OnProgress> | undefined;
  const timer = setInterval(() => {
    if (last !== undefined) onProgress(...last);
  }, EVERY_MS);
  try {
    return await work((...now) => {
      last = now;
      onProgress(...now);
    });
  } finally {
    clearInterval(timer);
  }
}
