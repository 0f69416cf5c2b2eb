/** Seconds since 1970 as `2023-11-14 22:13:20 UTC` (RFC 3339 with a space), by counting days. */
export function utcText(seconds: number): string {
  const days = Math.floor(seconds / 86_400);
  const second = seconds % 86_400;
  const { year, month, day } = dateOf(days);
  const two = (value: number): string => String(value).padStart(2, "0");
  const time = [Math.floor(second / 3600), Math.floor(second / 60) % 60, second % 60].map(two).join(":");
  return `${String(year).padStart(4, "0")}-${two(month)}-${two(day)} ${time} UTC`;
}

const DAYS_OF_400_YEARS = 146_097;

/** The Gregorian date of a day since 1970-01-01. */
function dateOf(days: number): { readonly year: number; readonly month: number; readonly day: number } {
  // Years that begin in March have their leap day at the end.
  const shifted = days + 719_468;
  const era = Math.floor(shifted / DAYS_OF_400_YEARS);
  const dayOfEra = shifted - era * DAYS_OF_400_YEARS;
  const leaps =
    Math.floor(dayOfEra / 1460) -
    Math.floor(dayOfEra / 36_524) +
    Math.floor(dayOfEra / (DAYS_OF_400_YEARS - 1));
  const yearOfEra = Math.floor((dayOfEra - leaps) / 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1;
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  return { year: 400 * era + yearOfEra + (month <= 2 ? 1 : 0), month, day };
}
