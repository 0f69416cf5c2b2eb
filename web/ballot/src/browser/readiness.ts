import { browserStorage, type StorageShare, storageRoom } from "@veche/ui";
import type { ReadinessFault } from "../voting/contract.ts";

/** What a device needs of a browser, asked before anything is issued. */
export type Surroundings = {
  readonly hasModernScript: () => boolean;
  /** Writes and reads back; `false` where the browser stores nothing. */
  readonly keeps: () => Promise<boolean>;
  readonly storage?: StorageShare | undefined;
};

/** Room for ballots and receipts of a household, bytes. */
const ROOM_BYTES = 5_000_000;

/** The first thing that is amiss, or `undefined`. */
export async function checkReadiness(around: Surroundings): Promise<ReadinessFault | undefined> {
  if (!around.hasModernScript()) return "BROWSER_TOO_OLD";
  if (!(await around.keeps())) return "STORAGE_MISSING";
  const { isPrivateWindow, free } = await storageRoom(around.storage);
  if (free !== undefined && free < ROOM_BYTES) return "STORAGE_NOT_KEPT";
  return isPrivateWindow ? "PRIVATE_MODE" : undefined;
}

/** The browser's own surroundings. */
export function browserSurroundings(keeps: () => Promise<boolean>): Surroundings {
  return {
    hasModernScript: () =>
      typeof BigInt === "function" &&
      typeof WebAssembly === "object" &&
      typeof globalThis.crypto?.getRandomValues === "function" &&
      // Missing where the address is no secure one.
      typeof globalThis.crypto.subtle?.deriveBits === "function" &&
      typeof Worker === "function" &&
      typeof DataView.prototype.setBigUint64 === "function",
    keeps,
    storage: browserStorage(),
  };
}
