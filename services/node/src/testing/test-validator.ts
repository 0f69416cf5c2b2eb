import { assert, type Bytes, expectOk, sha256, utf8 } from "@veche/base";
import { encodeEntry } from "@veche/ledger";
import type { TestElection } from "@veche/ledger/testing";
import { appendLeaves, frontierRoot, type TreeHead } from "@veche/tlog";
import type { Logger } from "../log/logger.ts";
import { type BlockEnds, blockEndsOf } from "../publish/block-ends.ts";
import type { AskSigned, Waits } from "../publish/cosigners.ts";
import { Publisher } from "../publish/publisher.ts";
import { ElectionStore } from "../store/election-store.ts";
import { recoverTiles } from "../tiles/recover-tiles.ts";
import type { TileWriter } from "../tiles/tile-writer.ts";

/** Fast enough for a test, and long enough for a busy machine. */
export const TEST_WAITS: Waits = { patienceMs: 1_500, firstMs: 5, lastMs: 100 };

export type ValidatorSetting = {
  readonly test: TestElection;
  /** Which validator of the manifest this is, from 0. */
  readonly at: number;
  readonly folder: string;
  readonly others: readonly AskSigned[];
  readonly logger: Logger;
  readonly waits?: Waits;
};

/** The log and the publisher of one validator of a chain; blocks are handed in, as by the engine. */
export class TestValidator {
  readonly publisher: Publisher;
  readonly store: ElectionStore;
  readonly ends: BlockEnds;
  readonly #writer: TileWriter;
  #time: number;

  private constructor(setting: ValidatorSetting, store: ElectionStore, writer: TileWriter) {
    const { test, at, others, logger, waits = TEST_WAITS } = setting;
    const [validator, secret] = [test.manifest.validators[at], test.secrets.validators[at]];
    assert(validator !== undefined && secret !== undefined, "the manifest has so many validators");
    this.store = store;
    this.#writer = writer;
    this.#time = store.head.time;
    this.ends = blockEndsOf(store, () => writer.size);
    const keys = { log: secret.logKey, validator: secret.key };
    const among = { others, ends: this.ends, paths: store.paths, logger, waits };
    const clock = (): number => 1_800_000_000_000 + this.#time;
    this.publisher = new Publisher(
      { election: test.election, validator, keys, clock, cosign: undefined, folder: store.paths, among },
      undefined,
    );
  }

  static async open(setting: ValidatorSetting): Promise<TestValidator> {
    const store = expectOk(await ElectionStore.open(setting.folder), "store");
    const { writer } = expectOk(await recoverTiles(store, 0), "tiles");
    return new TestValidator(setting, store, writer);
  }

  /** The head of the log. */
  get head(): TreeHead {
    const { frontier } = this.store.head;
    return { size: frontier.size, root: frontierRoot(frontier) };
  }

  /** Appends one block of `count` entries; what they say is `seed`'s, so that equal seeds make equal logs. */
  async block(count: number, seed = "entry"): Promise<TreeHead> {
    this.#time += 1;
    const from = this.store.head.size;
    const entries = Array.from({ length: count }, (_, i): Bytes => {
      const transaction = utf8(`${seed} ${from + i}`);
      return encodeEntry({ time: this.#time, transaction });
    });
    const appended = await this.store.append(entries);
    this.store.commit(appended, {
      frontier: appendLeaves(this.store.head.frontier, appended.leaves),
      time: this.#time,
      transactions: entries.map((entry) => ({ hash: sha256(entry), blamed: false })),
      state: utf8("state"),
      writes: [],
      unspooled: [],
      lookups: [],
    });
    await this.#writer.append(entries, appended.leaves);
    this.publisher.headEnds(this.head);
    return this.head;
  }

  /** As another validator hears it. */
  readonly ask: AskSigned = async ({ size }) => this.publisher.signedAt(size);

  async close(): Promise<void> {
    await this.publisher.close();
    await this.store.close();
  }
}
