/**
 * The checks of a record by number (spec/10-verifier.md). The numbers never change their meaning; a test
 * compares this list with the table of the specification.
 */
export const CHECKS = [
  { id: "V01", en: "Files", ru: "Файлы" },
  { id: "V02", en: "Election id", ru: "Идентификатор голосования" },
  { id: "V03", en: "Tree", ru: "Дерево" },
  { id: "V04", en: "Checkpoint", ru: "Контрольная точка" },
  { id: "V05", en: "Manifest", ru: "Манифест" },
  { id: "V06", en: "Entries", ru: "Записи" },
  { id: "V07", en: "Blocks", ru: "Блоки" },
  { id: "V08", en: "Signatures of authorities", ru: "Подписи участников" },
  { id: "V09", en: "Phases and times", ru: "Этапы и сроки" },
  { id: "V10", en: "Key ceremony", ru: "Церемония ключа" },
  { id: "V11", en: "Canaries", ru: "Пробные доли" },
  { id: "V12", en: "Issuer keys and sets", ru: "Ключи и составы издателей" },
  { id: "V13", en: "Roll", ru: "Список избирателей" },
  { id: "V14", en: "Opening", ru: "Открытие" },
  { id: "V15", en: "Blamed entries", ru: "Записи с виной" },
  { id: "V16", en: "Issues", ru: "Выдача" },
  { id: "V17", en: "Prefix conditions", ru: "Условия на начала журнала" },
  { id: "V18", en: "Casts", ru: "Бюллетени" },
  { id: "V19", en: "Credentials", ru: "Анонимные ключи" },
  { id: "V20", en: "Tokens", ru: "Жетоны" },
  { id: "V21", en: "Ballot proofs", ru: "Доказательства бюллетеней" },
  { id: "V22", en: "Close and tally heads", ru: "Закрытие и итоговые отметки" },
  { id: "V23", en: "Decryptions", ru: "Расшифрование" },
  { id: "V24", en: "Result", ru: "Результат" },
  { id: "V25", en: "Certificate", ru: "Утверждение" },
  { id: "V26", en: "Receipts", ru: "Квитанции" },
] as const;

export type CheckId = (typeof CHECKS)[number]["id"];
