import type { RowFault } from "./register-row.ts";

/**
 * What is wrong with a row, for whoever delivers the file: read after the number of the line, with columns as the header calls them.
 * Nothing of the row itself is repeated.
 */
export const ROW_FAULTS: { readonly [fault in RowFault]: { readonly en: string; readonly ru: string } } = {
  FIELDS: {
    en: "there are more or fewer fields than columns in the header",
    ru: "полей больше или меньше, чем столбцов в заголовке",
  },
  QUOTES: {
    en: "a quotation mark is not closed, or stands inside a field that has none around it",
    ru: "кавычка не закрыта или стоит внутри поля, не взятого в кавычки",
  },
  ENCODING: { en: "the text is not in UTF-8", ru: "текст не в кодировке UTF-8" },
  ID: {
    en: "id must have 1 to 64 Latin letters, digits or hyphens",
    ru: "в id должно быть от 1 до 64 латинских букв, цифр или дефисов",
  },
  FAMILY: {
    en: "family is empty, too long, or holds something that no name has",
    ru: "в family пусто, слишком длинно или есть то, чего в фамилии не бывает",
  },
  GIVEN: {
    en: "given is empty, too long, or holds something that no name has",
    ru: "в given пусто, слишком длинно или есть то, чего в имени не бывает",
  },
  PATRONYMIC: {
    en: "patronymic is too long or holds something that no name has; it may be empty",
    ru: "в patronymic слишком длинно или есть то, чего в отчестве не бывает; может быть пусто",
  },
  BIRTH_DATE: {
    en: "birth_date must be a day from 1890 to the date of the file, written YYYY-MM-DD",
    ru: "в birth_date должен быть день с 1890 года до даты файла, вида ГГГГ-ММ-ДД",
  },
  DOCUMENT: {
    en: "document must have 4 to 32 Latin or Cyrillic letters and digits",
    ru: "в document должно быть от 4 до 32 латинских или русских букв и цифр",
  },
  DISTRICT: { en: "district is empty or too long", ru: "в district пусто или слишком длинно" },
  STATION: { en: "station is empty or too long", ru: "в station пусто или слишком длинно" },
  CHANGE: { en: "change must be add, update or remove", ru: "в change должно быть add, update или remove" },
  REASON: {
    en: "reason must be died, moved, incapable or other where somebody is removed",
    ru: "при исключении в reason должно быть died, moved, incapable или other",
  },
  ID_TWICE: {
    en: "this id stands in the file more than once",
    ru: "этот id встречается в файле больше одного раза",
  },
  ALREADY_THERE: {
    en: "somebody else has this id in the register, so nobody can be added under it",
    ru: "в реестре этот id у другого человека, поэтому добавить под ним нельзя",
  },
  UNKNOWN: {
    en: "nobody has this id in the register, so there is nobody to change or remove",
    ru: "в реестре нет никого с этим id, поэтому менять или исключать некого",
  },
};
