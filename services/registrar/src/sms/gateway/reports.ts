import type { DeliveryReport } from "./contract.ts";

/** Who wants to know of deliveries. */
export class Reports {
  readonly #listeners = new Set<(report: DeliveryReport) => void>();

  on(listener: (report: DeliveryReport) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  tell(report: DeliveryReport): void {
    for (const listener of this.#listeners) listener(report);
  }
}
