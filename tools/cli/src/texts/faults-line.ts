import type { Fault } from "../framework/stop.ts";
import { fault } from "./say.ts";

/** What can be wrong with a command line, or with what surrounds the program. */
export const lineFaults = {
  optionMissing: (name: string): Fault =>
    fault(
      "OPTION_MISSING",
      `${name} is missing. See --help for an example.`,
      `Не указан ${name}. Пример есть в --help.`,
    ),
  optionUnknown: (name: string, path: string): Fault =>
    fault(
      "OPTION_UNKNOWN",
      `There is no option ${name} here. See ${path} --help.`,
      `Здесь нет параметра ${name}. Смотрите ${path} --help.`,
    ),
  optionWithoutValue: (name: string): Fault =>
    fault("OPTION_WITHOUT_VALUE", `${name} needs a value after it.`, `После ${name} нужно значение.`),
  optionTwice: (name: string): Fault =>
    fault("OPTION_TWICE", `${name} can be given once only.`, `${name} можно указать только один раз.`),
  optionEmpty: (name: string): Fault =>
    fault("OPTION_EMPTY", `${name} must not be empty.`, `${name} не может быть пустым.`),
  commandUnknown: (name: string, path: string): Fault =>
    fault(
      "COMMAND_UNKNOWN",
      `There is no command ${name}. See ${path} --help.`,
      `Нет команды ${name}. Смотрите ${path} --help.`,
    ),
  commandMissing: (path: string, known: readonly string[]): Fault =>
    fault(
      "COMMAND_MISSING",
      `Say what to do: ${path} ${known.join(" | ")}.`,
      `Укажите действие: ${path} ${known.join(" | ")}.`,
    ),
  argumentMissing: (name: string): Fault =>
    fault(
      "ARGUMENT_MISSING",
      `${name} is missing. See --help for an example.`,
      `Не указано: ${name}. Пример есть в --help.`,
    ),
  argumentsTooMany: (path: string): Fault =>
    fault(
      "ARGUMENTS_TOO_MANY",
      `There is a word too many. See ${path} --help.`,
      `Лишнее слово в команде. Смотрите ${path} --help.`,
    ),
  notUrl: (name: string, word: string): Fault =>
    fault(
      "NOT_A_URL",
      `${name}: "${word}" is not an address like http://127.0.0.1:8080.`,
      `${name}: «${word}» не адрес вида http://127.0.0.1:8080.`,
    ),
  notAddress: (name: string, word: string): Fault =>
    fault(
      "NOT_AN_ADDRESS",
      `${name}: "${word}" is not HOST:PORT, for example 127.0.0.1:8080.`,
      `${name}: «${word}» не ХОСТ:ПОРТ, например 127.0.0.1:8080.`,
    ),
  notElectionId: (name: string, word: string): Fault =>
    fault(
      "NOT_AN_ELECTION_ID",
      `${name}: "${word}" is not an election id, which has 64 hexadecimal digits.`,
      `${name}: «${word}» не идентификатор выборов: в нём 64 шестнадцатеричные цифры.`,
    ),
  notLogKey: (name: string, word: string): Fault =>
    fault(
      "NOT_A_LOG_KEY",
      `${name}: "${word}" is not the key of a log: name+id+key, as \`veche keys show --origin\` prints it.`,
      `${name}: «${word}» не ключ журнала: имя+номер+ключ, как печатает \`veche keys show --origin\`.`,
    ),
  noLogKey: (name: string, origin: string): Fault =>
    fault(
      "NO_LOG_KEY",
      `${name}: this is not the home of a validator, or "${origin}" cannot be the name of a log.`,
      `${name}: это не папка узла, или «${origin}» не может быть именем журнала.`,
    ),
  notCode: (name: string, word: string): Fault =>
    fault(
      "NOT_A_CODE",
      `${name}: "${word}" is not a code of 20 characters like 3K7Q-0000-0000-0000-0000.`,
      `${name}: «${word}» не код из 20 знаков вида 3K7Q-0000-0000-0000-0000.`,
    ),
  notNumber: (name: string, word: string, min: number, max: number): Fault => {
    const bounds = max === Number.MAX_SAFE_INTEGER ? `${min}…` : `${min}…${max}`;
    return fault(
      "NOT_A_NUMBER",
      `${name}: "${word}" is not a whole number of ${bounds}.`,
      `${name}: «${word}» не целое число ${bounds}.`,
    );
  },
  notScale: (name: string, word: string): Fault =>
    fault(
      "NOT_A_SCALE",
      `${name}: "${word}" is not a share above 0 and at most 1, for example 0.001.`,
      `${name}: «${word}» не доля больше 0 и не больше 1, например 0.001.`,
    ),
  notChoice: (name: string, word: string, known: readonly string[]): Fault =>
    fault(
      "NOT_A_CHOICE",
      `${name}: "${word}" is none of ${known.join(", ")}.`,
      `${name}: «${word}» нет среди ${known.join(", ")}.`,
    ),
  notAssignment: (name: string, word: string): Fault =>
    fault(
      "NOT_AN_ASSIGNMENT",
      `${name}: "${word}" is not NAME=VALUE or NAME=VALUE,VALUE.`,
      `${name}: «${word}» не ИМЯ=ЗНАЧЕНИЕ и не ИМЯ=ЗНАЧЕНИЕ,ЗНАЧЕНИЕ.`,
    ),
  noTerminal: (option: string): Fault =>
    fault(
      "NO_TERMINAL",
      `There is no terminal to ask at. Give ${option}.`,
      `Нет терминала, чтобы спросить. Укажите ${option}.`,
    ),
  outputLost: (reason: string): Fault =>
    fault(
      "OUTPUT_LOST",
      `Standard output cannot be written (${reason}): the result is lost or incomplete.`,
      `Стандартный вывод не записан (${reason}): результат потерян или неполон.`,
    ),
  systemRefused: (reason: string): Fault =>
    fault(
      "SYSTEM_REFUSED",
      `The operating system refused: ${reason}.`,
      `Операционная система отказала: ${reason}.`,
    ),
  interrupted: (): Fault =>
    fault("INTERRUPTED", "Broken off. Nothing was kept.", "Прервано. Ничего не сохранено."),
  ownFault: (): Fault =>
    fault(
      "OWN_FAULT",
      "This is a fault of the program, not of your input. Please report it with the lines below.",
      "Это ошибка программы, а не ваших данных. Сообщите о ней вместе со строками ниже.",
    ),
} as const;
