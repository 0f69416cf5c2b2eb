import type { Fault } from "../framework/stop.ts";
import { fault, say } from "./say.ts";

/** Commands and options of validators of a chain. */
export const chainAbouts = {
  chain: say(
    "Validators of a chain: one log kept by several organisations, ordered by CometBFT",
    "Узлы цепочки: один журнал у нескольких организаций, порядок в котором задаёт CometBFT",
  ),
  init: say(
    "Make a whole chain on this machine for trying out: homes, keys, ports, genesis",
    "Создать на этой машине цепочку для пробы: папки, ключи, порты, начальный документ",
  ),
  up: say(
    "Run all validators that `veche chain init` made, until Ctrl-C; shows their heights and peers",
    "Запустить все узлы, созданные `veche chain init`, до Ctrl-C; показывает высоты и соединения",
  ),
  status: say("Show height and peers of running validators", "Показать высоту и соединения работающих узлов"),
  keys: say(
    "Make a validator's keys for the engine, and the file that the other organisations need",
    "Создать ключи узла для движка и файл, который нужен другим организациям",
  ),
  genesis: say(
    "Write a chain's genesis from the files of all validators; every organisation compares its code",
    "Записать начальный документ цепочки по файлам всех узлов; каждая организация сверяет его код",
  ),
  join: say("Make a validator's home ready for a chain", "Подготовить папку узла к работе в цепочке"),
  wipe: say(
    "Forget all blocks and logs of a stopped validator, so that it takes them from the others anew",
    "Забыть все блоки и журналы остановленного узла, чтобы он заново взял их у других",
  ),
};

export const chainOptions = {
  validators: say("How many validators", "Сколько узлов"),
  out: say("Folder to be made for the chain; it must not exist", "Папка для цепочки; её не должно быть"),
  ports: say(
    "First of the ports of 127.0.0.1 that are used, two for each validator",
    "Первый из портов 127.0.0.1, по два на каждый узел",
  ),
  folder: say("Folder that `veche chain init` made", "Папка, созданная `veche chain init`"),
  place: say(
    "Folder that `veche chain init` made, or the home of one validator",
    "Папка, созданная `veche chain init`, или папка одного узла",
  ),
  address: say(
    "Where other validators reach this one: host name or address, and port",
    "Где другие узлы находят этот: имя или адрес и порт",
  ),
  url: say(
    "Address of this node's HTTP interface, as other validators and voters reach it",
    "Адрес HTTP-интерфейса этого узла, каким его видят другие узлы и избиратели",
  ),
  id: say("The chain's name: a-z 0-9 . -, at most 50", "Имя цепочки: a-z 0-9 . -, не больше 50 знаков"),
  founders: say(
    "File of `veche keys genesis`: organisations and quorum",
    "Файл команды `veche keys genesis`: организации и кворум",
  ),
  member: say(
    "File of `veche chain keys`, once for each validator, in one order for all",
    "Файл команды `veche chain keys`, по разу на узел, у всех в одном порядке",
  ),
  peer: say(
    "File of `veche chain keys` of every other validator",
    "Файлы `veche chain keys` остальных узлов",
  ),
  document: say("File of `veche chain genesis`", "Файл команды `veche chain genesis`"),
  listen: say("Where CometBFT listens for other validators", "Где CometBFT ждёт другие узлы"),
  yes: say("Do not ask, wipe", "Не спрашивать, стереть"),
};

export const chainTexts = {
  made: (folder: string, count: number) =>
    say(
      `A chain of ${count} validators is in ${folder}. For trying out only: this machine has all keys, and the passphrase lies beside them. Start it: veche chain up ${folder}`,
      `Цепочка из ${count} узлов в ${folder}. Только для пробы: все ключи на этой машине, и пароль лежит рядом. Запуск: veche chain up ${folder}`,
    ),
  making: say("Making validators", "Создание узлов"),
  starting: say("Starting validators", "Запуск узлов"),
  running: (folder: string) =>
    say(
      `The chain runs. Ctrl-C ends it. Logs: ${folder}/validator-*/node.log`,
      `Цепочка работает. Остановка: Ctrl-C. Журналы работы: ${folder}/validator-*/node.log`,
    ),
  stopping: say("Stopping all validators.", "Все узлы останавливаются."),
  stopped: say("All validators have ended.", "Все узлы остановлены."),
  ended: (name: string, how: string, log: string) =>
    say(
      `${name} has ended (${how}); the others go on while more than two thirds run. Its log: ${log}`,
      `${name} остановился (${how}); остальные работают, пока их больше двух третей. Его журнал: ${log}`,
    ),
  head: {
    name: say("validator", "узел"),
    url: say("address", "адрес"),
    height: say("height", "высота"),
    peers: say("peers", "соединений"),
    state: say("state", "состояние"),
  },
  states: {
    running: say("running", "работает"),
    catchingUp: say("catching up", "догоняет"),
    observing: say("follows, does not vote", "следит, не голосует"),
    silent: say("no answer", "не отвечает"),
    ended: (how: string) => say(`ended (${how})`, `остановлен (${how})`),
  },
  keysMade: (file: string) =>
    say(
      `Keys for the engine are in the home, for its owner alone. Hand ${file} to the other organisations.`,
      `Ключи движка лежат в папке узла, доступны только владельцу. Передайте ${file} другим организациям.`,
    ),
  genesisWritten: (path: string, count: number, code: string) =>
    say(
      `${path}: a chain of ${count} validators. Its code: ${code}. Every organisation reads it aloud before joining.`,
      `${path}: цепочка из ${count} узлов. Код: ${code}. Каждая организация зачитывает его до присоединения.`,
    ),
  joined: (home: string, code: string) =>
    say(
      `${home} is ready. Code of the genesis: ${code}; it must be the same for all. Start: veche node --home ${home} --listen PORT`,
      `${home} готова. Код начального документа: ${code}; он должен быть одним у всех. Запуск: veche node --home ${home} --listen ПОРТ`,
    ),
  notInGenesis: say(
    "This validator does not stand in the genesis: it follows the chain, and votes once a change of validators names it.",
    "Этого узла нет в начальном документе: он следит за цепочкой и станет голосовать, когда его добавит смена состава.",
  ),
  askWipe: (home: string) =>
    say(
      `Wipe all blocks and logs in ${home}? Keys stay. Type yes: `,
      `Стереть все блоки и журналы в ${home}? Ключи останутся. Введите yes: `,
    ),
  wiped: (home: string) =>
    say(
      `${home} is empty. At its next start the validator takes all blocks from the others.`,
      `${home} пуста. При следующем запуске узел возьмёт все блоки у других.`,
    ),
};

/** What home and supervisor refuse, by their codes. */
const REASONS: Readonly<Record<string, ReturnType<typeof say>>> = {
  CHAIN_MISSING: say(
    "is missing: this home has joined no chain; see `veche chain join`",
    "нет: папка не присоединена к цепочке; см. `veche chain join`",
  ),
  CHAIN_EXISTS: say(
    "is there already, and nothing was changed; for another chain or other keys take a new home",
    "уже есть, ничего не изменено; для другой цепочки или других ключей возьмите новую папку",
  ),
  CHAIN_SETTINGS_MALFORMED: say(
    "does not have the form of a chain's settings; correct it or restore it from the copy",
    "не той формы, что настройки цепочки; исправьте или восстановите из копии",
  ),
  CHAIN_GENESIS_MALFORMED: say(
    "is no genesis of a chain, or was changed; take the file that all organisations compared",
    "не начальный документ цепочки или изменён; возьмите файл, сверенный всеми организациями",
  ),
  CHAIN_KEY_MALFORMED: say(
    "is not a key as it was made; restore it from the copy",
    "не ключ в том виде, как он создан; восстановите из копии",
  ),
  CHAIN_KEY_OPEN: say(
    "can be read by others than its owner; run chmod 600 on it, and ask who could have copied it",
    "могут читать не только владелец; выполните chmod 600 и выясните, кто мог его скопировать",
  ),
  CHAIN_SIGNED_MISSING: say(
    "is missing: nobody knows which vote was signed last; restore it, or let a change of validators replace this one's keys",
    "нет: неизвестно, какой голос подписан последним; восстановите файл или смените ключи узла сменой состава",
  ),
  CHAIN_STATE_MALFORMED: say(
    "was not written by this version, or the disk has changed it; see `veche chain wipe`",
    "записан не этой версией или изменён диском; см. `veche chain wipe`",
  ),
  CHAIN_STATE_BEHIND: say(
    "was put together from copies of different moments; see `veche chain wipe`",
    "собрана из копий разных моментов; см. `veche chain wipe`",
  ),
  CHAIN_OF_OTHERS: say(
    "belongs to other organisations (node.json) than the chain's genesis; take home and genesis of one ceremony",
    "принадлежит другим организациям (node.json), чем начальный документ цепочки; возьмите папку и документ одной церемонии",
  ),
  CHAIN_KEYS_DIFFER: say(
    "has other keys than those that stand beside its engine key in the genesis; take keys and genesis of one ceremony",
    "содержит не те ключи, что стоят рядом с ключом движка в начальном документе; возьмите ключи и документ одной церемонии",
  ),
  COMETBFT_WRONG_VERSION: say(
    "is another version of CometBFT; run `npm run setup:chain`",
    "другой версии CometBFT; выполните `npm run setup:chain`",
  ),
  SOCKET_PATH_LONG: say(
    "is too long for a socket; move the home to a shorter path",
    "слишком длинный путь для сокета; перенесите папку ближе к корню",
  ),
  SOCKET_FAILED: say(
    "cannot be listened on; the folder must belong to this user, and the disk have room",
    "не удаётся открыть для приёма; папка должна принадлежать этому пользователю, и на диске должно быть место",
  ),
  CHAIN_IN_USE: say(
    "is answered by a CometBFT that was left behind; end it first",
    "занят оставшимся CometBFT; сначала завершите его",
  ),
};

export const isOfChain = (code: string): boolean => REASONS[code] !== undefined;

export const chainFaults = {
  /** `reason`: what the program found, where that says more than the code. */
  home: (code: string, path: string, reason?: string): Fault => {
    const why = REASONS[code] ?? say(code, code);
    const found = reason === undefined ? "" : ` (${reason})`;
    return fault(code, `${path} ${why.en}${found}.`, `${path} ${why.ru}${found}.`);
  },
  programMissing: (hasGo: boolean): Fault =>
    fault(
      "COMETBFT_MISSING",
      `CometBFT is not on this machine: run \`npm run setup:chain\`${hasGo ? "" : "; it needs Go 1.25 or newer, and there is no Go here: https://go.dev/dl/"}.`,
      `На этой машине нет CometBFT: выполните \`npm run setup:chain\`${hasGo ? "" : "; нужен Go 1.25 или новее, а его здесь нет: https://go.dev/dl/"}.`,
    ),
  ended: (how: string, words: string): Fault =>
    fault(
      "COMETBFT_ENDED",
      `CometBFT has ended (${how})${words === "" ? "" : `: ${words}`}. The node ended with it; no vote and no entry is lost. Start it again; if it ends again, see docs/deploy-validator.md.`,
      `CometBFT остановился (${how})${words === "" ? "" : `: ${words}`}. Узел остановлен вместе с ним; ни голоса, ни записи не потеряны. Запустите снова; если повторится, см. docs/deploy-validator.md.`,
    ),
  applicationFailed: (reason: string): Fault =>
    fault(
      "APPLICATION_FAILED",
      `This node cannot go on with the chain's blocks: ${reason}. It ended, and CometBFT with it; nothing that it stored is lost. Start it again; if it ends at the same height again, see docs/deploy-validator.md.`,
      `Этот узел не может продолжить блоки цепочки: ${reason}. Он остановлен вместе с CometBFT; сохранённое не потеряно. Запустите снова; если он остановится на той же высоте, см. docs/deploy-validator.md.`,
    ),
  genesis: (reason: string): Fault =>
    fault(
      "CHAIN_GENESIS",
      `There can be no such chain: ${reason}. Nothing was written.`,
      `Такой цепочки быть не может: ${reason}. Ничего не записано.`,
    ),
  otherGenesis: (home: string): Fault =>
    fault(
      "CHAIN_OTHER_ORGANISATIONS",
      `${home} belongs to other organisations than the chain's genesis. Nothing was changed; take a new home.`,
      `${home} принадлежит другим организациям, чем начальный документ цепочки. Ничего не изменено; возьмите новую папку.`,
    ),
  keysDiffer: (name: string): Fault =>
    fault(
      "CHAIN_KEYS_DIFFER",
      `The keys of ${name} are not those in the genesis. Nothing was changed; take the files of one ceremony.`,
      `Ключи ${name} не те, что в начальном документе. Ничего не изменено; возьмите файлы одной церемонии.`,
    ),
  notAPlace: (option: string, word: string): Fault =>
    fault(
      "NOT_A_PLACE",
      `${option}: ${word} is no host and port, like node1.example.org:26656.`,
      `${option}: ${word} не узел и порт вида node1.example.org:26656.`,
    ),
  portsTooHigh: (last: number): Fault =>
    fault(
      "PORTS_TOO_HIGH",
      `The last port would be ${last}. Give a lower --ports.`,
      `Последний порт был бы ${last}. Укажите меньший --ports.`,
    ),
  notStarted: (name: string, how: string, log: string, line: string): Fault =>
    fault(
      "VALIDATOR_NOT_STARTED",
      `${name} did not start (${how})${line === "" ? "" : `: ${line}`}. All others were ended. Its log: ${log}`,
      `${name} не запустился (${how})${line === "" ? "" : `: ${line}`}. Остальные остановлены. Его журнал: ${log}`,
    ),
  allEnded: (): Fault =>
    fault(
      "VALIDATORS_ENDED",
      "All validators have ended by themselves. No vote and no entry is lost: their logs say why, and then start the chain again.",
      "Все узлы остановились сами. Ни голоса, ни записи не потеряны: причины в их журналах работы, после этого запустите цепочку снова.",
    ),
  wipeNotConfirmed: (): Fault =>
    fault(
      "WIPE_NOT_CONFIRMED",
      "Nothing was wiped: it was not confirmed.",
      "Ничего не стёрто: нет подтверждения.",
    ),
  nothingRuns: (place: string): Fault =>
    fault(
      "NOTHING_RUNS",
      `No validator of ${place} answers. Start it: veche chain up, or veche node.`,
      `Ни один узел ${place} не отвечает. Запуск: veche chain up или veche node.`,
    ),
};
