import { toHex } from "@veche/base";
import { CHECKS } from "./checks.ts";
import type { CheckResult, Failure } from "./findings.ts";
import { REASONS } from "./reasons.ts";
import type { Facts, HeadFacts, Report, ResultFacts } from "./report.ts";

export type Language = "en" | "ru";

const WORDS = {
  en: {
    election: "Election",
    idUnknown: "unknown: the record has no manifest",
    idGiven: "the id given",
    idOwn: "the record's own id: compare it with the one you learnt elsewhere",
    verdict: "Verdict",
    good: "GOOD",
    bad: "BAD",
    ok: "ok",
    failed: "FAILED",
    "not-applicable": "–",
    entry: "entry",
    receipt: "receipt",
    log: "Log",
    entries: "entries, root",
    cosigned: "Cosigned by",
    validator: "validator",
    witness: "witness",
    styles: "Ballot style: roll, issued, ballots, casts",
    blamed: "Blamed",
    trustee: "trustee",
    head: "Tally head",
    sameHead: "signed by trustees",
    needed: "needed",
    otherHead: "another head",
    decrypted: "Decrypted by trustees",
    certificate: "Certified in entry",
    by: "by members",
    noCertificate: "Not certified",
    result: "Result",
    noResult: "No result",
    ballots: "ballots",
    empty: "no ballots",
    withheld: "withheld: too few ballots",
    group: "styles",
  },
  ru: {
    election: "Голосование",
    idUnknown: "неизвестно: в записи нет манифеста",
    idGiven: "данный идентификатор",
    idOwn: "собственный идентификатор записи: сравните с узнанным из другого источника",
    verdict: "Заключение",
    good: "ВЕРНО",
    bad: "НЕВЕРНО",
    ok: "верно",
    failed: "НЕТ",
    "not-applicable": "–",
    entry: "запись",
    receipt: "квитанция",
    log: "Журнал",
    entries: "записей, корень",
    cosigned: "Подписали",
    validator: "валидатор",
    witness: "свидетель",
    styles: "Вид бюллетеня: в списке, выдано, бюллетеней, отправлено",
    blamed: "Вина",
    trustee: "доверенный",
    head: "Сверка перед подсчётом",
    sameHead: "подписали доверенные",
    needed: "нужно",
    otherHead: "другая сверка",
    decrypted: "Расшифровали доверенные",
    certificate: "Утверждено записью",
    by: "члены комиссии",
    noCertificate: "Не утверждено",
    result: "Результат",
    noResult: "Результата нет",
    ballots: "бюллетеней",
    empty: "бюллетеней нет",
    withheld: "не раскрыто: слишком мало бюллетеней",
    group: "виды",
  },
} as const;

type Words = { readonly [key in keyof (typeof WORDS)["en"]]: string };

/** A report as plain text, the election id first (§10.1). Lines end in one line feed. */
export function formatReport(report: Report, language: Language): string {
  const words = WORDS[language];
  const id = report.electionId === undefined ? words.idUnknown : toHex(report.electionId);
  const lines = [
    `${words.election}: ${id}`,
    ...(report.electionId === undefined ? [] : [`  ${report.electionIdGiven ? words.idGiven : words.idOwn}`]),
    `${words.verdict}: ${words[report.verdict]}`,
    "",
    ...report.checks.map((check) => formatCheck(check, words, language)),
  ];
  if (report.facts !== undefined) {
    lines.push("", ...formatFacts(report.facts, words, language));
    lines.push("", ...formatResult(report.result, words, language));
  }
  return `${lines.join("\n")}\n`;
}

function formatCheck(check: CheckResult, words: Words, language: Language): string {
  const title = CHECKS.find((one) => one.id === check.id)?.[language] ?? check.title;
  const status = words[check.status].padEnd(7);
  const line = `${check.id}  ${status} ${String(check.examined).padStart(9)}  ${title}`;
  return check.failure === undefined ? line : `${line}: ${formatFailure(check.failure, words, language)}`;
}

function formatFailure({ place, code, detail }: Failure, words: Words, language: Language): string {
  const which = detail === undefined ? "" : ` (${detail})`;
  const reason = `${REASONS[code][language]}${which}`;
  if (place === undefined) return reason;
  if ("file" in place) return `${printable(place.file)}: ${reason}`;
  return "entry" in place
    ? `${words.entry} ${place.entry}: ${reason}`
    : `${words.receipt} ${place.receipt}: ${reason}`;
}

/** Names of files come from whoever made the record: nothing in them may steer a terminal. */
function printable(text: string): string {
  return text.replace(/[^\p{L}\p{N}\p{P}\p{S} ]/gu, "?");
}

function formatFacts(facts: Facts, words: Words, language: Language): readonly string[] {
  const lines = [
    printable(facts.title[language]),
    `${words.log}: ${facts.entries} ${words.entries} ${toHex(facts.root)}`,
    ...facts.cosigners.map((one) => `${words.cosigned}: ${words[one.role]} ${printable(one.name)}`),
    `${words.styles}:`,
    ...facts.styles.map(
      (one) => `  ${printable(one.id)}: ${one.roll}, ${one.issued}, ${one.ballots}, ${one.casts}`,
    ),
    ...facts.blamed.map(
      (one) => `${words.blamed}: ${words.entry} ${one.entry}, ${words.trustee} ${one.trustee}, ${one.type}`,
    ),
  ];
  if (facts.head === undefined) return lines;
  return [...lines, ...formatHead(facts.head, words), ...formatEnd(facts, words)];
}

function formatHead(head: HeadFacts, words: Words): readonly string[] {
  return [
    `${words.head}: ${head.code}, ${words.sameHead} ${head.same.join(", ") || "–"} (${words.needed} ${head.needed})`,
    ...head.different.map(
      (one) => `  ${words.otherHead}: ${words.entry} ${one.entry}, ${words.trustee} ${one.trustee}`,
    ),
  ];
}

function formatEnd(facts: Facts, words: Words): readonly string[] {
  const { certificate, decryptions } = facts;
  return [
    `${words.decrypted}: ${decryptions.join(", ") || "–"}`,
    certificate === undefined
      ? words.noCertificate
      : `${words.certificate} ${certificate.entry}, ${words.by} ${certificate.signers.join(", ")}`,
  ];
}

function formatResult(result: ResultFacts | undefined, words: Words, language: Language): readonly string[] {
  if (result === undefined) return [words.noResult];
  const lines = [`${words.result}: ${toHex(result.hash)}`];
  for (const contest of result.contests) {
    const status = contest.status === "counted" ? "" : ` (${words[contest.status]})`;
    lines.push(`${printable(contest.title[language])}: ${words.ballots} ${contest.ballots}${status}`);
    for (const group of contest.groups) {
      if (contest.groups.length > 1) lines.push(`  ${words.group} ${group.styles.join(", ")}`);
      group.counts.forEach((count, i) => {
        lines.push(`  ${String(count).padStart(9)}  ${printable(contest.options[i]?.[language] ?? "")}`);
      });
    }
  }
  return lines;
}
