import type { ReadinessFault } from "../voting/contract.ts";

/** What a device needs of a browser, asked before anything is issued. */
export type Surroundings = {
  readonly hasModernScript: () => boolean;
  /** Writes and reads back; `false` where the browser stores nothing. */
  readonly keeps: () => Promise<boolean>;
  /** `StorageManager`, where there is one. */
  readonly storage?: {
    readonly persist?: () => Promise<boolean>;
    readonly persisted?: () => Promise<boolean>;
    readonly estimate?: () => Promise<{ readonly quota?: number; readonly usage?: number }>;
  };
};

/** Room for ballots and receipts of a household, bytes. */
const ROOM_BYTES = 5_000_000;
/** Private windows of Chromium and Firefox get a small share of memory; ordinary ones a share of the disk. */
const PRIVATE_QUOTA_BYTES = 120_000_000;

/**
 * The first thing that is amiss, or `undefined`. Browsers do not say whether a window is private: where one refuses to persist and also
 * gives less room than any disk would, it is one. A browser that only refuses to promise persistence is taken: most do without a prompt.
 */
export async function checkReadiness(around: Surroundings): Promise<ReadinessFault | undefined> {
  if (!around.hasModernScript()) return "BROWSER_TOO_OLD";
  if (!(await around.keeps())) return "STORAGE_MISSING";
  const { storage } = around;
  const isKept = (await attempt(storage?.persisted)) === true || (await attempt(storage?.persist)) === true;
  const estimate = await attempt(storage?.estimate);
  if (estimate?.quota === undefined) return undefined;
  if (estimate.quota - (estimate.usage ?? 0) < ROOM_BYTES) return "STORAGE_NOT_KEPT";
  return !isKept && estimate.quota < PRIVATE_QUOTA_BYTES ? "PRIVATE_MODE" : undefined;
}

/** Firefox asks its reader whether storage may persist, and answers only after a press: nobody waits here for it. */
const PATIENCE_MS = 2_000;

async function attempt<T>(ask: (() => Promise<T>) | undefined): Promise<T | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const patience = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), PATIENCE_MS);
  });
  try {
    return await Promise.race([ask?.(), patience]);
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}

/** The browser's own surroundings. */
export function browserSurroundings(keeps: () => Promise<boolean>): Surroundings {
  const { storage } = navigator;
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
    ...(storage === undefined
      ? {}
      : {
          storage: {
            persist: () => storage.persist(),
            persisted: () => storage.persisted(),
            estimate: () => storage.estimate(),
          },
        }),
  };
}
