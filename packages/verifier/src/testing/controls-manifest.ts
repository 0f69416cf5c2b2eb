import { type CborMap, concat, encodeCbor, sha256, utf8 } from "@veche/base";
import { ROLE } from "../replay/authority.ts";
import { type Control, forgedLog, putRaw, then, UNTIL_OPEN, UNTIL_VOTES } from "./control.ts";
import { COMMISSION, RecordMaker } from "./maker.ts";
import { ageOf, publicKeyOf, type Signer } from "./parties.ts";
import type { Scenario } from "./scenario.ts";
import { GENESIS, putParts } from "./steps-parts.ts";
import { define } from "./steps-setup.ts";
import { type TestManifest, testManifest } from "./test-manifest.ts";

const EMPTY: Scenario = {
  ...UNTIL_OPEN,
  ceremony: () => {},
  issuerKeys: () => {},
  roll: () => {},
  canaries: () => {},
  open: () => {},
};

/** An election that ends after its definition, by a manifest that breaks a rule. */
function badManifest(
  rule: string,
  edit: (honest: TestManifest) => CborMap,
  ...also: readonly "V04"[]
): Control {
  return forgedLog(`a manifest against ${rule}`, ["V05", "MANIFEST_RULE", ...also], {
    ...EMPTY,
    manifest: edit,
  });
}

const firstStyle = (m: TestManifest, change: CborMap): CborMap => ({
  ...m,
  styles: m.styles.map((style, i) => (i === 0 ? { ...style, ...change } : style)),
});
const firstContest = (m: TestManifest, change: CborMap): CborMap => ({
  ...m,
  contests: m.contests.map((contest, i) => (i === 0 ? { ...contest, ...change } : contest)),
});

const MANIFEST: readonly Control[] = [
  badManifest("02.2.2: one key twice", (m) => ({
    ...m,
    registrar: { ...m.registrar, key: publicKeyOf("trustee 1") },
  })),
  badManifest(
    "02.2.2: one name twice",
    (m) => {
      const members = m.witnesses.members.map((one) => ({ ...one, name: "validator.example" }));
      return { ...m, witnesses: { members, quorum: 0 } };
    },
    "V04",
  ),
  badManifest("02.2.2: one recipient of shares twice", (m) => ({
    ...m,
    trustees: { ...m.trustees, members: m.trustees.members.map((one) => ({ ...one, age: ageOf(1) })) },
  })),
  badManifest("02.2.3: half the commission", (m) => ({
    ...m,
    commission: { ...m.commission, quorum: 1 },
  })),
  badManifest("02.2.4: half the trustees", (m) => ({
    ...m,
    trustees: { ...m.trustees, quorum: 2 },
  })),
  badManifest("02.2.4: all trustees", (m) => ({ ...m, trustees: { ...m.trustees, quorum: 5 } })),
  badManifest("02.2.5: one issuer twice", (m) => ({
    ...m,
    issuers: { ...m.issuers, active: [1, 1] },
  })),
  badManifest("02.2.6: a real election without a witness", (m) => ({
    ...m,
    kind: "election",
    witnesses: { ...m.witnesses, quorum: 0 },
  })),
  badManifest("02.2.7: more votes than options", (m) => firstContest(m, { max: 3, min: 3 })),
  badManifest("02.2.8: two styles of one district share a contest", (m) =>
    firstStyle(m, { district: "south" }),
  ),
  badManifest("02.2.8: a contest in no style", (m) => firstStyle(m, { contests: [0, 1] })),
  badManifest("02.2.9: the tally before the end", (m) => ({ ...m, tallyNotBefore: 0 })),
  badManifest("02.2.9: a tick without time for it", (m) =>
    firstStyle(m, { issueEnds: m.styles[0]?.castEnds ?? 0, tick: 600 }),
  ),
  badManifest("02.2.10: ten re-votes", (m) => ({ ...m, revoteMax: 10 })),
  badManifest("02.2.11: ballots that fit no entry", (m) => {
    const title = { en: "One of many", ru: "Один из многих" };
    const options = Array.from({ length: 200 }, (_, i) => ({ id: `o${i}`, title }));
    return firstContest(m, { options, min: 0, max: 100 });
  }),
];

/** A definition of something that is no manifest, signed by everybody who must. */
const garbage: Control = {
  name: "a manifest with a key more",
  check: "V05",
  code: "MANIFEST_FORM",
  also: [],
  make: () => {
    const honest = testManifest();
    const maker = new RecordMaker(honest);
    const manifest = new Uint8Array(encodeCbor({ ...honest, comment: "hello" }));
    maker.add("define", { manifest }, [[ROLE.genesis, 1], [ROLE.genesis, 2], ...COMMISSION]);
    return { files: maker.files(), electionId: sha256(manifest) };
  },
};

/** The definition in two parts, signed by genesis alone. */
const refused: Control = {
  name: "a definition in parts that nobody of the commission signed",
  check: "V02",
  code: "DEFINITION_REFUSED",
  also: [],
  make: () => {
    const title = { en: "x".repeat(600), ru: "y".repeat(600) };
    const options = Array.from({ length: 60 }, (_, i) => ({ id: `o${i}`, title }));
    const maker = new RecordMaker(firstContest(testManifest(), { options, min: 0 }));
    putParts(maker, maker.transaction("define", { manifest: maker.manifestBytes }, GENESIS), [
      ROLE.genesis,
      1,
    ]);
    return { files: maker.files(), electionId: maker.electionId };
  },
};

/** A manifest by which nothing can be replayed: what is wrong whatever it says. */
const unusable = (
  name: string,
  [check, code]: readonly ["V06" | "V08" | "V09", Control["code"]],
  steps: (maker: RecordMaker) => void,
): Control =>
  forgedLog(name, [check, code, "V05"], {
    ...EMPTY,
    manifest: (m) => ({ ...m, trustees: { ...m.trustees, quorum: 2 } }),
    define: steps,
  });

function part(maker: RecordMaker, index: number, signer: Signer): void {
  const whole = sha256(utf8("whole"));
  maker.add("part", { bytes: new Uint8Array(9), index, of: 3, origin: maker.manifest.origin, whole }, [
    signer,
  ]);
}
const ORGANISATION: Signer = [ROLE.genesis, 1];
const TRUSTEE: Signer = [ROLE.trustee, 1];

const UNUSABLE: readonly Control[] = [
  unusable("a part replayed where no manifest can be used", ["V09", "ALREADY"], (maker) => {
    define(maker);
    for (const index of [0, 0]) part(maker, index, TRUSTEE);
  }),
  unusable("a part left out where no manifest can be used", ["V09", "PART_ORDER"], (maker) => {
    define(maker);
    for (const index of [0, 2]) part(maker, index, TRUSTEE);
  }),
  unusable("a trustee's part before a definition that cannot be used", ["V08", "SIGNERS_WRONG"], (maker) => {
    part(maker, 0, TRUSTEE);
    define(maker);
  }),
  unusable("a close before a definition that cannot be used", ["V06", "ELECTION_UNDEFINED"], (maker) => {
    part(maker, 0, ORGANISATION);
    maker.put(["close", {}, []]);
    define(maker);
  }),
  unusable("a cast before a definition that cannot be used", ["V06", "ELECTION_UNDEFINED"], (maker) => {
    maker.put(["cast", { ballot: new Uint8Array(9) }, []]);
    define(maker);
    maker.put(["cast", { ballot: new Uint8Array(9) }, []]);
  }),
];

/** Another election's definition, which everybody has signed for this one, before its own. */
const foreign: Control = {
  name: "the definition of another election first",
  check: "V02",
  code: "ELECTION_ID_DIFFERS",
  also: [],
  make: () => {
    const maker = new RecordMaker(testManifest());
    const manifest = new Uint8Array(encodeCbor({ ...testManifest(), nonce: new Uint8Array(32) }));
    maker.add("define", { manifest }, [...GENESIS, ...COMMISSION]);
    define(maker);
    return { files: maker.files(), electionId: maker.electionId };
  },
};

const ENTRIES: readonly Control[] = [
  foreign,
  forgedLog("a transaction of unknown type", ["V06", "TYPE_UNKNOWN"], {
    ...UNTIL_VOTES,
    voting: (maker) => maker.put(["vote-for-me", {}, []]),
  }),
  forgedLog("a body with a key more", ["V06", "BODY_FORM"], {
    ...UNTIL_VOTES,
    voting: (maker) => maker.put(["cast", { ballot: new Uint8Array(9), comment: "hello" }, []]),
  }),
  forgedLog("an entry that is no pair", ["V06", "ENTRY_ENCODING"], {
    ...UNTIL_VOTES,
    voting: (maker) => putRaw(maker, [maker.time, ["close", {}, []], 1]),
  }),
  forgedLog("an entry in a longer encoding", ["V06", "ENTRY_ENCODING"], {
    ...UNTIL_VOTES,
    voting: (maker) => {
      maker.put(["close", {}, []]);
      const entry = maker.entries.pop() as Uint8Array;
      // An array of two, its head in two bytes instead of one.
      maker.entries.push(concat(new Uint8Array([0x98, 2]), entry.subarray(1)));
    },
  }),
  forgedLog("an entry that is too large", ["V06", "ENTRY_TOO_LARGE"], {
    ...UNTIL_VOTES,
    voting: (maker) => maker.put(["cast", { ballot: new Uint8Array(60_000) }, []]),
  }),
  forgedLog("something before the definition", ["V06", "ELECTION_UNDEFINED"], {
    ...EMPTY,
    define: (maker) => {
      maker.put(["close", {}, []]);
      define(maker);
    },
  }),
  forgedLog("the definition twice", ["V06", "DEFINED_ALREADY"], { ...EMPTY, define: then(define, define) }),
];

export const MANIFEST_CONTROLS: readonly Control[] = [...MANIFEST, garbage, refused, ...UNUSABLE, ...ENTRIES];
