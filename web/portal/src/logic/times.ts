import type { Formats, Language } from "@veche/ui";

const MOSCOW_MS = 3 * 3_600_000;
const DAY_MS = 86_400_000;

/** Midnight in Moscow, whose clocks have been three hours ahead of UTC all year round since 2014. */
const isMidnight = (ms: number): boolean => (ms + MOSCOW_MS) % DAY_MS === 0;

/** An end as people read it: midnight belongs to the day before, `1 December, 24:00 (Moscow time)`. */
export function until(formats: Formats, ms: number): string {
  if (!isMidnight(ms)) return formats.moment(ms);
  return `${formats.day(ms - 1)}, ${formats.clock(ms).replace("00:00", "24:00")}`;
}

/** The day of an end; midnight belongs to the day before. */
export const untilDay = (formats: Formats, ms: number): string => formats.day(isMidnight(ms) ? ms - 1 : ms);

/** Only the time of day of an end, with its zone. */
export const untilClock = (formats: Formats, ms: number): string =>
  isMidnight(ms) ? formats.clock(ms).replace("00:00", "24:00") : formats.clock(ms);

/** Whole days of Moscow between two moments; negative: `ms` is earlier. */
export const daysBetween = (from: number, ms: number): number =>
  Math.floor((ms + MOSCOW_MS) / DAY_MS) - Math.floor((from + MOSCOW_MS) / DAY_MS);

/** A deadline that has just passed, seen from `now`: today, yesterday, or a day. Midnight counts to the day that it ends. */
export function pastDay(end: number, now: number): "today" | "yesterday" | "earlier" {
  const days = daysBetween(isMidnight(end) ? end - 1 : end, now);
  return days <= 0 ? "today" : days === 1 ? "yesterday" : "earlier";
}

/** A day of the calendar, `1986-04-12`, as people read it; what is no date is shown as it came. */
export function calendarDay(language: Language, date: string): string {
  const ms = /^\d{4}-\d{2}-\d{2}$/.test(date) ? Date.parse(`${date}T12:00:00Z`) : Number.NaN;
  if (Number.isNaN(ms)) return date;
  const locale = language === "ru" ? "ru-RU" : "en-GB";
  return new Intl.DateTimeFormat(locale, { timeZone: "UTC", dateStyle: "long" }).format(ms);
}
