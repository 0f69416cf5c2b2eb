/** What both ends of a process's channel have: the parent's `ChildProcess`, the child's `process`. */
export type Channel = {
  readonly send?: ((message: never) => boolean) | undefined;
  readonly on: (event: "message" | "disconnect", listener: (message: unknown) => void) => unknown;
};

export type Handlers = Readonly<Record<string, (argument: never) => unknown>>;

type Message =
  | { readonly call: number; readonly method: string; readonly argument: unknown }
  | { readonly answer: number; readonly value: unknown }
  | { readonly answer: number; readonly error: string };

/** Calls over a process's channel, in both directions. Both ends are ours and start together: arguments are taken as they come. */
export class Peer {
  readonly #channel: Channel;
  readonly #handlers: Handlers;
  readonly #waiting = new Map<number, { done: (value: never) => void; failed: (error: Error) => void }>();
  #calls = 0;

  constructor(channel: Channel, handlers: Handlers) {
    this.#channel = channel;
    this.#handlers = handlers;
    channel.on("message", (message) => void this.#take(message as Message));
    channel.on("disconnect", () => this.end("the other process is gone"));
  }

  /** @throws what the other end threw, or that it is gone. */
  call<T>(method: string, argument: unknown = undefined): Promise<T> {
    const call = ++this.#calls;
    return new Promise<T>((done, failed) => {
      this.#waiting.set(call, { done, failed });
      this.#send({ call, method, argument });
    });
  }

  /** Whoever waits hears that nothing more comes. */
  end(reason: string): void {
    for (const { failed } of this.#waiting.values()) failed(new Error(reason));
    this.#waiting.clear();
  }

  async #take(message: Message): Promise<void> {
    if ("call" in message) return this.#answer(message);
    const waiting = this.#waiting.get(message.answer);
    this.#waiting.delete(message.answer);
    if ("error" in message) waiting?.failed(new Error(message.error));
    else waiting?.done(message.value as never);
  }

  async #answer({ call, method, argument }: Extract<Message, { call: number }>): Promise<void> {
    try {
      const handler = this.#handlers[method];
      if (handler === undefined) throw new RangeError(`nobody answers ${method}`);
      this.#send({ answer: call, value: await handler(argument as never) });
    } catch (error) {
      this.#send({
        answer: call,
        error: error instanceof Error ? (error.stack ?? error.message) : String(error),
      });
    }
  }

  #send(message: Message): void {
    try {
      this.#channel.send?.(message as never);
    } catch {
      this.end("the other process is gone");
    }
  }
}
