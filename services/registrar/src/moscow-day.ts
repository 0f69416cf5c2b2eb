/**
 * Days as the law counts them: by the clock of Moscow (UTC+3 all year since 2014), which every page names beside a time. A day is
 * written `YYYY-MM-DD` and has an order as text.
 */
export const MOSCOW_OFFSET_MS = 3 * 3_600_000;
export const DAY_MS = 86_400_000;

/** The day that `time` (ms since 1970) lies in. */
export const dayOf = (time: number): string => new Date(time + MOSCOW_OFFSET_MS).toISOString().slice(0, 10);

/** Its first moment, ms since 1970. */
export const startOfDay = (day: string): number => Date.parse(`${day}T00:00:00Z`) - MOSCOW_OFFSET_MS;

export const nextDay = (day: string): string => dayOf(startOfDay(day) + DAY_MS);

/** The last day of a window that ends at `end`, exclusive: a window until midnight ends on the day before. */
export const lastDayBefore = (end: number): string => dayOf(end - 1);

/** Whether somebody born on `birthDate` is `years` old on `day`. Who was born on 29 February is older from 1 March on. */
export function isOfAge(birthDate: string, years: number, day: string): boolean {
  const birthday = `${String(Number(birthDate.slice(0, 4)) + years).padStart(4, "0")}${birthDate.slice(4)}`;
  return birthday <= day;
}

/** First moment of the day in which `now` lies, and of the day after, ms since 1970. */
export const moscowDayStart = (now: number): number => startOfDay(dayOf(now));
export const nextMoscowDay = (now: number): number => moscowDayStart(now) + DAY_MS;
