import type { Sentence } from "@veche/api";
import type { Problem, ProblemCode } from "./contract.ts";

const say = (en: string, ru: string): Sentence => ({ en, ru });

type Told = { readonly message: Sentence; readonly canRetry: boolean };

/** What happened, what is safe, what to do: for every problem that a page can show. */
const TOLD: { readonly [C in ProblemCode]: Told } = {
  BROWSER_TOO_OLD: {
    message: say(
      "This browser is too old to fill in a ballot. Nothing has been issued. Use an up-to-date browser.",
      "Этот браузер слишком старый для бюллетеня. Ничего ещё не выдано. Откройте страницу в новом браузере.",
    ),
    canRetry: false,
  },
  STORAGE_MISSING: {
    message: say(
      "This browser stores nothing for this page. Nothing has been issued. Allow storage or use another browser.",
      "Этот браузер ничего не хранит для этой страницы. Ничего ещё не выдано. Разрешите хранение или откройте другой браузер.",
    ),
    canRetry: true,
  },
  STORAGE_NOT_KEPT: {
    message: say(
      "This device has no room to keep your ballot. Nothing has been issued. Free some space and try again.",
      "На устройстве нет места для бюллетеня. Ничего ещё не выдано. Освободите место и попробуйте снова.",
    ),
    canRetry: true,
  },
  PRIVATE_MODE: {
    message: say(
      "A private window forgets your ballot when it closes. Nothing has been issued. Open the page in an ordinary window.",
      "Приватное окно забудет бюллетень при закрытии. Ничего ещё не выдано. Откройте страницу в обычном окне.",
    ),
    canRetry: false,
  },
  ELECTION_UNKNOWN: {
    message: say(
      "This host has no election with this address. Your vote is not lost. Compare the address with the published one.",
      "На этом узле нет выборов с таким адресом. Голос не потерян. Сверьте адрес с опубликованным.",
    ),
    canRetry: true,
  },
  ELECTION_DIFFERS: {
    message: say(
      "The data that came do not belong to this election. Nothing was sent. Try again later or call the hotline.",
      "Пришли данные не этих выборов. Ничего не отправлено. Попробуйте позже или позвоните на горячую линию.",
    ),
    canRetry: true,
  },
  HANDOVER_WRONG: {
    message: say(
      "The page was opened with an incomplete address. Your ballot is not lost. Go back to your account and continue from there.",
      "Страница открыта с неполным адресом. Бюллетень не потерян. Вернитесь в кабинет и продолжите оттуда.",
    ),
    canRetry: true,
  },
  ANSWER_OF_ANOTHER: {
    message: say(
      "The answer that came is not for a request of this device. Nothing was changed and your ballot is not lost. Go on with what you began.",
      "Пришёл ответ на запрос не с этого устройства. Ничего не изменилось, бюллетень не потерян. Продолжите начатое.",
    ),
    canRetry: true,
  },
  NETWORK: {
    message: say(
      "There is no connection. What you began is saved on this device. Try again.",
      "Связи нет. Начатое сохранено на этом устройстве. Попробуйте снова.",
    ),
    canRetry: true,
  },
  NODE_SILENT: {
    message: say(
      "One of the nodes that keep the public log gives no answer, so nothing certain can be said yet. Nothing is lost. Try again a little later.",
      "Один из узлов, которые ведут журнал, не отвечает, и ничего точного пока сказать нельзя. Ничего не потеряно. Попробуйте чуть позже.",
    ),
    canRetry: true,
  },
  NOT_OPEN: {
    message: say(
      "Voting has not begun yet. You still have the right to vote. Come back when it opens.",
      "Голосование ещё не началось. Право голоса у вас осталось. Вернитесь, когда оно откроется.",
    ),
    canRetry: true,
  },
  ENDED: {
    message: say(
      "Voting has ended. No ballot was cast from this device.",
      "Голосование закончилось. С этого устройства бюллетень не отправлен.",
    ),
    canRetry: true,
  },
  ENDED_RECORDED: {
    message: say(
      "Voting has ended: no other ballot can follow. The one that you cast stays recorded. Go on to see it.",
      "Голосование закончилось: новый бюллетень подать нельзя. Прежний остаётся записанным. Продолжите, чтобы увидеть его.",
    ),
    canRetry: true,
  },
  SUSPENDED: {
    message: say(
      "Voting is paused. Recorded votes are safe. Try again later.",
      "Голосование приостановлено. Принятые голоса целы. Попробуйте позже.",
    ),
    canRetry: true,
  },
  RESUME_CODE_WRONG: {
    message: say(
      "This code does not fit this ballot. Your ballot is not lost. Check that you took the right file or code.",
      "Этот код не подходит к бюллетеню. Бюллетень не потерян. Проверьте, тот ли это файл или код.",
    ),
    canRetry: true,
  },
  STORED_DAMAGED: {
    message: say(
      "What this device kept of your ballot cannot be read. Use the resume code or call the hotline.",
      "Сохранённое на этом устройстве не читается. Используйте код продолжения или позвоните на горячую линию.",
    ),
    canRetry: true,
  },
  BALLOT_REFUSED: {
    message: say(
      "The ballot was not accepted. It is saved on this device. Call the hotline.",
      "Бюллетень не принят. Он сохранён на этом устройстве. Позвоните на горячую линию.",
    ),
    canRetry: true,
  },
  ALARM_LOG: {
    message: say(
      "The public log does not have the signatures it must have. Nothing was sent. Save the evidence and call the hotline.",
      "У журнала нет нужных подписей. Ничего не отправлено. Сохраните доказательство и позвоните на горячую линию.",
    ),
    canRetry: true,
  },
  ALARM_ISSUER_KEY: {
    message: say(
      "A key of this election is malformed and could mark your ballot. Nothing was sent. Save the evidence and call the hotline.",
      "Один из ключей выборов составлен неверно и мог бы пометить бюллетень. Ничего не отправлено. Сохраните доказательство и позвоните на горячую линию.",
    ),
    canRetry: false,
  },
  ALARM_ISSUE: {
    message: say(
      "The answer is not for the request of this device. What you began is kept. Save the evidence and call the hotline.",
      "Ответ не на запрос этого устройства. Начатое сохранено. Сохраните доказательство и позвоните на горячую линию.",
    ),
    canRetry: true,
  },
  ALARM_PROMISE: {
    message: say(
      "A node promised to record your ballot and did not. The ballot is saved. Save the evidence and call the hotline.",
      "Узел обещал записать бюллетень и не записал. Бюллетень сохранён. Сохраните доказательство и позвоните на горячую линию.",
    ),
    canRetry: true,
  },
  ALARM_RECEIPT: {
    message: say(
      "The node says that your ballot is recorded but cannot prove it. The ballot is saved. Save the evidence and call the hotline.",
      "Узел сообщает о записи бюллетеня, но не доказывает её. Бюллетень сохранён. Сохраните доказательство и позвоните на горячую линию.",
    ),
    canRetry: true,
  },
};

export function problemOf(code: ProblemCode, evidence?: Uint8Array): Problem {
  return { code, ...TOLD[code], ...(evidence === undefined ? {} : { evidence }) };
}

/** The end for a ballot that was cast and that stands nowhere: only then it is known that it is not recorded. */
export const notRecorded = (): Problem => ({
  ...problemOf("ENDED"),
  message: say(
    "Voting has ended. This ballot was not recorded.",
    "Голосование закончилось. Этот бюллетень не записан.",
  ),
});

/** Said of an election before anything is asked or sent. */
const NOTHING_SENT: readonly ProblemCode[] = ["ELECTION_DIFFERS", "ALARM_LOG", "ALARM_ISSUER_KEY"];

/** The same problem where a ballot has been cast: it may have been sent, and may stand in the log. */
export function afterCast(problem: Problem): Problem {
  if (!NOTHING_SENT.includes(problem.code)) return problem;
  const message = say(
    "The nodes do not show this election as they must, so your ballot cannot be checked now. It is saved on this device as you cast it. Try again or call the hotline.",
    "Узлы показывают эти выборы не так, как должны: проверить бюллетень сейчас нельзя. Он сохранён на этом устройстве таким, каким вы его отправили. Попробуйте снова или позвоните на горячую линию.",
  );
  return { ...problem, message, canRetry: true };
}

/** A browser that is not ready, where something may have been issued already: it is not lost, and the account gives it again (§12.2.5). */
export const afterIssue = (problem: Problem): Problem => ({
  ...problem,
  mayBeIssued: true,
  message: say(
    "This browser cannot keep your ballot now. Whatever was issued to you stays yours: your account gives the same answer again. Allow storage or free some space and try again, or go on in another browser with the resume code.",
    "Этот браузер сейчас не может хранить бюллетень. Выданное остаётся за вами: кабинет повторит тот же ответ. Разрешите хранение или освободите место и попробуйте снова либо продолжите в другом браузере с кодом продолжения.",
  ),
});

/** What a voter can make of an outcome of §06.6; of any other the hotline can, by its code. */
const CAUSES: Readonly<Record<string, Sentence>> = {
  SEQ_WRONG: say(
    "The public log already has a ballot of yours: it was cast from another device or page.",
    "В журнале уже есть ваш бюллетень: он отправлен с другого устройства или страницы.",
  ),
  CAST_BEYOND_ISSUES: say(
    "More ballots came than were issued: somebody forges them.",
    "Бюллетеней пришло больше, чем выдано: их кто-то подделывает.",
  ),
};

/** A refusal by an outcome of §06.6: its cause before what is safe and what to do. */
export function refusedProblem(outcome: string): Problem {
  const { message, canRetry } = TOLD.BALLOT_REFUSED;
  const cause = CAUSES[outcome] ?? say(`The reason: ${outcome}.`, `Причина: ${outcome}.`);
  return {
    code: "BALLOT_REFUSED",
    message: say(`${cause.en} ${message.en}`, `${cause.ru} ${message.ru}`),
    canRetry,
  };
}
