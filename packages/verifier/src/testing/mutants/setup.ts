import { type Bytes, type CborValue, concat } from "@veche/base";
import { ROLE } from "../../replay/authority.ts";
import type { RecordMaker } from "../maker.ts";
import { modulusOf, rsaKeyOf } from "../parties.ts";
import { rsaRoots } from "../proving.ts";
import { IDENTITY, NO_POINT, proofs, somePoint } from "./ceremony.ts";
import { totalsOf } from "./corpus.ts";
import { type Draft, draftOf } from "./edit.ts";
import type { Mutant } from "./mutant.ts";
import { flipAt, MAX, spliced, Table } from "./row.ts";

/** Mutants of canaries, issuers, roll, parts, totals and opening: chapters 03.5, 04, 06.5.1, 06.7. */

const SIGNERS = ["V08", "SIGNERS_WRONG"] as const;
const BODY = ["V06", "BODY_FORM"] as const;
const STAGE = ["V11", "STAGE_WRONG"] as const;
const FEW = ["V11", "CANARIES_MISSING"] as const;
const KEY = ["V12", "ISSUER_KEY_INVALID"] as const;
const ORDER = ["V09", "PART_ORDER"] as const;
const lengths = (table: Table, index: number, key: string, wrong: readonly number[]): void => {
  for (const length of wrong) table.body(index, [key], `${length} bytes`, new Uint8Array(length), BODY);
};

export function setupMutants(maker: RecordMaker): readonly Mutant[] {
  const table = new Table(maker);
  canaries(table);
  issuerKeys(table);
  issuerSets(table);
  roll(table);
  totals(table);
  opening(table);
  parts(table);
  return table.mutants;
}

const canaryBy =
  (stage: string, trustee: number) =>
  ({ body }: Draft): boolean =>
    body.stage === stage && body.trustee === trustee;

const as =
  (role: number, key: string, party: number) =>
  (draft: Draft): Draft => ({ ...draft, body: { ...draft.body, [key]: party }, signers: [[role, party]] });

function canaries(table: Table): void {
  const first = table.find("canary", canaryBy("ceremony", 3));
  const second = table.find("canary", canaryBy("open", 3));
  const own = { at: second };
  const opening = { at: table.find("open") };
  for (const [index, code, options] of [
    [first, STAGE[1], own],
    [second, FEW[1], opening],
  ] as const) {
    proofs(table, index, ["canary", "V11", code], options);
    const points: readonly (readonly [string, (old: Bytes) => Bytes])[] = [
      ["another point", () => somePoint(5n)],
      ["the identity", () => IDENTITY],
      ["that of another trustee", () => draftOf(table.maker, index - 1).body.point as Bytes],
    ];
    for (const [name, point] of points) table.body(index, ["point"], name, point, ["V11", code], options);
    table.body(index, ["point"], "no point", NO_POINT, ["V06", "POINT_INVALID"]);
    lengths(table, index, "point", [0, 31, 33, 64]);
    for (const attempt of [0, 2, 255, MAX]) {
      table.body(index, ["attempt"], `attempt ${attempt}`, attempt, ["V11", "CEREMONY_STEP"]);
    }
    for (const nobody of [0, 6, MAX]) {
      table.draft(
        "canary.body.trustee",
        `trustee ${nobody}`,
        index,
        as(ROLE.trustee, "trustee", nobody),
        SIGNERS,
      );
    }
    table.draft("canary.body.trustee", "an excluded one", index, as(ROLE.trustee, "trustee", 5), [
      "V11",
      "CEREMONY_STEP",
    ]);
  }
  for (const stage of ["open", "close", "end", "", "Ceremony"]) {
    table.body(first, ["stage"], `"${stage}"`, stage, STAGE);
  }
  table.body(second, ["stage"], "the first one again", "ceremony", ["V11", "ALREADY"]);
  for (const stage of ["close", "end", "Open"]) table.body(second, ["stage"], `"${stage}"`, stage, STAGE);
  table.draft("canary.body.trustee", "another one's", first, as(ROLE.trustee, "trustee", 4), STAGE, own);
  const last = table.find("canary", canaryBy("close", 1));
  for (const stage of ["ceremony", "open"])
    table.body(last, ["stage"], `"${stage}" after the opening`, stage, STAGE);
}

/** Big-endian sum of two integers of 256 bytes, if it fits them. */
function plus(a: Bytes, b: Bytes): Bytes {
  const value = (bytes: Bytes): bigint => BigInt(`0x${Buffer.from(bytes).toString("hex")}`);
  const hex = (value(a) + value(b)).toString(16).padStart(512, "0");
  return new Uint8Array(Buffer.from(hex.slice(-512), "hex"));
}

function issuerKeys(table: Table): void {
  const { maker } = table;
  const index = table.find("issuer-keys");
  const { modulus, roots } = draftOf(maker, index).body as { readonly modulus: Bytes; readonly roots: Bytes };
  const other = modulusOf(rsaKeyOf(2, 0));
  const moduli: readonly (readonly [string, Bytes])[] = [
    ["even", flipAt(modulus, 255)],
    ["two more", flipAt(modulus, 255, 2)],
    ["without its top bit", flipAt(modulus, 0, 0x80)],
    ["that of another issuer", other],
    ["all ones", new Uint8Array(256).fill(0xff)],
    ["zero", new Uint8Array(256)],
    ["one", spliced(new Uint8Array(256), 255, new Uint8Array([1]))],
  ];
  for (const [name, value] of moduli) table.body(index, ["modulus"], name, value, KEY);
  const redone = (draft: Draft): Draft => ({
    ...draft,
    body: { ...draft.body, modulus: other, roots: rsaRoots(maker.electionId, 1, "a", rsaKeyOf(2, 0)) },
  });
  const twice = { at: table.next("issuer-keys", ({ body }) => body.issuer === 2) };
  table.draft(
    "issuer-keys.body.modulus",
    "another issuer's, proved",
    index,
    redone,
    ["V12", "MODULUS_TWICE"],
    twice,
  );
  for (let i = 0; i < 9; i++) {
    const name = `root ${i} with a bit changed`;
    table.body(index, ["roots"], name, flipAt(roots, 256 * i + 255), KEY);
  }
  const root = roots.slice(0, 256);
  const changes: readonly (readonly [string, Bytes])[] = [
    ["two roots exchanged", concat(roots.slice(256, 512), root, roots.slice(512))],
    ["the first root everywhere", concat(...Array.from({ length: 9 }, () => root))],
    ["a root and the modulus more", spliced(roots, 0, plus(root, modulus))],
    ["a root of zero", spliced(roots, 8 * 256, new Uint8Array(256))],
    ["a root that is the modulus", spliced(roots, 8 * 256, modulus)],
  ];
  for (const [name, value] of changes) table.body(index, ["roots"], name, value, KEY);
  lengths(table, index, "roots", [0, 8 * 256, 10 * 256]);
  lengths(table, index, "modulus", [0, 255, 257, 512]);
  table.body(index, ["style"], "another style", 1, KEY);
  for (const style of [2, MAX])
    table.body(index, ["style"], `style ${style}`, style, ["V12", "STYLE_UNKNOWN"]);
  table.draft("issuer-keys.body.issuer", "another issuer", index, as(ROLE.issuer, "issuer", 2), KEY);
  for (const nobody of [0, 4, MAX]) {
    table.draft(
      "issuer-keys.body.issuer",
      `issuer ${nobody}`,
      index,
      as(ROLE.issuer, "issuer", nobody),
      SIGNERS,
    );
  }
  const taken = (draft: Draft): Draft => ({
    ...as(ROLE.issuer, "issuer", 2)(draft),
    body: { ...draft.body, issuer: 2, roots: rsaRoots(maker.electionId, 2, "a", rsaKeyOf(1, 0)) },
  });
  const again = { at: twice.at };
  table.draft("issuer-keys.body.issuer", "another, proved again", index, taken, ["V12", "ALREADY"], again);
}

function issuerSets(table: Table): void {
  const index = table.find("issuer-set");
  const invalid = ["V12", "ISSUER_SET_INVALID"] as const;
  for (const one of [1, 2]) table.body(index, ["in"], `issuer ${one}, who was in a set`, one, invalid);
  for (const one of [0, 4, MAX]) table.body(index, ["in"], `issuer ${one}`, one, ["V12", "ISSUER_UNKNOWN"]);
  for (const one of [0, 3, 4, MAX])
    table.body(index, ["out"], `issuer ${one}, who is not in it`, one, invalid);
  // Another set than the one whose signatures the next ballot of set 1 holds.
  const cast = { at: table.next("cast", ({ body }) => (body.ballot as Bytes)[5] === 1) };
  table.body(index, ["out"], "the other issuer", 1, ["V20", "TOKEN_INVALID"], cast);
}

function roll(table: Table): void {
  const { maker } = table;
  const chunk = (style: number, first: number) =>
    table.find("roll", ({ body }) => body.style === style && body.first === first);
  const [a, more, b] = [chunk(0, 0), chunk(0, 4), chunk(1, 0)];
  const first = ["V13", "ROLL_FIRST"] as const;
  const order = ["V13", "ROLL_ORDER"] as const;
  const at = (index: number, i: number): Bytes =>
    (draftOf(maker, index).body.entries as Bytes).slice(32 * i, 32 * i + 32);
  const exchanged = (old: Bytes): Bytes => concat(old.slice(32, 64), old.slice(0, 32), old.slice(64));
  table.body(a, ["entries"], "two exchanged", exchanged, order);
  table.body(a, ["entries"], "one twice", (old: Bytes) => spliced(old, 32, old.slice(0, 32)), order);
  table.body(
    a,
    ["entries"],
    "the last one zero",
    (old: Bytes) => spliced(old, 96, new Uint8Array(32)),
    order,
  );
  table.body(more, ["entries"], "one of the chunk before", (old: Bytes) => spliced(old, 0, at(a, 3)), order);
  table.body(more, ["entries"], "below the chunk before", (old: Bytes) => spliced(old, 0, at(a, 0)), order);
  table.body(b, ["entries"], "one of another style, in order", (old: Bytes) => inOrderWith(old, at(a, 1)), [
    "V13",
    "ROLL_DUPLICATE",
  ]);
  table.body(a, ["entries"], "one less", (old: Bytes) => old.slice(32), first, { at: more });
  table.body(b, ["entries"], "one less", (old: Bytes) => old.slice(32), ["V14", "OPEN_MISMATCH"], {
    at: table.find("open"),
  });
  const beyond = (old: Bytes): Bytes => concat(old, new Uint8Array(32).fill(0xff));
  table.body(b, ["entries"], "one more", beyond, ["V14", "OPEN_MISMATCH"], { at: table.find("open") });
  const unknown = { at: table.next("issue", ({ body }) => body.style === 0) };
  table.body(
    a,
    ["entries"],
    "one that is issued later",
    (old: Bytes) => flipAt(old, 31),
    ["V16", "ROLL_ENTRY_UNKNOWN"],
    unknown,
  );
  lengths(table, a, "entries", [0, 31, 33, 127, 32 * 1801]);
  for (const value of [1, 3, MAX]) table.body(a, ["first"], `${value}`, value, first);
  for (const value of [0, 3, 5, MAX]) table.body(more, ["first"], `${value}`, value, first);
  table.body(a, ["style"], "another style", 1, first, { at: more });
  table.body(more, ["style"], "another style", 1, first);
  for (const style of [2, MAX]) table.body(b, ["style"], `style ${style}`, style, ["V13", "STYLE_UNKNOWN"]);
}

/** The entries with another in the place of one of them, still ascending. */
function inOrderWith(entries: Bytes, one: Bytes): Bytes {
  const list = Array.from({ length: entries.length / 32 }, (_, i) => entries.slice(32 * i, 32 * i + 32));
  return concat(...[...list.slice(1), one].sort((x, y) => Buffer.compare(x, y)));
}

function totals(table: Table): void {
  const index = table.find("registration-totals", ({ body }) => body.date === totalsOf("2023-11-15").date);
  const dates = ["V09", "DATE_ORDER"] as const;
  for (const date of ["2023-11-14", "2023-11-13", "0000-00-00"])
    table.body(index, ["date"], date, date, dates);
  const first = table.find("registration-totals");
  for (const date of ["2023-11-15", "9999-99-99"])
    table.body(first, ["date"], date, date, dates, { at: index });
  for (const date of ["", "2023-1-14", "2023-11-14 ", "2023/11/14", "20231114--", "２023-11-14"]) {
    table.body(index, ["date"], `"${date}"`, date, BODY);
  }
  for (const code of ["", "no_document", "NO DOCUMENT", "A".repeat(41), "НЕТ"]) {
    table.body(index, ["refused"], `a code "${code}"`, { [code]: 1 }, BODY);
  }
  const many = Object.fromEntries(
    Array.from({ length: 101 }, (_, i): [string, CborValue] => [`CODE_${i}`, 1]),
  );
  table.body(index, ["refused"], "101 codes", many, BODY);
}

function opening(table: Table): void {
  const index = table.find("open");
  const differs = ["V14", "OPEN_MISMATCH"] as const;
  for (const at of [0, 31])
    table.body(index, ["key"], `a bit of byte ${at}`, (old: Bytes) => flipAt(old, at), differs);
  table.body(index, ["key"], "zeros", new Uint8Array(32), differs);
  lengths(table, index, "key", [0, 31, 33, 64]);
  for (const style of [0, 1]) {
    table.body(index, ["styles", style], `a bit of style ${style}`, (old: Bytes) => flipAt(old, 31), differs);
  }
  const lists: readonly (readonly [string, (old: readonly Bytes[]) => Bytes[]])[] = [
    ["exchanged", (old) => [...old].reverse()],
    ["one less", (old) => old.slice(1)],
    ["one more", (old) => [...old, old[0] ?? IDENTITY]],
    ["none", () => []],
    ["the first for both", (old) => old.map(() => old[0] ?? IDENTITY)],
  ];
  for (const [name, change] of lists) table.body(index, ["styles"], name, change, differs);
  table.body(index, ["styles", 0], "31 bytes", new Uint8Array(31), BODY);
}

/** Two parts that trustee 1 sent. */
function parts(table: Table): void {
  const [first, second] = [table.find("part"), table.find("part") + 1];
  for (const index of [1, 2, MAX]) table.body(first, ["index"], `${index}`, index, ORDER);
  for (const index of [2, 3, MAX]) table.body(second, ["index"], `${index}`, index, ORDER);
  table.body(second, ["index"], "the first again", 0, ["V09", "ALREADY"]);
  table.body(first, ["of"], "three", 3, ORDER, { at: second });
  for (const of of [3, 2000]) table.body(second, ["of"], `${of}`, of, ORDER);
  for (const of of [0, 1, 2001, MAX]) table.body(first, ["of"], `${of}`, of, BODY);
  table.body(first, ["origin"], "another log", "veche.example/other", ["V09", "PART_ORIGIN"]);
  for (const origin of ["", "A", "a b", "/a", "a".repeat(201), "veche.example/tést"]) {
    table.body(first, ["origin"], `"${origin.slice(0, 20)}"`, origin, BODY);
  }
  table.body(first, ["whole"], "a bit changed", (old: Bytes) => flipAt(old, 0), ORDER, { at: second });
  table.body(second, ["whole"], "a bit changed", (old: Bytes) => flipAt(old, 31), ORDER);
  lengths(table, first, "whole", [0, 31, 33]);
  lengths(table, first, "bytes", [0, 59_001]);
}

/** Mutants of a definition that came in parts: without it nobody knows the election. */
export function partsMutants(maker: RecordMaker): readonly Mutant[] {
  const table = new Table(maker);
  const [first, last] = [table.find("part"), table.find("part") + 1];
  const lost: Mutant["refusal"] = { check: "V02", code: "ELECTION_ID_UNKNOWN", where: undefined };
  const undefinedBy = (
    index: number,
    name: string,
    field: string,
    change: (body: Draft["body"]) => Draft["body"],
  ): void => {
    table.draft(
      `part.body.${field}`,
      name,
      index,
      (draft) => ({ ...draft, body: change(draft.body) }),
      [lost.check, lost.code],
      { at: last },
    );
  };
  for (const index of [first, last]) {
    undefinedBy(index, "a bit of the whole", "bytes", (body) => ({
      ...body,
      bytes: flipAt(body.bytes as Bytes, 9),
    }));
    undefinedBy(index, "a byte less of the whole", "bytes", (body) => ({
      ...body,
      bytes: (body.bytes as Bytes).slice(1),
    }));
  }
  const mutants = table.mutants.map((one) => ({ ...one, refusal: lost }));
  const order = new Table(maker);
  const then = { beside: ["V02"] } as const;
  order.body(last, ["whole"], "a bit changed", (old: Bytes) => flipAt(old, 0), ORDER, then);
  order.body(last, ["of"], "three", 3, ORDER, then);
  order.body(last, ["index"], "two", 2, ORDER, then);
  return [...mutants, ...order.mutants];
}
