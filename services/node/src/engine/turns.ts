/** Between two looks at casts that wait for their tick. */
const TICK_POLL_MS = 250;

export type TurnOptions = {
  /** Between the beginnings of two turns, ms. */
  readonly intervalMs: number;
  readonly turn: () => Promise<void>;
  /** Whether there is something to do now; or only something to look at now and then. */
  readonly work: () => "now" | "later" | "none";
};

/** Runs turns one after the other, at most one in each interval, and none while there is nothing to do. */
export class Turns {
  readonly #options: TurnOptions;
  #timer: { readonly handle: NodeJS.Timeout; readonly at: number } | undefined;
  /** All that has been started, and the last of it. */
  #last: Promise<unknown> = Promise.resolve();
  #pending = 0;
  #lastBegan = Number.NEGATIVE_INFINITY;
  #stopped = false;

  constructor(options: TurnOptions) {
    this.#options = options;
  }

  /** Tells that there may be something to do. */
  wake(): void {
    const work = this.#options.work();
    if (this.#stopped || this.#pending > 0 || work === "none") return;
    const now = performance.now();
    const wait = work === "now" ? 0 : TICK_POLL_MS;
    const at = Math.max(now + wait, this.#lastBegan + this.#options.intervalMs);
    if (this.#timer !== undefined && this.#timer.at <= at) return;
    clearTimeout(this.#timer?.handle);
    this.#timer = { at, handle: setTimeout(() => this.#begin(), at - now) };
  }

  /** Runs something between turns, after all that was started before. */
  async exclusively<T>(work: () => Promise<T>): Promise<T> {
    this.#pending++;
    const mine = this.#last.then(work);
    this.#last = mine.catch(() => undefined);
    try {
      return await mine;
    } finally {
      this.#pending--;
      this.wake();
    }
  }

  /** Resolves when no turn is running any more, and none will. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer?.handle);
    await this.#last;
  }

  #begin(): void {
    this.#timer = undefined;
    this.#lastBegan = performance.now();
    void this.exclusively(this.#options.turn);
  }
}
