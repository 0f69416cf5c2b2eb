import type { Figure, Unit } from "../figure.ts";

/** Numbers as people read them, the same in both languages but for the unit. */
const UNITS: Readonly<Record<Unit, { readonly en: string; readonly ru: string }>> = {
  us: { en: "µs", ru: "мкс" },
  ms: { en: "ms", ru: "мс" },
  s: { en: "s", ru: "с" },
  "per-s": { en: "/s", ru: "/с" },
  bytes: { en: "B", ru: "Б" },
  MB: { en: "MB", ru: "МБ" },
  times: { en: "×", ru: "×" },
  percent: { en: "%", ru: "%" },
  count: { en: "", ru: "" },
};

export type Language = "en" | "ru";

export const valueText = (value: number, unit: Unit, language: Language): string =>
  `${numberWords(value, language)} ${UNITS[unit][language]}`.trimEnd();

export const figureText = ({ value, unit }: Figure, language: Language): string =>
  valueText(value, unit, language);

/** Three digits that mean something; whole numbers from a hundred on. */
export function numberWords(value: number, language: Language): string {
  const size = Math.abs(value);
  const digits = size === 0 || size >= 100 ? 0 : Math.min(3, 2 - Math.floor(Math.log10(size)));
  const [whole = "", fraction] = value.toFixed(Math.max(0, digits)).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, language === "en" ? "," : "\u00a0");
  return fraction === undefined ? grouped : `${grouped}${language === "en" ? "." : ","}${fraction}`;
}

/** How much the samples lay apart, in percent of the median; nothing for a single one. */
export function spreadText({ min, max, value, samples }: Figure): string {
  if (samples < 2 || value === 0) return "";
  return `${Math.round((100 * (min - value)) / value)}…+${Math.round((100 * (max - value)) / value)} %`;
}

/** Baseline and how many times as much it is; empty without one. */
export function baselineTexts(
  { value, unit, baseline }: Figure,
  language: Language,
): readonly [baseline: string, ratio: string] {
  if (baseline === undefined) return ["", ""];
  return [valueText(baseline.value, unit, language), `${numberWords(baseline.value / value, language)}×`];
}
