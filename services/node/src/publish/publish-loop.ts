import { assert } from "@veche/base";
import type { TreeHead } from "@veche/tlog";
import { errorFields, type Logger } from "../log/logger.ts";
import type { TileWriter } from "../tiles/tile-writer.ts";
import type { Publisher } from "./publisher.ts";

/** Between two tries when witnesses do not answer. */
const RETRY_MS = 1_000;

type Waiter = { readonly size: number; readonly resolve: (published: boolean) => void };

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
    if (!this.#isRunning) this.#run = this.#publishAll();
  }

  /** True once a checkpoint of at least this size stands; false if the node stops before. */
  published(size: number): Promise<boolean> {
    if (this.#isPublished(size)) return Promise.resolve(true);
    if (this.#closed) return Promise.resolve(false);
    return new Promise((resolve) => {
      this.#waiters.push({ size, resolve });
    });
  }

  /** Ends after the checkpoint that is under way; whoever still waits is told. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#wake();
    await this.#run;
    for (const { resolve } of this.#waiters) resolve(false);
    this.#waiters = [];
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
    const done = this.#waiters.filter(({ size }) => size <= head.size);
    this.#waiters = this.#waiters.filter(({ size }) => size > head.size);
    for (const { resolve } of done) resolve(true);
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
