import { say } from "./say.ts";

/** What a person at the terminal is asked. */
export const questions = {
  passphrase: (path: string) => say(`Passphrase for ${path}: `, `Пароль для ${path}: `),
  newPassphrase: say("New passphrase: ", "Новый пароль: "),
  passphraseAgain: say("The same again: ", "Ещё раз: "),
};
