import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Bytes } from "@veche/base";
import type { ReplayStore, Write } from "@veche/ledger";
import { type Database, open } from "lmdb";

/** A view on disk that nobody keeps: a replay of a million voters must not need their memory. */
export class ScratchView implements ReplayStore {
  readonly #folder: string;
  readonly #table: Database<Buffer, Buffer>;

  private constructor(folder: string) {
    this.#folder = folder;
    const settings = { encoding: "binary", keyEncoding: "binary" } as const;
    this.#table = open<Buffer, Buffer>({ path: folder, noSync: true, noMemInit: true, ...settings });
  }

  static async make(): Promise<ScratchView> {
    return new ScratchView(await mkdtemp(join(tmpdir(), "veche-fsck-")));
  }

  get(key: Bytes): Bytes | undefined {
    const value = this.#table.get(Buffer.from(key));
    return value === undefined ? undefined : new Uint8Array(value);
  }

  commit(writes: readonly Write[]): void {
    this.#table.transactionSync(() => {
      for (const [key, value] of writes) {
        if (value === undefined) this.#table.removeSync(Buffer.from(key));
        else this.#table.putSync(Buffer.from(key), Buffer.from(value));
      }
    });
  }

  /** In order of keys. */
  *entries(): Generator<readonly [Bytes, Bytes]> {
    for (const { key, value } of this.#table.getRange()) yield [new Uint8Array(key), new Uint8Array(value)];
  }

  async close(): Promise<void> {
    await this.#table.close();
    await rm(this.#folder, { recursive: true, force: true });
  }
}
