/** A moment for people, with its zone, to the second: `2026-12-04 08:00:00Z`. */
export const momentText = (ms: number): string =>
  new Date(ms)
    .toISOString()
    .replace("T", " ")
    .replace(/\.\d{3}Z$/, "Z");
