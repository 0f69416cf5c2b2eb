import type { Sentence } from "@veche/api";
import type { Fault } from "../framework/stop.ts";

/** The catalogue: every text of the command line, in both languages, stands in this folder. */
export const say = (en: string, ru: string): Sentence => ({ en, ru });

export const fault = (code: string, en: string, ru: string): Fault => ({ code, sentence: { en, ru } });
