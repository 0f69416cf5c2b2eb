/** The languages of every page; the first is the fallback. */
export const LANGUAGES = ["ru", "en"] as const;
export type Language = (typeof LANGUAGES)[number];

/** A text in both languages, as manifests and services give it. */
export type Bilingual = Readonly<Record<Language, string>>;

const STORED_AS = "veche-language";

const isLanguage = (text: string | null | undefined): text is Language => text === "ru" || text === "en";

/** What the reader chose before, else the first of the browser's languages that we speak, else Russian. */
export function firstLanguage(world: {
  readonly stored: string | null;
  readonly browser: readonly string[];
}): Language {
  if (isLanguage(world.stored)) return world.stored;
  return world.browser.map((tag) => tag.slice(0, 2).toLowerCase()).find(isLanguage) ?? LANGUAGES[0];
}

/** Storage may be forbidden: then the language is simply not remembered. */
export function storedLanguage(): string | null {
  try {
    return localStorage.getItem(STORED_AS);
  } catch {
    return null;
  }
}

export function storeLanguage(language: Language): void {
  try {
    localStorage.setItem(STORED_AS, language);
  } catch {
    // Forbidden: see storedLanguage.
  }
}
