import { say } from "./say.ts";

/** Words of `veche election status`. */
export const statusTexts = {
  phase: say("Phase", "Этап"),
  phases: {
    undefined: say("not defined", "не объявлены"),
    "set-up": say("set-up", "подготовка"),
    open: say("open", "открыты"),
    closed: say("closed", "закрыты"),
  },
  suspended: say("suspended", "приостановлены"),
  entries: say("Log entries", "Записей в журнале"),
  lastEntry: say("Last entry", "Последняя запись"),
  ceremony: say("Key ceremony", "Церемония ключа"),
  ceremonyAt: (step: string, attempt: number) =>
    say(`step ${step}, attempt ${attempt}`, `шаг ${step}, попытка ${attempt}`),
  ceremonyDone: say("done", "завершена"),
  ceremonyFailed: say("failed: a new election is needed", "не удалась: нужно объявить выборы заново"),
  missing: say("Waiting for trustees", "Ждём хранителей"),
  deadline: say("Until", "До"),
  alive: say("Trustees who take part", "Участвующие хранители"),
  canaries: say("Canaries", "Проверки доли"),
  canaryOf: (stage: string, trustees: string) => say(`${stage}: ${trustees}`, `${stage}: ${trustees}`),
  issuerKeys: say("Issuer keys", "Ключи издателей"),
  issuerSet: say("Issuer set", "Набор издателей"),
  setOf: (number: number, members: string) => say(`no. ${number}: ${members}`, `№ ${number}: ${members}`),
  roll: say("roll", "в списке"),
  issued: say("issued", "выдано"),
  ballots: say("ballots", "бюллетеней"),
  head: say("Tally head", "Итоговая отметка"),
  headSigned: (agreeing: number, needed: number) =>
    say(`signed by ${agreeing}, ${needed} needed`, `подписали ${agreeing}, нужно ${needed}`),
  headDiffers: say("Trustees who signed ANOTHER head", "Хранители, подписавшие ДРУГУЮ отметку"),
  decryptions: say("Decryptions of trustees", "Расшифровали хранители"),
  blamed: say("Blamed", "Ошибки"),
  blamedFor: (trustee: number, type: string, count: number) =>
    say(`trustee ${trustee}: ${type}, ${count} wrong`, `хранитель ${trustee}: ${type}, ошибочных ${count}`),
  result: say("Result", "Результат"),
  certified: say("certified", "утверждён"),
  notCertified: say("not certified yet", "ещё не утверждён"),
  none: say("–", "–"),
  empty: say("no ballots", "бюллетеней нет"),
  withheld: say(
    "not counted: too few ballots to keep them secret",
    "не посчитан: слишком мало бюллетеней для тайны",
  ),
  stylesOf: (styles: string) => say(`styles ${styles}`, `бюллетени ${styles}`),
};
