/** Reasons about the files of a record, its log, its result and receipts (chapters 02, 07, 08.5, 09). */
export const RECORD_REASONS = {
  FILE_MISSING: { en: "a file of the record is missing", ru: "не хватает файла записи" },
  FILE_UNKNOWN: { en: "a file that no record has", ru: "посторонний файл" },
  FILE_SIZE: { en: "a file of the wrong size", ru: "неверный размер файла" },
  BUNDLE_FORM: {
    en: "an entry bundle does not divide into its entries",
    ru: "пакет записей не делится на записи",
  },
  HINTS_FORM: {
    en: "hints not used: the file does not fit the record",
    ru: "подсказки не использованы: файл не подходит к записи",
  },
  HINTS_WRONG: {
    en: "some hints do not fit and were not used",
    ru: "часть подсказок не подходит и не использована",
  },
  FILE_CHANGED: { en: "a file changed while it was read", ru: "файл изменился во время проверки" },
  ELECTION_ID_DIFFERS: {
    en: "the manifest in the log has another hash than the election id given",
    ru: "хеш манифеста в журнале не совпадает с данным идентификатором голосования",
  },
  ELECTION_ID_UNKNOWN: { en: "no manifest stands in the log", ru: "в журнале нет манифеста" },
  DEFINITION_REFUSED: {
    en: "the only definition came in parts and is refused",
    ru: "единственное определение пришло частями и отвергнуто",
  },
  TILE_DIFFERS: { en: "a tile is not that of the entries", ru: "плитка не соответствует записям" },
  ROOT_DIFFERS: {
    en: "the root of the entries is not that of the checkpoint",
    ru: "корень записей не совпадает с корнем контрольной точки",
  },
  ENTRIES_MISSING: {
    en: "there are fewer entries than the checkpoint says",
    ru: "записей меньше, чем говорит контрольная точка",
  },
  CHECKPOINT_FORM: { en: "not a checkpoint of one exact form", ru: "контрольная точка не по форме" },
  CHECKPOINT_ORIGIN: { en: "a checkpoint of another log", ru: "контрольная точка другого журнала" },
  NOTE_KEY_UNKNOWN: {
    en: "a signature line by no key of the manifest",
    ru: "строка подписи ключом не из манифеста",
  },
  NOTE_KEY_TWICE: { en: "a key signs twice", ru: "один ключ подписал дважды" },
  NOTE_SIGNATURE_INVALID: {
    en: "a signature of the checkpoint is wrong",
    ru: "подпись контрольной точки неверна",
  },
  NO_LOG_SIGNATURE: { en: "no validator signed as the log", ru: "нет подписи журнала" },
  TOO_FEW_VALIDATORS: { en: "too few validators cosigned", ru: "слишком мало подписей валидаторов" },
  TOO_FEW_WITNESSES: { en: "too few witnesses cosigned", ru: "слишком мало подписей свидетелей" },
  MANIFEST_FORM: { en: "the manifest breaks its form", ru: "манифест нарушает форму" },
  MANIFEST_RULE: { en: "the manifest breaks a rule", ru: "манифест нарушает правило" },
  RESULT_MISSING: { en: "result.cbor is missing", ru: "нет файла result.cbor" },
  RESULT_FILE_DIFFERS: {
    en: "result.cbor is not the result recomputed",
    ru: "result.cbor не совпадает с пересчитанным результатом",
  },
  RESULT_FILE_EARLY: {
    en: "result.cbor is there but no result can be computed",
    ru: "result.cbor есть, а вычислить результат нельзя",
  },
  NO_COUNT: {
    en: "a decrypted sum is no possible number of votes",
    ru: "расшифрованная сумма не может быть числом голосов",
  },
  RECEIPT_FORM: { en: "not a receipt of one exact form", ru: "квитанция не по форме" },
  RECEIPT_CHECKPOINT: {
    en: "the checkpoint of the receipt does not satisfy the manifest",
    ru: "контрольная точка квитанции не удовлетворяет манифесту",
  },
  RECEIPT_PROOF: {
    en: "the inclusion proof does not lead to the root of its checkpoint",
    ru: "доказательство включения не ведёт к корню своей контрольной точки",
  },
  RECEIPT_ENTRY: {
    en: "another entry, or none, stands at the receipt's index",
    ru: "на месте из квитанции другая запись или никакой",
  },
  RECEIPT_BEYOND: {
    en: "the receipt's checkpoint is larger than this record",
    ru: "контрольная точка квитанции больше этой записи",
  },
  RECEIPT_FORK: {
    en: "the record does not extend the receipt's checkpoint",
    ru: "запись не продолжает контрольную точку квитанции",
  },
} as const;
