import type { Receipt } from "./receipt.ts";

type Group = { readonly waiting: Set<string>; gatewayId: string | undefined; hasFailed: boolean };

const KEPT_MAX = 100_000;
const EARLY_MAX = 1000;

/**
 * Joins the receipts of a message's parts: it is delivered when all of them are, and failed when one is. The message goes by the id of
 * its last part, so that after a restart, when nothing is known of the others, a receipt for that part still finds it.
 */
export class JoinedReceipts {
  readonly #groups = new Map<string, Group>();
  readonly #early = new Map<string, Receipt["status"]>();
  readonly #tell: (receipt: Receipt) => void;

  constructor(tell: (receipt: Receipt) => void) {
    this.#tell = tell;
  }

  begin(): Group {
    return { waiting: new Set(), gatewayId: undefined, hasFailed: false };
  }

  /** A part was accepted under this id. */
  add(group: Group, messageId: string): void {
    group.waiting.add(messageId);
    this.#groups.set(messageId, group);
    const oldest = this.#groups.size > KEPT_MAX ? this.#groups.keys().next().value : undefined;
    if (oldest !== undefined) this.#groups.delete(oldest);
    const early = this.#early.get(messageId);
    if (early !== undefined && this.#early.delete(messageId)) this.take({ messageId, status: early });
  }

  /** All parts were accepted; this is the last. */
  end(group: Group, messageId: string): void {
    group.gatewayId = messageId;
    this.#tellIfKnown(group);
  }

  take({ messageId, status }: Receipt): void {
    const group = this.#groups.get(messageId);
    if (group === undefined) {
      if (this.#early.size >= EARLY_MAX) this.#early.clear();
      this.#early.set(messageId, status);
      this.#tell({ messageId, status });
      return;
    }
    group.waiting.delete(messageId);
    this.#groups.delete(messageId);
    if (status === "failed") group.hasFailed = true;
    this.#tellIfKnown(group);
  }

  #tellIfKnown({ gatewayId, waiting, hasFailed }: Group): void {
    if (gatewayId === undefined) return;
    if (hasFailed) this.#tell({ messageId: gatewayId, status: "failed" });
    else if (waiting.size === 0) this.#tell({ messageId: gatewayId, status: "delivered" });
  }
}
