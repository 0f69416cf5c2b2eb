import { type Bytes, equalBytes, toHex } from "@veche/base";
import type { DeviceStore } from "./contract.ts";
import {
  type AlarmRecord,
  type BallotRecord,
  decodeRecord,
  encodeRecord,
  nameOf,
  type PendingRecord,
} from "./records.ts";

/** Different evidence of one request: whoever makes one alarm after another does not fill the device. */
const ALARMS_MAX = 8;

/** A record as it stands in the store; `record` is missing where its bytes are damaged. */
export type Kept = { readonly key: string; readonly record: BallotRecord | undefined };

/**
 * The records of one election (§12.4.1). Every step is one conditional write, so that of two tabs that try the same step one wins and the other
 * sees what it did. A request that nobody was asked for stands under its style, there is one at most (§12.4.3); any other under its name.
 */
export class RecordStore {
  readonly #store: DeviceStore;
  readonly #prefix: string;

  constructor(store: DeviceStore, electionId: string) {
    this.#store = store;
    this.#prefix = `e/${electionId}/`;
  }

  /** Of this election, in a fixed order. */
  async all(): Promise<readonly Kept[]> {
    const keys = [...(await this.#store.keys(`${this.#prefix}r/`))].sort();
    const kept: Kept[] = [];
    for (const key of keys) {
      const bytes = await this.#store.get(key);
      if (bytes !== undefined) kept.push({ key, record: decodeRecord(bytes) });
    }
    const names = new Set(kept.flatMap(({ key }) => (key.startsWith(this.#name("")) ? [key] : [])));
    // `ask` was interrupted between its two writes.
    return kept.filter(
      ({ key, record }) => !this.#isStyle(key) || !record || !names.has(this.#name(nameOf(record))),
    );
  }

  async get(key: string): Promise<Kept | undefined> {
    const bytes = key.startsWith(`${this.#prefix}r/`) ? await this.#store.get(key) : undefined;
    return bytes && { key, record: decodeRecord(bytes) };
  }

  named(request: Bytes): Promise<Kept | undefined> {
    return this.get(this.#name(toHex(request)));
  }

  async preparedOf(style: number): Promise<Kept | undefined> {
    const all = await this.all();
    return all.find(({ key, record }) => key === this.#style(style) && record !== undefined);
  }

  /** Keeps a new request; if another tab was quicker, its request is what counts. */
  async prepare(record: PendingRecord): Promise<Kept> {
    const key = this.#style(record.style);
    for (;;) {
      const standing = await this.#store.get(key);
      const kept = standing === undefined ? undefined : await this.preparedOf(record.style);
      if (kept !== undefined) return kept;
      if (await this.#store.putIf(key, standing, encodeRecord(record))) return { key, record };
    }
  }

  /** Keeps a record that has come from elsewhere; one that stands there already is not touched, unless it cannot be read. */
  async adopt(record: PendingRecord): Promise<Kept> {
    const key = this.#name(nameOf(record));
    for (;;) {
      const standing = await this.#store.get(key);
      const known = standing && decodeRecord(standing);
      if (known !== undefined) return { key, record: known };
      if (await this.#store.putIf(key, standing, encodeRecord(record))) return { key, record };
    }
  }

  /** §12.4.1: the next stage of a record; `undefined` if it does not stand there any more. */
  async move(from: Kept, to: BallotRecord): Promise<Kept | undefined> {
    if (from.record === undefined) return undefined;
    const before = encodeRecord(from.record);
    const key = this.#name(nameOf(to));
    if (from.key === key)
      return (await this.#store.putIf(key, before, encodeRecord(to))) ? { key, record: to } : undefined;
    const isFirst = await this.#store.putIf(key, undefined, encodeRecord(to));
    await this.#store.putIf(from.key, before, undefined);
    return isFirst ? { key, record: to } : undefined;
  }

  /** §12.2.3: the key pair of a handover beside the request; `false` if the record does not stand there any more. */
  async addPair({ key, record }: Kept, pair: CryptoKeyPair): Promise<boolean> {
    return record !== undefined && this.#store.addPair(key, encodeRecord(record), pair);
  }

  pairsOf({ key }: Kept): Promise<readonly CryptoKeyPair[]> {
    return this.#store.pairsOf(key);
  }

  /** Evidence is kept beside the ballot, an alarm never costs what it is about; and beside the evidence of alarms before it, the first ones for good. */
  async alarm(record: AlarmRecord): Promise<void> {
    const bytes = encodeRecord(record);
    for (let at = 1; at <= ALARMS_MAX; at++) {
      const key = `${this.#prefix}r/alarm/${nameOf(record)}${at === 1 ? "" : `/${at}`}`;
      if (await this.#store.putIf(key, undefined, bytes)) return;
      const standing = await this.#store.get(key);
      if (standing !== undefined && equalBytes(standing, bytes)) return;
    }
  }

  async forget(kept: Kept): Promise<void> {
    const { record } = kept;
    if (record === undefined || !canForget(record)) return;
    await this.erase(kept);
  }

  /** `false`: another record stands there. */
  async erase({ key, record }: Kept): Promise<boolean> {
    return record !== undefined && this.#store.putIf(key, encodeRecord(record), undefined);
  }

  #isStyle(key: string): boolean {
    return key.startsWith(`${this.#prefix}r/style/`);
  }

  #style(style: number): string {
    return `${this.#prefix}r/style/${style}`;
  }

  #name(name: string): string {
    return `${this.#prefix}r/request/${name}`;
  }
}

/** What no ballot of the voter's is lost with: what is finished or over, evidence that was shown, a request of whoever made the resume code. */
export const canForget = (record: BallotRecord): boolean =>
  isOver(record) || record.stage === "done" || record.stage === "alarm" || record.stage === "resumed";

/** Sent, and the result was certified before it was recorded. */
export const isOver = (record: BallotRecord): boolean =>
  record.stage === "cast" && record.credential.length === 0;
