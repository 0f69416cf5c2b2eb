/**
 * At most so many pieces of work at a time; who comes later waits for a turn, the first first, and no longer than `patienceMs`: then the
 * answer is `undefined` and nothing was begun.
 */
export class Turns {
  readonly #atOnce: number;
  readonly #patienceMs: number;
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  constructor(atOnce: number, patienceMs: number) {
    this.#atOnce = atOnce;
    this.#patienceMs = patienceMs;
  }

  async take<T>(work: () => Promise<T>): Promise<T | undefined> {
    if (!(await this.#enter())) return undefined;
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#running--;
      else next();
    }
  }

  /** A turn that is handed on stays counted. */
  #enter(): Promise<boolean> {
    if (this.#running < this.#atOnce) {
      this.#running++;
      return Promise.resolve(true);
    }
    return new Promise((entered) => {
      const go = (): void => {
        clearTimeout(timer);
        entered(true);
      };
      const timer = setTimeout(() => {
        this.#waiting.splice(this.#waiting.indexOf(go), 1);
        entered(false);
      }, this.#patienceMs);
      this.#waiting.push(go);
    });
  }
}
