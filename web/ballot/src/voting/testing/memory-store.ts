import { type Bytes, equalBytes } from "@veche/base";
import { PAIRS_MAX } from "../answer-key.ts";
import type { DeviceStore } from "../contract.ts";

/** The store of a device in memory, as it would survive the end of a page. */
export class MemoryStore implements DeviceStore {
  readonly rows = new Map<string, Bytes>();
  readonly pairs = new Map<string, readonly CryptoKeyPair[]>();

  async get(key: string): Promise<Bytes | undefined> {
    return this.rows.get(key)?.slice();
  }

  async put(key: string, value: Bytes): Promise<void> {
    this.rows.set(key, value.slice());
    this.pairs.delete(key);
  }

  async putIf(key: string, previous: Bytes | undefined, value: Bytes | undefined): Promise<boolean> {
    const standing = this.rows.get(key);
    const isSame =
      standing === undefined || previous === undefined
        ? standing === previous
        : equalBytes(standing, previous);
    if (!isSame) return false;
    if (value === undefined) this.rows.delete(key);
    else this.rows.set(key, value.slice());
    this.pairs.delete(key);
    return true;
  }

  async delete(key: string): Promise<void> {
    this.rows.delete(key);
    this.pairs.delete(key);
  }

  async addPair(key: string, standing: Bytes, pair: CryptoKeyPair): Promise<boolean> {
    const row = this.rows.get(key);
    if (row === undefined || !equalBytes(row, standing)) return false;
    this.pairs.set(key, [...(this.pairs.get(key) ?? []), pair].slice(-PAIRS_MAX));
    return true;
  }

  async pairsOf(key: string): Promise<readonly CryptoKeyPair[]> {
    return this.pairs.get(key) ?? [];
  }

  async keys(prefix: string): Promise<readonly string[]> {
    return [...this.rows.keys()].filter((key) => key.startsWith(prefix));
  }
}
