/** Moscow has kept UTC+3 without summer time since 2014. */
export const MOSCOW_OFFSET_MS = 3 * 3_600_000;
export const DAY_MS = 86_400_000;

/** Beginning of the Moscow day in which `now` lies, ms since 1970. */
export const moscowDayStart = (now: number): number =>
  Math.floor((now + MOSCOW_OFFSET_MS) / DAY_MS) * DAY_MS - MOSCOW_OFFSET_MS;

export const nextMoscowDay = (now: number): number => moscowDayStart(now) + DAY_MS;
