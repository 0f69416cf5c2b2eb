import { assert } from "@veche/base";
import type { TreeHead } from "@veche/tlog";
import { errorFields, type Logger } from "../log/logger.ts";
import type { TileWriter } from "../tiles/tile-writer.ts";
import type { Publisher } from "./publisher.ts";

/** Between two tries when witnesses do not answer. */
const RETRY_MS = 1_000;

/** `until`: when it is told that it has waited long enough, ms of `performance.now()`. */
type Waiter = {
  readonly size: number;
  readonly until: number;
  readonly resolve: (published: boolean) => void;
};

/** Between two looks at who has waited long enough: one timer for all, and not one for each answer. */
const LATE_MS = 1_000;

/**
 * Publishes the newest head again and again, one checkpoint at a time: while one waits for witnesses the log goes on, and
 * the next takes all that has come. Whoever waits for an entry is told when a checkpoint covers it.
 */
export class PublishLoop {
  readonly #publisher: Publisher;
  readonly #writer: TileWriter;
  readonly #logger: Logger;
  #head: TreeHead | undefined;
  #waiters: Waiter[] = [];
  #late: NodeJS.Timeout | undefined;
  #isRunning = false;
  #run: Promise<void> = Promise.resolve();
  #closed = false;
  #retry: { readonly timer: NodeJS.Timeout; readonly wake: () => void } | undefined;

  constructor(publisher: Publisher, writer: TileWriter, logger: Logger) {
    this.#publisher = publisher;
    this.#writer = writer;
    this.#logger = logger;
  }

  /** Tells of a head whose tiles are written. */
  offer(head: TreeHead): void {
    assert(!this.#closed, "nothing is published after the end");
    this.#head = head;
    this.#publisher.headEnds(head);
    if (!this.#isRunning) this.#run = this.#publishAll();
  }

  /** True once a checkpoint of at least this size stands; false if that takes too long, or the node stops before. */
  published(size: number, atMostMs = Number.POSITIVE_INFINITY): Promise<boolean> {
    if (this.#isPublished(size)) return Promise.resolve(true);
    if (this.#closed) return Promise.resolve(false);
    this.#late ??= setTimeout(() => this.#dismissLate(), LATE_MS);
    return new Promise((resolve) => {
      this.#waiters.push({ size, until: performance.now() + atMostMs, resolve });
    });
  }

  /** Ends after the checkpoint that is under way; whoever still waits is told. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#wake();
    await this.#run;
    await this.#publisher.close();
    clearTimeout(this.#late);
    this.#dismiss(() => true, false);
  }

  #dismissLate(): void {
    const now = performance.now();
    this.#dismiss(({ until }) => until <= now, false);
    this.#late = this.#waiters.length === 0 ? undefined : setTimeout(() => this.#dismissLate(), LATE_MS);
  }

  #dismiss(isOver: (waiter: Waiter) => boolean, published: boolean): void {
    const over = this.#waiters.filter(isOver);
    this.#waiters = this.#waiters.filter((waiter) => !isOver(waiter));
    for (const { resolve } of over) resolve(published);
  }

  #isPublished(size: number): boolean {
    return (this.#publisher.published?.size ?? 0) >= size;
  }

  async #publishAll(): Promise<void> {
    this.#isRunning = true;
    while (this.#head !== undefined && !this.#isPublished(this.#head.size)) {
      const published = await this.#tryOnce(this.#head);
      if (!published && this.#closed) break;
      if (!published) await this.#pause();
    }
    // In one go with the last look at the head: the next offer starts anew.
    this.#isRunning = false;
  }

  async #tryOnce(head: TreeHead): Promise<boolean> {
    try {
      const result = await this.#publisher.publish(head);
      if (!result.ok) {
        this.#logger("warn", "not-published", { size: head.size, ...result.error });
        return false;
      }
      await this.#writer.dropSuperseded(head.size);
    } catch (error) {
      this.#logger("error", "not-published", { size: head.size, ...errorFields(error) });
      return false;
    }
    this.#dismiss(({ size }) => size <= head.size, true);
    return true;
  }

  #pause(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#wake(), RETRY_MS);
      this.#retry = { timer, wake: resolve };
    });
  }

  #wake(): void {
    if (this.#retry === undefined) return;
    const { timer, wake } = this.#retry;
    this.#retry = undefined;
    clearTimeout(timer);
    wake();
  }
}
