import type { AbciRequest } from "./codec.ts";

/** How much a connection reads before it has answered; both grow past the limit by what one read of the socket brings. */
export type LookAhead = { readonly requests: number; readonly bytes: number };

export type Waiting = { readonly request: AbciRequest; readonly bytes: number };

/**
 * Requests of one connection that wait for their answer, in order, and behind them, once it is known, how the connection ended.
 * One reader takes from it.
 */
export class Inbox<End> {
  readonly #limit: LookAhead;
  #waiting: Waiting[] = [];
  /** Those before it were taken. */
  #first = 0;
  #bytes = 0;
  #end: { readonly end: End } | undefined;
  #wake: () => void = () => undefined;

  constructor(limit: LookAhead) {
    this.#limit = limit;
  }

  get isFull(): boolean {
    return this.#count >= this.#limit.requests || this.#bytes >= this.#limit.bytes;
  }

  get isEmpty(): boolean {
    return this.#count === 0;
  }

  get isEnded(): boolean {
    return this.#end !== undefined;
  }

  add(waiting: Waiting): void {
    this.#waiting.push(waiting);
    this.#bytes += waiting.bytes;
    this.#wake();
  }

  /** The first end counts. */
  end(end: End): void {
    this.#end ??= { end };
    this.#wake();
  }

  /** Nobody can be answered any more: what waits is thrown away. */
  abandon(end: End): void {
    this.#waiting = [];
    this.#first = 0;
    this.#bytes = 0;
    this.end(end);
  }

  /** The next request, as soon as there is one; after the last of them the end. */
  async take(): Promise<AbciRequest | { readonly end: End }> {
    while (this.isEmpty) {
      if (this.#end !== undefined) return this.#end;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    const { request, bytes } = this.#waiting[this.#first++] as Waiting;
    this.#bytes -= bytes;
    if (this.#first === this.#waiting.length || this.#first >= this.#limit.requests) {
      this.#waiting = this.#waiting.slice(this.#first);
      this.#first = 0;
    }
    return request;
  }

  get #count(): number {
    return this.#waiting.length - this.#first;
  }
}
