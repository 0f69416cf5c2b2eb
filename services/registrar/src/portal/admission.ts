import type { Clock } from "@veche/base";

export type AdmissionLimits = {
  /** How many are served at the same time. */
  readonly atOnce: number;
  /** How many may wait, besides, with the request kept open. */
  readonly waiting: number;
  /** The longest that a request is kept open, ms. */
  readonly patienceMs: number;
};

export type Admitted = { readonly leave: () => void };

type Waiting = {
  readonly since: number;
  readonly enter: (admitted: Admitted | undefined) => void;
  readonly timer: NodeJS.Timeout;
};

/**
 * Who is served now (L23). Nobody who can be served is sent away, nobody is kept longer than the patience, and of those who wait the
 * one who came first, by the date of the ticket, is served first.
 */
export class Admission {
  readonly #limits: AdmissionLimits;
  readonly #now: Clock;
  readonly #waiting: Waiting[] = [];
  #serving = 0;

  constructor(limits: AdmissionLimits, now: Clock) {
    this.#limits = limits;
    this.#now = now;
  }

  /** `since`: the date of a ticket. `undefined`: over capacity, come again later. */
  enter(since: number | undefined): Promise<Admitted | undefined> {
    if (this.#serving < this.#limits.atOnce) return Promise.resolve(this.#admit());
    if (this.#waiting.length >= this.#limits.waiting && !this.#isEarlier(since))
      return Promise.resolve(undefined);
    return new Promise((enter) => {
      const timer = setTimeout(() => this.#giveUp(one), this.#limits.patienceMs);
      const one: Waiting = { since: since ?? this.#now(), enter, timer };
      const at = this.#waiting.findIndex((other) => other.since > one.since);
      this.#waiting.splice(at < 0 ? this.#waiting.length : at, 0, one);
      const last = this.#waiting.length > this.#limits.waiting ? this.#waiting.at(-1) : undefined;
      if (last !== undefined) this.#giveUp(last);
    });
  }

  /** In seconds: longer, the more wait; spread by `random` (0…255), so that they do not all come again together. */
  retryAfter(random: number): number {
    const rounds = 1 + Math.floor(this.#waiting.length / Math.max(1, this.#limits.atOnce));
    return 2 + Math.min(30, rounds) + (random % 5);
  }

  #isEarlier(since: number | undefined): boolean {
    const last = this.#waiting.at(-1);
    return since !== undefined && last !== undefined && since < last.since;
  }

  #admit(): Admitted {
    this.#serving++;
    let isInside = true;
    return {
      leave: () => {
        if (!isInside) return;
        isInside = false;
        this.#serving--;
        const next = this.#waiting.shift();
        if (next === undefined) return;
        clearTimeout(next.timer);
        next.enter(this.#admit());
      },
    };
  }

  #giveUp(one: Waiting): void {
    const at = this.#waiting.indexOf(one);
    if (at >= 0) this.#waiting.splice(at, 1);
    clearTimeout(one.timer);
    one.enter(undefined);
  }
}
