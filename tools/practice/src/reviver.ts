import type { Child } from "./process/child.ts";

export type Revival =
  | { readonly kind: "lost"; readonly process: string; readonly how: string }
  | { readonly kind: "back"; readonly process: string };

/** One that can be started again, as a `Child`. */
export type Mortal = Pick<Child, "name" | "kill" | "restart">;

/** Longer than a service of a real validator waits, so that one can watch the others go on meanwhile. */
const REVIVE_MS = 10_000;

/** Starts processes again that ended by themselves. */
export class Reviver {
  readonly #told: (revival: Revival) => void;
  readonly #isStopping: () => boolean;
  readonly #afterMs: number;
  readonly #under = new Set<Mortal>();

  constructor(told: (revival: Revival) => void, isStopping: () => boolean, afterMs = REVIVE_MS) {
    this.#told = told;
    this.#isStopping = isStopping;
    this.#afterMs = afterMs;
  }

  /** One that does not come back is tried again. */
  async revive(child: Mortal, how: string): Promise<void> {
    if (this.#under.has(child)) return;
    this.#under.add(child);
    const { name } = child;
    this.#told({ kind: "lost", process: name, how });
    for (let isBack = false; !isBack; ) {
      await pause(this.#afterMs);
      if (this.#isStopping()) return;
      isBack = await child.restart().then(
        () => true,
        () => false,
      );
      if (!isBack) await child.kill();
    }
    this.#under.delete(child);
    this.#told({ kind: "back", process: name });
  }
}

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms).unref());
