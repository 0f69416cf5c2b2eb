const NBSP = "\u00a0";
const HYPHEN = "\u2011";

export type Hotline = { readonly shown: string; readonly href: string };

/** A telephone number as it is shown (never torn at the end of a line) and as it is called. */
export const hotlineOf = (number: string): Hotline => ({
  shown: number.replaceAll(" ", NBSP).replaceAll("-", HYPHEN),
  href: `tel:${number.replaceAll(/[^\d+]/g, "")}`,
});

/** Shown until the operator's own number is known; it belongs to nobody. */
export const HOTLINE = hotlineOf("8 800 000-00-00");
