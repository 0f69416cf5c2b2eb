import type { Step } from "@veche/practice/crowd";

type Answer = { readonly at: number; readonly ms: number };

/** Length of the stretch whose answers are counted for a rate, ms. */
const STRETCH_MS = 5_000;

/** What voters were answered, by step. */
export class Observed {
  readonly #answers = new Map<Step, Answer[]>();
  /** Answers 503: come again, nothing is lost. */
  busy = 0;
  /** Requests without any answer. */
  unanswered = 0;

  readonly told = (step: Step, ms: number, status: number): void => {
    if (status === 503) this.busy++;
    if (status === 0) this.unanswered++;
    if (status !== 200) return;
    const own = this.#answers.get(step) ?? [];
    own.push({ at: performance.now(), ms });
    this.#answers.set(step, own);
  };

  count(step: Step): number {
    return this.#answers.get(step)?.length ?? 0;
  }

  /** The time that so much of a hundred answers stay below, ms. */
  percentile(step: Step, percent: number): number {
    const sorted = (this.#answers.get(step) ?? []).map(({ ms }) => ms).sort((a, b) => a - b);
    return sorted[Math.min(sorted.length - 1, Math.floor((percent / 100) * sorted.length))] ?? 0;
  }

  /** Answers a second in the stretch that had most of them; of a shorter run, in all of it. */
  highestRate(step: Step): number {
    const times = (this.#answers.get(step) ?? []).map(({ at }) => at).sort((a, b) => a - b);
    const whole = Math.max(1, (times.at(-1) ?? 0) - (times[0] ?? 0));
    const stretch = Math.min(STRETCH_MS, whole);
    let [most, first] = [0, 0];
    for (const [last, at] of times.entries()) {
      while ((times[first] as number) < at - stretch) first++;
      most = Math.max(most, last - first + 1);
    }
    return (most * 1_000) / stretch;
  }
}
