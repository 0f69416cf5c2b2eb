import { toHex } from "@veche/base";
import { CHECKS } from "./checks.ts";
import type { CheckResult, Failure } from "./findings.ts";
import { REASONS } from "./reasons.ts";
import type { Facts, GroupFacts, HeadFacts, Report, ResultFacts } from "./report.ts";
import { utcText } from "./utc.ts";
import { WORDS, type Words } from "./words.ts";

export type Language = "en" | "ru";

/** A report as plain text, the election id first (§10.1). Lines end in one line feed. */
export function formatReport(report: Report, language: Language): string {
  const words = WORDS[language];
  const id = report.electionId === undefined ? words.idUnknown : toHex(report.electionId);
  const lines = [
    `${words.election}: ${id}`,
    ...(report.electionId === undefined ? [] : [`  ${report.electionIdGiven ? words.idGiven : words.idOwn}`]),
    `${words.verdict}: ${words[report.verdict]} (${words.phase[report.phase]})`,
    "",
    ...report.checks.flatMap((check) => formatCheck(check, words, language)),
  ];
  if (report.hints !== undefined) {
    const { points, hinted, wrong } = report.hints;
    lines.push(`${words.hints}: ${words.hintsUsed}: ${hinted - wrong}/${points}`);
  }
  if (report.facts !== undefined) {
    lines.push("", ...formatFacts(report.facts, words, language));
    lines.push("", ...formatResult(report.result, words, language));
  }
  return `${lines.join("\n")}\n`;
}

function formatCheck(check: CheckResult, words: Words, language: Language): readonly string[] {
  const title = CHECKS.find((one) => one.id === check.id)?.[language] ?? check.title;
  const status = words.status[check.status].padEnd(8);
  const line = `${check.id}  ${status} ${String(check.examined).padStart(9)}  ${title}`;
  const failure = check.failure === undefined ? "" : `: ${formatFailure(check.failure, words, language)}`;
  const note = check.note === undefined ? [] : [`     ${formatFailure(check.note, words, language)}`];
  return [line + failure, ...note];
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
    ...facts.cosigners.map(
      (one) => `${words.cosigned}: ${words.role[one.role]} ${printable(one.name)}, ${utcText(one.seconds)}`,
    ),
    `${words.styles}:`,
    ...facts.styles.map(
      (one) => `  ${printable(one.id)}: ${one.roll}, ${one.issued}, ${one.ballots}, ${one.casts}`,
    ),
    ...facts.blamed.map(
      ({ entry, trustee, type, wrong }) =>
        `${words.blamed}: ${words.entry} ${entry}, ${words.trustee} ${trustee}, ${type}: ${words.wrong[wrong]}`,
    ),
  ];
  if (facts.head === undefined) return lines;
  return [...lines, ...formatHead(facts.head, words), ...formatEnd(facts, words)];
}

function formatHead(head: HeadFacts, words: Words): readonly string[] {
  return [
    `${words.head}: ${head.code}, ${words.sameHead} ${head.same.join(", ") || "–"} (${words.needed} ${head.needed})`,
    ...(head.same.length < head.needed ? [`  ${words.tooFew}`] : []),
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
      if (contest.groups.length > 1) lines.push(`  ${formatGroup(group, words, language)}`);
      group.counts.forEach((count, i) => {
        lines.push(`  ${String(count).padStart(9)}  ${printable(contest.options[i]?.[language] ?? "")}`);
      });
    }
  }
  return lines;
}

function formatGroup({ named, ballots }: GroupFacts, words: Words, language: Language): string {
  const styles = named.map(({ id, title }) => printable(`${id} (${title[language]})`));
  return `${words.group} ${styles.join(", ")}: ${words.ballots} ${ballots}`;
}
