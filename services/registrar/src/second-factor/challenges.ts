/** Five minutes, ms: WebAuthn advises 300 to 600 s where a person has to act. */
const VALID_MS = 300_000;
const KEPT_MAX = 100_000;

type Kept = { readonly scope: string; readonly until: number };

/** Challenges given out, each good once, for what it was given out for, and not for long. In memory: a restart costs one more click. */
export class Challenges {
  readonly #kept = new Map<string, Kept>();

  keep(challenge: string, scope: string, now: number): void {
    if (this.#kept.size >= KEPT_MAX) this.#forget(now);
    this.#kept.set(challenge, { scope, until: now + VALID_MS });
  }

  /** Whether it was given out for this; used up by asking. */
  take(challenge: string, scope: string, now: number): boolean {
    const kept = this.#kept.get(challenge);
    if (kept === undefined || kept.scope !== scope) return false;
    this.#kept.delete(challenge);
    return now < kept.until;
  }

  /** What is over, or the older half if nothing is. */
  #forget(now: number): void {
    for (const [challenge, { until }] of this.#kept) if (now >= until) this.#kept.delete(challenge);
    let spare = this.#kept.size - KEPT_MAX / 2;
    for (const challenge of this.#kept.keys()) if (spare-- > 0) this.#kept.delete(challenge);
  }
}
