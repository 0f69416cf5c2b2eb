import type { Sentence } from "../outcomes.ts";

const say = (en: string, ru: string): Sentence => ({ en, ru });

/**
 * Every refusal of the voter's account: status of HTTP, and what happened, what is safe and what to do. Those of an application
 * (`APPLICATION_REFUSALS`) and of issuing (`REGISTRAR_REFUSALS`) have tables of their own.
 */
export const PORTAL_REFUSALS = {
  MALFORMED: {
    status: 400,
    message: say(
      "The page sent something that this service does not understand. Nothing was changed. Load the page again.",
      "Страница отправила то, чего служба не понимает. Ничего не изменилось. Обновите страницу.",
    ),
  },
  TOO_LARGE: {
    status: 413,
    message: say(
      "This is too long. Nothing was changed.",
      "Слишком длинное сообщение. Ничего не изменилось.",
    ),
  },
  NOT_FOUND: {
    status: 404,
    message: say("There is nothing at this address.", "По этому адресу ничего нет."),
  },
  NOT_SIGNED_IN: {
    status: 401,
    message: say("Sign in first. What you have done is kept.", "Сначала войдите. Всё сделанное сохранено."),
  },
  CSRF: {
    status: 403,
    message: say(
      "This page is out of date. Load it again. Nothing was changed.",
      "Страница устарела. Обновите её. Ничего не изменилось.",
    ),
  },
  TOO_MANY: {
    status: 429,
    message: say(
      "Too many requests. Wait a little: nothing is lost.",
      "Слишком много запросов. Подождите немного: ничего не потеряно.",
    ),
  },
  UNAVAILABLE: {
    status: 503,
    message: say(
      "The service does not answer at the moment. Nothing is lost. Try again shortly.",
      "Служба сейчас не отвечает. Ничего не потеряно. Повторите чуть позже.",
    ),
  },
  SIGN_IN_FAILED: {
    status: 403,
    message: say("The sign-in was not completed. Try again.", "Вход не завершён. Попробуйте ещё раз."),
  },
  UNKNOWN_CAMPAIGN: { status: 404, message: say("There is no such election.", "Таких выборов нет.") },
  NO_APPLICATION: {
    status: 409,
    message: say(
      "You have no accepted application for this election.",
      "У вас нет принятого заявления на эти выборы.",
    ),
  },
  ALREADY_APPLIED: {
    status: 409,
    message: say("Your application is already accepted.", "Ваше заявление уже принято."),
  },
  APPLICATIONS_NOT_OPEN: {
    status: 409,
    message: say("Applications have not begun.", "Приём заявлений ещё не начался."),
  },
  APPLICATIONS_ENDED: {
    status: 409,
    message: say(
      "Applications are closed. You can vote on paper at your polling station.",
      "Приём заявлений закончился. Вас ждут на избирательном участке.",
    ),
  },
  RECALL_ENDED: {
    status: 409,
    message: say(
      "The application can no longer be recalled. Your vote over the internet is kept for you.",
      "Заявление уже нельзя отозвать. Голос через интернет остаётся за вами.",
    ),
  },
  APPEAL_NOT_POSSIBLE: {
    status: 409,
    message: say(
      "There is no refusal to appeal against, or an appeal is already being looked at.",
      "Нет отказа, который можно обжаловать, или жалоба уже рассматривается.",
    ),
  },
  CODE_TOO_SOON: {
    status: 429,
    message: say(
      "The message is on its way. You can ask for a new code shortly; the earlier one still works.",
      "СМС ещё в пути. Новый код можно запросить чуть позже, прежний тоже подойдёт.",
    ),
  },
  CODE_LIMIT: {
    status: 429,
    message: say(
      "Ten codes were sent today, no more can be sent. Call the hotline: your vote cannot get lost.",
      "Сегодня отправлено десять кодов, больше нельзя. Позвоните на горячую линию: голос не потеряется.",
    ),
  },
  NUMBER_LIMIT: {
    status: 429,
    message: say(
      "Too many codes were sent to this number today, so none was sent now. Nothing is lost. Enter another number, try again tomorrow, or call the hotline.",
      "Сегодня на этот номер отправлено слишком много кодов, новый не отправлен. Ничего не потеряно. Укажите другой номер, попробуйте завтра или позвоните на горячую линию.",
    ),
  },
  CODE_NOT_SENT: {
    status: 503,
    message: say(
      "The message could not be sent. Nothing is lost. Try again in a minute or call the hotline.",
      "СМС не удалось отправить. Ничего не потеряно. Повторите через минуту или позвоните на горячую линию.",
    ),
  },
  CODE_WRONG: { status: 403, message: say("The code did not match.", "Код не подошёл.") },
  CODE_ENDED: {
    status: 403,
    message: say(
      "This code is no longer valid. Ask for a new one.",
      "Этот код больше не действует. Запросите новый.",
    ),
  },
  TELEPHONE_MISSING: {
    status: 409,
    message: say("Enter your telephone number first.", "Сначала укажите номер телефона."),
  },
  NUMBER_SHARED: {
    status: 409,
    message: say(
      "This telephone number is used by other accounts too, so it was not taken. Your earlier number is as it was. Enter a number of your own.",
      "Этот номер указан и в других кабинетах, поэтому он не принят. Прежний номер остался. Укажите свой номер.",
    ),
  },
  NUMBER_AT_RISK: {
    status: 409,
    message: say(
      "This telephone number cannot be used for voting, so it was not taken. Your earlier number is as it was. Enter another number.",
      "Этот номер нельзя использовать для голосования, поэтому он не принят. Прежний номер остался. Укажите другой номер.",
    ),
  },
  FACTOR_UNKNOWN: {
    status: 403,
    message: say(
      "This app or passkey does not belong to your account, or was added too late for this election.",
      "Это приложение или ключ доступа не привязаны к вашему кабинету или добавлены слишком поздно для этих выборов.",
    ),
  },
  LETTER_NOT_READY: {
    status: 409,
    message: say(
      "Your entry is made when the list of voters is closed. Come back later.",
      "Ваша запись появится, когда список избирателей будет закрыт. Зайдите позже.",
    ),
  },
} as const satisfies Readonly<Record<string, { readonly status: number; readonly message: Sentence }>>;

export type PortalRefusalCode = keyof typeof PORTAL_REFUSALS;

/** Why an application is refused (PROTOCOL 6.1), what is safe, and what else the person can do. */
export const APPLICATION_REFUSALS = {
  NOT_IN_REGISTER: say(
    "Your application was not accepted: nobody with your document is in the register of voters. You still have the right to vote. Check your document in your account, or ask at your polling station.",
    "Заявление не принято: в реестре избирателей нет человека с вашим документом. Право голоса у вас осталось. Проверьте документ в личном кабинете или обратитесь на избирательный участок.",
  ),
  NAME_DIFFERS: say(
    "Your application was not accepted: your name is spelled differently in your account and in the register. You still have the right to vote. Correct the details and apply again, or vote on paper.",
    "Заявление не принято: имя в личном кабинете и в реестре написано по-разному. Право голоса у вас осталось. Исправьте данные и подайте заявление снова или проголосуйте на участке.",
  ),
  BIRTH_DATE_DIFFERS: say(
    "Your application was not accepted: the date of birth differs in your account and in the register. You still have the right to vote. Correct the details and apply again, or vote on paper.",
    "Заявление не принято: дата рождения в личном кабинете и в реестре не совпадает. Право голоса у вас осталось. Исправьте данные и подайте заявление снова или проголосуйте на участке.",
  ),
  REMOVED_FROM_REGISTER: say(
    "Your application was not accepted: the register says that you cannot vote here. If this is wrong, appeal, or ask at your polling station.",
    "Заявление не принято: по данным реестра вы не можете голосовать здесь. Если это ошибка, обжалуйте отказ или обратитесь на избирательный участок.",
  ),
  TOO_YOUNG: say(
    "Your application was not accepted: you will not be of voting age on the last voting day.",
    "Заявление не принято: в последний день голосования вам ещё не исполнится нужный возраст.",
  ),
  ACCOUNT_TOO_NEW: say(
    "Your application was not accepted: your account was opened after the cut-off date. You still have the right to vote, on paper at your polling station.",
    "Заявление не принято: личный кабинет открыт после установленной даты. Право голоса у вас осталось: проголосуйте на избирательном участке.",
  ),
  ASSURANCE_TOO_LOW: say(
    "Your application was not accepted: your account is not confirmed in person. Confirm it and apply again, or vote on paper.",
    "Заявление не принято: учётная запись не подтверждена лично. Подтвердите её и подайте заявление снова или проголосуйте на участке.",
  ),
  TELEPHONE_SHARED: say(
    "Your application was not accepted: this telephone number is used by other accounts too. Apply again with a number of your own, or vote on paper.",
    "Заявление не принято: этот номер телефона указан и в других кабинетах. Подайте заявление снова со своим номером или проголосуйте на участке.",
  ),
  TELEPHONE_AT_RISK: say(
    "Your application was not accepted: this telephone number cannot be used for voting. Apply again with another number, or vote on paper.",
    "Заявление не принято: этот номер телефона нельзя использовать для голосования. Подайте заявление снова с другим номером или проголосуйте на участке.",
  ),
  OTHER_DISTRICT: say(
    "Your application was not accepted: in your district there is no voting in this election.",
    "Заявление не принято: в вашем округе эти выборы не проводятся.",
  ),
  OTHER_CHANNEL: say(
    "Your application was not accepted: you have chosen another way to vote, or have a paper ballot.",
    "Заявление не принято: вы выбрали другой способ голосования или уже получили бумажный бюллетень.",
  ),
  APPLIED_OTHERWISE: say(
    "Your application was not accepted: an application for the same person came from another account. If that was not you, appeal at once.",
    "Заявление не принято: заявление на этого человека уже подано из другого кабинета. Если это были не вы, сразу обжалуйте отказ.",
  ),
} as const satisfies Readonly<Record<string, Sentence>>;

export type ApplicationRefusalCode = keyof typeof APPLICATION_REFUSALS;
