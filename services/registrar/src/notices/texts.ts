import type { NoticeKind } from "./kinds.ts";

/** Where a notice sends its reader. */
export type NoticePlaces = {
  /** Address of the portal. */
  readonly portal: string;
  /** Telephone of the hotline, as people write it. */
  readonly hotline: string;
};

export type NoticeMessage = {
  /** For a letter. */
  readonly subject: string;
  /** Both languages, Russian first: nobody knows which one the reader has. */
  readonly text: string;
  /** For a telephone: one language, short enough for one message. */
  readonly short: string;
};

type Words = { readonly subject: string; readonly body: string };

/**
 * The words of each notice. ⚔ They name nobody, no election, no reason of a refusal and no time: a letter is read by whoever runs the
 * mailbox. The account says the rest to whoever signs in.
 */
const WORDS: Readonly<Record<NoticeKind, { readonly ru: Words; readonly en: Words }>> = {
  applied: {
    ru: {
      subject: "Заявление получено",
      body: "Мы получили заявление на голосование через интернет из вашего кабинета. Решение — в кабинете.",
    },
    en: {
      subject: "Application received",
      body: "An application to vote over the internet came from your account. The decision is in your account.",
    },
  },
  accepted: {
    ru: {
      subject: "Заявление принято",
      body: "Ваше заявление принято. В дни голосования бюллетень будет ждать вас в кабинете. Заявление можно отозвать, срок указан там же.",
    },
    en: {
      subject: "Application accepted",
      body: "Your application is accepted. On the voting days your ballot waits for you in your account. You can recall the application until the date given there.",
    },
  },
  refused: {
    ru: {
      subject: "Заявление не принято",
      body: "Ваше заявление не принято. Право голоса у вас осталось. Причина, другие способы проголосовать и обжалование — в кабинете.",
    },
    en: {
      subject: "Application not accepted",
      body: "Your application was not accepted. You still have the right to vote. The reason, other ways to vote and the appeal are in your account.",
    },
  },
  recalled: {
    ru: {
      subject: "Заявление отозвано",
      body: "Ваше заявление отозвано. Вас ждут на избирательном участке.",
    },
    en: {
      subject: "Application recalled",
      body: "Your application is recalled. You can vote on paper at your polling station.",
    },
  },
  "telephone-changed": {
    ru: {
      subject: "Номер телефона изменён",
      body: "В вашем кабинете изменён номер телефона. Коды теперь приходят на новый номер.",
    },
    en: {
      subject: "Telephone number changed",
      body: "The telephone number of your account was changed. Codes now go to the new number.",
    },
  },
  issued: {
    ru: {
      subject: "Бюллетень выдан",
      body: "Вам выдан бюллетень через интернет. Второй, в том числе на участке, не выдаётся. Если вы ещё не проголосовали, продолжите в кабинете.",
    },
    en: {
      subject: "Ballot issued",
      body: "Your ballot was issued over the internet. A second one cannot be given, at a station either. If you have not voted yet, go on in your account.",
    },
  },
};

/** `+7 …` numbers are Russian; everybody else reads English. */
const isRussian = (address: string): boolean => address.startsWith("+7");

export function noticeMessage(
  kind: NoticeKind,
  address: string,
  { portal, hotline }: NoticePlaces,
): NoticeMessage {
  const { ru, en } = WORDS[kind];
  return {
    subject: `${ru.subject} / ${en.subject}`,
    text: [
      ru.body,
      `Кабинет: ${portal}`,
      `Если это были не вы, сразу позвоните ${hotline}: ваш голос ещё можно защитить.`,
      "— — —",
      en.body,
      `Account: ${portal}`,
      `If this was not you, call ${hotline} at once: your vote can still be protected.`,
      "",
    ].join("\n\n"),
    short: isRussian(address)
      ? `${ru.subject}. Если это не вы: ${hotline}`
      : `${en.subject}. If this was not you: ${hotline}`,
  };
}
