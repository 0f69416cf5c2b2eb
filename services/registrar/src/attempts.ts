import type { Clock } from "@veche/base";

const WRONG_MAX = 5;
/** A quarter of an hour, ms. */
const LOCK_MS = 900_000;

/** Wrong secrets for each letter: five lock it for a quarter of an hour (L27). Kept in memory, bounded by the number of letters. */
export class Attempts {
  readonly #now: Clock;
  readonly #wrong = new Map<string, { readonly count: number; readonly until: number }>();

  constructor(now: Clock) {
    this.#now = now;
  }

  isLocked(letter: string): boolean {
    const wrong = this.#wrong.get(letter);
    return wrong !== undefined && wrong.count >= WRONG_MAX && this.#now() < wrong.until;
  }

  wrong(letter: string): void {
    const before = this.#wrong.get(letter);
    const isOver = before === undefined || this.#now() >= before.until;
    this.#wrong.set(letter, { count: isOver ? 1 : before.count + 1, until: this.#now() + LOCK_MS });
  }

  right(letter: string): void {
    this.#wrong.delete(letter);
  }
}
