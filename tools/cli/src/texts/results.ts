import { say } from "./say.ts";

/** Words of results. */
export const resultTexts = {
  role: say("role", "роль"),
  name: say("name", "имя"),
  key: say("key", "ключ"),
  logKey: say("log key", "ключ журнала"),
  issueKey: say("issue key", "ключ выдачи"),
  ageRecipient: say("age recipient", "получатель age"),
  keysMade: (home: string) =>
    say(
      `Keys made in ${home}. Hand out public.json; keep secret.age and its passphrase.`,
      `Ключи созданы в ${home}. Передайте public.json; храните secret.age и пароль.`,
    ),
  keysMatch: say(
    "The secret keys open and belong to these.",
    "Секретные ключи открываются и соответствуют этим.",
  ),
  secretsWritten: (folder: string, files: readonly string[]) =>
    say(
      `Secrets in ${folder}: ${files.join(", ")}. Whoever reads them can give out ballots in the registrar's name.`,
      `Секреты в ${folder}: ${files.join(", ")}. Кто их прочтёт, может выдавать бюллетени от имени регистратора.`,
    ),
  genesisWritten: (path: string, quorum: number, count: number) =>
    say(
      `${path}: ${quorum} of ${count} organisations let an election begin.`,
      `${path}: выборы начинают ${quorum} из ${count} организаций.`,
    ),
  draftWritten: (path: string) =>
    say(
      `${path} is written: an example with kind "test" and tick 0. Edit it, then \`veche election define ${path}\`.`,
      `${path} записан: пример с kind «test» и tick 0. Исправьте его, затем \`veche election define ${path}\`.`,
    ),
  closed: (index: number) =>
    say(`Voting is closed: entry ${index}.`, `Голосование закрыто: запись ${index}.`),
  headCode: (code: string) =>
    say(
      `The head's 20 characters: ${code}. Read them aloud; every trustee compares.`,
      `20 знаков итоговой отметки: ${code}. Прочитайте вслух; каждый хранитель сверяет.`,
    ),
  recordWritten: (path: string, entries: number) =>
    say(
      `${path}: ${entries} entries, verified on the way. Now \`veche verify ${path}\`.`,
      `${path}: записей ${entries}, проверены по пути. Теперь \`veche verify ${path}\`.`,
    ),
  verifying: say("Verifying", "Проверка"),
  hinting: say("Making hints", "Создание подсказок"),
  hintsMade: (path: string, points: number, bytes: number) =>
    say(
      `${path}: hints for ${points} points, ${bytes} bytes. Nothing in them has to be trusted.`,
      `${path}: подсказки для точек, всего ${points}, байтов ${bytes}. Доверять им не нужно.`,
    ),
  rebuilding: say("Rebuilding the tree", "Построение дерева"),
  idFromRecord: say(
    "The election id was read from the record itself. Compare it with the published one, or give it with --election.",
    "Идентификатор выборов прочитан из самой записи. Сверьте его с опубликованным или укажите через --election.",
  ),
  entries: say("Entries", "Записей"),
  root: say("Root", "Корень"),
  rebuiltGood: say(
    "Every tile and the root follow from the entries. What the entries say is for `veche verify`.",
    "Все плитки и корень получены из записей заново. Что говорят записи, проверяет `veche verify`.",
  ),
  rebuiltBad: say("The tree does not follow from the entries.", "Дерево не получается из записей."),
};
