import type { Sentence } from "@veche/api";
import { say } from "./say.ts";

/** The words that stand in every help text. */
export const helpWords = {
  help: say("Show this help", "Показать эту справку"),
  version: say("Show the version", "Показать версию"),
  required: say("required", "обязательно"),
  examples: say("Examples:", "Примеры:"),
  /** By the parser's own titles. */
  titles: {
    "Usage:": say("Usage:", "Вызов:"),
    "Arguments:": say("Arguments:", "Аргументы:"),
    "Options:": say("Options:", "Параметры:"),
    "Commands:": say("Commands:", "Команды:"),
  } as Readonly<Record<string, Sentence>>,
};
