import type { Sentence } from "@veche/api";
import type { Fault } from "../framework/stop.ts";
import { fault, say } from "./say.ts";

/** Words of `veche simulate` and `veche demo`. */
export const simulateTexts = {
  stages: {
    ceremony: say("Key ceremony", "Церемония ключа"),
    "issuer keys": say("Issuer keys", "Ключи издателей"),
    roll: say("Roll", "Список избирателей"),
    voting: say("Voting", "Голосование"),
    tally: say("Tally", "Подсчёт"),
    record: say("Record", "Запись выборов"),
  },
  scenario: say("Scenario", "Сценарий"),
  scale: say("Scale", "Масштаб"),
  seed: say("Seed", "Зерно"),
  electionId: say("Election id", "Идентификатор выборов"),
  record: say("Record", "Запись выборов"),
  entries: say("Log entries", "Записей в журнале"),
  ballots: say("Ballots cast, replaced ones too", "Отправлено бюллетеней, с заменёнными"),
  counted: say(
    "The result that trustees decrypted equals what was put in:",
    "Результат, расшифрованный хранителями, равен тому, что было вложено:",
  ),
  option: say("option", "вариант"),
  votes: say("votes", "голосов"),
  share: say("share", "доля"),
  figures: say("Real figures the scenario stands on", "Настоящие числа, на которых стоит сценарий"),
  figure: say("figure", "число"),
  value: say("value", "значение"),
  source: say("source", "источник"),
  sure: say("sure", "точно"),
  confidence: {
    high: say("published", "опубликовано"),
    medium: say("? one press report", "? одно сообщение прессы"),
    low: say("?? ambiguous or derived", "?? неясно или вычислено"),
  } as Readonly<Record<"high" | "medium" | "low", Sentence>>,
  continuing: (round: number, rounds: number) =>
    round <= rounds
      ? say(
          `This simulation was broken off: continuing at round ${round} of ${rounds}.`,
          `Симуляция была прервана: продолжается с ${round}-го тура из ${rounds}.`,
        )
      : say(
          `This simulation was broken off when all ${rounds} rounds were in: continuing after them.`,
          `Симуляция была прервана после всех туров (${rounds}): продолжается после них.`,
        ),
  finished: (folder: string) =>
    say(
      `The simulation in ${folder} is finished already. Nothing was done.`,
      `Симуляция в ${folder} уже закончена. Ничего не сделано.`,
    ),
  pace: (perSecond: number, secondsLeft: number) => {
    const minutes = Math.ceil(secondsLeft / 60);
    return say(`${perSecond}/s, ${minutes} min left`, `${perSecond}/с, осталось ${minutes} мин`);
  },
  next: (record: string, election: string) =>
    say(
      `Now: veche verify ${record} --election ${election}`,
      `Теперь: veche verify ${record} --election ${election}`,
    ),
};

/** Why a folder cannot be taken, and that a run was broken off. */
export const simulateFaults = {
  foreign: (path: string): Fault =>
    fault(
      "TARGET_EXISTS",
      `${path} exists already and holds something else than a simulation. Nothing was changed; name another folder.`,
      `${path} уже есть, и в нём не симуляция. Ничего не изменено; укажите другую папку.`,
    ),
  ofAnother: (path: string, scenario: string, scale: number, seed: string): Fault =>
    fault(
      "SIMULATION_DIFFERS",
      `${path} holds the simulation of ${scenario} at scale ${scale} with seed ${seed}. Nothing was changed; repeat these options or name another folder.`,
      `В ${path} симуляция ${scenario} в масштабе ${scale} с зерном ${seed}. Ничего не изменено; повторите эти параметры или укажите другую папку.`,
    ),
  inUse: (path: string, pid: number): Fault =>
    fault(
      "SIMULATION_IN_USE",
      `Process ${pid} works in ${path}. Wait for it or end it; if it is another program, remove ${path}/witness/view.lock.`,
      `В ${path} работает процесс ${pid}. Подождите или завершите его; если это другая программа, удалите ${path}/witness/view.lock.`,
    ),
  brokenOff: (path: string): Fault =>
    fault(
      "INTERRUPTED",
      `Broken off. The same command continues in ${path}.`,
      `Прервано. Та же команда продолжит в ${path}.`,
    ),
} as const;

export const demoTexts = {
  intro: (scale: string) =>
    say(
      `The vote of June 2020 again, at scale ${scale}: encrypted, decrypted only as sums, then verified from its record.`,
      `Голосование июня 2020 года ещё раз, в масштабе ${scale}: зашифровано, расшифровано только в суммах, проверено по записи.`,
    ),
  good: (checks: number) =>
    say(
      `Verified: GOOD. ${checks} checks, none failed.`,
      `Проверено: ВЕРНО. Проверок ${checks}, ни одна не нарушена.`,
    ),
  bad: say(
    "Verified: BAD. This must not happen: please report it.",
    "Проверено: НЕВЕРНО. Этого не должно быть: сообщите нам.",
  ),
  beside: say(
    "Computed by the verifier, beside the real result",
    "Вычислено проверкой, рядом с настоящим результатом",
  ),
  region: say("region", "регион"),
  here: say("here", "здесь"),
  real: say("real", "было"),
  unknown: say("not published", "не опубликовано"),
  percentSource: (source: string) => say(`Real shares: ${source}`, `Настоящие доли: ${source}`),
  tryNext: say("Try next", "Что дальше"),
  tryVerify: say("every check, with its count:", "каждая проверка с числом проверенного:"),
  tryFsck: say("rebuild the tree from the entries:", "построить дерево из записей заново:"),
  tryMoscow: say("15 districts, 171 candidates, re-votes:", "15 округов, 171 кандидат, переголосования:"),
  tryChange: say(
    "change one byte of the record, then verify again:",
    "изменить один байт записи и проверить снова:",
  ),
  tryLive: say(
    "hold an election with separate processes: tools/cli/README.md",
    "провести выборы отдельными процессами: tools/cli/README.md",
  ),
};
