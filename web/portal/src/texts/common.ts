import { defineTexts } from "@veche/ui/texts";

/** What several pages say: the frame, states of an election, failures, the session. */
export const COMMON_TEXTS = defineTexts({
  en: {
    part: "My account",
    "part.public": "Voting",
    "foot.home": "Start page",
    "foot.elections": "My elections",
    "foot.account": "Telephone and second check",
    "foot.readiness": "Check the device",
    "sign-in": "Sign in",
    "sign-out": "Sign out",
    "sign-out.title": "Sign out on this device?",
    "sign-out.text": "What you have done is kept. A ballot that this device keeps stays on the ballot page.",
    training:
      "Nothing is decided here. Ballots are recorded {tick, plural, =0 {at once} one {every # second} other {every # seconds}}, results are shown {group, plural, one {even for a single ballot} other {for groups of # ballots or more}}: do not expect secrecy.",

    "offline.title": "No connection",
    "offline.text": "The service did not answer. Nothing is lost. Check the connection and try again.",
    "offline.again": "Try again",
    "failure.title": "This did not work",
    "failure.wait": "It makes sense to try again in {seconds, plural, one {# second} other {# seconds}}.",
    loading: "Loading the page",

    "not-found.title": "There is nothing at this address",
    "not-found.text": "The address may be mistyped or out of date. Your applications and ballots are safe.",
    "not-found.home": "To the start page",

    "need-sign-in.title": "Sign in to go on",
    "need-sign-in.text": "This page belongs to your account. After signing in you come back here.",
    "need-sign-in.request": "Your request for a ballot is kept. After signing in you come back here.",

    "signed-out.title": "You are signed out",
    "signed-out.text": "Nobody can act in your name on this device. What you have done is kept.",
    "signed-out.ended.title": "Your session has ended",
    "signed-out.ended.text":
      "Nothing was done for a while, so we signed you out. What you have done is kept. Sign in to go on.",
    "signed-out.again": "Sign in again",

    "session.title": "Are you still there?",
    "session.text":
      "We will end the session in {minutes, plural, one {# minute} other {# minutes}} so that nobody acts in your name. What you have done is kept.",
    "session.soon": "We will end the session in less than a minute. What you have done is kept.",
    "session.extend": "Continue",
    "session.end": "End now",
    "session.failed": "The session could not be extended: there is no connection. Try again.",

    "back.elections": "My elections",
    "back.application": "Application",
    "back.account": "Telephone and second check",
    cancel: "Leave it as it is",
    continue: "Continue",
  },
  ru: {
    part: "Личный кабинет",
    "part.public": "Голосование",
    "foot.home": "Главная",
    "foot.elections": "Мои выборы",
    "foot.account": "Телефон и вторая проверка",
    "foot.readiness": "Проверить устройство",
    "sign-in": "Войти",
    "sign-out": "Выйти",
    "sign-out.title": "Выйти на этом устройстве?",
    "sign-out.text":
      "Всё сделанное сохранено. Бюллетень, который хранит устройство, останется на странице бюллетеня.",
    training:
      "Здесь ничего не решается. Бюллетени записываются {tick, plural, =0 {сразу} one {раз в # секунду} few {раз в # секунды} many {раз в # секунд} other {раз в # секунды}}, итоги показываются {group, plural, one {даже для одного бюллетеня} few {для групп от # бюллетеней} many {для групп от # бюллетеней} other {для групп от # бюллетеней}}: тайны голосования не ждите.",

    "offline.title": "Нет связи",
    "offline.text": "Служба не ответила. Ничего не потеряно. Проверьте связь и повторите.",
    "offline.again": "Повторить",
    "failure.title": "Не получилось",
    "failure.wait":
      "Повторить стоит через {seconds, plural, one {# секунду} few {# секунды} many {# секунд} other {# секунды}}.",
    loading: "Загружаем страницу",

    "not-found.title": "По этому адресу ничего нет",
    "not-found.text": "Возможно, в адресе опечатка или он устарел. Ваши заявления и бюллетени целы.",
    "not-found.home": "На главную",

    "need-sign-in.title": "Войдите, чтобы продолжить",
    "need-sign-in.text": "Это страница личного кабинета. После входа вы вернётесь сюда.",
    "need-sign-in.request": "Запрос бюллетеня сохранён. После входа вы вернётесь сюда.",

    "signed-out.title": "Вы вышли",
    "signed-out.text":
      "На этом устройстве никто не сможет действовать от вашего имени. Всё сделанное сохранено.",
    "signed-out.ended.title": "Сеанс закончился",
    "signed-out.ended.text":
      "Какое-то время ничего не происходило, и мы завершили сеанс. Всё сделанное сохранено. Войдите, чтобы продолжить.",
    "signed-out.again": "Войти снова",

    "session.title": "Вы ещё здесь?",
    "session.text":
      "Через {minutes, plural, one {# минуту} few {# минуты} many {# минут} other {# минуты}} мы завершим сеанс, чтобы никто не действовал от вашего имени. Всё сделанное сохранено.",
    "session.soon": "Меньше чем через минуту мы завершим сеанс. Всё сделанное сохранено.",
    "session.extend": "Продолжить",
    "session.end": "Завершить сейчас",
    "session.failed": "Сеанс не удалось продлить: нет связи. Повторите.",

    "back.elections": "Мои выборы",
    "back.application": "Заявление",
    "back.account": "Телефон и вторая проверка",
    cancel: "Оставить как есть",
    continue: "Продолжить",
  },
});
