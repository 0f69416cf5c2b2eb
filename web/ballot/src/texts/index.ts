import { useTexts } from "@veche/ui";
import type { SharedKey } from "@veche/ui/texts";
import { CASTING_TEXTS } from "./casting.ts";
import { COMMON_TEXTS } from "./common.ts";
import { PROBLEM_TEXTS } from "./problems.ts";
import { VOTING_TEXTS } from "./voting.ts";

/** What every page has at hand. The second device and the look-up add theirs: a voter's first visit does not load them. */
export const TEXTS = {
  en: { ...VOTING_TEXTS.en, ...CASTING_TEXTS.en, ...COMMON_TEXTS.en, ...PROBLEM_TEXTS.en },
  ru: { ...VOTING_TEXTS.ru, ...CASTING_TEXTS.ru, ...COMMON_TEXTS.ru, ...PROBLEM_TEXTS.ru },
};

export type TextKey = keyof typeof TEXTS.en;

/** The texts of the ballot page. */
export const useSay = () => useTexts<TextKey | SharedKey>();
