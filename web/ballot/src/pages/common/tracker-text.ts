/** Crockford base32 without I, L, O and U; people type spaces, hyphens and small letters. */
const TRACKER = /^[0-9A-HJKMNP-TV-Z]{20}$/;

/** What people write for what stands in a code: the letters that it never has. */
const ALIKE: Readonly<Record<string, string>> = { I: "1", L: "1", O: "0" };

export const trackerText = (typed: string): string =>
  typed
    .toUpperCase()
    .replaceAll(/[\s\-–—]/g, "")
    .replaceAll(/[ILO]/g, (letter) => ALIKE[letter] ?? letter);

export const isTracker = (typed: string): boolean => TRACKER.test(trackerText(typed));
