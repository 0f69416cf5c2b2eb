import { PERSONS } from "./persons.ts";
import type { Practice, PracticeStep } from "./practice.ts";
import { CAMPAIGNS, texts, type Words } from "./texts.ts";

const LANGUAGES = ["ru", "en"] as const;
type Language = (typeof LANGUAGES)[number];

/** Both languages, one below the other. */
export const both = (words: Words): string => `${words.ru}\n${words.en}`;

/** One line for a step of the start, so that nobody waits without hearing why. */
export function stepLine(step: PracticeStep): string {
  if (step.kind === "starting") return both(step.isChain ? texts.startingChain : texts.starting);
  if (step.kind === "lost") return both(texts.lost(step.process, step.how));
  if (step.kind === "back") return both(texts.back(step.process));
  if (step.kind === "ready") return both(texts.ready[step.part]);
  const name = CAMPAIGNS[step.campaign === "a" ? "a" : "b"];
  const what = step.kind === "opened" ? texts.opened : texts.steps[step.step];
  return LANGUAGES.map((language) => `${name[language]}: ${what[language]}`).join("\n");
}

export type ReportFacts = Pick<Practice, "addresses" | "a" | "processes"> & { readonly hasPages: boolean };

/** What whoever has started it must know, in both languages. */
export function report(facts: ReportFacts): string {
  return LANGUAGES.map((language) => inLanguage(facts, language)).join("\n\n");
}

function inLanguage({ addresses, a, processes, hasPages }: ReportFacts, language: Language): string {
  const { portal, ballot, nodes, lan, fingerprint } = addresses;
  const said = (words: Words): string => words[language];
  const second = lan.map((origin) => [said(texts.second), `${origin}/e/${a.id}/check/`] as const);
  const isChain = nodes.length > 1;
  const validators = nodes.map((origin, at) => {
    const pid = processes.find(({ name }) => name === `node ${at + 1}`)?.pid ?? 0;
    return [said(texts.node(at + 1, pid)), `${origin}/e/${a.id}/checkpoint`] as const;
  });
  const facts = [
    [said(texts.portal), `${portal}/`],
    [said(texts.outbox), `${portal}/outbox`],
    [said(texts.ballotPage), `${ballot}/e/${a.id}/`],
    [said(texts.practiceBallot), `${ballot}/practice/`],
    [said(texts.log), `${ballot}/e/${a.id}/checkpoint`],
    ...(isChain ? validators : []),
    ...second,
    ...(fingerprint === undefined ? [] : [[said(texts.fingerprint), fingerprint] as const]),
  ] as const;
  const rows = PERSONS.map((person) => [
    [person.family, person.given, person.patronymic].join(" ").trim(),
    person.birthDate,
    person.telephone,
    person.note[language],
  ]);
  return [
    said(texts.addresses),
    ...columns(facts),
    "",
    said(texts.persons),
    ...columns([[texts.name, texts.born, texts.telephone, texts.what].map(said), ...rows]),
    "",
    said(texts.rules(clockTime(a.castEnds, language))),
    said(texts.practiceRules),
    ...(isChain ? [said(texts.chainRules)] : []),
    ...(hasPages ? [] : [said(texts.noPages)]),
    said(texts.stopHint),
  ].join("\n");
}

const clockTime = (ms: number, language: Language): string =>
  new Intl.DateTimeFormat(language, { timeStyle: "medium", hourCycle: "h23" }).format(ms);

function columns(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => [...(row[column] ?? "")].length)),
  );
  return rows.map((row) =>
    row
      .map((cell, column) => cell + " ".repeat((widths[column] ?? 0) - [...cell].length))
      .join("  ")
      .trimEnd()
      .replace(/^/, "  "),
  );
}
