import { useTexts } from "@veche/ui";
import type { SharedKey } from "@veche/ui/texts";
import { CHECKING_TEXTS } from "./checking.ts";
import { TEXTS, type TextKey } from "./index.ts";

/** All texts of the second device and of the look-up. */
export const CHECKING_PAGE_TEXTS = {
  en: { ...TEXTS.en, ...CHECKING_TEXTS.en },
  ru: { ...TEXTS.ru, ...CHECKING_TEXTS.ru },
};

export type CheckingKey = TextKey | keyof typeof CHECKING_TEXTS.en;

/** The texts of those pages. */
export const useCheckingSay = () => useTexts<CheckingKey | SharedKey>();
