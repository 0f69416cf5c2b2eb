import type { Manifest } from "@veche/election";

/** Everything that the supervisor says, in both languages. */
export type Words = Manifest["title"];

export const CAMPAIGNS: Readonly<Record<"a" | "b", Words>> = {
  a: { en: "Practice election A: City council", ru: "Учебные выборы A: Городской совет" },
  b: { en: "Practice election B: City council", ru: "Учебные выборы B: Городской совет" },
};

const say = (en: string, ru: string): Words => ({ en, ru });

export const texts = {
  intro: say(
    "Practice start of Veche: everything on this machine, nobody in it exists.",
    "Учебный запуск Вече: всё на этой машине, никого из участников не существует.",
  ),
  starting: say("Starting the database and seven services …", "Запускаем базу данных и семь служб …"),
  startingChain: say(
    "Starting the database, six services and four validators with CometBFT …",
    "Запускаем базу данных, шесть служб и четырёх валидаторов с CometBFT …",
  ),
  ready: {
    node: say("The ledger node is running.", "Узел журнала работает."),
    validators: say("The four validators make blocks.", "Четыре валидатора создают блоки."),
    issuers: say("The issuers have their keys.", "У издателей есть ключи."),
    database: say("Database and register are ready.", "База данных и реестр готовы."),
    portal: say("The voter's account is running.", "Личный кабинет работает."),
  },
  steps: {
    define: say("keys of commission and trustees", "ключи комиссии и хранителей"),
    "issuer-keys": say("key ceremony and issuers' keys", "церемония ключа и ключи издателей"),
    roll: say("roll", "список избирателей"),
    open: say("last checks, opening", "последние проверки, открытие"),
  },
  opened: say("Voting is open.", "Голосование открыто."),
  addresses: say("Addresses", "Адреса"),
  portal: say("Voter's account", "Личный кабинет"),
  outbox: say("SMS and e-mail (practice)", "СМС и письма (учебные)"),
  ballotPage: say("Ballot page of A", "Страница бюллетеня A"),
  practiceBallot: say("Try a ballot without signing in", "Пробный бюллетень без входа"),
  log: say("Public log of A", "Журнал A"),
  second: say("Second device (same network)", "Второе устройство (та же сеть)"),
  node: (number: number, pid: number): Words =>
    say(`Validator ${number}, process ${pid}`, `Валидатор ${number}, процесс ${pid}`),
  chainRules: say(
    "The ledger is a chain of four validators: each receipt has the signatures of at least three. One of them may fail: end it with kill -9 and the number of its process, and voting goes on; after ten seconds it is started again and catches up.",
    "Журнал ведёт цепочка из четырёх валидаторов: на каждой квитанции подписи не менее трёх. Один может отказать: завершите его командой kill -9 с номером процесса, и голосование продолжится; через десять секунд он запустится снова и догонит остальных.",
  ),
  lost: (process: string, how: string): Words =>
    say(
      `The process "${process}" has ended (${how}). No ballot is lost: the other validators go on if there are three of them. It is started again in ten seconds.`,
      `Процесс «${process}» завершился (${how}). Бюллетени целы: остальные валидаторы продолжают, если их трое. Через десять секунд он запустится снова.`,
    ),
  back: (process: string): Words =>
    say(`The process "${process}" is running again.`, `Процесс «${process}» снова работает.`),
  noComet: say(
    "--chain needs CometBFT, which is not on this machine. Nothing was started. Install it with npm run setup:chain (it needs Go), or start without --chain.",
    "Для --chain нужен CometBFT, на этой машине его нет. Ничего не запущено. Установите его командой npm run setup:chain (нужен Go) или запустите без --chain.",
  ),
  noLan: say("no address in a network was found", "адрес в сети не найден"),
  fingerprint: say("Its certificate, SHA-256", "Его сертификат, SHA-256"),
  persons: say("Test persons (sign in as any of them)", "Тестовые лица (войти можно под любым)"),
  name: say("Name", "Имя"),
  born: say("Born", "Дата рождения"),
  telephone: say("Telephone", "Телефон"),
  what: say("What they show", "Что показывают"),
  rules: (until: string): Words =>
    say(
      `Voting in A ends at ${until}, then it is counted and certified by itself. B takes applications; its page has "go on to voting".`,
      `Голосование A закончится в ${until}, затем оно само посчитается и удостоверится. B принимает заявления; на её странице есть «перейти к голосованию».`,
    ),
  practiceRules: say(
    "For practice only: ballots are entered at once (tick 0) and the smallest group is 1, so a lone ballot can be told apart.",
    "Только для обучения: бюллетени записываются сразу (tick 0), наименьшая группа 1, поэтому одинокий бюллетень различим.",
  ),
  noPages: say(
    "The pages are not built: the services answer without them. Run npm run build.",
    "Страницы не собраны: службы отвечают без них. Запустите npm run build.",
  ),
  stopHint: say("Ctrl-C ends everything.", "Ctrl-C завершает всё."),
  stopping: say("Stopping …", "Завершаем …"),
  stopped: say("Everything has ended.", "Всё завершено."),
  died: (process: string, how: string): Words =>
    say(
      `The process "${process}" ended by itself (${how}); the others are being stopped. What it said last:`,
      `Процесс «${process}» завершился сам (${how}); остальные останавливаем. Его последние слова:`,
    ),
  portTaken: (port: number): Words =>
    say(
      `Port ${port} is taken by another program. Nothing was started. Choose others: npm start -- --port 7100`,
      `Порт ${port} занят другой программой. Ничего не запущено. Выберите другие: npm start -- --port 7100`,
    ),
  failed: (reason: string): Words =>
    say(
      `The start failed, everything was stopped again: ${reason}`,
      `Запуск не удался, всё снова остановлено: ${reason}`,
    ),
  usage: say(
    "Usage: npm start -- [--minutes 20] [--port 7000] [--lan] [--chain] [--folder PATH]\n" +
      "  --minutes  window of election A (0.1 … 1440)\n" +
      "  --port     portal; the next three are for ballot host, sign-in and network (0: any)\n" +
      "  --lan      the ballot host's pages for this network too, over HTTPS with its own certificate\n" +
      "  --chain    four validators with CometBFT keep the ledger instead of one node (eleven ports); npm run setup:chain first\n" +
      "  --folder   keeps all data there; must be empty. Without it a temporary folder goes at the end",
    "Запуск: npm start -- [--minutes 20] [--port 7000] [--lan] [--chain] [--folder ПУТЬ]\n" +
      "  --minutes  окно голосования A (0.1 … 1440)\n" +
      "  --port     портал; три следующих для страницы бюллетеня, входа и сети (0: любые)\n" +
      "  --lan      страница бюллетеня и для этой сети, по HTTPS со своим сертификатом\n" +
      "  --chain    журнал ведут четыре валидатора с CometBFT вместо одного узла (одиннадцать портов); сначала npm run setup:chain\n" +
      "  --folder   хранит все данные там; папка должна быть пустой. Без него временная папка в конце удаляется",
  ),
  wrongOption: (option: string): Words =>
    say(`The option ${option} is not understood.`, `Параметр ${option} не распознан.`),
  folderFilled: (folder: string): Words =>
    say(
      `The folder ${folder} is not empty. Nothing was started; choose another one.`,
      `Папка ${folder} не пуста. Ничего не запущено; выберите другую.`,
    ),
} as const;
