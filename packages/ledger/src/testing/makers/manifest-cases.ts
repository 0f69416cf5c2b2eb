import type { Bytes, CborMap } from "@veche/base";
import type { BallotStyle, Contest, Manifest, ManifestRule } from "@veche/election";
import { ed25519PublicKey } from "@veche/group";
import { COLLIDING_LOG_KEYS } from "../colliding-log-keys.ts";

/** A manifest that is right, and what has to be changed to break one rule. */
export type ManifestCase = {
  readonly name: string;
  readonly rule: ManifestRule | "valid";
  readonly change: (manifest: Manifest) => CborMap;
};

const accepted = (name: string, change: ManifestCase["change"]): ManifestCase => ({
  name,
  rule: "valid",
  change,
});
const refused = (rule: ManifestRule, name: string, change: ManifestCase["change"]): ManifestCase => ({
  name,
  rule,
  change,
});

const first = <T>(values: readonly T[]): T => values[0] as T;
const withFirst = <T>(values: readonly T[], changes: Partial<T>): readonly T[] =>
  values.map((value, at) => (at === 0 ? { ...value, ...changes } : value));
const withStyle = (changes: Partial<BallotStyle>) => (m: Manifest) => ({
  ...m,
  styles: withFirst(m.styles, changes),
});
const withContest = (changes: Partial<Contest>) => (m: Manifest) => ({
  ...m,
  contests: withFirst(m.contests, changes),
});
const withTrustees = (changes: Partial<Manifest["trustees"]>) => (m: Manifest) => ({
  ...m,
  trustees: { ...m.trustees, ...changes },
});
const without = (m: Manifest, key: keyof Manifest): CborMap => {
  const { [key]: _, ...rest } = m;
  return rest;
};
const repeated = <T>(value: T, count: number): readonly T[] => Array.from({ length: count }, () => value);

/** p itself: a y that is not reduced; and a point of order 8. */
const NOT_CANONICAL: Bytes = new Uint8Array([0xed, ...repeated(0xff, 30), 0x7f]);
const SMALL_ORDER: Bytes = new Uint8Array([1, ...repeated(0, 31)]);

const option = (at: number) => ({ id: `o-${at}`, title: { en: "O", ru: "О" } });
const options = (count: number) => Array.from({ length: count }, (_, at) => option(at));

const VALID: readonly ManifestCase[] = [
  accepted("two styles, two contests", (m) => m),
  accepted("with a release", (m) => withRelease(m, "1.0.0")),
  accepted("the longest version of a release", (m) => withRelease(m, "ж".repeat(50))),
  accepted("a poll without witnesses, one issuer, one spare trustee", (m) => ({
    ...m,
    kind: "poll",
    witnesses: { members: [], quorum: 0 },
    issuers: { active: [1], members: m.issuers.members.slice(0, 1) },
    trustees: { ...m.trustees, quorum: 4 },
  })),
  accepted("several validators on the chain, no witnesses", (m) => ({
    ...m,
    engine: "cometbft",
    validators: [first(m.validators), { ...first(m.validators), key: key(90), logKey: key(91), name: "v2" }],
    witnesses: { members: m.witnesses.members, quorum: 0 },
  })),
  accepted("log keys that would have one ID under another origin", (m) => ({
    ...withCollidingLogKeys(m),
    origin: "veche.example/other",
  })),
  accepted("the longest names, of two-byte letters", (m) => ({
    ...m,
    registrar: { ...m.registrar, name: "ж".repeat(100) },
    title: { en: "a".repeat(600), ru: "ж".repeat(300) },
  })),
  accepted("the ticks and ends at their bounds", withStyle({ tick: 3_600 })),
  accepted("re-vote, large groups, tiny contests published", (m) => ({
    ...m,
    revoteMax: 9,
    minimumGroup: 1_000_000,
    tiny: "publish",
  })),
  accepted(
    "a contest without a choice to make but two options",
    withContest({ min: 0, max: 1, options: options(1) }),
  ),
];

const FORM: readonly ManifestCase[] = [
  refused("02.2.1", "a key is missing", (m) => without(m, "tiny")),
  refused("02.2.1", "an unknown key", (m) => ({ ...m, more: 1 })),
  refused("02.2.1", "another version", (m) => ({ ...m, veche: 2 })),
  refused("02.2.1", "another kind", (m) => ({ ...m, kind: "referendum" })),
  refused("02.2.1", "another engine", (m) => ({ ...m, engine: "paper" })),
  refused("02.2.1", "a short nonce", (m) => ({ ...m, nonce: new Uint8Array(31) })),
  refused("02.2.1", "an origin with capitals", (m) => ({ ...m, origin: "Veche.example" })),
  refused("02.2.1", "an origin that begins with a dot", (m) => ({ ...m, origin: ".veche" })),
  refused("02.2.1", "a long origin", (m) => ({ ...m, origin: "a".repeat(201) })),
  refused("02.2.1", "an empty title", (m) => ({ ...m, title: { en: "", ru: "Выборы" } })),
  refused("02.2.1", "a title of 601 bytes", (m) => ({ ...m, title: { en: "a".repeat(601), ru: "б" } })),
  refused("02.2.1", "a title in a third language", (m) => ({ ...m, title: { en: "a", fr: "b", ru: "в" } })),
  refused("02.2.1", "a name of 201 bytes", (m) => ({
    ...m,
    registrar: { ...m.registrar, name: "ж".repeat(101) },
  })),
  refused("02.2.1", "an id with a capital", withContest({ id: "Mayor" })),
  refused("02.2.1", "an id of 33 characters", withContest({ id: "a".repeat(33) })),
  refused("02.2.1", "an id that begins with a hyphen", withStyle({ id: "-north" })),
  refused("02.2.1", "a time that is a text", withStyle({ opens: "tomorrow" as never })),
  refused("02.2.1", "another kind of proof", withContest({ proof: "shuffle" as never })),
  refused("02.2.1", "a note name with a space", (m) => ({
    ...m,
    validators: withFirst(m.validators, { name: "node one" }),
  })),
  refused("02.2.1", "A1: a key that is not canonical", (m) => ({
    ...m,
    registrar: { ...m.registrar, key: NOT_CANONICAL },
  })),
  refused("02.2.1", "A1: a key of small order", (m) => ({
    ...m,
    registrar: { ...m.registrar, key: SMALL_ORDER },
  })),
  refused("02.2.1", "an issue key that is the identity", (m) => ({
    ...m,
    registrar: { ...m.registrar, issueKey: new Uint8Array(32) },
  })),
  refused("02.2.1", "an issue key that is no point", (m) => ({
    ...m,
    registrar: { ...m.registrar, issueKey: NOT_CANONICAL },
  })),
  refused("02.2.1", "a release without a version", (m) => withRelease(m, "")),
  refused("02.2.1", "a version of 101 bytes", (m) => withRelease(m, `a${"ж".repeat(50)}`)),
  refused("02.2.1", "an age recipient with a wrong checksum", (m) =>
    withAge(m, (age) => `${age.slice(0, -1)}${age.endsWith("q") ? "p" : "q"}`),
  ),
  refused("02.2.1", "an age recipient in capitals", (m) => withAge(m, (age) => age.toUpperCase())),
];

const KEYS: readonly ManifestCase[] = [
  refused("02.2.2", "A1: one key of two trustees", (m) => ({
    ...m,
    trustees: {
      ...m.trustees,
      members: withFirst(m.trustees.members, { key: m.trustees.members[1]?.key as Bytes }),
    },
  })),
  refused("02.2.2", "A1: one key in two roles", (m) => ({
    ...m,
    registrar: { ...m.registrar, key: first(m.commission.members).key },
  })),
  refused("02.2.2", "A1: a validator's key that is also its log key", (m) => ({
    ...m,
    validators: withFirst(m.validators, { logKey: first(m.validators).key }),
  })),
  refused("02.2.2", "A1: a witness with an issuer's key", (m) => ({
    ...m,
    witnesses: {
      ...m.witnesses,
      members: withFirst(m.witnesses.members, { key: first(m.issuers.members).key }),
    },
  })),
  refused("02.2.2", "one age recipient of two trustees", (m) =>
    withAge(m, () => m.trustees.members[1]?.age as string),
  ),
  refused("02.2.2", "a witness with the validator's note name", (m) => ({
    ...m,
    witnesses: {
      ...m.witnesses,
      members: withFirst(m.witnesses.members, { name: first(m.validators).name }),
    },
  })),
  refused("02.2.2", "a validator named like the log", (m) => ({
    ...m,
    validators: withFirst(m.validators, { name: m.origin }),
  })),
  refused("02.2.2", "two log keys of one ID under the origin", (m) => withCollidingLogKeys(m)),
];

const AUTHORITIES: readonly ManifestCase[] = [
  refused("02.2.3", "no genesis organisation", (m) => ({ ...m, genesis: { organisations: [], quorum: 1 } })),
  refused("02.2.3", "half of the genesis organisations", (m) => ({
    ...m,
    genesis: { ...m.genesis, quorum: 1 },
  })),
  refused("02.2.3", "a genesis quorum above their number", (m) => ({
    ...m,
    genesis: { ...m.genesis, quorum: 3 },
  })),
  refused("02.2.3", "a commission's quorum of a minority", (m) => ({
    ...m,
    commission: { ...m.commission, quorum: 1 },
  })),
  refused("02.2.3", "a commission's quorum above its number", (m) => ({
    ...m,
    commission: { ...m.commission, quorum: 4 },
  })),
  refused("02.2.4", "L15: two trustees", (m) => ({
    ...m,
    kind: "poll",
    trustees: { ...m.trustees, members: m.trustees.members.slice(0, 2), quorum: 2 },
  })),
  refused("02.2.4", "L15: one trustee can decrypt", (m) => ({
    ...m,
    trustees: { ...m.trustees, members: m.trustees.members.slice(0, 3), quorum: 1 },
  })),
  refused("02.2.4", "a minority of trustees can decrypt", withTrustees({ quorum: 2 })),
  refused("02.2.4", "L16: no trustee may be lost", (m) => ({
    ...withTrustees({ quorum: 5 })(m),
    kind: "poll",
  })),
  refused("02.2.4", "L16: an election with one spare trustee", withTrustees({ quorum: 4 })),
  refused("02.2.4", "steps without time", withTrustees({ stepSeconds: 0 })),
  refused("02.2.4", "steps of more than thirty days", withTrustees({ stepSeconds: 2_592_001 })),
  refused("02.2.5", "no active issuer", (m) => ({ ...m, issuers: { ...m.issuers, active: [] } })),
  refused("02.2.5", "active issuers out of order", (m) => ({
    ...m,
    issuers: { ...m.issuers, active: [2, 1] },
  })),
  refused("02.2.5", "an issuer active twice", (m) => ({ ...m, issuers: { ...m.issuers, active: [1, 1] } })),
  refused("02.2.5", "issuer 0", (m) => ({ ...m, issuers: { ...m.issuers, active: [0, 1] } })),
  refused("02.2.5", "an issuer that does not exist", (m) => ({
    ...m,
    issuers: { ...m.issuers, active: [1, 4] },
  })),
  refused("02.2.5", "L13: an election with one active issuer", (m) => ({
    ...m,
    issuers: { ...m.issuers, active: [1] },
  })),
  refused("02.2.6", "two validators of the embedded engine", (m) => ({
    ...m,
    validators: [first(m.validators), { key: key(92), logKey: key(93), name: "v2" }],
  })),
  refused("02.2.6", "no validator", (m) => ({ ...m, engine: "cometbft", validators: [] })),
  refused("02.2.6", "more witnesses wanted than there are", (m) => ({
    ...m,
    witnesses: { ...m.witnesses, quorum: 2 },
  })),
  refused("02.2.6", "L18: an election on one machine without a witness", (m) => ({
    ...m,
    witnesses: { ...m.witnesses, quorum: 0 },
  })),
];

const BALLOTS: readonly ManifestCase[] = [
  refused("02.2.7", "no contest", (m) => ({ ...m, contests: [] })),
  refused("02.2.7", "two contests of one id", withContest({ id: "contest-1" })),
  refused("02.2.7", "a contest without options", withContest({ min: 0, max: 1, options: [] })),
  refused("02.2.7", "201 options", withContest({ options: options(201) })),
  refused("02.2.7", "two options of one id", withContest({ options: [option(1), option(1)] })),
  refused("02.2.7", "min above max", withContest({ min: 2, max: 1 })),
  refused("02.2.7", "max above the number of options", withContest({ min: 1, max: 3 })),
  refused("02.2.7", "max 0", withContest({ min: 0, max: 0 })),
  refused("02.2.7", "one option that must be chosen", withContest({ min: 1, max: 1, options: options(1) })),
  refused("02.2.8", "no style", (m) => ({ ...m, styles: [] })),
  refused("02.2.8", "two styles of one id", withStyle({ id: "style-1" })),
  refused("02.2.8", "a style without contests", withStyle({ contests: [] })),
  refused("02.2.8", "contests of a style out of order", withStyle({ contests: [1, 0] })),
  refused("02.2.8", "a contest twice in a style", withStyle({ contests: [0, 0, 1] })),
  refused("02.2.8", "a contest that does not exist", withStyle({ contests: [0, 1, 2] })),
  refused("02.2.8", "a contest in no style", withStyle({ contests: [0] })),
  refused("02.2.8", "two styles of one district share a contest", withStyle({ district: "district-1" })),
  refused("02.2.9", "no time for applications", (m) => withStyle({ portalEnds: first(m.styles).opens })(m)),
  refused("02.2.9", "issuing ends before the portal", (m) =>
    withStyle({ issueEnds: first(m.styles).portalEnds - 1 })(m),
  ),
  refused("02.2.9", "casting ends before issuing", (m) =>
    withStyle({ castEnds: first(m.styles).issueEnds - 1 })(m),
  ),
  refused("02.2.9", "casting ends after the latest end", (m) =>
    withStyle({ latestEnd: first(m.styles).castEnds - 1 })(m),
  ),
  refused("02.2.9", "a tick above an hour", withStyle({ tick: 3_601 })),
  refused("02.2.9", "A4: ticks with less than ten minutes after issuing", (m) =>
    withStyle({ castEnds: first(m.styles).issueEnds + 599_999, tick: 600 })(m),
  ),
  refused("02.2.9", "a tally before the latest end", (m) => ({
    ...m,
    tallyNotBefore: first(m.styles).latestEnd - 1,
  })),
  refused("02.2.10", "ten re-votes", (m) => ({ ...m, revoteMax: 10 })),
  refused("02.2.10", "groups of none", (m) => ({ ...m, minimumGroup: 0 })),
  refused("02.2.10", "groups above a million", (m) => ({ ...m, minimumGroup: 1_000_001 })),
  refused(
    "02.2.11",
    "a ballot that does not fit an entry",
    withContest({ min: 0, max: 100, options: options(200) }),
  ),
];

/** The public key of a secret that everybody knows. */
const key = (number: number): Bytes => ed25519PublicKey(new Uint8Array(32).fill(number));

const withRelease = (m: Manifest, version: string): Manifest => ({
  ...m,
  release: { hash: new Uint8Array(32), version },
});

/** Two validators of the chain, with log keys found by search. */
function withCollidingLogKeys(m: Manifest): Manifest {
  const [one, other] = COLLIDING_LOG_KEYS;
  const validator = first(m.validators);
  return {
    ...m,
    engine: "cometbft",
    validators: [
      { ...validator, logKey: one },
      { key: key(94), logKey: other, name: "v2" },
    ],
  };
}

function withAge(m: Manifest, change: (age: string) => string): Manifest {
  const { members } = m.trustees;
  return {
    ...m,
    trustees: { ...m.trustees, members: withFirst(members, { age: change(first(members).age) }) },
  };
}

export const MANIFEST_CASES: readonly ManifestCase[] = [
  ...VALID,
  ...FORM,
  ...KEYS,
  ...AUTHORITIES,
  ...BALLOTS,
];
