import { toHex } from "@veche/base";
import type { CeremonyStatus, TallyStatus } from "@veche/ledger";
import { momentText } from "../framework/moments.ts";
import type { Output } from "../framework/output.ts";
import { factLines, tableLines } from "../framework/table.ts";
import { proposalTexts } from "../texts/proposals.ts";
import { statusTexts as texts } from "../texts/status.ts";
import { resultLines } from "./result-lines.ts";
import type { Status } from "./status.ts";

type Facts = readonly (readonly [string, string])[];

/** A status for people. */
export function statusLines(out: Output, status: Status): readonly string[] {
  const { say, language } = out;
  const { election, phase, suspended, size, time, issuerKeys, issuerSet, blames } = status;
  const { electionId, manifest } = election;
  const facts: Facts = [
    [say(proposalTexts.electionId), toHex(electionId)],
    [say(proposalTexts.title), manifest.title[language]],
    [say(texts.phase), `${say(texts.phases[phase])}${suspended ? `, ${say(texts.suspended)}` : ""}`],
    [say(texts.entries), String(size)],
    [say(texts.lastEntry), momentText(time)],
    ...ceremonyFacts(out, status.ceremony),
    [say(texts.issuerKeys), say(proposalTexts.haveOf(issuerKeys.have, issuerKeys.need))],
    [say(texts.issuerSet), say(texts.setOf(issuerSet.number, issuerSet.members.join(", ")))],
    ...tallyFacts(out, status.tally),
    ...blames.map(
      ({ trustee, type, hashes }) =>
        [say(texts.blamed), say(texts.blamedFor(trustee, type, hashes.length))] as const,
    ),
  ];
  const result = status.result === undefined ? [] : ["", ...resultLines(out, manifest, status.result)];
  return [...factLines(facts), "", ...styleLines(out, status), ...result];
}

function ceremonyFacts({ say }: Output, ceremony: CeremonyStatus | undefined): Facts {
  if (ceremony === undefined) return [];
  const { step, attempt, alive, missing, deadline, canaries } = ceremony;
  const state =
    step === "done"
      ? texts.ceremonyDone
      : step === "failed"
        ? texts.ceremonyFailed
        : texts.ceremonyAt(step, attempt);
  const facts: (readonly [string, string])[] = [
    [say(texts.ceremony), say(state)],
    [say(texts.alive), listed(alive)],
  ];
  if (missing.length > 0) facts.push([say(texts.missing), listed(missing)]);
  if (deadline !== undefined) facts.push([say(texts.deadline), momentText(deadline)]);
  if (step === "done") {
    const stages = (["ceremony", "open", "close"] as const).map((stage) =>
      say(texts.canaryOf(stage, listed(canaries[stage].toSorted((a, b) => a - b)))),
    );
    facts.push([say(texts.canaries), stages.join("; ")]);
  }
  return facts;
}

function tallyFacts({ say }: Output, tally: TallyStatus | undefined): Facts {
  if (tally === undefined) return [];
  const { code, agreeing, differing, needed, decryptions, resultHash, certified } = tally;
  const facts: (readonly [string, string])[] = [
    [say(texts.head), `${code} (${say(texts.headSigned(agreeing.length, needed))})`],
  ];
  if (differing.length > 0) facts.push([say(texts.headDiffers), listed(differing)]);
  facts.push([say(texts.decryptions), listed(decryptions)]);
  if (resultHash !== undefined) {
    const state = certified ? texts.certified : texts.notCertified;
    facts.push([say(texts.result), `${toHex(resultHash)} (${say(state)})`]);
  }
  return facts;
}

function styleLines({ say }: Output, { styles }: Status): readonly string[] {
  const head = [
    proposalTexts.style,
    texts.roll,
    texts.issued,
    texts.ballots,
    proposalTexts.opens,
    proposalTexts.issueEnds,
    proposalTexts.castEnds,
  ].map(say);
  const rows = styles.map(({ id, roll, issued, ballots, opens, issueEnds, castEnds }) => [
    id,
    String(roll),
    String(issued),
    String(ballots),
    momentText(opens),
    momentText(issueEnds),
    momentText(castEnds),
  ]);
  return tableLines(head, rows, ["left", "right", "right", "right"]);
}

const listed = (numbers: readonly number[]): string => (numbers.length === 0 ? "–" : numbers.join(", "));
