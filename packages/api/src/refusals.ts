import type { Sentence } from "./outcomes.ts";

const say = (en: string, ru: string): Sentence => ({ en, ru });

/** Why an issuer signs nothing (§04.5.4). `transient`: the same request may be answered later. */
export const ISSUER_REFUSALS = {
  MALFORMED: {
    transient: false,
    message: say("This is no request of the specification.", "Это не запрос по спецификации."),
  },
  UNKNOWN_ELECTION: {
    transient: false,
    message: say("This issuer does not serve this election.", "Этот издатель не обслуживает эти выборы."),
  },
  UNKNOWN_STYLE: {
    transient: false,
    message: say(
      "There is no such ballot, or no key for it.",
      "Такого бюллетеня нет или нет ключа для него.",
    ),
  },
  BLINDED_RANGE: {
    transient: false,
    message: say("The blinded message is out of range.", "Затемнённое сообщение вне допустимых границ."),
  },
  HASH_DIFFERS: {
    transient: false,
    message: say(
      "The blinded message is not the one that was hashed for this issuer.",
      "Затемнённое сообщение не соответствует хешу для этого издателя.",
    ),
  },
  WINDOW_ENDED: {
    transient: false,
    message: say("The time for this ballot is over.", "Время для этого бюллетеня истекло."),
  },
  NOT_ISSUED: {
    transient: true,
    message: say(
      "The log that this issuer verified shows no `issue` for this entry. Try again shortly.",
      "В проверенном издателем журнале нет `issue` для этой записи. Повторите чуть позже.",
    ),
  },
  ISSUE_DIFFERS: {
    transient: false,
    message: say(
      "The `issue` on the ledger names another request or another ballot.",
      "Запись `issue` в журнале относится к другому запросу или бюллетеню.",
    ),
  },
  NOT_IN_SET: {
    // Whoever asks has seen it in the set: this issuer may be a block behind.
    transient: true,
    message: say(
      "By the log that this issuer verified it is a spare and signs nothing now. Try again shortly.",
      "По проверенному издателем журналу он запасной и сейчас не подписывает. Повторите чуть позже.",
    ),
  },
  SECOND_HASH: {
    transient: false,
    message: say(
      "This issuer has signed another request for this entry. Raise an alarm.",
      "Издатель уже подписал другой запрос по этой записи. Поднимите тревогу.",
    ),
  },
  VIEW_UNAVAILABLE: {
    transient: true,
    message: say(
      "This issuer cannot verify the log at the moment. Try again shortly.",
      "Издатель сейчас не может проверить журнал. Повторите чуть позже.",
    ),
  },
  VIEW_HALTED: {
    transient: false,
    message: say(
      "This issuer saw proof that the log was tampered with and has stopped. Tell the commission.",
      "Издатель обнаружил доказательство подмены журнала и остановился. Сообщите комиссии.",
    ),
  },
  SIGNING_FAILED: {
    transient: false,
    message: say(
      "The signature failed its own check. Tell the issuer's operator.",
      "Подпись не прошла проверку. Сообщите оператору издателя.",
    ),
  },
} as const;

export type IssuerRefusalCode = keyof typeof ISSUER_REFUSALS;

/** Why the registrar issues nothing. `transient`: the same request may be answered later. */
export const REGISTRAR_REFUSALS = {
  MALFORMED: {
    transient: false,
    message: say("This is no request of the specification.", "Это не запрос по спецификации."),
  },
  SECRET_WRONG: {
    transient: false,
    message: say("The letter's number or its secret is wrong.", "Неверный номер письма или секрет."),
  },
  LETTER_LOCKED: {
    transient: true,
    message: say(
      "Too many wrong secrets for this letter. Try again in a quarter of an hour.",
      "Слишком много неверных попыток по этому письму. Повторите через четверть часа.",
    ),
  },
  STYLE_DIFFERS: {
    transient: false,
    message: say(
      "Your ballot is another one. Open the page again.",
      "Ваш бюллетень другой. Откройте страницу заново.",
    ),
  },
  BLINDED_WRONG: {
    transient: false,
    message: say(
      "The page made a request that no issuer would sign. Open the page again.",
      "Страница составила запрос, который издатели не подпишут. Откройте страницу заново.",
    ),
  },
  NOT_OPEN: {
    transient: true,
    message: say("Voting has not begun for your ballot.", "Голосование по вашему бюллетеню ещё не началось."),
  },
  ENDED: {
    transient: false,
    message: say("The time for getting this ballot is over.", "Время получения этого бюллетеня истекло."),
  },
  SUSPENDED: {
    transient: true,
    message: say("Voting is suspended. Try again later.", "Голосование приостановлено. Попробуйте позже."),
  },
  NOT_IN_ROLL: {
    transient: false,
    message: say(
      "Your entry is not in the published roll. Keep your letter and tell the commission.",
      "Вашей записи нет в опубликованном списке. Сохраните письмо и сообщите комиссии.",
    ),
  },
  ISSUED_OTHERWISE: {
    transient: false,
    message: say(
      "A ballot was given out on your entry for another request. If that was not you, keep your letter and tell the commission.",
      "По вашей записи бюллетень уже выдан по другому запросу. Если это были не вы, сохраните письмо и сообщите комиссии.",
    ),
  },
  ON_PAPER: {
    transient: false,
    message: say("You have been given a paper ballot.", "Вам уже выдан бумажный бюллетень."),
  },
  LEDGER_CONFLICT: {
    transient: false,
    message: say(
      "The log shows another `issue` for your entry than the register. Tell the commission.",
      "В журнале по вашей записи стоит другая выдача, чем в реестре. Сообщите комиссии.",
    ),
  },
  LEDGER_UNAVAILABLE: {
    transient: true,
    message: say(
      "The log cannot be reached at the moment. Nothing is lost: the same request will be answered later.",
      "Журнал сейчас недоступен. Ничего не потеряно: тот же запрос будет выполнен позже.",
    ),
  },
  LEDGER_HALTED: {
    transient: false,
    message: say(
      "The registrar saw proof that the log was tampered with and has stopped. Tell the commission.",
      "Регистратор обнаружил доказательство подмены журнала и остановился. Сообщите комиссии.",
    ),
  },
  ISSUERS_UNAVAILABLE: {
    transient: true,
    message: say(
      "Not all issuers answered. Nothing is lost: the same request will be answered later.",
      "Ответили не все издатели. Ничего не потеряно: тот же запрос будет выполнен позже.",
    ),
  },
} as const;

export type RegistrarRefusalCode = keyof typeof REGISTRAR_REFUSALS;
