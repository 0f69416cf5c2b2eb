/** `StorageManager`, where the browser has one. */
export type StorageShare = {
  readonly persist?: () => Promise<boolean>;
  readonly persisted?: () => Promise<boolean>;
  readonly estimate?: () => Promise<{ readonly quota?: number }>;
};

/** Private windows of Chromium and Firefox get a small share of memory; ordinary ones a share of the disk. */
const PRIVATE_QUOTA_BYTES = 120_000_000;
/** Firefox asks its reader whether storage may persist, and answers only after a press: nobody waits here for it. */
const PATIENCE_MS = 2_000;

/**
 * Whether this looks like a private window, by the rule of the ballot page: browsers do not say so, but one that refuses to persist and
 * gives less room than any disk would is one. Here it is told before the way begins; the ballot page stops at it.
 */
export async function isPrivateWindow(share: StorageShare | undefined): Promise<boolean> {
  const isKept = (await attempt(share?.persisted)) === true || (await attempt(share?.persist)) === true;
  const quota = (await attempt(share?.estimate))?.quota;
  return !isKept && quota !== undefined && quota < PRIVATE_QUOTA_BYTES;
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
