import type { Bytes } from "@veche/base";
import type { Manifest, Member, TrusteeMember, Validator } from "@veche/election";
import { CONTESTS, type PracticeTimes, stylesOf } from "./contests.ts";

/** The public halves of everybody's keys, each from its own process. */
export type PublicParties = {
  readonly genesis: readonly Member[];
  readonly commission: { readonly members: readonly Member[]; readonly quorum: number };
  readonly trustees: { readonly members: readonly TrusteeMember[]; readonly quorum: number };
  readonly registrar: Manifest["registrar"];
  readonly issuers: readonly Member[];
  readonly engine: Manifest["engine"];
  /** In the order of the chain, if it is one. */
  readonly validators: readonly Validator[];
};

export type PracticeElection = {
  /** Of the campaign: `a`, `b`. */
  readonly id: string;
  readonly title: Manifest["title"];
  readonly times: PracticeTimes;
  readonly nonce: Bytes;
};

const STEP_SECONDS = 3_600;

/** `practice`, no tick and groups of one: every ballot is seen at once, and a group of one voter shows its vote. */
export function practiceManifest(parties: PublicParties, election: PracticeElection): Manifest {
  const { id, title, times, nonce } = election;
  return {
    veche: 1,
    kind: "practice",
    engine: parties.engine,
    nonce,
    origin: `practice.veche.example/${id}`,
    title,
    genesis: { organisations: parties.genesis, quorum: 1 },
    commission: parties.commission,
    trustees: { ...parties.trustees, stepSeconds: STEP_SECONDS },
    registrar: parties.registrar,
    issuers: { active: [1, 2], members: parties.issuers },
    validators: parties.validators,
    witnesses: { members: [], quorum: 0 },
    contests: CONTESTS,
    styles: stylesOf(times),
    tallyNotBefore: times.castEnds,
    revoteMax: 0,
    minimumGroup: 1,
    tiny: "publish",
  };
}
