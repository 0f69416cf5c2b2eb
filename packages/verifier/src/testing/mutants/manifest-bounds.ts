import { type CborMap, type CborValue, encodeCbor } from "@veche/base";
import type { ManifestRule } from "../../form/manifest-rules.ts";
import { ROLE } from "../../replay/authority.ts";
import { AGE_GROUPS, ageText } from "../bech32.ts";
import type { Evidence } from "../control.ts";
import { publicKeyOf, type Signer } from "../parties.ts";
import { ALL_SIGNERS } from "../publish.ts";
import { type CorpusManifest, corpusManifest } from "./corpus.ts";
import {
  type DefinitionSigners,
  defined,
  definitionOf,
  FORM,
  type ManifestTable,
  partsOf,
  refusal,
} from "./manifest-table.ts";
import { withAt } from "./walk.ts";

/** Manifests at the bounds of the rules (02.2): the first beyond, and the last that is allowed. */

const party = (name: string) => ({ key: publicKeyOf(name), name });
const noteParty = (name: string) => ({ key: publicKeyOf(name), name: `${name}.example` });
const validator = (name: string, logName = `log of ${name}`) => ({
  ...noteParty(name),
  logKey: publicKeyOf(logName),
});

/** The usual members, and as many more as are missing, named by their index. */
const filled = <T>(usual: readonly T[], count: number, make: (index: number) => T): T[] => [
  ...usual,
  ...Array.from({ length: count - usual.length }, (_, i) => make(usual.length + i + 1)),
];

/** A recipient that nobody else has. */
const age = (n: number): string =>
  ageText(Array.from({ length: AGE_GROUPS }, (_, i) => (i < 2 ? (n >> (5 * i)) & 31 : 0)));

const trustees = (m: CorpusManifest, count: number, quorum: number) => {
  const members = Array.from({ length: count }, (_, i) => ({ ...party(`trustee ${i + 1}`), age: age(i) }));
  return { trustees: { ...m.trustees, members, quorum } };
};
const commission = (m: CorpusManifest, count: number, quorum: number) => ({
  commission: { members: filled(m.commission.members, count, (i) => party(`commission ${i}`)), quorum },
});
const genesis = (m: CorpusManifest, count: number, quorum: number) => ({
  genesis: { organisations: filled(m.genesis.organisations, count, (i) => party(`genesis ${i}`)), quorum },
});
const issuers = (m: CorpusManifest, count: number) => ({
  issuers: { ...m.issuers, members: filled(m.issuers.members, count, (i) => party(`issuer ${i}`)) },
});
const witnesses = (m: CorpusManifest, count: number, quorum: number) => ({
  witnesses: { quorum, members: filled(m.witnesses.members, count, (i) => noteParty(`witness${i}`)) },
});
/** Of a committee, the engine that has several. */
const validators = (m: CorpusManifest, count: number) => ({
  engine: "cometbft",
  validators: filled(m.validators, count, (i) => validator(`validator${i}`)),
});
const style = (m: CorpusManifest, change: CborMap): CborMap => ({
  styles: m.styles.map((one, i) => (i === 0 ? { ...one, ...change } : one)),
});

/** The first members of genesis and commission. */
const signedBy = (organisations: number, members: number): readonly Signer[] => [
  ...Array.from({ length: organisations }, (_, i) => [ROLE.genesis, i + 1] as const),
  ...Array.from({ length: members }, (_, i) => [ROLE.commission, i + 1] as const),
];

/** Beyond the bounds: each breaks the rule that it names and no other. */
export function manifestBounds(table: ManifestTable): void {
  const usual = corpusManifest();
  type More = DefinitionSigners & { readonly beside?: readonly "V04"[] };
  const row = (rule: ManifestRule, field: string, name: string, change: CborMap, more: More = {}): void => {
    const { beside, ...signers } = more;
    const expected = refusal("MANIFEST_RULE", rule, beside === undefined ? {} : { beside });
    table.row(field.split("."), name, { ...usual, ...change }, expected, signers);
  };
  // The cosignatures of the others are missing in the checkpoint.
  const alone = { beside: ["V04"] } as const;
  // Names of parties whose note keys have one key id under the origin: found by trying.
  const sameId = [validator("one", "log 36883"), validator("two", "log 51512")];
  row(
    "02.2.2",
    "validators",
    "log keys of one key id",
    { ...validators(usual, 1), validators: sameId },
    alone,
  );
  row("02.2.3", "genesis.organisations", "51", genesis(usual, 51, 26), { people: signedBy(26, 2) });
  row("02.2.3", "commission.members", "100", commission(usual, 100, 51), { people: signedBy(2, 51) });
  row("02.2.3", "commission.quorum", "2 of 4", commission(usual, 4, 2));
  row("02.2.4", "trustees.members", "100", trustees(usual, 100, 51));
  row("02.2.4", "trustees.quorum", "2 of 4", trustees(usual, 4, 2));
  row("02.2.5", "issuers.members", "31", issuers(usual, 31));
  row("02.2.6", "witnesses.members", "51", witnesses(usual, 51, 1));
  row("02.2.6", "validators", "51", validators(usual, 51), alone);
  const [first] = usual.styles;
  const without = { ...first, id: "c", contests: [] } as CborMap;
  row("02.2.8", "styles", "one without contests", { styles: [...usual.styles, without] });
  ages(table);
  const large = { check: "V06", code: "ENTRY_TOO_LARGE", where: 0, beside: ["V02"] } as const;
  table.row(["contests"], "so many options that the entry has 60,001 bytes", manifestOfEntry(60_001), large);
  const long = manifestOf(1_000_001);
  table.row(["styles"], "so many that the manifest has 1,000,001 bytes", long, {
    ...FORM,
    where: partsOf(long) - 1,
  });
}

/** Texts of which only the alphabet, the length or the padding is wrong. */
function ages(table: ManifestTable): void {
  const groups = Array.from({ length: AGE_GROUPS }, (_, i) => i % 16);
  const ending = (last: number): readonly number[] => [...groups.slice(0, -1), last];
  const row = (name: string, value: readonly number[]): void =>
    table.form(["trustees", "members", 0, "age"], name, () => ageText(value));
  row("a bit of padding set", ending(17));
  row("all bits of padding set", ending(31));
  row(
    "a letter that is none",
    ending(16).map((group, i) => (i === 7 ? -1 : group)),
  );
  row("a group more", [...ending(16), 0]);
  row("a group less", [...groups.slice(0, -2), 16]);
}

/** A text of 256 to 600 letters; together the first ones have as many more than 256 each as are missing. */
const LETTERS = 344;
const titleOf = (i: number, missing: number) => ({
  en: "x".repeat(256 + Math.min(LETTERS, Math.max(0, missing - LETTERS * i))),
  ru: "y".repeat(600),
});

/** What is made with as many letters more as are missing, from 256 on, where the head of a text has one length. */
function sized<T>(bytes: number, make: (missing: number) => T, lengthOf: (made: T) => number): T {
  const missing = bytes - lengthOf(make(0));
  const made = make(missing);
  if (lengthOf(made) !== bytes) throw new RangeError(`${missing} bytes are not missing`);
  return made;
}

/** A manifest whose definition makes an entry of so many bytes. */
const manifestOfEntry = (bytes: number): CborMap =>
  sized(
    bytes,
    (missing) =>
      withAt(corpusManifest(), ["contests", 3, "options"], (old) => [
        ...(old as readonly CborValue[]),
        ...Array.from({ length: 50 }, (_, i) => ({ id: `more${i}`, title: titleOf(i, missing) })),
      ]) as CborMap,
    (made) => defined(made).entries[0]?.length ?? 0,
  );

/** A manifest of so many bytes, by the titles of styles of many districts. */
function manifestOf(bytes: number): CborMap {
  const [first] = corpusManifest().styles;
  const make = (missing: number): CborMap =>
    withAt(corpusManifest(), ["styles"], (old) => [
      ...(old as readonly CborValue[]),
      ...Array.from({ length: 750 }, (_, i) => ({
        ...first,
        id: `more${i}`,
        contests: [0],
        district: `more${i}`,
        title: titleOf(i, missing),
      })),
    ]) as CborMap;
  return sized(bytes, make, (made) => encodeCbor(made).length);
}

/** At the bounds: good definitions of elections that are not held. */
export function allowedDefinitions(): readonly { readonly name: string; readonly make: () => Evidence }[] {
  const usual = corpusManifest();
  const row = (name: string, change: CborMap, signers?: DefinitionSigners) => ({
    name,
    make: () => definitionOf({ ...usual, ...change }, signers),
  });
  const election = { kind: "election" };
  const end = usual.styles[0]?.latestEnd ?? 0;
  const tight = { tick: 1, issueEnds: (usual.styles[0]?.castEnds ?? 0) - 600_000 };
  const second = { party: "validator2", name: "validator2.example", type: 4 } as const;
  const oneOption = usual.contests.map((one, i) =>
    i === 3 ? { ...one, max: 1, options: one.options.slice(0, 1) } : one,
  );
  return [
    row("50 organisations", genesis(usual, 50, 26), { people: signedBy(26, 2) }),
    row("99 members of the commission", commission(usual, 99, 50), { people: signedBy(2, 50) }),
    row("99 trustees", trustees(usual, 99, 50)),
    row("30 issuers", issuers(usual, 30)),
    row("50 witnesses", witnesses(usual, 50, 1)),
    row("a real election", election),
    row("a real election of a committee without witnesses", {
      ...election,
      engine: "cometbft",
      ...witnesses(usual, 1, 0),
    }),
    row("two validators", validators(usual, 2), { notes: [...ALL_SIGNERS, second] }),
    row("a contest of one option", { contests: oneOption }),
    row("ten minutes of casting after issuing, with a tick", style(usual, tight)),
    row("issuing and casting until the latest end", style(usual, { issueEnds: end, castEnds: end })),
    row("an entry of 60,000 bytes", manifestOfEntry(60_000)),
    row("a manifest of 1,000,000 bytes", manifestOf(1_000_000)),
  ];
}
