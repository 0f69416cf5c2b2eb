import { say } from "./say.ts";

/** What the registrar's commands say. */
export const rollTexts = {
  cells: (have: number, need: number) => say(`${have} cells, not ${need}`, `${have} полей вместо ${need}`),
  field: (field: string) => say(`${field} is malformed`, `поле ${field} неверно`),
  style: (id: string) => say(`no ballot style "${id}"`, `нет бюллетеня «${id}»`),
  lettersWritten: (folder: string, count: number) =>
    say(
      `${count} letters are in ${folder}. Each goes to its voter alone.`,
      `Писем ${count}, они в ${folder}. Каждое только своему избирателю.`,
    ),
  proposalKept: (path: string) =>
    say(`The roll as signed by the registrar is in ${path}.`, `Список с подписью регистратора в ${path}.`),
  totalsEntered: (date: string, index: number) =>
    say(
      `The totals of ${date} stand in the log at ${index}.`,
      `Итоги за ${date} стоят в журнале под номером ${index}.`,
    ),
  resumed: (open: number) =>
    say(
      `Issues begun before and not in the log yet: ${open}. They go on when their voters ask again.`,
      `Начатых и ещё не внесённых выдач: ${open}. Они продолжатся, когда избиратели обратятся снова.`,
    ),
};
