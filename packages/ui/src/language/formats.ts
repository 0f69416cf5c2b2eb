import type { Language } from "./language.ts";

/** Numbers and times as people read them: all times are Moscow times and say so. */
export type Formats = {
  /** `6 декабря, 20:00 (МСК)` of milliseconds since 1970. */
  readonly moment: (ms: number) => string;
  /** `4 декабря 2026, 14:07:31 (МСК)`. */
  readonly momentExact: (ms: number) => string;
  /** `20:00 (МСК)`. */
  readonly clock: (ms: number) => string;
  /** `6 декабря`. */
  readonly day: (ms: number) => string;
  /** `128 406`. */
  readonly number: (value: number) => string;
  /** `0:42` of whole seconds. */
  readonly countdown: (seconds: number) => string;
};

const ZONE = { ru: "МСК", en: "Moscow time" } as const;
const LOCALE = { ru: "ru-RU", en: "en-GB" } as const;
const NBSP = "\u00a0";
const timeZone = "Europe/Moscow";

export function formatsOf(language: Language): Formats {
  const locale = LOCALE[language];
  const date = new Intl.DateTimeFormat(locale, { timeZone, day: "numeric", month: "long" });
  const minute = new Intl.DateTimeFormat(locale, { timeZone, hour: "2-digit", minute: "2-digit" });
  const second = new Intl.DateTimeFormat(locale, {
    timeZone,
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  });
  const year = new Intl.DateTimeFormat(locale, { timeZone, year: "numeric" });
  const number = new Intl.NumberFormat(locale);
  // A day and its month, and a time and its zone, are not torn apart at the end of a line.
  const day = (ms: number) => date.format(ms).replaceAll(" ", NBSP);
  const zone = ` (${ZONE[language].replaceAll(" ", NBSP)})`;
  return {
    day,
    moment: (ms) => `${day(ms)}, ${minute.format(ms)}${zone}`,
    momentExact: (ms) => `${day(ms)} ${year.format(ms)}, ${second.format(ms)}${zone}`,
    clock: (ms) => `${minute.format(ms)}${zone}`,
    number: (value) => number.format(value),
    countdown: (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`,
  };
}
