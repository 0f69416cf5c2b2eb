import { type Bytes, err, ok, type RandomBytes, type Result } from "@veche/base";
import { ballotContext, type Choices, type Manifest, recomputeTracker, SEED_BYTES } from "@veche/election";
import { encodePoint, multiplyBase, randomScalar } from "@veche/group";

const NOTHING: Bytes = new Uint8Array(0);
const text = { en: "Practice", ru: "Тренировка" };

/** The ballot code of choices that are counted nowhere: election, key, credential and seed are drawn and forgotten. */
export function practise(
  contests: Manifest["contests"],
  choices: Choices,
  randomBytes: RandomBytes,
): Result<{ readonly tracker: string }, { readonly code: "CHOICES_INVALID" }> {
  const election = { electionId: randomBytes(32), manifest: practiceManifest(contests) };
  const context = ballotContext(election, multiplyBase(randomScalar(randomBytes)));
  const credential = encodePoint(multiplyBase(randomScalar(randomBytes)));
  const seed = randomBytes(SEED_BYTES);
  const sealed = recomputeTracker(context, { style: 0, seq: 0, choices, seed, credential });
  return sealed.ok ? ok({ tracker: sealed.value.tracker }) : err({ code: "CHOICES_INVALID" });
}

/** As much of a manifest as encryption looks at; it defines no election. */
function practiceManifest(contests: Manifest["contests"]): Manifest {
  const nobody = { members: [], quorum: 0 };
  const time = { castEnds: 0, issueEnds: 0, latestEnd: 0, opens: 0, portalEnds: 0, tick: 0 };
  return {
    veche: 1,
    kind: "practice",
    engine: "embedded",
    nonce: NOTHING,
    origin: "practice",
    title: text,
    genesis: { organisations: [], quorum: 0 },
    commission: nobody,
    trustees: { ...nobody, stepSeconds: 0 },
    registrar: { issueKey: NOTHING, key: NOTHING, name: "" },
    issuers: { active: [], members: [] },
    validators: [],
    witnesses: nobody,
    contests,
    styles: [
      { ...time, contests: contests.map((_, at) => at), district: "practice", id: "practice", title: text },
    ],
    tallyNotBefore: 0,
    revoteMax: 0,
    minimumGroup: 1,
    tiny: "publish",
  };
}
