import { useTexts } from "@veche/ui";
import type { SharedKey } from "@veche/ui/texts";
import { CASTING_TEXTS } from "./casting.ts";
import { CHECKING_TEXTS } from "./checking.ts";
import { PROBLEM_TEXTS } from "./problems.ts";
import { VOTING_TEXTS } from "./voting.ts";

export const TEXTS = {
  en: { ...VOTING_TEXTS.en, ...CASTING_TEXTS.en, ...CHECKING_TEXTS.en, ...PROBLEM_TEXTS.en },
  ru: { ...VOTING_TEXTS.ru, ...CASTING_TEXTS.ru, ...CHECKING_TEXTS.ru, ...PROBLEM_TEXTS.ru },
};

export type TextKey = keyof typeof TEXTS.en;

/** The texts of the ballot page. */
export const useSay = () => useTexts<TextKey | SharedKey>();
