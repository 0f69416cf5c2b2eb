import { type Bytes, type CborValue, concat, decodeCbor, encodeCbor } from "@veche/base";
import { ROLE } from "../../replay/authority.ts";
import type { RecordMaker } from "../maker.ts";
import { certify } from "../steps-tally.ts";
import { IDENTITY, NO_POINT, proofs, somePoint } from "./ceremony.ts";
import { type Draft, draftOf } from "./edit.ts";
import type { Mutant } from "./mutant.ts";
import { flipAt, MAX, spliced, Table } from "./row.ts";
import { fieldName, leavesOf, mapsOf, otherKinds, placesOf, withAt, withKey } from "./walk.ts";

/** Mutants of heads, decryptions, certificate and result (chapter 08). */

const SIGNERS = ["V08", "SIGNERS_WRONG"] as const;
const BODY = ["V06", "BODY_FORM"] as const;
const HEAD = ["V23", "HEAD_DIFFERS"] as const;
/** Wrong decryptions are blamed: what shows is a result that nobody could compute. */
const NO_RESULT = ["V24", "RESULT_FILE_EARLY"] as const;
const RESULT = "result.cbor";

const by =
  (trustee: number) =>
  ({ body }: Draft): boolean =>
    body.trustee === trustee;
const as =
  (trustee: number) =>
  (draft: Draft): Draft => ({
    ...draft,
    body: { ...draft.body, trustee },
    signers: [[ROLE.trustee, trustee]],
  });

export function tallyMutants(maker: RecordMaker): readonly Mutant[] {
  const table = new Table(maker);
  heads(table);
  decryptions(table);
  const index = table.find("certify");
  for (const at of [0, 31]) {
    table.body(index, ["result"], `a bit of byte ${at}`, (old: Bytes) => flipAt(old, at), [
      "V25",
      "RESULT_DIFFERS",
    ]);
  }
  table.body(index, ["result"], "zeros", new Uint8Array(32), ["V25", "RESULT_DIFFERS"]);
  for (const length of [0, 31, 33, 64])
    table.body(index, ["result"], `${length} bytes`, new Uint8Array(length), BODY);
  return [...table.mutants, ...resultMutants(maker)];
}

function heads(table: Table): void {
  const index = table.find("tally-head");
  const decryption = { at: table.next("decryption", by(1)) };
  for (const key of ["aggregates", "root"]) {
    table.body(index, [key], "a bit changed", (old: Bytes) => flipAt(old, 31), HEAD, decryption);
    table.body(index, [key], "zeros", new Uint8Array(32), HEAD, decryption);
    for (const length of [0, 31, 33])
      table.body(index, [key], `${length} bytes`, new Uint8Array(length), BODY);
  }
  table.body(
    index,
    ["root"],
    "the aggregates",
    () => draftOf(table.maker, index).body.aggregates ?? "",
    HEAD,
    decryption,
  );
  const size = table.maker.closedSize;
  for (const value of [0, size - 1, size + 1, MAX])
    table.body(index, ["size"], `${value}`, value, HEAD, decryption);
  table.draft("tally-head.body.trustee", "another trustee", index, as(2), ["V22", "ALREADY"], {
    at: table.next("tally-head", by(2)),
  });
  table.draft("tally-head.body.trustee", "an excluded trustee", index, as(5), ["V22", "NOT_ALIVE"]);
  for (const nobody of [0, 6, MAX]) {
    table.draft("tally-head.body.trustee", `trustee ${nobody}`, index, as(nobody), SIGNERS);
  }
}

function decryptions(table: Table): void {
  const index = table.find("decryption");
  const file = { file: RESULT };
  const points = (draftOf(table.maker, index).body.points as Bytes).length / 32;
  for (let i = 0; i < points; i++) {
    const name = (what: string): string => `D_${i} is ${what}`;
    table.body(
      index,
      ["points"],
      name("another point"),
      (old: Bytes) => spliced(old, 32 * i, somePoint(5n)),
      NO_RESULT,
      file,
    );
    table.body(index, ["points"], name("no point"), (old: Bytes) => spliced(old, 32 * i, NO_POINT), [
      "V06",
      "POINT_INVALID",
    ]);
  }
  const changes: readonly (readonly [string, (old: Bytes) => Bytes])[] = [
    ["all the identity", (old) => new Uint8Array(old.length)],
    ["the first the identity", (old) => spliced(old, 0, IDENTITY)],
    ["two exchanged", (old) => concat(old.slice(32, 64), old.slice(0, 32), old.slice(64))],
    ["those of another trustee", () => draftOf(table.maker, index + 1).body.points as Bytes],
  ];
  for (const [name, change] of changes) table.body(index, ["points"], name, change, NO_RESULT, file);
  for (const [name, change] of [
    ["none", () => new Uint8Array(0)],
    ["one less", (old: Bytes) => old.slice(32)],
    ["one more", (old: Bytes) => concat(old, somePoint(5n))],
    ["a byte less", (old: Bytes) => old.slice(1)],
  ] as const) {
    table.body(index, ["points"], name, change as (old: Bytes) => Bytes, BODY);
  }
  proofs(table, index, ["decryption", ...NO_RESULT], file);
  table.draft("decryption.body.trustee", "another trustee", index, as(2), NO_RESULT, file);
  table.draft("decryption.body.trustee", "one who signed another head", index, as(4), HEAD);
  table.draft("decryption.body.trustee", "an excluded trustee", index, as(5), ["V23", "NOT_ALIVE"]);
  for (const nobody of [0, 6, MAX])
    table.draft("decryption.body.trustee", `trustee ${nobody}`, index, as(nobody), SIGNERS);
}

export function resultOf(maker: RecordMaker): CborValue {
  const decoded = decodeCbor(maker.resultBytes ?? new Uint8Array(0));
  if (!decoded.ok) throw new RangeError("the maker's result is CBOR");
  return decoded.value;
}

/** Every value of result.cbor, alone and with the certificate of the changed result. */
function resultMutants(maker: RecordMaker): readonly Mutant[] {
  const honest = resultOf(maker);
  const mutants: Mutant[] = [];
  const add = (field: string, name: string, value: CborValue): void => {
    const bytes = new Uint8Array(encodeCbor(value));
    for (const certified of [false, true]) {
      const refusal = { check: "V24", code: "RESULT_FILE_DIFFERS", where: RESULT } as const;
      const full = certified ? `${name}, certified` : name;
      mutants.push({
        field: `result.${field}`,
        name: full,
        refusal,
        make: () => withResult(maker, bytes, certified),
      });
    }
  };
  const seen = new Set<string>();
  for (const { path, value } of leavesOf(honest)) {
    const field = fieldName(path);
    if (typeof value === "number")
      add(
        field,
        `${path.join(".")}: one more`,
        withAt(honest, path, () => value + 1),
      );
    if (value instanceof Uint8Array)
      add(
        field,
        "a bit changed",
        withAt(honest, path, () => flipAt(value, 0)),
      );
    if (field.endsWith("status")) {
      const other = value === "counted" ? "withheld" : "counted";
      add(
        field,
        `${path.join(".")}: ${other}`,
        withAt(honest, path, () => other),
      );
    }
  }
  for (const { path, value } of placesOf(honest).filter((one) => one.path.length > 0)) {
    const field = fieldName(path);
    if (seen.has(field)) continue;
    seen.add(field);
    const [other] = otherKinds(value);
    if (other !== undefined)
      add(
        field,
        other.kind,
        withAt(honest, path, () => other.value),
      );
    add(
      field,
      "missing",
      withAt(honest, path, () => undefined),
    );
  }
  for (const { path } of mapsOf(honest).slice(0, 3)) {
    add(fieldName([...path, "zz"]), "a key more", withKey(honest, path, "zz", 0));
  }
  return mutants;
}

function withResult(maker: RecordMaker, bytes: Bytes, certified: boolean) {
  const other = maker.copy();
  other.resultBytes = bytes;
  if (certified) {
    other.entries.pop();
    other.controlSeq -= 1;
    other.time -= 1000;
    certify(other);
  }
  return { files: other.files(), electionId: other.electionId };
}
