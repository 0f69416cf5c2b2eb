import { randomBytes } from "node:crypto";
import type { TestContext } from "node:test";
import type { Bytes } from "@veche/base";
import { testDatabase } from "../../database/testing.ts";
import { addAccount } from "../../sms/testing/accounts.ts";
import { Seal } from "../seal.ts";

export const ANNA = "account-anna";
export const BORIS = "account-boris";
export const NOW = Date.UTC(2026, 10, 1, 9);
export const DATA_KEY = new Uint8Array(32).fill(9);

export const random = (length: number): Bytes => new Uint8Array(randomBytes(length));

/** Two accounts in a database of their own. */
export async function accounts(t: TestContext) {
  const { db } = await testDatabase(t);
  await addAccount(db, ANNA);
  await addAccount(db, BORIS);
  return { db, seal: new Seal(DATA_KEY) };
}
