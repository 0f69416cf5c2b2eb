import { codeOf } from "@veche/base";
import { toBase64Url } from "./base64url.ts";
import type { CastStep, ResumeCode, StoredBallot, VoterDevice, VoterView } from "./contract.ts";
import type { Progress } from "./delivery.ts";
import type { Begun, ElectionFacts } from "./engine.ts";
import { QR_ISSUERS_MAX } from "./locked-code.ts";
import { canForget, type Kept } from "./record-store.ts";
import type { DoneRecord } from "./records.ts";

/** What pages see, made from what the device knows. */

export function electionView(facts: ElectionFacts, style: number): NonNullable<VoterDevice["election"]> {
  const { id, title, kind, minimumGroup, styles } = facts;
  const { tickSeconds = 0, castEnds = 0 } = styles[style] ?? styles[0] ?? {};
  return { id, title, kind, minimumGroup, tickSeconds, castEnds };
}

/** §12.1.1: the address of a page of the election on the first node, which is this host. */
export const pageUrl = (origin: string, electionId: string, page: string): string =>
  `${origin.replace(/\/+$/, "")}/e/${electionId}/${page}`;

/** §12.5.2: the file holds the text, a QR code the locked code. */
export const resumeCodeView = ({ resumeCode, blinded }: Begun): ResumeCode => ({
  text: toBase64Url(resumeCode),
  hasQr: blinded.length <= QR_ISSUERS_MAX,
});

export function castingView(tracker: string, progress: Progress): Extract<VoterView, { at: "casting" }> {
  const { step, ...rest } = progress;
  const isSent = step === "record";
  const steps: readonly CastStep[] = [
    { name: "encrypt", state: "done" },
    { name: "send", state: isSent ? "done" : "running" },
    { name: "record", state: isSent ? "running" : "waiting" },
  ];
  return { at: "casting", steps, tracker, ...rest };
}

export function recordedView(
  record: DoneRecord,
  origin: string,
  electionId: string,
): Extract<VoterView, { at: "recorded" }> {
  const { trackerHash, index, time, receipt, credential } = record;
  return {
    at: "recorded",
    tracker: codeOf(trackerHash),
    index,
    time,
    receipt,
    link: `${pageUrl(origin, electionId, "find/")}#t${toBase64Url(trackerHash)}`,
    canVoteAgain: credential.length > 0,
  };
}

/** Which ballot somebody who comes back most likely looks for, first. Requests that came to nothing stand behind. */
const STAGES: readonly StoredBallot["stage"][] = [
  "cast",
  "ready",
  "done",
  "alarm",
  "prepared",
  "asked",
  "resumed",
];

export function storedView(kept: readonly Kept[], facts: ElectionFacts | undefined): readonly StoredBallot[] {
  const unnamed = { en: "Ballot", ru: "Бюллетень" };
  const further = new Set(kept.flatMap(({ record }) => (isFurther(record?.stage) ? [record?.style] : [])));
  const shown = kept.flatMap(({ key, record }): readonly StoredBallot[] =>
    record === undefined
      ? []
      : [
          {
            key,
            stage: record.stage,
            canForget: canForget(record),
            isLeftover: isRequest(record.stage) && further.has(record.style),
            styleTitle: facts?.styles[record.style]?.title ?? unnamed,
          },
        ],
  );
  return shown.toSorted((one, other) => STAGES.indexOf(one.stage) - STAGES.indexOf(other.stage));
}

type Stage = StoredBallot["stage"] | undefined;
const isFurther = (stage: Stage): boolean => stage === "ready" || stage === "cast" || stage === "done";
const isRequest = (stage: Stage): boolean => stage === "prepared" || stage === "asked" || stage === "resumed";
