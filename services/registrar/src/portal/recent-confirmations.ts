import { toHex } from "@veche/base";
import type { Session } from "../account/sessions.ts";

/** Ten minutes, ms. */
const GOOD_FOR_MS = 600_000;
const KEPT_MAX = 100_000;

/**
 * Sessions that have just confirmed an issue: an answer that was lost is asked for again without a second code. In memory alone,
 * because the time of an issue stands in no table (P4); a restart costs one more code.
 */
export class RecentConfirmations {
  readonly #until = new Map<string, number>();

  add(session: Session, campaign: string, now: number): void {
    for (const [key, until] of this.#until) {
      if (now < until && this.#until.size < KEPT_MAX) break;
      this.#until.delete(key);
    }
    this.#until.set(keyOf(session, campaign), now + GOOD_FOR_MS);
  }

  has(session: Session, campaign: string, now: number): boolean {
    return now < (this.#until.get(keyOf(session, campaign)) ?? 0);
  }
}

const keyOf = ({ idHash }: Session, campaign: string): string => `${toHex(idHash)} ${campaign}`;
