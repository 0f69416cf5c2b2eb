import { verifyCanary } from "@veche/election";
import type { Point } from "@veche/group";
import { restart } from "../ceremony.ts";
import type { Body } from "../format/bodies.ts";
import { type Refusal, refuse } from "../format/outcome.ts";
import type { Blame, Rule } from "../rule.ts";
import type { Work } from "../work.ts";
import { firstUnknown, unknownTrustee } from "./references.ts";

/** §03.1.6 */
export const deadline: Rule<"deadline"> = (work, body) => {
  const { attempt, step, deadlines } = work.ceremony;
  // A deadline ends its attempt, so the attempt names it.
  if (deadlines.includes(body.attempt)) return refuse("ALREADY", "this deadline is in the log");
  return {
    conditions: () => {
      const taken = work.deadline;
      if (taken?.attempt === body.attempt && taken.step === body.step) return undefined;
      return body.attempt === attempt && body.step === step
        ? refuse("DEADLINE_NOT_DUE", "the step is still open")
        : refuse("CEREMONY_STEP", `attempt ${attempt}, step ${step}`);
    },
    apply: () => {
      work.change({ ceremony: { ...work.ceremony, deadlines: [...work.ceremony.deadlines, body.attempt] } });
      return undefined;
    },
  };
};

/** §03.1.7 */
export const ceremonyRestart: Rule<"ceremony-restart"> = (work, body) => {
  const next = (): ReturnType<typeof restart> =>
    restart(work.ceremony, body.excluded, work.time, work.manifest.trustees.quorum);
  return {
    reference: () => firstUnknown(body.excluded, (trustee) => unknownTrustee(work, trustee)),
    conditions: () => {
      const dead = body.excluded.find((trustee) => !work.ceremony.alive.includes(trustee));
      if (dead !== undefined) return refuse("CEREMONY_STEP", `trustee ${dead} is excluded already`);
      return next() === undefined ? refuse("CEREMONY_TOO_FEW", "no further attempt is possible") : undefined;
    },
    apply: () => {
      const ceremony = next();
      if (ceremony !== undefined) work.change({ ceremony });
      return undefined;
    },
  };
};

/** §03.5 */
export const canary: Rule<"canary"> = (work, body) => {
  const { attempt, canaries } = work.ceremony;
  if (body.attempt === attempt && canaries[body.stage].includes(body.trustee)) {
    return refuse("ALREADY", `the canary of stage ${body.stage} is in`);
  }
  return {
    named: body.trustee,
    // §03.5.3
    phase: () => {
      const phase = body.stage === "close" ? "open" : "set-up";
      return work.state.phase === phase
        ? undefined
        : refuse("PHASE", `stage ${body.stage} in ${work.state.phase}`);
    },
    reference: () => unknownTrustee(work, body.trustee),
    conditions: () => checkCanaryPlace(work, body),
    content: () => wrongCanary(work, body),
    apply: () => {
      const given = { ...canaries, [body.stage]: [...canaries[body.stage], body.trustee] };
      work.change({ ceremony: { ...work.ceremony, canaries: given } });
      return undefined;
    },
  };
};

/** §03.5.3: the ceremony is done in this attempt, the trustee alive, the stage before given. */
function checkCanaryPlace(work: Work, body: Body<"canary">): Refusal | undefined {
  const { attempt, step, alive, canaries } = work.ceremony;
  if (body.attempt !== attempt || step !== "done") {
    return refuse("CEREMONY_STEP", `attempt ${attempt}, step ${step}`);
  }
  if (!alive.includes(body.trustee)) return refuse("CEREMONY_STEP", `trustee ${body.trustee} is excluded`);
  if (body.stage === "open" && !canaries.ceremony.includes(body.trustee)) {
    return refuse("CEREMONY_STEP", "the canary of stage ceremony comes first");
  }
  return undefined;
}

/** §03.5.2: a wrong proof is blamed; what is no point is no canary. */
function wrongCanary(work: Work, body: Body<"canary">): Blame | Refusal | undefined {
  const { attempt } = work.ceremony;
  const shareKey = work.keys().shares.get(body.trustee) as Point;
  const verdict = verifyCanary({ electionId: work.state.electionId, attempt }, body, shareKey);
  if (verdict.ok) return undefined;
  return verdict.error.code === "CANARY_PROOF"
    ? { blame: verdict.error.code }
    : refuse("MALFORMED", verdict.error.code);
}
