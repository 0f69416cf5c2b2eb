import type { Fault } from "../framework/stop.ts";
import { fault, say } from "./say.ts";

/** Words of `veche bench`. */
export const benchTexts = {
  about: say(
    "Measure what this machine needs: operations, verification, record, tally, intake and a chain, beside noble in the same run",
    "Измерить, сколько нужно этой машине: операции, проверку, запись выборов, подсчёт, приём и цепочку, рядом с noble",
  ),
  quick: say(
    "Up to 10,000 ballots, a few minutes; else up to 100,000",
    "До 10 000 бюллетеней, несколько минут; иначе до 100 000",
  ),
  only: say("Measure only these areas, separated by commas", "Измерить только эти области, через запятую"),
  out: say(
    "Folder of documents: rewrite DIR/benchmarks.md between its markers (a part of the bench has its own), draw DIR/bench/*.svg, append to DIR/bench/history.jsonl",
    "Папка документов: переписать DIR/benchmarks.md между метками (у части измерений они свои), нарисовать DIR/bench/*.svg, дополнить DIR/bench/history.jsonl",
  ),
  compare: say(
    "Show what changed since the last run on this machine in the history (of docs, if there is no --out)",
    "Показать, что изменилось с прошлого запуска на этой машине по истории (в docs, если нет --out)",
  ),
  cache: say(
    "Folder that keeps the invented elections from run to run",
    "Папка, где вымышленные выборы хранятся от запуска к запуску",
  ),
  processor: say("Processor", "Процессор"),
  memory: say("Memory", "Память"),
  system: say("System", "Система"),
  kernel: say("Kernel", "Ядро"),
  kernels: {
    "wasm simd": say("WebAssembly with vector instructions", "WebAssembly с векторными командами"),
    wasm: say("WebAssembly without vector instructions", "WebAssembly без векторных команд"),
    none: say("not in use", "не используется"),
  },
  commit: say("Commit", "Версия"),
  unknown: say("unknown", "неизвестно"),
  load: say("Load before and after", "Нагрузка до и после"),
  threads: (count: number) => say(`${count} threads`, `потоков: ${count}`),
  busy: say(
    "The machine was busy with other work: these figures are worse than they should be.",
    "Машина была занята другой работой: эти числа хуже, чем должны быть.",
  ),
  figure: say("figure", "величина"),
  median: say("median", "медиана"),
  noble: say("noble", "noble"),
  ratio: say("ratio", "отношение"),
  samples: say("runs", "раз"),
  spread: say("spread", "разброс"),
  promises: say("Promises", "Обещания"),
  promise: say("promise", "обещание"),
  limit: say("limit", "предел"),
  measured: say("measured", "измерено"),
  met: say("met", "выполнено"),
  notMet: say("NOT MET", "НЕ ВЫПОЛНЕНО"),
  notMeasured: say("not measured", "не измерено"),
  projected: say("projected", "вычислено"),
  changes: (at: string) => say(`Changes since ${at}`, `Изменения с ${at}`),
  noChanges: (at: string) => say(`No change beyond 10 % since ${at}.`, `Изменений больше 10 % с ${at} нет.`),
  nothingToCompare: say(
    "The history has no earlier run on this machine.",
    "В истории нет прежних запусков на этой машине.",
  ),
  before: say("before", "было"),
  now: say("now", "стало"),
  change: say("change", "изменение"),
  better: say("better", "лучше"),
  worse: say("worse", "хуже"),
};

export const benchFaults = {
  noMarkers: (path: string, begin: string, end: string): Fault =>
    fault(
      "NO_MARKERS",
      `${path} needs a line ${begin} and below it ${end}: the report goes between them.`,
      `В ${path} нужны строка ${begin} и ниже ${end}: отчёт пишется между ними.`,
    ),
  historyMalformed: (path: string, line: number): Fault =>
    fault(
      "HISTORY_MALFORMED",
      `Line ${line} of ${path} is no run of the bench: restore the file or move it away.`,
      `Строка ${line} файла ${path} не запуск измерений: восстановите файл или уберите его.`,
    ),
};
