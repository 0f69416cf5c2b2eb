const WRONG_MAX = 5;
/** A quarter of an hour, ms. */
const LOCK_MS = 900_000;
const ACCOUNTS_MAX = 100_000;

/**
 * Guesses of an app's codes (L27): five, then a quarter of an hour without. In memory: a restart forgives them, which with three valid
 * codes in a million does not help to guess.
 */
export class WrongCodes {
  readonly #taken = new Map<string, { readonly count: number; readonly until: number }>();

  /** Takes one attempt. How many are left after it; `undefined`: none was left. */
  take(account: string, now: number): number | undefined {
    const before = this.#taken.get(account);
    const count = before === undefined || now >= before.until ? 0 : before.count;
    if (count >= WRONG_MAX) return undefined;
    if (this.#taken.size >= ACCOUNTS_MAX) this.#forget(now);
    this.#taken.set(account, { count: count + 1, until: now + LOCK_MS });
    return WRONG_MAX - count - 1;
  }

  clear(account: string): void {
    this.#taken.delete(account);
  }

  #forget(now: number): void {
    for (const [account, { until }] of this.#taken) if (now >= until) this.#taken.delete(account);
  }
}
