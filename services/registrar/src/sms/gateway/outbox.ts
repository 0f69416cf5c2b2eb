import { type Clock, err, ok, type Result } from "@veche/base";
import {
  type DeliveryReport,
  FAILURES,
  type SmsAccepted,
  type SmsFailure,
  type SmsGateway,
  type SmsMessage,
} from "./contract.ts";
import { Reports } from "./reports.ts";

export type OutboxMessage = {
  readonly id: string;
  readonly telephone: string;
  readonly text: string;
  /** ms since 1970 */
  readonly sentAt: number;
};

const KEPT_MAX = 200;

/** For development: no message leaves the process, a page shows them. Holds the last 200, in memory alone. */
export class Outbox implements SmsGateway {
  readonly name = "outbox";
  readonly #now: Clock;
  readonly #messages: OutboxMessage[] = [];
  readonly #watchers = new Set<(message: OutboxMessage) => void>();
  readonly #reports = new Reports();
  #isClosed = false;

  constructor(now: Clock) {
    this.#now = now;
  }

  /** Oldest first. */
  messages(): readonly OutboxMessage[] {
    return [...this.#messages];
  }

  /** Tells of each message from now on; gives back what ends the subscription. */
  subscribe(watcher: (message: OutboxMessage) => void): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  async send(
    { id, telephone, text }: SmsMessage,
    signal?: AbortSignal,
  ): Promise<Result<SmsAccepted, SmsFailure>> {
    if (this.#isClosed || signal?.aborted === true) return err(FAILURES.unreachable);
    if (!this.#messages.some((message) => message.id === id)) {
      const message = { id, telephone, text, sentAt: this.#now() };
      this.#messages.push(message);
      if (this.#messages.length > KEPT_MAX) this.#messages.shift();
      for (const watcher of this.#watchers) watcher(message);
    }
    setImmediate(() => this.#reports.tell({ gateway: this.name, gatewayId: id, status: "delivered" }));
    return ok({ gateway: this.name, gatewayId: id });
  }

  onReport(listener: (report: DeliveryReport) => void): () => void {
    return this.#reports.on(listener);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
  }
}
