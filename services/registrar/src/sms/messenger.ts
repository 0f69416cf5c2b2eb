import { type RandomBytes, type Result, toHex } from "@veche/base";
import type { Kysely } from "kysely";
import type { Database } from "../database/schema.ts";
import { DeliveryLog } from "./delivery-log.ts";
import type { SmsAccepted, SmsFailure, SmsGateway } from "./gateway/contract.ts";

export type Outgoing = {
  readonly account: string | null;
  /** For the delivery log: what a code confirms, or the kind of a notice. */
  readonly purpose: string;
  readonly telephone: string;
  readonly text: string;
  readonly expiresAt: number;
  readonly now: number;
};

/** Sends messages through a gateway and keeps the delivery log. */
export class Messenger {
  readonly #gateway: SmsGateway;
  readonly #log: DeliveryLog;
  readonly #random: RandomBytes;
  readonly #stop: () => void;

  constructor(parts: {
    readonly db: Kysely<Database>;
    readonly gateway: SmsGateway;
    readonly random: RandomBytes;
    readonly now: () => number;
  }) {
    this.#gateway = parts.gateway;
    this.#log = new DeliveryLog(parts.db);
    this.#random = parts.random;
    this.#stop = parts.gateway.onReport((report) => {
      // For support alone: a report that cannot be written leaves the message as "sent", and nothing else waits for it.
      this.#log.reported(report, parts.now()).catch(() => undefined);
    });
  }

  async send({ telephone, text, expiresAt, ...about }: Outgoing): Promise<Result<SmsAccepted, SmsFailure>> {
    const message = { ...about, id: toHex(this.#random(16)), gateway: this.#gateway.name };
    await this.#log.queued(message);
    const sent = await this.#gateway.send({ id: message.id, telephone, text, expiresAt });
    await (sent.ok ? this.#log.sent(message, sent.value) : this.#log.failed(message));
    return sent;
  }

  /** Ends the subscription to reports; the gateway is closed by whoever opened it. */
  close(): void {
    this.#stop();
  }
}
