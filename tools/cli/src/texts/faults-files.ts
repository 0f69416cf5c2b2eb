import type { Fault } from "../framework/stop.ts";
import { fault } from "./say.ts";

const NO_HINTS_EN = {
  NO_CHECKPOINT: "the checkpoint has not the form of one",
  NO_MANIFEST: "the log has no manifest by which to read it",
  BUNDLE_MISSING: "an entry bundle is missing",
} as const;
const NO_HINTS_RU = {
  NO_CHECKPOINT: "контрольная точка не имеет нужной формы",
  NO_MANIFEST: "в журнале нет манифеста, по которому его читать",
  BUNDLE_MISSING: "не хватает пакета записей",
} as const;

/** What can be wrong with files, folders, homes and passphrases. */
export const fileFaults = {
  fileMissing: (path: string): Fault =>
    fault("FILE_MISSING", `There is no file ${path}.`, `Нет файла ${path}.`),
  folderMissing: (path: string): Fault =>
    fault("FOLDER_MISSING", `There is no folder ${path}.`, `Нет папки ${path}.`),
  fileTooLarge: (path: string, max: number): Fault =>
    fault(
      "FILE_TOO_LARGE",
      `${path} has more than ${max} bytes, so it cannot be what is asked for.`,
      `${path} больше ${max} байт, это не тот файл.`,
    ),
  notJson: (path: string, reason: string): Fault =>
    fault("NOT_JSON", `${path} is not JSON: ${reason}.`, `${path} не JSON: ${reason}.`),
  wrongForm: (path: string, what: string): Fault =>
    fault(
      "WRONG_FORM",
      `${path} does not have the form of a file for this: ${what}.`,
      `Файл ${path} не той формы: ${what}.`,
    ),
  targetExists: (path: string): Fault =>
    fault(
      "TARGET_EXISTS",
      `${path} exists already. Nothing was changed; name another one or remove it.`,
      `${path} уже есть. Ничего не изменено; укажите другое имя или удалите его.`,
    ),
  notAFile: (path: string): Fault => fault("NOT_A_FILE", `${path} is not a file.`, `${path} не файл.`),
  notAFolder: (path: string): Fault => fault("NOT_A_FOLDER", `${path} is not a folder.`, `${path} не папка.`),
  notUtf8: (path: string): Fault =>
    fault("NOT_UTF8", `${path} is not a text in UTF-8.`, `${path} не текст в UTF-8.`),
  notARecord: (path: string): Fault =>
    fault(
      "NOT_A_RECORD",
      `${path} is not the record of an election: it has neither checkpoint nor tiles.`,
      `${path} не запись выборов: в ней нет ни checkpoint, ни tile.`,
    ),
  noHints: (path: string, why: "NO_CHECKPOINT" | "NO_MANIFEST" | "BUNDLE_MISSING"): Fault =>
    fault(
      `HINTS_${why}`,
      `${path}: no hints can be made: ${NO_HINTS_EN[why]}. \`veche verify\` says more.`,
      `${path}: создать подсказки нельзя: ${NO_HINTS_RU[why]}. Подробнее скажет \`veche verify\`.`,
    ),
  passphraseShort: (min: number): Fault =>
    fault(
      "PASSPHRASE_SHORT",
      `The passphrase has fewer than ${min} characters. Take a longer one.`,
      `В пароле меньше ${min} знаков. Возьмите длиннее.`,
    ),
  passphraseEmpty: (path: string): Fault =>
    fault("PASSPHRASE_EMPTY", `The first line of ${path} is empty.`, `Первая строка ${path} пуста.`),
  passphrasesDiffer: (): Fault =>
    fault(
      "PASSPHRASES_DIFFER",
      "The two passphrases differ. Nothing was made; start again.",
      "Пароли различаются. Ничего не создано; начните заново.",
    ),
  passphraseFilesCount: (homes: number, files: number): Fault =>
    fault(
      "PASSPHRASE_FILES_COUNT",
      `${homes} homes and ${files} passphrase files: give one for all, or one for each.`,
      `Папок ${homes}, файлов с паролем ${files}: дайте один на все или по одному на каждую.`,
    ),
  notOpened: (path: string): Fault =>
    fault(
      "NOT_OPENED",
      `${path} does not open: the passphrase is wrong, or the file was damaged.`,
      `${path} не открывается: неверный пароль или файл повреждён.`,
    ),
  keysDiffer: (home: string): Fault =>
    fault(
      "KEYS_DIFFER",
      `${home}: public.json and secret.age belong to different parties.`,
      `${home}: public.json и secret.age от разных участников.`,
    ),
  wrongRole: (place: string, role: string, wanted: readonly string[]): Fault =>
    fault(
      "WRONG_ROLE",
      `${place} belongs to a party of role ${role}; this needs ${wanted.join(" or ")}.`,
      `${place} принадлежит участнику с ролью ${role}; здесь нужна ${wanted.join(" или ")}.`,
    ),
  notNoteName: (name: string): Fault =>
    fault(
      "NOT_A_NOTE_NAME",
      `"${name}" cannot be the name of a validator or witness: take up to 100 of a-z 0-9 . / - like node1.example.org.`,
      `«${name}» не годится в имена узла или свидетеля: до 100 знаков a-z 0-9 . / - вида node1.example.org.`,
    ),
  nameTooLong: (max: number): Fault =>
    fault("NAME_TOO_LONG", `The name has more than ${max} bytes.`, `Имя длиннее ${max} байт.`),
  inUse: (path: string, pid: number): Fault =>
    fault(
      "IN_USE",
      `${path} is in use by process ${pid}. Wait until it ends.`,
      `${path} занята процессом ${pid}. Дождитесь его окончания.`,
    ),
  viewEmpty: (): Fault =>
    fault(
      "VIEW_EMPTY",
      "This home has no copy of the log yet. Give --node.",
      "В этой папке ещё нет копии журнала. Укажите --node.",
    ),
  viewCorrupt: (home: string, reason: string): Fault =>
    fault(
      "VIEW_CORRUPT",
      `The copy of the log in ${home} is damaged (${reason}). Keep it for inquiry, and begin a new one in its place.`,
      `Копия журнала в ${home} повреждена (${reason}). Сохраните её для разбора и начните новую.`,
    ),
  csvQuote: (path: string, line: number): Fault =>
    fault(
      "CSV_QUOTES",
      `${path}, line ${line}: the quotes do not match.`,
      `${path}, строка ${line}: непарные кавычки.`,
    ),
  csvHead: (path: string, columns: string): Fault =>
    fault(
      "CSV_HEAD",
      `${path}: the first line should be ${columns}.`,
      `${path}: первая строка должна быть ${columns}.`,
    ),
  csvEmpty: (path: string): Fault => fault("CSV_EMPTY", `${path} lists nobody.`, `В ${path} никого нет.`),
  csvRows: (
    path: string,
    rows: readonly { readonly line: number; readonly what: { readonly en: string; readonly ru: string } }[],
    count: number,
  ): Fault => {
    const more = count - rows.length;
    const listed = (language: "en" | "ru", line: string): string =>
      rows.map((row) => `${line} ${row.line}: ${row.what[language]}`).join("; ");
    return fault(
      "CSV_ROWS",
      `${path}: ${listed("en", "line")}${more > 0 ? `; and ${more} more` : ""}. Nothing was written.`,
      `${path}: ${listed("ru", "строка")}${more > 0 ? `; и ещё ${more}` : ""}. Ничего не записано.`,
    );
  },
  draftForm: (path: string, place: string, expected: string): Fault =>
    fault(
      "DRAFT_FORM",
      `${path}: ${place === "" ? "the draft" : place} should be: ${expected}.`,
      `${path}: ${place === "" ? "проект" : place}, а должно быть: ${expected}.`,
    ),
} as const;
