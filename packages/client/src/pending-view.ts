import { type Bytes, toHex } from "@veche/base";
import type { ReplayStore, Write } from "@veche/ledger";

/** Changes on top of a view that stays as it is until they are taken over, all together. */
export class PendingView implements ReplayStore {
  readonly #below: Pick<ReplayStore, "get">;
  readonly #changes = new Map<string, Write>();

  constructor(below: Pick<ReplayStore, "get">) {
    this.#below = below;
  }

  get(key: Bytes): Bytes | undefined {
    const change = this.#changes.get(toHex(key));
    return change === undefined ? this.#below.get(key) : change[1];
  }

  commit(writes: readonly Write[]): void {
    for (const write of writes) this.#changes.set(toHex(write[0]), write);
  }

  writes(): readonly Write[] {
    return [...this.#changes.values()];
  }
}
