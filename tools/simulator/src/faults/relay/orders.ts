import { readFileSync, renameSync, writeFileSync } from "node:fs";

/** What a relay does between an engine and its application. */
export type Orders = {
  /** It waits so long before each request of the consensus is handed on. */
  readonly delayMs: number;
  /** It proposes what must not enter, and agrees to everything. */
  readonly lies: boolean;
};

export const HONEST: Orders = { delayMs: 0, lies: false };

/** In one step, so that a relay never sees half of it. */
export function giveOrders(file: string, orders: Orders): void {
  writeFileSync(`${file}.new`, JSON.stringify(orders));
  renameSync(`${file}.new`, file);
}

export const ordersIn = (file: string): Orders => JSON.parse(readFileSync(file, "utf8")) as Orders;
