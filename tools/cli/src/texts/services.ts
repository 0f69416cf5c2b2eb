import { say } from "./say.ts";

/** What services say while they run. */
export const serviceTexts = {
  listening: (url: string) => say(`Listening on ${url}`, `Слушает ${url}`),
  witnessKey: (vkey: string) => say(`Key of this witness: ${vkey}`, `Ключ этого свидетеля: ${vkey}`),
  stopping: say("Stopping: finishing what is under way.", "Останавливается: заканчивает начатое."),
  elections: (count: number) => say(`Elections in this home: ${count}`, `Выборов в этой папке: ${count}`),
  makingKeys: say("Making RSA keys", "Создание ключей RSA"),
  keysPosted: (count: number) => say(`Keys posted: ${count}`, `Внесено ключей: ${count}`),
};
