import { useTexts } from "@veche/ui";
import type { SharedKey } from "@veche/ui/texts";
import { APPLICATION_TEXTS } from "./application.ts";
import { COMMON_TEXTS } from "./common.ts";
import { ELECTION_TEXTS } from "./elections.ts";
import { VOTING_TEXTS } from "./voting.ts";

/** All texts of the portal in both languages. Keys begin with the page's name. */
export const TEXTS = {
  en: { ...COMMON_TEXTS.en, ...ELECTION_TEXTS.en, ...APPLICATION_TEXTS.en, ...VOTING_TEXTS.en },
  ru: { ...COMMON_TEXTS.ru, ...ELECTION_TEXTS.ru, ...APPLICATION_TEXTS.ru, ...VOTING_TEXTS.ru },
};

export type TextKey = keyof typeof TEXTS.en;

export const useSay = () => useTexts<TextKey | SharedKey>();
