import type { Fault } from "../framework/stop.ts";
import { fault } from "./say.ts";

/** What can be wrong with a command line, its files and its surroundings. First what happened, then what to do. */
export const faults = {
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
  notMoment: (name: string, word: string): Fault =>
    fault(
      "NOT_A_TIME",
      `${name}: "${word}" is not a time with its zone like 2026-12-04T08:00+03:00.`,
      `${name}: «${word}» не время с поясом вида 2026-12-04T08:00+03:00.`,
    ),
  notAssignment: (name: string, word: string): Fault =>
    fault(
      "NOT_AN_ASSIGNMENT",
      `${name}: "${word}" is not NAME=VALUE or NAME=VALUE,VALUE.`,
      `${name}: «${word}» не ИМЯ=ЗНАЧЕНИЕ и не ИМЯ=ЗНАЧЕНИЕ,ЗНАЧЕНИЕ.`,
    ),
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
  systemRefused: (reason: string): Fault =>
    fault(
      "SYSTEM_REFUSED",
      `The operating system refused: ${reason}.`,
      `Операционная система отказала: ${reason}.`,
    ),
  notAFile: (path: string): Fault => fault("NOT_A_FILE", `${path} is not a file.`, `${path} не файл.`),
  notAFolder: (path: string): Fault => fault("NOT_A_FOLDER", `${path} is not a folder.`, `${path} не папка.`),
  notUtf8: (path: string): Fault =>
    fault("NOT_UTF8", `${path} is not a text in UTF-8.`, `${path} не текст в UTF-8.`),
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
  noTerminal: (option: string): Fault =>
    fault(
      "NO_TERMINAL",
      `There is no terminal to ask at. Give ${option}.`,
      `Нет терминала, чтобы спросить. Укажите ${option}.`,
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
  genesisQuorum: (quorum: number, count: number): Fault =>
    fault(
      "GENESIS_QUORUM",
      `A quorum of ${quorum} does not fit ${count} organisations: it must be more than half and at most all.`,
      `Кворум ${quorum} не подходит для ${count} организаций: нужно больше половины и не больше всех.`,
    ),
  partyTwice: (): Fault =>
    fault("PARTY_TWICE", "One party stands there twice.", "Один участник указан дважды."),
  oneRegistrar: (): Fault =>
    fault(
      "ONE_REGISTRAR",
      "An election has exactly one registrar: give one public.json of that role.",
      "На выборах ровно один регистратор: дайте один public.json с этой ролью.",
    ),
  contestUnknown: (style: string, contest: string): Fault =>
    fault(
      "CONTEST_UNKNOWN",
      `Style ${style} names the contest "${contest}", which the draft does not have.`,
      `Бюллетень ${style} называет вопрос «${contest}», которого в проекте нет.`,
    ),
  draftForm: (path: string, place: string, expected: string): Fault =>
    fault(
      "DRAFT_FORM",
      `${path}: ${place === "" ? "the draft" : place} should be: ${expected}.`,
      `${path}: ${place === "" ? "проект" : place}, а должно быть: ${expected}.`,
    ),
  manifestRule: (rule: string, reason: string): Fault =>
    fault(
      "MANIFEST_INVALID",
      `The manifest would break rule ${rule} of the specification: ${reason}.`,
      `Манифест нарушил бы правило ${rule} спецификации: ${reason}.`,
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
  inUse: (path: string, pid: number): Fault =>
    fault(
      "IN_USE",
      `${path} is in use by process ${pid}. Wait until it ends.`,
      `${path} занята процессом ${pid}. Дождитесь его окончания.`,
    ),
  electionUnknown: (node: string, election: string): Fault =>
    fault(
      "ELECTION_UNKNOWN",
      `The node ${node} does not know the election ${election}. Check the id and the address.`,
      `Узел ${node} не знает выборов ${election}. Проверьте идентификатор и адрес.`,
    ),
  unreachable: (url: string, reason: string): Fault =>
    fault(
      "UNREACHABLE",
      `${url} does not answer (${reason}). Nothing is lost; try again later.`,
      `${url} не отвечает (${reason}). Ничего не потеряно; повторите позже.`,
    ),
  notInManifest: (home: string): Fault =>
    fault(
      "NOT_IN_MANIFEST",
      `The party of ${home} is not in the manifest of this election.`,
      `Участника из ${home} нет в манифесте этих выборов.`,
    ),
  noWayToSign: (): Fault =>
    fault(
      "NO_WAY_TO_SIGN",
      "Nobody signs: give --home of enough members, or --propose FILE for them to sign.",
      "Некому подписать: укажите --home нужного числа членов или --propose ФАЙЛ.",
    ),
  signaturesMissing: (missing: readonly { readonly role: string; readonly more: number }[]): Fault => {
    const wanted = missing.map(({ role, more }) => `${role} +${more}`).join(", ");
    return fault(
      "SIGNATURES_MISSING",
      `Signatures are missing: ${wanted}. Nothing was sent; collect them first.`,
      `Не хватает подписей: ${wanted}. Ничего не отправлено; сначала соберите их.`,
    );
  },
  proposalMalformed: (reason: string): Fault =>
    fault(
      "PROPOSAL_MALFORMED",
      `The proposal is not one that a ledger would take: ${reason}.`,
      `Такого предложения журнал не примет: ${reason}.`,
    ),
  proposalElection: (): Fault =>
    fault(
      "PROPOSAL_OF_ANOTHER",
      "The proposal belongs to another election or log. Nothing was signed or sent.",
      "Предложение относится к другим выборам или журналу. Ничего не подписано и не отправлено.",
    ),
  proposalsDiffer: (): Fault =>
    fault(
      "PROPOSALS_DIFFER",
      "The files do not propose the same. Nothing was sent.",
      "Файлы предлагают разное. Ничего не отправлено.",
    ),
  signerWrong: (role: number, index: number): Fault =>
    fault(
      "SIGNER_WRONG",
      `Party ${index} of role ${role} does not sign this. Nothing was signed or sent.`,
      `Участник ${index} с ролью ${role} этого не подписывает. Ничего не подписано и не отправлено.`,
    ),
  signatureWrong: (role: number, index: number): Fault =>
    fault(
      "SIGNATURE_WRONG",
      `The signature of party ${index} of role ${role} is wrong. Nothing was sent.`,
      `Подпись участника ${index} с ролью ${role} неверна. Ничего не отправлено.`,
    ),
  proposalStale: (): Fault =>
    fault(
      "PROPOSAL_STALE",
      "Another control transaction took effect since this proposal was made. Make it anew.",
      "После составления предложения вступило в силу другое управляющее действие. Составьте его заново.",
    ),
  notConfirmed: (): Fault =>
    fault("NOT_CONFIRMED", "Not confirmed. Nothing was signed.", "Не подтверждено. Ничего не подписано."),
  partsNeedGenesis: (): Fault =>
    fault(
      "PARTS_NEED_GENESIS",
      "The manifest is too large for one entry, and its parts are signed by a genesis organisation: give its --home.",
      "Манифест не помещается в одну запись, а части подписывает организация-учредитель: укажите её --home.",
    ),
  styleUnknown: (id: string, known: readonly string[]): Fault =>
    fault(
      "STYLE_UNKNOWN",
      `There is no ballot style "${id}"; there are ${known.join(", ")}.`,
      `Нет бюллетеня «${id}»; есть ${known.join(", ")}.`,
    ),
  notARecord: (path: string): Fault =>
    fault(
      "NOT_A_RECORD",
      `${path} is not the record of an election: it has neither checkpoint nor tiles.`,
      `${path} не запись выборов: в ней нет ни checkpoint, ни tile.`,
    ),
  genesisKnown: (home: string): Fault =>
    fault(
      "GENESIS_KNOWN",
      `The node in ${home} has its genesis already. Leave out --genesis.`,
      `У узла в ${home} учредители уже заданы. Уберите --genesis.`,
    ),
  nodeHome: (path: string, reason: string): Fault =>
    fault(
      "NODE_HOME",
      `The node cannot work with ${path}: ${reason}.`,
      `Узел не может работать с ${path}: ${reason}.`,
    ),
  twoMedia: (): Fault =>
    fault(
      "TWO_MEDIA",
      "A trustee's secrets live on two media: give --media twice.",
      "Секреты хранителя лежат на двух носителях: укажите --media дважды.",
    ),
  letterOfAnother: (path: string): Fault =>
    fault(
      "LETTER_OF_ANOTHER",
      `The letter ${path} belongs to another election.`,
      `Письмо ${path} относится к другим выборам.`,
    ),
  letterFalse: (path: string): Fault =>
    fault(
      "LETTER_FALSE",
      `The letter ${path} was not signed by the registrar of this election, or was changed. Tell the commission.`,
      `Письмо ${path} не подписано регистратором этих выборов или изменено. Сообщите комиссии.`,
    ),
  answerUnusable: (url: string, status: number): Fault =>
    fault(
      "ANSWER_UNUSABLE",
      `${url} gave no usable answer (status ${status}). Nothing is lost; try again later.`,
      `${url} не дал пригодного ответа (статус ${status}). Ничего не потеряно; повторите позже.`,
    ),
  choiceContest: (name: string, known: readonly string[]): Fault =>
    fault(
      "CHOICE_CONTEST",
      `Your ballot has no contest "${name}"; it has ${known.join(", ")}.`,
      `В вашем бюллетене нет вопроса «${name}»; есть ${known.join(", ")}.`,
    ),
  choiceOption: (contest: string, option: string, known: readonly string[]): Fault =>
    fault(
      "CHOICE_OPTION",
      `${contest} has no option "${option}"; it has ${known.join(", ")}.`,
      `В вопросе ${contest} нет варианта «${option}»; есть ${known.join(", ")}.`,
    ),
  choiceMissing: (contest: string): Fault =>
    fault(
      "CHOICE_MISSING",
      `Nothing is said for the contest ${contest}. Give --choose ${contest}=OPTION, or ${contest}= for a blank one.`,
      `По вопросу ${contest} ничего не указано. Дайте --choose ${contest}=ВАРИАНТ или ${contest}= для пустого.`,
    ),
  choiceTwice: (name: string): Fault =>
    fault("CHOICE_TWICE", `${name} stands there twice.`, `${name} указано дважды.`),
  choiceCount: (contest: string, count: number, min: number, max: number): Fault =>
    fault(
      "CHOICE_COUNT",
      `${contest} takes ${min === max ? min : `${min} to ${max}`} options, ${count} were given.`,
      `В вопросе ${contest} выбирают ${min === max ? min : `от ${min} до ${max}`}, указано ${count}.`,
    ),
  serviceHome: (home: string, code: string): Fault =>
    fault(
      "SERVICE_HOME",
      `The service cannot work with ${home}: ${code}.`,
      `Служба не может работать с ${home}: ${code}.`,
    ),
  noCommission: (): Fault =>
    fault(
      "NO_WAY_TO_SIGN",
      "The commission signs the roll: give --commission of enough members, or --propose FILE for them to sign.",
      "Список подписывает комиссия: укажите --commission нужного числа членов или --propose ФАЙЛ.",
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
  personTwice: (path: string, row: number): Fault =>
    fault(
      "PERSON_TWICE",
      `${path}: person ${row} of the list stands there before already.`,
      `${path}: лицо № ${row} уже есть в списке выше.`,
    ),
  personBad: (path: string, row: number, code: string): Fault =>
    fault(
      "PERSON_BAD",
      `${path}: person ${row} of the list cannot stand in the roll (${code}).`,
      `${path}: лицо № ${row} не может стоять в списке (${code}).`,
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
