/** Ends a chore; resolves when the run under way is over. */
export type Stop = () => Promise<void>;

/** Does something again and again, with `ms` between the end of one run and the next; a run that fails is told of, and is not the last. */
export function every(ms: number, run: () => Promise<unknown>, failed: (error: unknown) => void): Stop {
  let isEnded = false;
  let timer: NodeJS.Timeout | undefined;
  let running = Promise.resolve();
  const again = (): void => {
    if (isEnded) return;
    timer = setTimeout(() => {
      running = run()
        .then(() => {}, failed)
        .then(again);
    }, ms);
  };
  again();
  return async () => {
    isEnded = true;
    clearTimeout(timer);
    await running;
  };
}
