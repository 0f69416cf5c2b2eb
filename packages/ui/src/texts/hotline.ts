const NBSP = "\u00a0";
const HYPHEN = "\u2011";

/** The number that every page shows. It belongs to nobody: an operator puts its own here. */
export const HOTLINE = {
  shown: `8${NBSP}800${NBSP}000${HYPHEN}00${HYPHEN}00`,
  href: "tel:88000000000",
} as const;
