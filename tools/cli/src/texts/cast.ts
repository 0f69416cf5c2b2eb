import type { Fault } from "../framework/stop.ts";
import { fault, say } from "./say.ts";

/** What a voter reads. Fixed words: ballot code, public log, recorded. */
export const castTexts = {
  continued: say(
    "You stopped while voting. We continue from there.",
    "Вы остановились на голосовании. Продолжаем с этого места.",
  ),
  choicesKept: say(
    "Your ballot is made already and is sent as it is; --choose was passed over.",
    "Бюллетень уже заполнен и отправляется как есть; --choose не использован.",
  ),
  promised: (until: string) =>
    say(
      `Your ballot is checked and kept; it is recorded at ${until}. This is no receipt yet.`,
      `Бюллетень проверен и сохранён; он будет записан в ${until}. Это ещё не квитанция.`,
    ),
  recorded: say("Your vote is recorded.", "Ваш голос записан."),
  recordedBefore: say(
    "Your vote was recorded before. Nothing was sent.",
    "Ваш голос уже записан раньше. Ничего не отправлено.",
  ),
  againPossible: say(
    "You can vote again with --again; the last ballot counts.",
    "Можно проголосовать ещё раз с --again; считается последний бюллетень.",
  ),
  code: say("Ballot code", "Код бюллетеня"),
  codeMeans: say("It does not show your choice.", "Он не показывает ваш выбор."),
  place: say("Place in the public log", "Место в журнале"),
  time: say("Recorded at", "Записан в"),
  receipt: say("Receipt", "Квитанция"),
  stands: say(
    "The receipt is right: this ballot stands in the public log.",
    "Квитанция верна: этот бюллетень стоит в журнале.",
  ),
  superseded: say(
    "A later ballot of the same voter took its place; that one counts.",
    "Его заменил более поздний бюллетень того же избирателя; считается он.",
  ),
  counts: say("It is the last of its voter: it counts.", "Он последний у своего избирателя: он считается."),
};

export const castFaults = {
  notInRoll: (): Fault =>
    fault(
      "NOT_IN_ROLL",
      "Your letter's entry is not in the published roll. Keep the letter, and tell the commission.",
      "Записи из вашего письма нет в опубликованном списке. Сохраните письмо и сообщите комиссии.",
    ),
  taken: (index: number): Fault =>
    fault(
      "ISSUED_OTHERWISE",
      `A ballot was given out on your entry before, not to this device (log entry ${index}). If that was not you, tell the commission.`,
      `По вашей записи бюллетень уже выдан, но не этому устройству (запись журнала ${index}). Если это были не вы, сообщите комиссии.`,
    ),
  notBegun: (opens: string): Fault =>
    fault(
      "WINDOW_NOT_OPEN",
      `Voting with your ballot begins at ${opens}. Nothing was asked for; come back then.`,
      `Голосование по вашему бюллетеню начнётся в ${opens}. Ничего не запрошено; вернитесь тогда.`,
    ),
  issuerKeysMissing: (): Fault =>
    fault(
      "ISSUER_KEYS_MISSING",
      "Not all issuer keys for your ballot are in the public log yet. Try again later.",
      "В журнале ещё не все ключи издателей для вашего бюллетеня. Повторите позже.",
    ),
  issuerKeyUnusable: (issuer: number): Fault =>
    fault(
      "ISSUER_KEY_UNUSABLE",
      `The key of issuer ${issuer} is malformed. Nothing was asked; tell the commission.`,
      `Ключ издателя ${issuer} негоден. Ничего не запрошено; сообщите комиссии.`,
    ),
  alarm: (code: string, file: string): Fault =>
    fault(
      "ISSUE_ALARM",
      `The registrar's answer does not fit your request (${code}). Do not vote with it; show ${file} to the commission.`,
      `Ответ регистратора не соответствует запросу (${code}). Не голосуйте с ним; покажите ${file} комиссии.`,
    ),
  receiptWrong: (reason: string): Fault =>
    fault("RECEIPT_WRONG", `The receipt is wrong (${reason}).`, `Квитанция неверна (${reason}).`),
  receiptNotOfBallot: (): Fault =>
    fault(
      "RECEIPT_NOT_OF_BALLOT",
      "The receipt is of an entry that is no ballot.",
      "Квитанция не на бюллетень.",
    ),
  receiptNotInLog: (index: number): Fault =>
    fault(
      "RECEIPT_NOT_IN_LOG",
      `The public log has something else at ${index} than the receipt shows. Keep the receipt and tell the commission.`,
      `В журнале на месте ${index} стоит не то, что в квитанции. Сохраните квитанцию и сообщите комиссии.`,
    ),
  againUnused: (): Fault =>
    fault(
      "NOTHING_TO_REPLACE",
      "There is no recorded ballot to be replaced. Leave out --again.",
      "Записанного бюллетеня, который можно заменить, нет. Уберите --again.",
    ),
  againForbidden: (): Fault =>
    fault(
      "NO_REVOTE",
      "This election allows no further ballot. Your recorded ballot stands.",
      "Ещё один бюллетень на этих выборах не разрешён. Записанный бюллетень остаётся.",
    ),
};
