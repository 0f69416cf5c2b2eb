import type { Bytes, RandomBytes } from "@veche/base";
import type { BallotStyle, BallotVerdict, ProofPool, VoterItem, VoterVerdicts } from "../pool/jobs.ts";

type Verdict = BallotVerdict | boolean;
type Waiting = { readonly item: VoterItem; readonly apply: (verdict: Verdict) => void | Promise<void> };
type Batch = { readonly waiting: readonly Waiting[]; readonly result: Promise<VoterVerdicts> };

export type QueueSetup = {
  readonly pool: ProofPool;
  readonly randomBytes: RandomBytes;
  readonly electionId: Bytes;
  readonly issueKey: Bytes;
  readonly styleOf: (index: number) => BallotStyle;
  /** Y, or empty bytes before it is known. */
  readonly electionKey: () => Bytes;
  /** Takes the sums of the right ballots of a batch, after all its effects. */
  readonly addSums: (style: number, sums: Bytes) => void;
};

const ITEMS_MAX = 256;
const BYTES_MAX = 2 ** 20;

/**
 * What voters, the registrar and issuers send, many thousands of times, waits here until a worker has judged
 * it together with others. Effects then happen one by one in the order of the log, so that the state machine
 * never sees which worker was faster.
 */
export class VoterQueue {
  readonly #setup: QueueSetup;
  #open: Waiting[] = [];
  #openBytes = 0;
  readonly #underWay: Batch[] = [];

  constructor(setup: QueueSetup) {
    this.#setup = setup;
  }

  /** Takes an item; may wait for earlier ones when too many are under way. */
  async push(item: VoterItem, apply: Waiting["apply"]): Promise<void> {
    this.#open.push({ item, apply });
    this.#openBytes += item.kind === "ballot" ? item.ballot.length : 1024;
    if (this.#open.length >= ITEMS_MAX || this.#openBytes >= BYTES_MAX) await this.#send();
  }

  /** Waits until everything taken so far has had its effect. */
  async drain(): Promise<void> {
    if (this.#open.length > 0) await this.#send();
    while (this.#underWay.length > 0) await this.#finishFirst();
  }

  async #send(): Promise<void> {
    while (this.#underWay.length > this.#setup.pool.width) await this.#finishFirst();
    const { pool, randomBytes, electionId, issueKey, styleOf, electionKey } = this.#setup;
    const waiting = this.#open;
    this.#open = [];
    this.#openBytes = 0;
    const items = waiting.map((one) => one.item);
    const styles = new Map<number, BallotStyle>();
    for (const item of items) if (item.kind === "ballot") styles.set(item.style, styleOf(item.style));
    const batch = {
      electionId,
      electionKey: electionKey(),
      issueKey,
      styles,
      items,
      // §05.2.7: drawn after the batch is fixed.
      seed: randomBytes(32),
    };
    const result = pool.run({ kind: "voters", batch });
    // Its turn to be waited for comes later; until then a failure is not an unhandled one.
    result.catch(() => {});
    this.#underWay.push({ waiting, result });
  }

  async #finishFirst(): Promise<void> {
    const batch = this.#underWay.shift();
    if (batch === undefined) return;
    const { verdicts, sums } = await batch.result;
    for (const [i, { apply }] of batch.waiting.entries()) await apply(verdicts[i] ?? false);
    for (const [style, bytes] of sums) this.#setup.addSums(style, bytes);
  }
}
