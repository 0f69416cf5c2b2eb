import type { RowFault } from "./register-row.ts";

/** What is wrong with a row, for whoever delivers the file. Nothing of the row itself is repeated. */
export const ROW_FAULTS: { readonly [fault in RowFault]: { readonly en: string; readonly ru: string } } = {
  FIELDS: { en: "number of fields differs from the header", ru: "число полей не такое, как в заголовке" },
  QUOTES: { en: "quotation marks do not match", ru: "кавычки не парные" },
  ENCODING: { en: "not UTF-8", ru: "не UTF-8" },
  ID: {
    en: "id: 1 to 64 Latin letters, digits and hyphens",
    ru: "id: от 1 до 64 латинских букв, цифр и дефисов",
  },
  FAMILY: { en: "family name is missing or not a name", ru: "фамилия не указана или не похожа на фамилию" },
  GIVEN: { en: "given name is missing or not a name", ru: "имя не указано или не похоже на имя" },
  PATRONYMIC: { en: "patronymic is not a name", ru: "отчество не похоже на отчество" },
  BIRTH_DATE: {
    en: "birth_date is not a possible day, YYYY-MM-DD",
    ru: "birth_date: нет такого дня, нужен ГГГГ-ММ-ДД",
  },
  DOCUMENT: { en: "document: 4 to 32 letters and digits", ru: "document: от 4 до 32 букв и цифр" },
  DISTRICT: { en: "district is missing or too long", ru: "округ не указан или слишком длинный" },
  STATION: { en: "station is missing or too long", ru: "участок не указан или слишком длинный" },
  CHANGE: { en: "change is not add, update or remove", ru: "change: не add, update или remove" },
  REASON: {
    en: "reason is not died, moved, incapable or other",
    ru: "reason: не died, moved, incapable или other",
  },
  ID_TWICE: { en: "id stands in the file twice", ru: "id стоит в файле дважды" },
  ALREADY_THERE: {
    en: "to be added, but the register has another person with this id",
    ru: "добавление, но в реестре под этим id другой человек",
  },
  UNKNOWN: {
    en: "to be changed or removed, but the register has nobody with this id",
    ru: "изменение или удаление, но в реестре под этим id никого нет",
  },
};
