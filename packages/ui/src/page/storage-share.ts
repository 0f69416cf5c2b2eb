/** `StorageManager`, as much of it as the browser has. */
export type StorageShare = {
  readonly persist?: () => Promise<boolean>;
  readonly persisted?: () => Promise<boolean>;
  readonly estimate?: () => Promise<{ readonly quota?: number; readonly usage?: number }>;
};

/** `free`: bytes that are left, if the browser says so. */
export type StorageRoom = { readonly isPrivateWindow: boolean; readonly free: number | undefined };

/** Private windows of Chromium and Firefox get a small share of memory; ordinary ones a share of the disk. */
const PRIVATE_QUOTA_BYTES = 120_000_000;
/** Firefox asks its reader whether storage may persist, and answers only after a press: nobody waits here for it. */
const PATIENCE_MS = 2_000;

/**
 * What room this page has to keep a ballot. Browsers do not say whether a window is private: one that refuses to persist and also gives less
 * room than any disk would is one. A browser that only refuses to promise persistence is none: most do without a prompt.
 */
export async function storageRoom(share: StorageShare | undefined): Promise<StorageRoom> {
  const isKept = (await attempt(share?.persisted)) === true || (await attempt(share?.persist)) === true;
  const { quota, usage = 0 } = (await attempt(share?.estimate)) ?? {};
  if (quota === undefined) return { isPrivateWindow: false, free: undefined };
  return { isPrivateWindow: !isKept && quota < PRIVATE_QUOTA_BYTES, free: quota - usage };
}

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

/** The browser's own; missing where the address is no secure one. */
export function browserStorage(): StorageShare | undefined {
  const storage = navigator.storage as StorageManager | undefined;
  if (storage === undefined) return undefined;
  return {
    persist: () => storage.persist(),
    persisted: () => storage.persisted(),
    estimate: () => storage.estimate(),
  };
}
