import type { Kysely } from "kysely";
import type { Database } from "../database/schema.ts";
import { moscowDayStart } from "../moscow-day.ts";
import type { DeliveryReport, SmsAccepted } from "./gateway/contract.ts";

/** Reports that came before the gateway's own answer, at most. */
const EARLY_MAX = 1000;

export type QueuedMessage = {
  readonly id: string;
  readonly account: string | null;
  readonly purpose: string;
  readonly gateway: string;
  readonly now: number;
};

/**
 * What support sees: that a message was queued, taken, delivered or failed, never its text and never its telephone. ⚔ Of messages for
 * `issue` only the day is kept: their time, beside the public log, would join a person to an entry (P4).
 */
export class DeliveryLog {
  readonly #db: Kysely<Database>;
  readonly #early = new Map<string, DeliveryReport>();

  constructor(db: Kysely<Database>) {
    this.#db = db;
  }

  async queued({ now, ...message }: QueuedMessage): Promise<void> {
    const at = shownTime(message.purpose, now);
    await this.#db
      .insertInto("sms_message")
      .values({ ...message, gateway_id: null, status: "queued", queued_at: at, changed_at: at })
      .execute();
  }

  async sent(message: QueuedMessage, { gateway, gatewayId }: SmsAccepted): Promise<void> {
    const early = this.#early.get(keyOf({ gateway, gatewayId }));
    this.#early.delete(keyOf({ gateway, gatewayId }));
    await this.#db
      .updateTable("sms_message")
      .set({
        gateway,
        gateway_id: gatewayId,
        status: early?.status ?? "sent",
        changed_at: shownTime(message.purpose, message.now),
      })
      .where("id", "=", message.id)
      .execute();
  }

  async failed({ id, purpose, now }: QueuedMessage): Promise<void> {
    await this.#db
      .updateTable("sms_message")
      .set({ status: "failed", changed_at: shownTime(purpose, now) })
      .where("id", "=", id)
      .execute();
  }

  /** A report of what nobody here sent is kept for a moment, since the gateway's answer may be on its way, and then forgotten. */
  async reported(report: DeliveryReport, now: number): Promise<void> {
    const { gateway, gatewayId, status } = report;
    const changed = await this.#db
      .updateTable("sms_message")
      .set((eb) => ({
        status,
        changed_at: eb.case().when("purpose", "=", "issue").then(moscowDayStart(now)).else(now).end(),
      }))
      .where("gateway", "=", gateway)
      .where("gateway_id", "=", gatewayId)
      // What was delivered stays delivered, whatever comes later.
      .where("status", "!=", "delivered")
      .executeTakeFirst();
    if (changed.numUpdatedRows > 0n) return;
    if (this.#early.size >= EARLY_MAX) this.#early.clear();
    this.#early.set(keyOf(report), report);
  }
}

const keyOf = ({ gateway, gatewayId }: SmsAccepted): string => `${gateway} ${gatewayId}`;
const shownTime = (purpose: string, now: number): number => (purpose === "issue" ? moscowDayStart(now) : now);
