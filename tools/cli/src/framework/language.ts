import type { Sentence } from "@veche/api";

export const LANGUAGES = ["en", "ru"] as const;
export type Language = (typeof LANGUAGES)[number];

/** All that the program reads of its environment. */
export type Environment = {
  readonly [name in "LC_ALL" | "LC_MESSAGES" | "LANG" | "PATH"]?: string | undefined;
};

const isLanguage = (text: string | undefined): text is Language => LANGUAGES.some((known) => known === text);

/**
 * The language of help and messages, known before the command line is parsed, because help texts are part of the parser:
 * `--lang`, else the locale of the environment, else English.
 */
export function languageOf(argv: readonly string[], env: Environment): Language {
  const at = argv.lastIndexOf("--lang");
  const given = at >= 0 ? argv[at + 1] : argv.findLast((arg) => arg.startsWith("--lang="))?.slice(7);
  if (isLanguage(given)) return given;
  const locale = env.LC_ALL || env.LC_MESSAGES || env.LANG || "";
  return locale.toLowerCase().startsWith("ru") ? "ru" : "en";
}

export const inLanguage =
  (language: Language) =>
  (sentence: Sentence): string =>
    sentence[language];
