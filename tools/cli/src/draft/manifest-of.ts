import { type Bytes, encodeCbor, type RandomBytes } from "@veche/base";
import { type BallotStyle, decodeManifest, type Manifest } from "@veche/election";
import { unusable } from "../framework/stop.ts";
import type { PartyRole, PublicKeys } from "../keys/public-keys.ts";
import { faults } from "../texts/faults.ts";
import type { Draft } from "./draft.ts";

/** §02.2.12: what holds where the draft is silent. */
const DEFAULTS = { tick: 600, minimumGroup: 10, tiny: "withhold", revoteMax: 0 } as const;

/**
 * The manifest of a draft and the keys of all parties, which get their indices in the order given. Throws `Stop` where a rule of
 * §02.2 is broken.
 */
export function manifestOf(draft: Draft, parties: readonly PublicKeys[], randomBytes: RandomBytes): Manifest {
  const { kind, origin, title, quorums, stepSeconds, activeIssuers, contests, styles } = draft;
  const members = (role: PartyRole) =>
    parties.filter((party) => party.role === role).map(({ key, name }) => ({ key, name }));
  const [registrar, secondRegistrar] = parties.filter(({ role }) => role === "registrar");
  if (registrar === undefined || secondRegistrar !== undefined) throw unusable(faults.oneRegistrar());
  const manifest: Manifest = {
    veche: 1,
    kind,
    engine: "embedded",
    nonce: randomBytes(32),
    origin,
    title,
    genesis: { organisations: members("genesis"), quorum: quorums.genesis },
    commission: { members: members("commission"), quorum: quorums.commission },
    trustees: { members: trusteesOf(parties), quorum: quorums.trustees, stepSeconds },
    registrar: {
      issueKey: registrar.issueKey as Bytes,
      key: registrar.key,
      name: registrar.name,
    },
    issuers: {
      active: Array.from({ length: activeIssuers }, (_, at) => at + 1),
      members: members("issuer"),
    },
    validators: validatorsOf(parties),
    witnesses: { members: members("witness"), quorum: quorums.witnesses },
    contests: contests.map((contest) => ({ ...contest, proof: "disjunctive" })),
    styles: styles.map((style) => styleOf(style, draft)),
    tallyNotBefore: draft.tallyNotBefore,
    revoteMax: draft.revoteMax ?? DEFAULTS.revoteMax,
    minimumGroup: draft.minimumGroup ?? DEFAULTS.minimumGroup,
    tiny: draft.tiny ?? DEFAULTS.tiny,
  };
  return checked(manifest);
}

/** By way of its bytes, so that forms of names and ids are judged as everybody will judge them. */
function checked(manifest: Manifest): Manifest {
  const valid = decodeManifest(encodeCbor(manifest));
  if (!valid.ok) throw unusable(faults.manifestRule(valid.error.rule, valid.error.reason));
  return valid.value;
}

const trusteesOf = (parties: readonly PublicKeys[]): Manifest["trustees"]["members"] =>
  parties
    .filter(({ role }) => role === "trustee")
    .map(({ age, key, name }) => ({ age: age as string, key, name }));

const validatorsOf = (parties: readonly PublicKeys[]): Manifest["validators"] =>
  parties
    .filter(({ role }) => role === "validator")
    .map(({ key, logKey, name }) => ({ key, logKey: logKey as Bytes, name }));

function styleOf(style: Draft["styles"][number], { contests }: Draft): BallotStyle {
  const indices = style.contests.map((id) => {
    const index = contests.findIndex((contest) => contest.id === id);
    if (index < 0) throw unusable(faults.contestUnknown(style.id, id));
    return index;
  });
  return { ...style, contests: indices.sort((a, b) => a - b), tick: style.tick ?? DEFAULTS.tick };
}
