import { equalBytes } from "@veche/base";
import type { BallotStyle } from "@veche/election";
import type { Body } from "../format/bodies.ts";
import { type Refusal, refuse } from "../format/outcome.ts";
import type { Rule } from "../rule.ts";
import type { Work } from "../work.ts";
import { firstUnknown, unknownStyle } from "./references.ts";

/** `suspend` moves no time (§06.5). */
export const suspend: Rule<"suspend"> = (work) => ({
  phase: () => (work.state.suspended ? refuse("PHASE", "voting is suspended") : undefined),
  apply: () => {
    work.change({ suspended: true });
    return undefined;
  },
});

export const resume: Rule<"resume"> = (work) => ({
  phase: () => (work.state.suspended ? undefined : refuse("PHASE", "voting is not suspended")),
  apply: () => {
    work.change({ suspended: false });
    return undefined;
  },
});

/** §06.5.2 */
export const extend: Rule<"extend"> = (work, body) => ({
  reference: () => firstUnknown(body.styles, (style) => unknownStyle(work, style)),
  conditions: () => checkExtension(work, body),
  apply: () => {
    for (const style of body.styles) {
      work.changeStyle(style, { extendedBy: work.style(style).extendedBy + body.by });
      const { issueEnds, castEnds } = work.window(style);
      work.change({
        lastIssueEnds: Math.max(work.state.lastIssueEnds, issueEnds),
        lastCastEnds: Math.max(work.state.lastCastEnds, castEnds),
      });
    }
    return undefined;
  },
});

function checkExtension(work: Work, { by, styles }: Body<"extend">): Refusal | undefined {
  const isAscending = styles.every((style, at) => at === 0 || (styles[at - 1] as number) < style);
  if (!isAscending || styles.length === 0) return refuse("EXTEND_INVALID", "styles do not strictly ascend");
  if (by < 1) return refuse("EXTEND_INVALID", "by nothing");
  for (const style of styles) {
    const { issueEnds, castEnds } = work.window(style);
    if (work.time >= issueEnds) return refuse("EXTEND_INVALID", `issuing of style ${style} has ended`);
    const { latestEnd } = work.manifest.styles[style] as BallotStyle;
    if (by > latestEnd - castEnds)
      return refuse("EXTEND_INVALID", `style ${style} would end after ${latestEnd}`);
  }
  return undefined;
}

/** §06.5: the commission signs what the state machine computed; it gates nothing. */
export const certify: Rule<"certify"> = (work, body) => {
  if (work.state.certified) return refuse("ALREADY", "the result is certified");
  return {
    conditions: () => {
      const { resultHash } = work.state;
      if (resultHash === undefined) return refuse("RESULT_DIFFERS", "the result is not computed yet");
      return equalBytes(body.result, resultHash) ? undefined : refuse("RESULT_DIFFERS", "another result");
    },
    apply: () => {
      work.change({ certified: true });
      return undefined;
    },
  };
};
