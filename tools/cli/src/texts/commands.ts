import { say } from "./say.ts";

/** What each command is for. */
export const abouts = {
  veche: say(
    "A voting system that proves instead of asking for trust. Exit codes: 0 good, 1 the record is bad or the ledger refused, 2 unusable input",
    "Система голосования, которая доказывает, а не просит верить. Коды выхода: 0 хорошо, 1 запись плоха или журнал отказал, 2 негодные данные",
  ),
  keys: say("Keys of the parties", "Ключи участников"),
  keysNew: say("Make a party's keys", "Создать ключи участника"),
  keysShow: say("Show a party's public keys", "Показать открытые ключи участника"),
  keysExport: say(
    "Write the registrar's secret keys to files for its portal",
    "Записать секретные ключи регистратора в файлы для его портала",
  ),
  keysGenesis: say(
    "Write the genesis file of a node: who may let an election begin on it",
    "Записать файл учредителей узла: кто может начинать на нём выборы",
  ),
  election: say("Hold an election: the commission's commands", "Провести выборы: команды комиссии"),
  draft: say(
    "Write an example draft of a manifest, to be edited",
    "Записать пример проекта манифеста для правки",
  ),
  define: say(
    "Make the manifest of a draft and all parties' public keys, show it with its election id, and define the election",
    "Составить манифест из проекта и открытых ключей, показать его с идентификатором и объявить выборы",
  ),
  sign: say(
    "Show what a proposal says, check it against your own view, and sign it",
    "Показать предложение, сверить с собственной копией журнала и подписать",
  ),
  submit: say("Send a proposal that has its signatures", "Отправить предложение, собравшее подписи"),
  open: say("Open voting", "Открыть голосование"),
  suspend: say("Suspend voting; no time is moved", "Приостановить голосование; сроки не сдвигаются"),
  resume: say("Resume voting", "Возобновить голосование"),
  extend: say("Move the ends of ballot styles later", "Отодвинуть окончание по бюллетеням"),
  issuerSet: say("Replace an issuer by a spare one", "Заменить издателя запасным"),
  restart: say(
    "Begin the key ceremony anew, without some trustees",
    "Начать церемонию ключа заново, без некоторых хранителей",
  ),
  close: say(
    "Close voting, once its time is over; anybody may",
    "Закрыть голосование, когда время вышло; может любой",
  ),
  certify: say(
    "Certify the result that you computed yourself from the log",
    "Утвердить результат, вычисленный вами по журналу",
  ),
  status: say(
    "Show where an election stands, from your own view",
    "Показать, на каком этапе выборы, по собственной копии журнала",
  ),
  record: say(
    "Write the record of an election, for `veche verify`",
    "Записать выборы в папку для `veche verify`",
  ),
  verify: say(
    "Verify a record from the specification alone: every check by number, and the result computed again",
    "Проверить запись выборов по одной спецификации: все проверки по номерам и результат, вычисленный заново",
  ),
  fsck: say(
    "Rebuild every tile and the root of a record from its entries",
    "Построить заново все плитки и корень записи",
  ),
  hints: say(
    "Make the hints of a record anew, which let it be verified faster and change no verdict",
    "Создать заново подсказки записи: с ними проверка быстрее, а её итог тот же",
  ),
  node: say("Run a ledger node", "Запустить узел журнала"),
  witness: say(
    "Run a witness: it signs that a log only grows, for whoever asks (C2SP tlog-witness)",
    "Запустить свидетеля: он подписывает, что журнал только растёт (C2SP tlog-witness)",
  ),
  trustee: say(
    "A trustee's commands, on the trustee's own machine",
    "Команды хранителя ключа, на его собственной машине",
  ),
  trusteeKeygen: say("Make a trustee's keys on two media", "Создать ключи хранителя на двух носителях"),
  trusteeCeremony: say(
    "Take part in the key ceremony, step after step, up to its canary",
    "Участвовать в церемонии ключа, шаг за шагом, до проверки доли",
  ),
  trusteeCanary: say(
    "Show that the share can still be used: before opening, and before the close",
    "Показать, что доля ещё годна: перед открытием и перед закрытием",
  ),
  trusteeTally: say(
    "Sign the head after comparing its 20 characters, then decrypt the sums",
    "Подписать итоговую отметку, сверив 20 знаков, затем расшифровать суммы",
  ),
  trusteeStatus: say("Show what this trustee has to do next", "Показать, что хранителю делать дальше"),
  trusteeRepair: say(
    "Fill a new or damaged medium from the good one",
    "Заполнить новый или повреждённый носитель с целого",
  ),
  cast: say(
    "Vote from the command line; run it again with the same home to continue after any interruption",
    "Проголосовать из командной строки; после любого обрыва запустите снова с той же папкой",
  ),
  castCheck: say("Look up a receipt in the public log", "Найти квитанцию в журнале"),
  issuer: say(
    "Run an issuer: makes and posts its keys where they are missing, then signs what it sees issued",
    "Запустить издателя: создать и внести недостающие ключи, затем подписывать то, что выдано по журналу",
  ),
  registrar: say("The registrar's commands", "Команды регистратора"),
  registrarRoll: say(
    "Make the roll and the voters' letters from a list of persons",
    "Составить список избирателей и письма по списку лиц",
  ),
  registrarTotals: say("Publish a day's numbers of applications", "Опубликовать числа заявлений за день"),
  registrarIssue: say(
    "Give out ballots to voters who show their letters",
    "Выдавать бюллетени избирателям по письмам",
  ),
  simulate: say(
    "Hold a whole election in one process, in the proportions of a real vote",
    "Провести целые выборы в одном процессе, в пропорциях настоящего голосования",
  ),
  demo: say(
    "Hold the vote of June 2020 again at a small scale, verify it, and show it beside the real one",
    "Провести голосование июня 2020 года ещё раз в малом масштабе, проверить и показать рядом с настоящим",
  ),
};
