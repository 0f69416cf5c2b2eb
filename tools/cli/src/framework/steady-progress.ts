/** How much is done, of how much. */
export type OnProgress = (done: number, total: number) => void;

/** Twice as often as whoever waits must hear of it, because a busy machine is late. */
const EVERY_MS = 500;

/**
 * Does long work and says at least every second how far it is: what was said last is said again, so that slow
 * work can be told from none while threads are busy with a large batch.
 */
export async function withSteadyProgress<T>(
  onProgress: OnProgress,
  work: (onProgress: OnProgress) => Promise<T>,
): Promise<T> {
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
