import { type Bytes, codeOf, fromHex, fromUtf8, parseCode, toHex, utf8 } from "@veche/base";
import type { DeviceStore, KeptTracker } from "./contract.ts";

/** A tracker that a second device took. `hash`: the whole one, where a link gave it; typed ones have 20 characters only. */
export type TakenTracker = KeptTracker & { readonly hash?: Bytes };

/** §12.6.3: the trackers that this device took, and which of them a comparison followed. The one taken last is the one that counts. */
export class KeptTrackers {
  readonly #store: DeviceStore;
  readonly #prefix: string;

  constructor(store: DeviceStore, electionId: string) {
    this.#store = store;
    this.#prefix = `e/${electionId}/t/`;
  }

  async all(): Promise<readonly TakenTracker[]> {
    const keys = [...(await this.#store.keys(this.#prefix))].sort();
    const kept: TakenTracker[] = [];
    for (const key of keys) {
      const taken = readTaken(key.slice(this.#prefix.length), await this.#store.get(key));
      if (taken !== undefined) kept.push(taken);
    }
    return kept;
  }

  async last(): Promise<TakenTracker | undefined> {
    const bytes = await this.#store.get(this.#last);
    const tracker = bytes && fromUtf8(bytes);
    return tracker === undefined ? undefined : readTaken(tracker, await this.#store.get(this.#key(tracker)));
  }

  /** Kept before the first device can be asked to show anything. */
  async take(tracker: string, hash: Bytes | undefined): Promise<TakenTracker> {
    const standing = readTaken(tracker, await this.#store.get(this.#key(tracker)));
    const whole = hash ?? standing?.hash;
    const taken: TakenTracker = {
      tracker,
      challenged: standing?.challenged ?? false,
      alarm: standing?.alarm ?? false,
      ...(whole === undefined ? {} : { hash: whole }),
    };
    await this.change(taken);
    await this.#store.put(this.#last, utf8(tracker));
    return taken;
  }

  change({ tracker, challenged, alarm, hash }: TakenTracker): Promise<void> {
    const flags = `${challenged ? 1 : 0}${alarm ? 1 : 0}`;
    return this.#store.put(this.#key(tracker), utf8(`${flags}${hash === undefined ? "" : toHex(hash)}`));
  }

  get #last(): string {
    return this.#prefix.replace(/t\/$/, "last");
  }

  #key(tracker: string): string {
    return `${this.#prefix}${tracker}`;
  }
}

function readTaken(tracker: string, bytes: Bytes | undefined): TakenTracker | undefined {
  const text = bytes && fromUtf8(bytes);
  const found = text === undefined ? null : /^([01])([01])([0-9a-f]{128})?$/.exec(text);
  if (found === null || parseCode(tracker) !== tracker) return undefined;
  const hash = found[3] === undefined ? undefined : fromHex(found[3]);
  if (hash !== undefined && codeOf(hash) !== tracker) return undefined;
  const taken = { tracker, challenged: found[1] === "1", alarm: found[2] === "1" };
  return hash === undefined ? taken : { ...taken, hash };
}
