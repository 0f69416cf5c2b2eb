import { toParts } from "./gateway/parts.ts";

export type CodePurpose = "application" | "recall" | "telephone" | "issue";
export type Language = "en" | "ru";

/**
 * What the code is for, without the election's name: who looks over a shoulder learns nothing of it, and the code is read first.
 * No sentence says more than can be true when it arrives.
 */
const WORDS = {
  en: {
    application: "is your code to apply for online voting.",
    recall: "is your code to recall your application.",
    telephone: "is your code to confirm this telephone number.",
    issue: "is your code to get your ballot.",
    warning: "Tell nobody, not even officials.",
  },
  ru: {
    application: "— код, чтобы подать заявление.",
    recall: "— код, чтобы отозвать заявление.",
    telephone: "— код, чтобы подтвердить этот номер.",
    issue: "— код, чтобы получить бюллетень.",
    warning: "Никому его не сообщайте, даже сотрудникам.",
  },
} as const;

/** Parts of a message, at most: more of them arrive late or in the wrong order. */
const PARTS_MAX = 2;

/**
 * The text of an SMS with a code. Starts with the code; the last line binds it to the portal's host, so that phones fill it in
 * there and nowhere else (WICG "Origin-bound one-time codes", 3.1).
 */
export const codeMessage = (purpose: CodePurpose, code: string, language: Language, host: string): string =>
  `${code} ${WORDS[language][purpose]} ${WORDS[language].warning}\n\n@${host} #${code}`;

/** Whether every message fits its two parts with this host name; a portal whose name is longer does not start. */
export const isHostShortEnough = (host: string): boolean =>
  (["en", "ru"] as const).every((language) =>
    (["application", "recall", "telephone", "issue"] as const).every(
      (purpose) => toParts(codeMessage(purpose, "000000", language, host)).parts.length <= PARTS_MAX,
    ),
  );
