import { readFile } from "node:fs/promises";
import { APPLICATION_REFUSALS, type ApplicationRefusalCode } from "@veche/api/portal";
import { type AnswerError, answerAppeal, type OpenAppeal, openAppeals } from "../application/appeals.ts";
import { type StartError, startError } from "../config.ts";
import { MOSCOW_OFFSET_MS } from "../moscow-day.ts";
import {
  CONFIG_OPTION,
  type Command,
  EXIT,
  type Exit,
  type Given,
  runCommand,
  say,
  stop,
  withDatabase,
  wrongArguments,
} from "./command.ts";

const LINE = "node services/registrar/dist/appeals.js";
/** Longest answer, in characters: it stands on one screen of the voter's. */
const ANSWER_MAX = 4_000;

const LIST: Command<"config" | "json"> = {
  line: `${LINE} list`,
  about: {
    en: "Open appeals, the most urgent first. What voters wrote may hold personal data: close the window afterwards.",
    ru: "Жалобы без ответа, сначала срочные. В их тексте могут быть личные данные: закройте потом окно.",
  },
  options: {
    config: CONFIG_OPTION,
    json: { about: { en: "one line of JSON for each", ru: "по строке JSON на каждую" } },
  },
  examples: [`${LINE} list --config registrar.json`],
};

const ANSWER: Command<
  "config" | "appeal" | "grant" | "reject" | "answer-file" | "answer" | "person" | "displace"
> = {
  line: `${LINE} answer`,
  about: {
    en: "Answers one appeal, once and for all. Granting accepts the application, whatever it was refused for.",
    ru: "Отвечает на жалобу, один раз и окончательно. Удовлетворить — значит принять заявление, какой бы ни была причина отказа.",
  },
  options: {
    config: CONFIG_OPTION,
    appeal: { value: "NUMBER", about: { en: "its number in the list", ru: "её номер в списке" } },
    grant: { about: { en: "the voter is right", ru: "избиратель прав" } },
    reject: { about: { en: "the refusal stands", ru: "отказ остаётся в силе" } },
    answer: { value: "TEXT", about: { en: "what the voter reads", ru: "что прочтёт избиратель" } },
    "answer-file": {
      value: "FILE",
      about: {
        en: "the same from a file: it stays out of the shell's history",
        ru: "то же из файла: тогда текст не останется в истории команд",
      },
    },
    person: {
      value: "ID",
      about: {
        en: "with --grant: who it is in the register, where nobody or somebody else was found",
        ru: "с --grant: кто это в реестре, если никто не нашёлся или нашёлся другой",
      },
    },
    displace: {
      about: {
        en: "with --grant: the other account that applied for this person is refused instead",
        ru: "с --grant: отказать другому кабинету, который подал заявление на этого человека",
      },
    },
  },
  examples: [
    `${LINE} answer --config registrar.json --appeal 17 --grant --answer-file answer.txt`,
    `${LINE} answer --config registrar.json --appeal 18 --grant --person 4510-77 --answer "Документ исправлен."`,
    `${LINE} answer --config registrar.json --appeal 19 --reject --answer-file answer.txt`,
  ],
};

export async function runAppeals([name, ...args]: readonly string[]): Promise<Exit> {
  if (name === "list") return await runCommand(LIST, args, list);
  if (name === "answer") return await runCommand(ANSWER, args, answer);
  if (name !== "--help" && name !== "-h") return stop(wrongArguments(LINE), EXIT.notTried);
  await runCommand(LIST, ["--help"], list);
  process.stdout.write("\n");
  return await runCommand(ANSWER, ["--help"], answer);
}

async function list({ config, json }: Given<"config" | "json">): Promise<Exit> {
  if (config === undefined) return stop(wrongArguments(LIST.line), EXIT.notTried);
  return await withDatabase(config, async (db) => {
    const appeals = await openAppeals(db);
    const now = Date.now();
    if (json !== undefined) for (const appeal of appeals) say(appeal);
    else process.stdout.write(appeals.length === 0 ? NONE : appeals.map((one) => shown(one, now)).join("\n"));
    return EXIT.done;
  });
}

const NONE = "No appeal waits for an answer.\nНет жалоб без ответа.\n";

function shown({ id, campaign, number, refusal, text, madeAt, answerBy }: OpenAppeal, now: number): string {
  const why = APPLICATION_REFUSALS[refusal as ApplicationRefusalCode];
  const late = answerBy < now ? " OVERDUE / ПРОСРОЧЕНА" : "";
  return [
    `${id}: answer by / ответить до ${moscowTime(answerBy)}${late}`,
    `  ${campaign}, application / заявление ${number}, ${moscowTime(madeAt)}`,
    `  ${refusal}: ${why.en}`,
    `  ${why.ru}`,
    ...plain(text)
      .split("\n")
      .map((line) => `  > ${line}`),
    "",
  ].join("\n");
}

/** Moscow's clock, named. */
const moscowTime = (time: number): string =>
  `${new Date(time + MOSCOW_OFFSET_MS).toISOString().slice(0, 16).replace("T", " ")} MSK`;

/** ⚔ A voter's text on the operator's terminal: nothing that moves the cursor, changes what stands above, or turns the writing round. */
const plain = (text: string): string =>
  text
    .replaceAll(/\r\n?/gu, "\n")
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (one) => (one === "\n" ? one : "�"));

async function answer(given: Given<keyof (typeof ANSWER)["options"]>): Promise<Exit> {
  const { config, appeal = "", grant, reject, person, displace } = given;
  const isGranted = grant !== undefined;
  const isForGranted = person !== undefined || displace !== undefined;
  const isWrong =
    config === undefined ||
    !/^[1-9][0-9]{0,14}$/.test(appeal) ||
    isGranted === (reject !== undefined) ||
    (given.answer === undefined) === (given["answer-file"] === undefined) ||
    (isForGranted && !isGranted);
  if (isWrong) return stop(wrongArguments(ANSWER.line), EXIT.notTried);
  const text = await answerText(given);
  if (text === undefined) return stop(NO_ANSWER, EXIT.notTried);
  return await withDatabase(config, async (db) => {
    const answered = await answerAppeal(db, {
      ...{ appeal: Number(appeal), granted: isGranted, answer: text, now: Date.now() },
      ...(person === undefined ? {} : { person }),
      ...(displace === undefined ? {} : { displace: true }),
    });
    if (!answered.ok) return stop(whyNot(answered.error), EXIT.refused);
    return say({ event: "appeal-answered", appeal: Number(appeal), granted: isGranted });
  });
}

async function answerText(given: Given<"answer" | "answer-file">): Promise<string | undefined> {
  const file = given["answer-file"];
  const text = file === undefined ? given.answer : await readFile(file, "utf8").catch(() => undefined);
  const trimmed = text?.trim() ?? "";
  return trimmed === "" || trimmed.length > ANSWER_MAX ? undefined : trimmed;
}

const NO_ANSWER = startError(
  "ANSWER_WRONG",
  `There is no answer, or it is longer than ${ANSWER_MAX} characters, or its file cannot be read. Nothing was done.`,
  `Ответа нет, он длиннее ${ANSWER_MAX} знаков, или файл не читается. Ничего не сделано.`,
);

function whyNot({ code }: AnswerError): StartError {
  const [en, ru] = REASONS[code];
  return startError(code, `${en} Nothing was changed.`, `${ru} Ничего не изменилось.`);
}

const REASONS: Readonly<Record<AnswerError["code"], readonly [en: string, ru: string]>> = {
  UNKNOWN_APPEAL: ["There is no appeal of this number.", "Жалобы с таким номером нет."],
  ALREADY_ANSWERED: [
    "This appeal has an answer, and the voter may have read it.",
    "На эту жалобу уже ответили, и избиратель мог прочитать ответ.",
  ],
  NO_LONGER_REFUSED: [
    "The voter has applied again meanwhile: look at the new application; this appeal can only be rejected.",
    "Избиратель уже подал новое заявление: решает оно, а эту жалобу можно только отклонить.",
  ],
  ROLL_MADE: [
    "The roll is made, nobody can be added to it: reject with an answer that says how to vote on paper.",
    "Список уже составлен, добавить в него нельзя: отклоните и напишите, как проголосовать на участке.",
  ],
  PERSON_WRONG: [
    "The register has no such person, or one who is removed, too young, or of a district without this ballot: give --person, or have the register corrected first.",
    "В реестре нет такого человека, либо он исключён, слишком молод или из округа без этого бюллетеня: укажите --person или сначала исправьте реестр.",
  ],
  OTHER_ACCEPTED: [
    "Another account was accepted for this person: find out whose it is; --displace refuses the other one.",
    "На этого человека уже принято заявление из другого кабинета: выясните, чьё оно; --displace откажет тому кабинету.",
  ],
};
