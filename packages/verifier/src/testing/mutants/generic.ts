import { type Bytes, type CborMap, type CborValue, concat, encodeCbor, sha512 } from "@veche/base";
import { ORDER } from "@veche/group";
import { ROLE } from "../../replay/authority.ts";
import type { RecordMaker } from "../maker.ts";
import type { Signer } from "../parties.ts";
import { type Draft, draftOf, entryAt, sealed, sealedValue, typeOf } from "./edit.ts";
import type { Mutant } from "./mutant.ts";
import { type Expected, flipAt, MAX, type Options, spliced, Table } from "./row.ts";
import { fieldName, mapsOf, otherKinds, placesOf, withAt, withKey } from "./walk.ts";

/** Mutants that every transaction has: kinds of values, keys, encoding, signatures. */

const BODY = ["V06", "BODY_FORM"] as const;
const ENCODING = ["V06", "ENTRY_ENCODING"] as const;

/** The first entry of each type. */
export function firstOfEach(maker: RecordMaker): readonly (readonly [type: string, index: number])[] {
  const firsts = new Map<string, number>();
  maker.entries.forEach((entry, index) => {
    const type = typeOf(entry);
    if (!firsts.has(type)) firsts.set(type, index);
  });
  return [...firsts];
}

/** Without its definition, which may come in parts, a record has no election (V02). */
function lostBy(type: string, maker: RecordMaker): Options {
  const inParts = type === "part" && !maker.entries.some((entry) => typeOf(entry) === "define");
  return type === "define" || inParts ? { beside: ["V02"] } : {};
}

/** Maps whose keys are data (06.5, `registration-totals`). */
const isOpenMap = (path: readonly (string | number)[]): boolean => path.at(-1) === "refused";

/** Values of other kinds, missing and added keys, everywhere in the bodies. */
export function formMutants(maker: RecordMaker): readonly Mutant[] {
  const table = new Table(maker);
  for (const [type, index] of firstOfEach(maker)) {
    const { body } = draftOf(maker, index);
    const row = (path: readonly (string | number)[], name: string, value: CborValue): void => {
      const field = ["body", fieldName(path)].filter((part) => part !== "").join(".");
      const changed = (draft: Draft): Draft => ({ ...draft, body: value as CborMap });
      table.draft(`${type}.${field}`, name, index, changed, BODY, lostBy(type, maker));
    };
    const seen = new Set<string>();
    for (const { path, value } of placesOf(body)) {
      if (path.length === 0 || seen.has(fieldName(path))) continue;
      seen.add(fieldName(path));
      // One other kind each, a different one from field to field, and an array around the value.
      const kinds = otherKinds(value);
      const chosen = [kinds[seen.size % kinds.length], kinds[(seen.size + 2) % kinds.length]];
      for (const one of chosen)
        if (one !== undefined)
          row(
            path,
            one.kind,
            withAt(body, path, () => one.value),
          );
      const optional = isOpenMap(path.slice(0, -1));
      if (typeof path.at(-1) === "string" && !optional)
        row(
          path,
          "missing",
          withAt(body, path, () => undefined),
        );
    }
    for (const { path } of mapsOf(body)) {
      if (!isOpenMap(path)) row(path, "a key more", withKey(body, path, "zz", 0));
    }
  }
  return table.mutants;
}

/** Entries that are not the one encoding of an entry (01.3, 06.1.1). */
export function encodingMutants(maker: RecordMaker): readonly Mutant[] {
  const table = new Table(maker);
  for (const [type, index] of firstOfEach(maker)) {
    const honest = (): readonly [number, readonly CborValue[]] =>
      sealedValue(maker, draftOf(maker, index)) as unknown as readonly [number, readonly CborValue[]];
    const values: readonly (readonly [field: string, name: string, value: () => CborValue])[] = [
      ["time", "a text", () => [String(honest()[0]), [...honest()[1]]]],
      ["time", "missing", () => [[...honest()[1]]]],
      ["type", "bytes", () => [honest()[0], [new Uint8Array(4), ...honest()[1].slice(1)]]],
      ["type", "missing", () => [honest()[0], honest()[1].slice(1)]],
      ["body", "an array", () => [honest()[0], [honest()[1][0] ?? 0, [], honest()[1][2] ?? []]]],
      ["signatures", "missing", () => [honest()[0], honest()[1].slice(0, 2)]],
      ["signatures", "a map", () => [honest()[0], [...honest()[1].slice(0, 2), {}]]],
      ["transaction", "one element more", () => [honest()[0], [...honest()[1], 0]]],
      ["transaction", "a map", () => [honest()[0], {}]],
      ["entry", "one element more", () => [...honest(), 0] as CborValue],
    ];
    for (const [field, name, value] of values) {
      const bytes = (): Bytes => new Uint8Array(encodeCbor(value()));
      table.bytes(`${type}.${field}`, name, index, bytes, ENCODING, lostBy(type, maker));
    }
  }
  return table.mutants;
}

/** Encodings of the same values, and of values that the data model has not. */
export function rawMutants(maker: RecordMaker): readonly Mutant[] {
  const table = new Table(maker);
  const index = table.find("close");
  const honest = entryAt(maker, index);
  // 0x82, then the time in nine bytes, then the transaction.
  const time = honest.slice(1, 10);
  const rest = honest.slice(10);
  const head = new Uint8Array([0x82]);
  const entries: readonly (readonly [string, Bytes])[] = [
    ["an array head of two bytes", concat(new Uint8Array([0x98, 2]), honest.slice(1))],
    [
      "an array of indefinite length",
      concat(new Uint8Array([0x9f]), honest.slice(1), new Uint8Array([0xff])),
    ],
    ["a byte more", concat(honest, new Uint8Array(1))],
    ["a byte less", honest.slice(0, -1)],
    ["nothing", new Uint8Array(0)],
    ["an integer", new Uint8Array([5])],
    ["a map", new Uint8Array([0xa0])],
    ["a text of two letters", encodeCbor("ab")],
    ["two bytes", encodeCbor(new Uint8Array([5, 7]))],
    ["a time before the last and no transaction", encodeCbor([5])],
    ["a transaction that has a length and is no array", concat(head, time, encodeCbor({ length: 3 }))],
    ["a transaction of three letters", concat(head, time, encodeCbor("abc"))],
    ["a negative time", concat(head, flipAt(time, 0, 0x20), rest)],
    ["a time of floating point", concat(head, new Uint8Array([0xfb]), time.slice(1), rest)],
    ["a time of 2^53", concat(head, new Uint8Array([0x1b, 0, 0x20, 0, 0, 0, 0, 0, 0]), rest)],
    ["a tagged time", concat(head, new Uint8Array([0xc1]), time, rest)],
    ["null for the time", concat(head, new Uint8Array([0xf6]), rest)],
    ["undefined for the time", concat(head, new Uint8Array([0xf7]), rest)],
  ];
  for (const [name, bytes] of entries) table.bytes("close.entry", name, index, () => bytes, ENCODING);
  // Bodies that have no key, like the right one.
  for (const [name, body] of [
    ["an integer", 5],
    ["an empty text", ""],
    ["no byte", new Uint8Array(0)],
    ["false", false],
  ] as const) {
    const bytes = concat(head, time, encodeCbor(["close", body, []]));
    table.bytes("close.body", name, index, () => bytes, ENCODING);
  }
  const issue = table.find("suspend");
  const draft = draftOf(maker, issue);
  const body = encodeCbor(draft.body);
  const other = (name: string, from: Bytes, to: Bytes): void => {
    const bytes = (): Bytes => replaceBytes(sealed(maker, draft), from, to);
    table.bytes("suspend.entry", name, issue, bytes, ENCODING);
  };
  const [en, ru] = [encodeCbor("en"), encodeCbor("ru")];
  other("a key twice", ru, en);
  other(
    "keys in another order",
    body,
    replaceBytes(replaceBytes(replaceBytes(body, en, encodeCbor("zz")), ru, en), encodeCbor("zz"), ru),
  );
  other("a key of two bytes' length", en, concat(new Uint8Array([0x78, 2]), en.slice(1)));
  other("a key that is no text", en, new Uint8Array([0x42, 0x65, 0x6e]));
  other(
    "a text that is no UTF-8",
    encodeCbor(String((draft.body as { readonly reason: { readonly en: string } }).reason.en)),
    concat(new Uint8Array([0x68]), new Uint8Array(8).fill(0xff)),
  );
  return table.mutants;
}

function replaceBytes(bytes: Bytes, from: Bytes, to: Bytes): Bytes {
  const at = Buffer.from(bytes).indexOf(from);
  if (at < 0) throw new RangeError("nothing to replace");
  return concat(bytes.slice(0, at), to, bytes.slice(at + from.length));
}

type Triple = readonly [number, number, Bytes];

/** Who signed, in what order, and what. */
export function signatureMutants(maker: RecordMaker): readonly Mutant[] {
  const table = new Table(maker);
  for (const [type, index] of firstOfEach(maker)) {
    const check = type === "issue" ? "V16" : "V08";
    const wrong: Expected = [check, "SIGNERS_WRONG"];
    const { signers } = draftOf(maker, index);
    const signed = (name: string, field: string, who: readonly Signer[], expected: Expected): void =>
      table.draft(
        `${type}.signatures${field}`,
        name,
        index,
        (draft) => ({ ...draft, signers: who }),
        expected,
      );
    if (signers.length === 0) {
      signed("one of a trustee", "", [[ROLE.trustee, 1]], wrong);
      signed("one of the commission", "", [[ROLE.commission, 1]], wrong);
      continue;
    }
    const [first = [0, 0] as const, ...others] = signers;
    const last = signers.at(-1) ?? first;
    for (const role of [0, 7, MAX])
      signed(`role ${role}`, "[].role", replaceLast(signers, [role, 1]), roleFault(role, signers, check));
    const foreign = first[0] === ROLE.trustee ? ROLE.issuer : ROLE.trustee;
    signed("another role", "[].role", [[foreign, first[1]]], wrong);
    signed("nobody", "", [], type === "part" || others.length === 0 ? wrong : missing(type, check));
    signed("twice", "", [first, ...signers], [check, "SIGNATURE_ORDER"]);
    signed("one more of another role", "", [...signers, [9, 1]], wrong);
    for (const nobody of [99, MAX])
      signed(`index ${nobody}`, "[].index", replaceLast(signers, [last[0], nobody]), wrong);
    signed("index 0", "[].index", replaceFirst(signers, [first[0], 0]), wrong);
    if (others.length > 0) {
      signed("in another order", "", [...signers].reverse(), [check, "SIGNATURE_ORDER"]);
      signed("one less", "", others, [check, "QUORUM_MISSING"]);
    }
    if (last[0] === ROLE.registrar && others.length > 0) {
      signed("without the registrar", "", signers.slice(0, -1), wrong);
    }
    signatureBytes(table, type, index, check);
  }
  return table.mutants;
}

const replaceLast = (signers: readonly Signer[], by: Signer): readonly Signer[] => [
  ...signers.slice(0, -1),
  by,
];
const replaceFirst = (signers: readonly Signer[], by: Signer): readonly Signer[] => [by, ...signers.slice(1)];

/** A role below those before it stands in the wrong place besides. */
function roleFault(role: number, signers: readonly Signer[], check: "V08" | "V16"): Expected {
  const before = signers.at(-2);
  return [check, before !== undefined && role < before[0] ? "SIGNATURE_ORDER" : "SIGNERS_WRONG"];
}

const missing = (type: string, check: "V08" | "V16"): Expected =>
  ["roll", "participants"].includes(type) ? [check, "SIGNERS_WRONG"] : [check, "QUORUM_MISSING"];

function signatureBytes(table: Table, type: string, index: number, check: "V08" | "V16"): void {
  const { maker } = table;
  const invalid: Expected = [check, check === "V16" ? "ISSUE_SIGNATURE" : "SIGNATURE_INVALID"];
  const field = `${type}.signatures[].signature`;
  const triples = (draft: Draft): readonly Triple[] => {
    const [, [, , list]] = sealedValue(maker, draft) as unknown as [
      number,
      [string, CborMap, readonly Triple[]],
    ];
    return list;
  };
  const row = (name: string, change: (old: Bytes) => CborValue, expected: Expected): void => {
    const bytes = (): Bytes => {
      const draft = draftOf(maker, index);
      const [one, ...rest] = triples(draft);
      const list =
        one === undefined ? [] : [[one[0], one[1], change(one[2])], ...rest.map((each) => [...each])];
      return new Uint8Array(encodeCbor([draft.time, [draft.type, draft.body, list]]));
    };
    table.bytes(field, name, index, bytes, expected, expected[0] === "V06" ? lostBy(type, maker) : {});
  };
  row("a bit of R", (old) => flipAt(old, 0), invalid);
  row("a bit of S", (old) => flipAt(old, 32), invalid);
  row("S and the order more", (old) => spliced(old, 32, plusOrder(old.slice(32))), invalid);
  row("R and S exchanged", (old) => concat(old.slice(32), old.slice(0, 32)), invalid);
  row("zeros", (old) => new Uint8Array(old.length), invalid);
  row("63 bytes", (old) => old.slice(1), ENCODING);
  row("65 bytes", (old) => concat(old, new Uint8Array(1)), ENCODING);
  row("a text", () => "signature", ENCODING);
  row("a text of 64 letters", () => "s".repeat(64), ENCODING);
  const stale = (draft: Draft): Bytes => {
    const list = triples({ ...draft, sequence: draft.sequence + 1 });
    return new Uint8Array(encodeCbor([draft.time, [draft.type, draft.body, list as unknown as CborValue]]));
  };
  const changed = Buffer.compare(stale(draftOf(maker, index)), sealed(maker, draftOf(maker, index))) !== 0;
  if (changed && type !== "issue")
    table.bytes(field, "of the next control transaction", index, () => stale(draftOf(maker, index)), invalid);
  const other = (): Bytes => {
    const draft = draftOf(maker, index);
    const foreign = sha512(encodeCbor(draft.body));
    const signatures = draft.signers.map((signer) => [...signer, foreign]);
    return new Uint8Array(encodeCbor([draft.time, [draft.type, draft.body, signatures]]));
  };
  table.bytes(field, "random bytes", index, other, invalid);
  for (const [name, part, value] of [
    ["a text", "role", (one: Triple): CborValue => [String(one[0]), one[1], one[2]]],
    ["a text", "index", (one: Triple): CborValue => [one[0], String(one[1]), one[2]]],
    ["a map that has a length", "", (): CborValue => ({ length: 3 })],
    ["one element more", "", (one: Triple): CborValue => [...one, 0]],
    ["one element less", "", (one: Triple): CborValue => [one[0], one[1]]],
  ] as const) {
    const bytes = (): Bytes => {
      const draft = draftOf(maker, index);
      return new Uint8Array(encodeCbor([draft.time, [draft.type, draft.body, triples(draft).map(value)]]));
    };
    const name2 = `${type}.signatures[]${part === "" ? "" : `.${part}`}`;
    table.bytes(name2, name, index, bytes, ENCODING, lostBy(type, maker));
  }
}

/** S and ℓ, which the equation of the signature would accept: below 2^256. */
export function plusOrder(scalar: Bytes): Bytes {
  let rest = [...scalar].reverse().reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n) + ORDER;
  return Uint8Array.from({ length: 32 }, () => {
    const byte = Number(rest & 255n);
    rest >>= 8n;
    return byte;
  });
}
