import { type Bytes, type CborMap, type CborValue, encodeCbor } from "@veche/base";
import type { ManifestRule } from "../../form/manifest-rules.ts";
import { ageOf, publicKeyOf } from "../parties.ts";
import { START } from "../test-manifest.ts";
import { type CorpusManifest, corpusManifest } from "./corpus.ts";
import { manifestBounds } from "./manifest-bounds.ts";
import { FORM, ManifestTable, refusal } from "./manifest-table.ts";
import type { Mutant } from "./mutant.ts";
import { MAX } from "./row.ts";
import { fieldName, mapsOf, otherKinds, type Path, placesOf, withAt, withKey } from "./walk.ts";

/**
 * Mutants of the manifest (chapter 02). Its hash is the election id, so that all parties sign it anew: under its
 * own id a mutant is refused by V05, or it is another election; under the id of the honest one by V02.
 */

export function manifestMutants(): readonly Mutant[] {
  const table = new ManifestTable();
  forms(table);
  texts(table);
  values(table);
  keys(table);
  quorums(table);
  contests(table);
  styles(table);
  manifestBounds(table);
  return table.mutants;
}

/** One place of each field. */
export function manifestFields(): readonly { readonly path: Path; readonly value: CborValue }[] {
  const seen = new Set<string>();
  return placesOf(corpusManifest()).filter(({ path }) => {
    const name = fieldName(path);
    if (path.length === 0 || seen.has(name)) return false;
    seen.add(name);
    return true;
  });
}

function forms(table: ManifestTable): void {
  const honest = corpusManifest();
  for (const [i, { path, value }] of manifestFields().entries()) {
    const kinds = otherKinds(value);
    const chosen = [kinds[i % kinds.length], kinds[(i + 2) % kinds.length]];
    for (const one of chosen) if (one !== undefined) table.form(path, one.kind, () => one.value);
    if (typeof path.at(-1) === "string" && path.at(-1) !== "release")
      table.form(path, "missing", () => undefined);
  }
  const seen = new Set<string>();
  for (const { path } of mapsOf(honest)) {
    const name = fieldName([...path, "zz"]);
    if (seen.has(name)) continue;
    seen.add(name);
    table.row([...path, "zz"], "a key more", withKey(honest, path, "zz", 0), FORM);
  }
}

function texts(table: ManifestTable): void {
  for (const { path, value } of manifestFields()) {
    if (typeof value !== "string") continue;
    table.form(path, "empty", () => "");
    const key = path.at(-1);
    const long = key === "en" || key === "ru" ? 601 : 201;
    table.form(path, `${long} letters`, () => "a".repeat(long));
    if (key === "en" || key === "ru" || (key === "name" && !isNote(path))) {
      const marked = new Uint8Array(encodeCbor(withAt(corpusManifest(), path, () => "BOMa")));
      marked.set([0xef, 0xbb, 0xbf], Buffer.from(marked).indexOf("BOMa"));
      table.row(path, "a byte order mark", marked, FORM);
    } else if (key === "version") table.form(path, "101 letters", () => "v".repeat(101));
    else {
      table.form(path, "upper case", (old: string) => old.toUpperCase());
      table.form(path, "a space behind it", (old: string) => `${old} `);
    }
  }
}

const isNote = (path: Path): boolean => path[0] === "validators" || path[0] === "witnesses";

function values(table: ManifestTable): void {
  for (const value of [0, 2, MAX]) table.form(["veche"], `${value}`, () => value);
  for (const key of ["nonce"])
    for (const length of [0, 31, 33]) table.form([key], `${length} bytes`, () => new Uint8Array(length));
  for (const length of [0, 31, 33])
    table.form(["release", "hash"], `${length} bytes`, () => new Uint8Array(length));
  table.form(["tiny"], "another word", () => "hide");
  table.form(["contests", 0, "proof"], "another proof", () => "none");
  for (const value of [10, MAX]) table.rule("02.2.10", ["revoteMax"], `${value}`, () => value);
  for (const value of [0, 1_000_001, MAX]) table.rule("02.2.10", ["minimumGroup"], `${value}`, () => value);
  const last = START;
  table.rule("02.2.9", ["tallyNotBefore"], "before the last end", () => last);
  table.rule("02.2.9", ["tallyNotBefore"], "zero", () => 0);
  // The rules of a real election are stronger: five trustees, quorum 3, is the least they allow.
  const strong = (change: (m: CorpusManifest) => CborMap): CborMap => ({
    ...change(corpusManifest()),
    kind: "election",
  });
  const usual = corpusManifest();
  table.row(
    ["kind"],
    "election, quorum of all but one",
    strong((m) => ({ ...m, trustees: { ...m.trustees, quorum: 4 } })),
    refusal("MANIFEST_RULE", "02.2.4"),
  );
  table.row(
    ["kind"],
    "election, one issuer",
    strong((m) => ({ ...m, issuers: { ...m.issuers, active: [1] } })),
    refusal("MANIFEST_RULE", "02.2.5"),
  );
  table.row(
    ["kind"],
    "election, no witness needed",
    strong((m) => ({ ...m, witnesses: { ...m.witnesses, quorum: 0 } })),
    refusal("MANIFEST_RULE", "02.2.6"),
  );
  const two = [
    usual.validators[0],
    { key: publicKeyOf("v2"), logKey: publicKeyOf("l2"), name: "v2.example" },
  ];
  const many = { ...refusal("MANIFEST_RULE", "02.2.6"), beside: ["V04"] } as const;
  table.row(["engine"], "embedded, with two validators", { ...usual, validators: two as CborValue }, many);
}

/** Every key of the manifest, none of which may stand twice. */
function keys(table: ManifestTable): void {
  const other = publicKeyOf("genesis 2");
  for (const { path, value } of manifestFields()) {
    const key = String(path.at(-1));
    if (!(value instanceof Uint8Array) || !["key", "logKey", "issueKey"].includes(key)) continue;
    for (const length of [0, 31, 33]) table.form(path, `${length} bytes`, () => new Uint8Array(length));
    table.form(path, "zeros", () => new Uint8Array(32));
    table.form(path, "no point", () => new Uint8Array(32).fill(0xff));
    // No point of the curve, or one outside the subgroup of prime order.
    table.form(path, "of small order", smallOrder);
    if (key === "issueKey") continue;
    // Of the commission one changes who does not sign here.
    const at = path.map((step, i) => (path[0] === "commission" && i === 2 ? 2 : step));
    const check = isNote(path) ? "V04" : path[0] === "genesis" ? "V08" : undefined;
    const twice = path[0] === "genesis" ? publicKeyOf("trustee 1") : other;
    table.rule(
      "02.2.2",
      at,
      "that of another party",
      () => twice,
      check === undefined ? {} : { beside: [check] },
    );
  }
  table.rule("02.2.2", ["trustees", "members", 0, "age"], "that of another", () => ageOf(2));
  table.rule(
    "02.2.2",
    ["witnesses", "members", 0, "name"],
    "that of the validator",
    () => "validator.example",
    { beside: ["V04"] },
  );
  table.rule("02.2.2", ["validators", 0, "name"], "that of the log", () => "veche.example/test", {
    beside: ["V04"],
  });
  const age = ageOf(1);
  for (const text of [age.toUpperCase(), `${age.slice(0, -1)}p`, age.slice(0, -1), `AGE${age.slice(3)}`]) {
    table.form(["trustees", "members", 0, "age"], `"${text.slice(-8)}"`, () => text);
  }
}

/** (0, −1) of Ed25519; −1 is an even field element, which no ristretto255 encoding is. */
function smallOrder(): Bytes {
  const bytes = new Uint8Array(32).fill(0xff);
  bytes[0] = 0xec;
  bytes[31] = 0x7f;
  return bytes;
}

function quorums(table: ManifestTable): void {
  for (const value of [0, 1, 3, MAX])
    table.rule(
      "02.2.3",
      ["genesis", "quorum"],
      `${value} of 2`,
      () => value,
      value > 2 ? { beside: ["V08"] } : {},
    );
  for (const value of [0, 1, 4, MAX])
    table.rule(
      "02.2.3",
      ["commission", "quorum"],
      `${value} of 3`,
      () => value,
      value > 2 ? { beside: ["V08"] } : {},
    );
  table.rule("02.2.3", ["genesis", "organisations"], "none", () => [], { beside: ["V08"] });
  table.rule("02.2.3", ["commission", "members"], "none", () => [], { beside: ["V08"] });
  for (const value of [0, 1, 2, 5, MAX])
    table.rule("02.2.4", ["trustees", "quorum"], `${value} of 5`, () => value);
  table.rule("02.2.4", ["trustees", "members"], "two", (old: readonly CborValue[]) => old.slice(0, 2));
  for (const value of [0, 2_592_001, MAX])
    table.rule("02.2.4", ["trustees", "stepSeconds"], `${value}`, () => value);
  for (const list of [[], [0, 1], [1, 4], [2, 1], [1, 1], [1, MAX]]) {
    table.rule("02.2.5", ["issuers", "active"], `[${list.join(", ")}]`, () => list);
  }
  table.rule("02.2.5", ["issuers", "active", 1], "0", () => 0);
  table.rule("02.2.5", ["issuers", "members"], "fewer than are active", (old: readonly CborValue[]) =>
    old.slice(0, 1),
  );
  table.rule("02.2.6", ["validators"], "none", () => [], { beside: ["V04"] });
  for (const value of [2, MAX])
    table.rule("02.2.6", ["witnesses", "quorum"], `${value} of 1`, () => value, { beside: ["V04"] });
  table.rule("02.2.6", ["witnesses", "members"], "none", () => [], { beside: ["V04"] });
}

function contests(table: ManifestTable): void {
  const rule = "02.2.7";
  table.rule(rule, ["contests"], "none", () => []);
  table.rule(rule, ["contests", 0, "id"], "that of another", () => "approval");
  for (const max of [0, 5, MAX]) table.rule(rule, ["contests", 2, "max"], `${max} of 4`, () => max);
  table.rule(rule, ["contests", 0, "min"], "more than max", () => 2);
  table.rule(rule, ["contests", 2, "min"], "more than max", () => 3);
  table.rule(rule, ["contests", 2, "options"], "fewer than max", (old: readonly CborValue[]) =>
    old.slice(0, 1),
  );
  table.rule(
    rule,
    ["contests", 0, "options"],
    "one, of which one must be chosen",
    (old: readonly CborValue[]) => old.slice(0, 1),
  );
  table.rule(rule, ["contests", 0, "options"], "none", () => []);
  const many = (count: number) =>
    Array.from({ length: count }, (_, i) => ({ id: `o${i}`, title: { en: "o", ru: "о" } }));
  table.rule(rule, ["contests", 0, "options"], "201", () => many(201));
  table.rule(rule, ["contests", 0, "options", 1, "id"], "that of another", () => "o0");
  table.rule("02.2.11", ["contests", 0, "options"], "200: too many for an entry", () => many(200));
}

function styles(table: ManifestTable): void {
  const { opens, issueEnds, castEnds, latestEnd } = corpusManifest().styles[0] ?? {
    opens: 0,
    issueEnds: 0,
    castEnds: 0,
    latestEnd: 0,
  };
  const row = (rule: ManifestRule, path: Path, name: string, value: CborValue): void =>
    table.rule(rule, ["styles", 0, ...path], name, () => value);
  table.rule("02.2.8", ["styles"], "none", () => []);
  row("02.2.8", ["id"], "that of another", "b");
  row("02.2.8", ["district"], "that of another, with a contest in common", "south");
  for (const list of [[], [0, 1], [0, 2, 1], [0, 1, 1, 2], [0, 1, 2, 4], [0, 1, MAX]])
    row("02.2.8", ["contests"], `[${list.join(", ")}]`, list);
  row("02.2.8", ["contests", 2], "one twice", 1);
  for (const [key, value, name] of [
    ["opens", issueEnds, "the end of issuing"],
    ["portalEnds", opens, "the opening"],
    ["portalEnds", issueEnds + 1, "after issuing"],
    ["issueEnds", castEnds + 1, "after casting"],
    ["issueEnds", opens + 1, "before the portal"],
    ["castEnds", issueEnds - 1, "before the end of issuing"],
    ["castEnds", latestEnd + 1, "after the latest end"],
    ["latestEnd", castEnds - 1, "before the end of casting"],
    ["latestEnd", corpusManifest().tallyNotBefore + 1, "after the time of the tally"],
    ["latestEnd", MAX, "the largest"],
    ["tick", 3601, "more than an hour"],
    ["tick", MAX, "the largest"],
  ] as const) {
    row("02.2.9", [key], name, value);
  }
  const tight = withAt(corpusManifest(), ["styles", 1, "issueEnds"], () => castEnds - 599_999);
  table.row(
    ["styles", 1, "tick"],
    "less than ten minutes after issuing",
    tight,
    refusal("MANIFEST_RULE", "02.2.9"),
  );
}
