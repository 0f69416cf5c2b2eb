import { type Bytes, toHex } from "@veche/base";

/** The sets that grow with voters, as a node keeps them on disk. Nobody changes the bytes that `get` returned. */
export type LedgerView = { get(key: Bytes): Bytes | undefined };

/** What a block changes there, to be committed together with state and entries; `undefined` deletes. */
export type Write = readonly [key: Bytes, value: Bytes | undefined];

/** A view in memory, for tests, simulations and readers of small elections. */
export class MemoryView implements LedgerView {
  readonly #values = new Map<string, Bytes>();

  get(key: Bytes): Bytes | undefined {
    return this.#values.get(toHex(key));
  }

  commit(writes: readonly Write[]): void {
    for (const [key, value] of writes) {
      if (value === undefined) this.#values.delete(toHex(key));
      else this.#values.set(toHex(key), value);
    }
  }

  /** Takes over all that another view holds. */
  copy(other: MemoryView): void {
    for (const [key, value] of other.#values) this.#values.set(key, value);
  }

  /** All it holds, by hexadecimal key, in the order of keys. */
  contents(): readonly (readonly [string, Bytes])[] {
    return [...this.#values].sort(([a], [b]) => (a < b ? -1 : 1));
  }
}

/** A text of one character a byte: maps compare texts, not byte strings, by value. */
const nameOf = (key: Bytes): string => String.fromCharCode(...key);

/** A view with the changes of the block at work on top of it. */
export class Overlay implements LedgerView {
  readonly #below: LedgerView;
  readonly #changes = new Map<string, Write>();

  constructor(below: LedgerView) {
    this.#below = below;
  }

  get(key: Bytes): Bytes | undefined {
    const change = this.#changes.get(nameOf(key));
    return change === undefined ? this.#below.get(key) : change[1];
  }

  set(key: Bytes, value: Bytes | undefined): void {
    this.#changes.set(nameOf(key), [key, value]);
  }

  /** In the order in which the keys were first changed. */
  writes(): readonly Write[] {
    return [...this.#changes.values()];
  }
}
