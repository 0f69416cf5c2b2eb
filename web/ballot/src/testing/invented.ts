import type { Choices } from "@veche/election";
import type { ContestView, Problem, ProblemCode, VoterDevice } from "../voting/contract.ts";

/** An invented election: long names, three contests, one of them with several choices. */

const option = (id: string, ru: string, en: string) => ({ id, title: { en, ru } });

export const CONTESTS: readonly ContestView[] = [
  {
    id: "mayor",
    min: 0,
    max: 1,
    proof: "disjunctive",
    title: { en: "Mayor of Zarechye", ru: "Глава города Заречья" },
    options: [
      option(
        "a",
        "Абдрахманова-Вишневецкая Екатерина Константиновна",
        "Yekaterina Konstantinovna Abdrakhmanova-Vishnevetskaya",
      ),
      option("b", "Белозёров Пётр Ильич", "Pyotr Ilyich Belozyorov"),
      option(
        "c",
        "Константинопольский-Задунайский Вячеслав Святославович",
        "Vyacheslav Svyatoslavovich Konstantinopolsky-Zadunaysky",
      ),
      option("d", "Мингазова Гульнара Рашидовна", "Gulnara Rashidovna Mingazova"),
      option("e", "Оюн Чечена Монгушевна", "Chechena Mongushevna Oyun"),
    ],
  },
  {
    id: "assembly",
    min: 1,
    max: 2,
    proof: "disjunctive",
    title: { en: "City assembly, district 4", ru: "Депутаты собрания, округ № 4" },
    options: [
      option("f", "Лебедева Нина Павловна", "Nina Pavlovna Lebedeva"),
      option("g", "Ковальчук Остап Тарасович", "Ostap Tarasovich Kovalchuk"),
      option("h", "Цой Марина Сергеевна", "Marina Sergeyevna Tsoy"),
    ],
  },
  {
    id: "embankment",
    min: 0,
    max: 1,
    proof: "disjunctive",
    title: { en: "What should the embankment be?", ru: "Какой быть набережной?" },
    options: [option("i", "Парк", "A park"), option("j", "Причал", "A pier")],
  },
];

export const CHOICES: Choices = [
  [0, 0, 1, 0, 0],
  [1, 1, 0],
  [0, 0],
];

export const ELECTION_ID = "5e0c71bb6a1f4f0d9a8a2f30c4d1e7b95e0c71bb6a1f4f0d9a8a2f30c4d1e7b9";
export const TRACKER = "7KQFM2XA9RTE4WNCH8DJ";
const HOST = `https://ballot.example/e/${ELECTION_ID}`;
export const FIND_LINK = `${HOST}/find/#t${"Q".repeat(86)}`;
export const TAKE_LINK = `${HOST}/check/#t${"Z".repeat(86)}`;
export const OPEN_LINK = `${HOST}/check/#o${"A".repeat(102)}`;
export const RESUME_CODE = { text: "m".repeat(1627), hasQr: true };
export const LOCKED_LINK = {
  link: `${HOST}/#k${"m".repeat(1651)}`,
  unlocking: "3K7Q-D0XN-88YB-4MTG-ZQ5A",
};

/** 4 December 2026, 14:07:31 in Moscow. */
export const CAST_AT = Date.UTC(2026, 11, 4, 11, 7, 31);
/** Long after any run of the tests: what pages say must not depend on the day. */
export const CAST_ENDS = Date.UTC(2096, 11, 6, 17);

export const ELECTION: NonNullable<VoterDevice["election"]> = {
  id: ELECTION_ID,
  title: { en: "Zarechye city elections", ru: "Выборы в городе Заречье" },
  kind: "election",
  tickSeconds: 600,
  minimumGroup: 10,
  castEnds: CAST_ENDS,
};

export const PRACTICE_ELECTION = { ...ELECTION, kind: "practice", tickSeconds: 0, minimumGroup: 1 } as const;
export const ENDED_ELECTION = { ...ELECTION, castEnds: Date.UTC(2020, 11, 6, 17) } as const;

/** The sentences of a device say: what happened, what is safe, what to do. */
const MESSAGES: Partial<Readonly<Record<ProblemCode, Problem["message"]>>> = {
  PRIVATE_MODE: {
    en: "A private window forgets the ballot when it is closed. Open this address in an ordinary window. Nothing has been issued yet.",
    ru: "Приватное окно забудет бюллетень, когда его закроют. Откройте адрес в обычном окне. Бюллетень ещё не выдан.",
  },
  SUSPENDED: {
    en: "Voting paused at 14:20 (Moscow time): a connection failure. Recorded votes are safe and the time will be extended.",
    ru: "Голосование приостановлено в 14:20 (МСК): сбой связи. Принятые голоса целы, время продлят.",
  },
  ENDED: {
    en: "Voting ended on 6 December at 20:00 (Moscow time). Results appear here at about 21:00.",
    ru: "Голосование закончилось 6 декабря в 20:00 (МСК). Итоги появятся здесь около 21:00.",
  },
  ANSWER_OF_ANOTHER: {
    en: "The answer that came is not for a request of this device. Nothing was changed and your ballot is not lost. Go on with what you began.",
    ru: "Пришёл ответ на запрос не с этого устройства. Ничего не изменилось, бюллетень не потерян. Продолжите начатое.",
  },
  ALARM_ISSUE: {
    en: "Your ballot was not issued as the public log says. Nothing was cast. Save the evidence and call us.",
    ru: "Бюллетень выдан не так, как записано в журнале. Ничего не отправлено. Сохраните доказательство и позвоните.",
  },
};

const OTHERWISE: Problem["message"] = {
  en: "That did not work. What you began stays on this device. Try again or call us.",
  ru: "Не получилось. Начатое осталось на этом устройстве. Повторите или позвоните.",
};

export const problem = (code: ProblemCode, canRetry: boolean): Problem => ({
  code,
  canRetry,
  message: MESSAGES[code] ?? OTHERWISE,
  ...(code.startsWith("ALARM_") ? { evidence: new Uint8Array([1]) } : {}),
});
