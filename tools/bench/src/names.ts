import type { Sentence } from "@veche/api";
import { BugError } from "@veche/base";

const say = (en: string, ru: string): Sentence => ({ en, ru });

/** Names of the figures by the first word of their ids, for tables. */
export const SECTIONS: Readonly<Record<string, Sentence>> = {
  ops: say("Single operations, CPU time of one thread", "Отдельные операции, время процессора одного потока"),
  verify: say(
    "Whole verification, CPU time of all threads",
    "Полная проверка, время процессора всех потоков",
  ),
  ratio: say("Beside noble, ballots one by one", "Рядом с noble, бюллетени по одному"),
  bytes: say("Size of the record", "Размер записи выборов"),
  tally: say("Tally, CPU time of one thread", "Подсчёт, время процессора одного потока"),
  intake: say("Intake through HTTP, durable", "Приём по HTTP с записью на диск"),
  register: say("State register, durable", "Реестр избирателей с записью на диск"),
  voters: say(
    "Voters' services, all of them and all voters on this machine",
    "Службы для избирателей: все службы и все избиратели на этой машине",
  ),
  chain: say(
    "Four CometBFT validators on this machine, and one embedded node under the same load",
    "Четыре валидатора CometBFT на этой машине и один встроенный узел под той же нагрузкой",
  ),
};

type Name = readonly [pattern: RegExp, en: string, ru: string];

const STEPS = [
  ["sign-in", "sign-ins", "входов"],
  ["apply", "applications with a confirmed telephone", "заявлений с подтверждённым телефоном"],
  ["code", "codes sent by SMS", "кодов отправлено по СМС"],
  ["issue", "issues with a confirmed code", "бюллетеней выдано с подтверждённым кодом"],
  ["cast", "casts with a receipt", "голосов принято с квитанцией"],
] as const;

const VOTER_STEPS: readonly Name[] = STEPS.flatMap(([step, en, ru]): Name[] => [
  [
    new RegExp(`^voters\\.${step}-rate-wall$`),
    `${en}, a second, in the busiest 5 s`,
    `${ru} в секунду, в самые занятые 5 с`,
  ],
  [new RegExp(`^voters\\.${step}-p(\\d+)-wall$`), `${en}: $1 of 100 within`, `${ru}: $1 из 100 не дольше`],
]);

const ENGINES = [
  ["", "four validators", "четыре валидатора"],
  ["embedded\\.", "embedded", "встроенный узел"],
] as const;

const CHAIN: readonly Name[] = [
  ...ENGINES.flatMap(([id, en, ru]): Name[] => [
    [
      new RegExp(`^chain\\.${id}rate-wall$`),
      `${en}: ballots a second with receipts`,
      `${ru}: бюллетеней с квитанциями в секунду`,
    ],
    [
      new RegExp(`^chain\\.${id}alone-wall$`),
      `${en}, idle: from cast to receipt`,
      `${ru} без нагрузки: от отправки до квитанции`,
    ],
    [
      new RegExp(`^chain\\.${id}open-p(\\d+)-wall$`),
      `${en}, 20 casts a second: $1 of 100 receipts within`,
      `${ru}, 20 голосов в секунду: $1 из 100 квитанций не дольше`,
    ],
    [
      new RegExp(`^chain\\.${id}full-p(\\d+)-wall$`),
      `${en}, 256 voters at a time: $1 of 100 receipts within`,
      `${ru}, 256 избирателей сразу: $1 из 100 квитанций не дольше`,
    ],
    [
      new RegExp(`^chain\\.${id}node$`),
      `${en}: all nodes, all threads, a ballot`,
      `${ru}: все узлы, все потоки, на бюллетень`,
    ],
    [
      new RegExp(`^chain\\.${id}comet$`),
      `${en}: all CometBFTs, a ballot`,
      `${ru}: все процессы CometBFT, на бюллетень`,
    ],
    [
      new RegExp(`^chain\\.${id}generator$`),
      `${en}: generator of requests, a ballot`,
      `${ru}: генератор запросов, на бюллетень`,
    ],
    [new RegExp(`^chain\\.${id}peak-node$`), `${en}: a node, most memory`, `${ru}: узел, память в пике`],
    [
      new RegExp(`^chain\\.${id}peak-comet$`),
      `${en}: a CometBFT, most memory`,
      `${ru}: CometBFT, память в пике`,
    ],
  ]),
  [
    /^chain\.block-interval-wall$/,
    "256 voters at a time: from block to block",
    "256 избирателей сразу: от блока до блока",
  ],
  [
    /^chain\.block-casts$/,
    "256 voters at a time: casts in a block",
    "256 избирателей сразу: голосов в блоке",
  ],
  [
    /^chain\.commit-p(\d+)-wall$/,
    "256 voters at a time: $1 of 100 commits after their block's execution within",
    "256 избирателей сразу: $1 из 100 фиксаций после исполнения блока не дольше",
  ],
  [/^chain\.held-rate-wall$/, "casts promised for a tick, a second", "голосов обещано к такту, в секунду"],
  [
    /^chain\.held-casts$/,
    "casts that waited for a tick, in its one block",
    "голосов ждали такта, в его блоке",
  ],
  [
    /^chain\.held-block-wall$/,
    "that block: from its proposal to the last validator's commit",
    "этот блок: от предложения до фиксации последним валидатором",
  ],
  [
    /^chain\.held-receipt-wall$/,
    "that block: from its tick to a receipt",
    "этот блок: от такта до квитанции",
  ],
];

/** `$1`, `$2` stand for the groups of the pattern. */
const NAMES: readonly Name[] = [
  [/^ops\.decode$/, "decode a point", "декодировать точку"],
  [/^ops\.decode-hinted$/, "decode a point with its hint", "декодировать точку с подсказкой"],
  [/^ops\.encode$/, "encode a point, a call for each", "кодировать точку, вызов на каждую"],
  [/^ops\.fixed-base$/, "multiply a fixed base", "умножить постоянную точку"],
  [/^ops\.variable-base$/, "multiply any point", "умножить любую точку"],
  [
    /^ops\.msm-long-(\d+)$/,
    "multi-scalar, 253 bits, of $1 points, each",
    "сумма кратных, 253 бита, точек: $1, на одну",
  ],
  [
    /^ops\.msm-short-(\d+)$/,
    "multi-scalar, 128 bits, of $1 points, each",
    "сумма кратных, 128 бит, точек: $1, на одну",
  ],
  [
    /^ops\.(\d+)\.ballot-single$/,
    "verify a ballot of $1 options, alone, noble",
    "проверить бюллетень, вариантов: $1, один, noble",
  ],
  [
    /^ops\.(\d+)\.ballot-batch-(\d+)$/,
    "verify a ballot of $1 options in a batch of $2",
    "проверить бюллетень, вариантов: $1, в пачке из $2",
  ],
  [
    /^ops\.(\d+)\.issue-single$/,
    "verify an issue signature, alone, noble ($1 options)",
    "проверить подпись выдачи, одну, noble (вариантов: $1)",
  ],
  [
    /^ops\.(\d+)\.issue-batch-(\d+)$/,
    "verify an issue signature in a batch of $2 ($1 options)",
    "проверить подпись выдачи в пачке из $2 (вариантов: $1)",
  ],
  [
    /^ops\.(\d+)\.encrypt$/,
    "encrypt a ballot of $1 options, constant time",
    "зашифровать бюллетень, вариантов: $1, за постоянное время",
  ],
  [/^ops\.token-blind$/, "token: blind (voter)", "токен: ослепить (избиратель)"],
  [/^ops\.token-sign$/, "token: sign blindly (issuer)", "токен: подписать вслепую (издатель)"],
  [/^ops\.token-finalize$/, "token: unblind and check (voter)", "токен: раскрыть и проверить (избиратель)"],
  [/^ops\.token-verify$/, "token: verify one signature", "токен: проверить одну подпись"],
  [/^ops\.sha256-1k$/, "SHA-256 of 1 KiB", "SHA-256 от 1 КиБ"],
  [/^ops\.sha512-1k$/, "SHA-512 of 1 KiB", "SHA-512 от 1 КиБ"],
  [/^ops\.merkle-leaf$/, "append a leaf of 900 bytes to the tree", "добавить в дерево лист из 900 байт"],
  [/^ops\.ed25519-strict$/, "verify Ed25519 strictly", "строго проверить Ed25519"],
  [
    /^verify\.(\d+)\.(\d+)\.cpu$/,
    "$2 ballots of $1 options: CPU time a ballot",
    "бюллетеней $2, вариантов $1: процессор на бюллетень",
  ],
  [
    /^verify\.(\d+)\.(\d+)\.wall$/,
    "$2 ballots of $1 options: by the clock, a ballot",
    "бюллетеней $2, вариантов $1: по часам на бюллетень",
  ],
  [
    /^verify\.(\d+)\.(\d+)\.unhinted$/,
    "$2 ballots of $1 options, without hints: CPU time a ballot",
    "бюллетеней $2, вариантов $1, без подсказок: процессор на бюллетень",
  ],
  [
    /^verify\.(\d+)\.(\d+)\.peak$/,
    "$2 ballots of $1 options: most memory",
    "бюллетеней $2, вариантов $1: память в пике",
  ],
  [
    /^verify\.(\d+)\.growth$/,
    "$1 options: CPU time a ballot, 100,000 against 10,000",
    "вариантов $1: процессор на бюллетень, 100 000 против 10 000",
  ],
  [
    /^verify\.(\d+)\.memory-growth$/,
    "$1 options: most memory, 100,000 against 10,000",
    "вариантов $1: память в пике, 100 000 против 10 000",
  ],
  [
    /^ratio\.(\d+)\.proofs$/,
    "$1 options: proofs and issue signatures in batches",
    "вариантов $1: доказательства и подписи выдачи в пачках",
  ],
  [
    /^ratio\.(\d+)\.(\d+)\.without-tokens$/,
    "$2 ballots of $1 options: whole verification, tokens taken off both",
    "бюллетеней $2, вариантов $1: полная проверка, без токенов с обеих сторон",
  ],
  [
    /^ratio\.(\d+)\.(\d+)\.with-tokens$/,
    "$2 ballots of $1 options: whole verification, tokens on both sides",
    "бюллетеней $2, вариантов $1: полная проверка, с токенами с обеих сторон",
  ],
  [/^bytes\.(\d+)\.cast$/, "$1 options: entry of a cast", "вариантов $1: запись голоса"],
  [/^bytes\.(\d+)\.issue$/, "$1 options: entry of an issue", "вариантов $1: запись выдачи"],
  [
    /^bytes\.(\d+)\.hashes$/,
    "$1 options: tiles of hashes, a ballot",
    "вариантов $1: плитки хешей, на бюллетень",
  ],
  [/^bytes\.(\d+)\.hints$/, "$1 options: hints, a ballot", "вариантов $1: подсказки, на бюллетень"],
  [
    /^bytes\.(\d+)\.record$/,
    "$1 options: whole record, a ballot",
    "вариантов $1: вся запись выборов, на бюллетень",
  ],
  [/^tally\.sums$/, "sums to be decrypted", "сумм для расшифровки"],
  [
    /^tally\.prove$/,
    "one trustee decrypts and proves all",
    "один хранитель ключа расшифровывает и доказывает все",
  ],
  [
    /^tally\.verify$/,
    "the proofs of five trustees are verified",
    "проверяются доказательства пяти хранителей ключа",
  ],
  [/^tally\.count$/, "the counts of all sums are found", "находятся числа всех сумм"],
  [/^intake\.rate-wall$/, "ballots accepted in a second", "бюллетеней принято в секунду"],
  [/^intake\.node$/, "node, all threads, a ballot", "узел, все потоки, на бюллетень"],
  [/^intake\.node-main$/, "node, main thread, a ballot", "узел, главный поток, на бюллетень"],
  [/^intake\.node-others$/, "node, all other threads, a ballot", "узел, остальные потоки, на бюллетень"],
  [/^intake\.generator$/, "generator of requests, a ballot", "генератор запросов, на бюллетень"],
  [/^intake\.node-peak$/, "node, most memory", "узел, память в пике"],
  [/^register\.rate-wall$/, "persons that come in, in a second", "человек внесено в секунду"],
  [
    /^register\.again-wall$/,
    "the same file once more, persons in a second",
    "тот же файл ещё раз, человек в секунду",
  ],
  [/^register\.import$/, "import, a person, without the database", "загрузка, на человека, без базы данных"],
  [/^register\.generator$/, "generator of persons, a person", "генератор людей, на человека"],
  [/^register\.peak$/, "import, most memory", "загрузка, память в пике"],
  ...VOTER_STEPS,
  ...CHAIN,
  [/^voters\.busy$/, "answers 503: come again", "ответов 503: повторите позже"],
  [/^voters\.unanswered$/, "requests without an answer", "запросов без ответа"],
  [
    /^voters\.generator$/,
    "generator of requests and ballots, a voter",
    "генератор запросов и бюллетеней, на избирателя",
  ],
  [/^voters\.peak-([a-z]+)$/, "most memory: $1", "память в пике: $1"],
  [/^voters\.(portal|ballot)-page$/, "first visit, compressed: $1", "первое посещение, сжато: $1"],
  [/^voters\.(portal|ballot)-script$/, "scripts of it, compressed: $1", "из него скрипты, сжато: $1"],
  [
    /^voters\.encrypt-browser-wall$/,
    "encrypt a ballot of 20 options in Chromium, in a worker",
    "зашифровать бюллетень, вариантов 20, в Chromium, в отдельном потоке",
  ],
  [/^intake\.idle-wall$/, "from cast to receipt, node idle", "от отправки до квитанции, узел свободен"],
];

export function nameOf(id: string): Sentence {
  for (const [pattern, en, ru] of NAMES) {
    const match = pattern.exec(id);
    if (match !== null) return say(filled(en, match, ","), filled(ru, match, " "));
  }
  throw new BugError(`the figure ${id} has no name`);
}

export const sectionOf = (id: string): string => id.split(".")[0] as string;

const filled = (text: string, match: RegExpExecArray, separator: string): string =>
  text.replace(/\$(\d)/g, (_, at: string) => grouped(match[Number(at)] ?? "", separator));

const grouped = (digits: string, separator: string): string => digits.replace(/\B(?=(\d{3})+$)/g, separator);
