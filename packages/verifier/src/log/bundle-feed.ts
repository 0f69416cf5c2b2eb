import { type Bytes, concat, type RandomBytes } from "@veche/base";
import type { BundleShape, HintUse, JudgedBatch } from "../bulk/batch.ts";
import type { ElectionContext } from "../bulk/election-context.ts";
import type { HintsFile } from "../hints/hints-file.ts";
import type { ProofPool } from "../pool/jobs.ts";
import type { EntrySource } from "./entry-source.ts";

/** Bundles that workers have read and judged, as they come back. */
export type TakenBatch = {
  readonly firstBundle: number;
  readonly shapes: readonly BundleShape[];
  /** By what its ballots were judged. */
  context: ElectionContext | undefined;
  judged: JudgedBatch;
};

export type FeedSetup = {
  readonly source: EntrySource;
  readonly pool: ProofPool;
  readonly randomBytes: RandomBytes;
  readonly hints: HintsFile | undefined;
  /** The election as it stands at the moment. */
  readonly contextNow: () => ElectionContext | undefined;
  /** Whether ballots may be many: then it pays to judge many together. */
  readonly areVotesDue: () => boolean;
};

/** A batch is judged in about a second: long enough for a good sum, short enough to show progress. */
const BUNDLES_MAX = 48;
const BYTES_MAX = 12_000_000;

const NO_BYTES = new Uint8Array(0);

/**
 * Reads the bundles of a log ahead and gives them to workers, as many as can be under way; what comes back
 * comes in the order of the log. Memory is bounded by the batches under way.
 */
export class BundleFeed {
  readonly #setup: FeedSetup;
  #next = 0;
  #isMissing = false;

  constructor(setup: FeedSetup) {
    this.#setup = setup;
  }

  /** Whether the batches ended early because a bundle could not be read. */
  get isMissing(): boolean {
    return this.#isMissing;
  }

  async *batches(): AsyncGenerator<TakenBatch> {
    const underWay: Promise<TakenBatch>[] = [];
    for (;;) {
      while (underWay.length <= this.#setup.pool.width) {
        const sent = await this.#send();
        if (sent === undefined) break;
        underWay.push(sent.taken);
      }
      const first = underWay.shift();
      if (first === undefined) return;
      yield await first;
    }
  }

  /** Judges a batch once more, because the election has changed since it was sent. */
  async judgeAgain(taken: TakenBatch, context: ElectionContext): Promise<void> {
    const { pool, randomBytes } = this.#setup;
    const bundles = taken.shapes.map((shape) => ({ ...shape, hints: -1 }));
    const { bytes } = taken.judged;
    const batch = { bytes, bundles, hints: NO_BYTES, context, seed: randomBytes(32) };
    const { hints } = taken.judged;
    taken.judged = { ...(await pool.run({ kind: "bundles", batch })), hints };
    taken.context = context;
  }

  async #send(): Promise<{ readonly taken: Promise<TakenBatch> } | undefined> {
    const { pool, randomBytes, contextNow } = this.#setup;
    const firstBundle = this.#next;
    const bundles = await this.#readSome();
    if (bundles.length === 0) return undefined;
    const hints = (await this.#setup.hints?.ofBundles(firstBundle, bundles.length)) ?? undefined;
    const shapes = bundles.map((bytes, i): BundleShape => {
      const entries = this.#setup.source.width(firstBundle + i);
      return { bytes: bytes.length, entries, hints: hints?.lengths[i] ?? -1 };
    });
    const context = contextNow();
    // §05.2.7: the seed is drawn after the batch is fixed.
    const batch = {
      bytes: concat(...bundles),
      bundles: shapes,
      hints: hints?.bytes ?? NO_BYTES,
      context,
      seed: randomBytes(32),
    };
    const taken = pool
      .run({ kind: "bundles", batch })
      .then((judged) => ({ firstBundle, shapes, context, judged }));
    // Its turn to be waited for comes later; until then a failure is not an unhandled one.
    taken.catch(() => {});
    return { taken };
  }

  /** The next bundles, none at the end of the log or where one is missing. */
  async #readSome(): Promise<readonly Bytes[]> {
    const { source, areVotesDue } = this.#setup;
    // What ballots are judged by changes until voting is open: then little is sent that must be judged again.
    const most = areVotesDue() ? BUNDLES_MAX : 1;
    const bundles: Bytes[] = [];
    let bytes = 0;
    while (bundles.length < most && bytes < BYTES_MAX && this.#next < source.bundles && !this.#isMissing) {
      const read = await source.bundle(this.#next);
      if (read === undefined) {
        this.#isMissing = true;
        break;
      }
      bundles.push(read);
      bytes += read.length;
      this.#next += 1;
    }
    return bundles;
  }
}

/** Adds up what was found about hints; `firstBad` counts the bundles of the log. */
export function addHints(sum: HintUse, taken: TakenBatch): HintUse {
  const { points, hinted, wrong, firstBad } = taken.judged.hints;
  const bad = firstBad < 0 ? -1 : taken.firstBundle + firstBad;
  return {
    points: sum.points + points,
    hinted: sum.hinted + hinted,
    wrong: sum.wrong + wrong,
    firstBad: sum.firstBad >= 0 ? sum.firstBad : bad,
  };
}

/** The bytes of one entry of a batch. */
export function entryAt({ judged }: TakenBatch, row: number): Bytes {
  const start = judged.columns.starts[row] as number;
  return judged.bytes.subarray(start, start + (judged.columns.lengths[row] as number));
}
