/** How much may be under way in a node at a time. Beyond it callers are told to come again: nothing grows without bound. */
export type Limits = {
  readonly transactions: number;
  readonly bytes: number;
  /** Casts of one style that may wait for their tick. */
  readonly spooledPerStyle: number;
};

export const DEFAULT_LIMITS: Limits = {
  transactions: 8_000,
  bytes: 256 * 1024 * 1024,
  spooledPerStyle: 20_000,
};

/** Counts what is under way. */
export class Gate {
  readonly #limits: Limits;
  #transactions = 0;
  #bytes = 0;

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  /** Lets a transaction in, and gives back what lets it out; nothing if the node is full. */
  enter(bytes: number): (() => void) | undefined {
    if (this.#transactions >= this.#limits.transactions) return undefined;
    if (this.#bytes + bytes > this.#limits.bytes) return undefined;
    this.#transactions++;
    this.#bytes += bytes;
    return () => {
      this.#transactions--;
      this.#bytes -= bytes;
    };
  }
}
