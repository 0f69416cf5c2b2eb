import { type Bytes, concat } from "@veche/base";
import { encodeScalar } from "@veche/group";
import type { BallotLayout } from "../../form/layout.ts";
import type { RecordMaker } from "../maker.ts";
import { plannedBallots } from "./ballot-plan.ts";
import { IDENTITY, NO_POINT, NO_SCALAR, somePoint } from "./ceremony.ts";
import { draftOf } from "./edit.ts";
import { plusOrder } from "./generic.ts";
import type { Mutant } from "./mutant.ts";
import { type Expected, flipAt, type Options, spliced, Table } from "./row.ts";

/** Mutants of every part of a ballot (05.3.1), and of whole ballots that their voters made again. */

const FORM = ["V18", "BALLOT_FORM"] as const;
const PROOF = ["V21", "PROOF_INVALID"] as const;
const TOKEN = ["V20", "TOKEN_INVALID"] as const;
const SEQ = ["V19", "SEQ_WRONG"] as const;

export type BallotPart = { readonly field: string; readonly at: number; readonly length: number };

/** The parts of a ballot of a style, in the order of its bytes. */
export function ballotParts(layout: BallotLayout, issuers: number): readonly BallotPart[] {
  const parts: BallotPart[] = [];
  let at = 0;
  const take = (field: string, length: number): void => {
    parts.push({ field: `cast.ballot.${field}`, at, length });
    at += length;
  };
  take("version", 1);
  take("style", 2);
  take("seq", 1);
  take("set", 2);
  take("credential", 32);
  for (let i = 0; i < issuers; i++) take("token[]", 256);
  for (let i = 0; i < layout.ciphertexts; i++) {
    take("ciphertexts[].alpha", 32);
    take("ciphertexts[].beta", 32);
  }
  for (let i = 0; i < layout.commitments - 1; i++) take("commitments[]", 32);
  take("commitments.R", 32);
  for (let i = 0; i < layout.responses - 1; i++) take("responses[]", 32);
  take("responses.z", 32);
  return parts;
}

const ballotAt = (maker: RecordMaker, index: number): Bytes => draftOf(maker, index).body.ballot as Bytes;

class BallotTable extends Table {
  part(
    part: BallotPart,
    index: number,
    name: string,
    bytes: Bytes,
    expected: Expected,
    options: Options = {},
  ): void {
    const field = part.field;
    const change = (old: Bytes): Bytes => spliced(old, part.at, bytes);
    this.draft(
      field,
      name,
      index,
      (draft) => ({ ...draft, body: { ballot: change(draft.body.ballot as Bytes) } }),
      expected,
      options,
    );
  }
}

export function ballotMutants(maker: RecordMaker): readonly Mutant[] {
  const table = new BallotTable(maker);
  const first = table.find("cast");
  const layout = maker.layouts[0];
  if (layout === undefined) throw new RangeError("the corpus has styles");
  const parts = ballotParts(layout, 2);
  const other = ballotAt(maker, first + 1);
  for (const [i, part] of parts.entries()) {
    const own = ballotAt(maker, first).slice(part.at, part.at + part.length);
    const foreign = other.slice(part.at, part.at + part.length);
    const mutations = mutationsOf(part, own, foreign);
    // Of a part that comes many times each place is changed once, the first and the last in every way.
    const end = parts[i - 1]?.field !== part.field || parts[i + 1]?.field !== part.field;
    const chosen = end ? mutations : mutations.slice(i % 2, (i % 2) + 1);
    for (const [what, bytes, expected] of chosen)
      table.part(part, first, `part ${i}: ${what}`, bytes, expected);
  }
  heads(table, first, parts);
  exchanges(table, first, parts);
  redone(table);
  return table.mutants;
}

type Mutation = readonly [name: string, bytes: Bytes, expected: Expected];

function mutationsOf({ field }: BallotPart, own: Bytes, foreign: Bytes): readonly Mutation[] {
  if (/alpha|beta|commitments/.test(field)) {
    return [
      ["another point", somePoint(11n), PROOF],
      ["no point", NO_POINT, FORM],
      ["that of another ballot", foreign, PROOF],
      ["the identity", IDENTITY, PROOF],
    ];
  }
  if (field.includes("responses")) {
    return [
      ["a bit changed", flipAt(own, 0), PROOF],
      ["the same and the order more", plusOrder(own), FORM],
      ["that of another ballot", foreign, PROOF],
      ["zero", new Uint8Array(32), PROOF],
      ["no scalar", NO_SCALAR, FORM],
    ];
  }
  if (!field.includes("token")) return [];
  return [
    ["a bit changed", flipAt(own, 255), TOKEN],
    ["that of another ballot", foreign, TOKEN],
    ["zero", new Uint8Array(256), TOKEN],
    ["all ones", new Uint8Array(256).fill(0xff), TOKEN],
  ];
}

function heads(table: BallotTable, first: number, parts: readonly BallotPart[]): void {
  const part = (field: string): BallotPart => {
    const found = parts.find((one) => one.field === `cast.ballot.${field}`);
    if (found === undefined) throw new RangeError(`no part ${field}`);
    return found;
  };
  for (const version of [0, 2, 255]) {
    table.part(part("version"), first, `${version}`, new Uint8Array([version]), FORM);
  }
  for (const style of [1, 2, 256, 65_535]) {
    table.part(part("style"), first, `${style}`, new Uint8Array([style >> 8, style & 255]), FORM);
  }
  // The challenge covers the number, which the voter alone can make again.
  const both = { beside: ["V21"] } as const;
  for (const seq of [1, 2, 255]) table.part(part("seq"), first, `${seq}`, new Uint8Array([seq]), SEQ, both);
  for (const set of [1, 2, 65_535]) {
    table.part(part("set"), first, `${set}, yet to come`, new Uint8Array([set >> 8, set & 255]), FORM);
  }
  const later = table.find("cast", ({ body }) => (body.ballot as Bytes)[5] === 1);
  table.part(part("set"), later, "the one before", new Uint8Array([0, 0]), TOKEN);
  table.part(part("set"), later, "one beyond the last", new Uint8Array([0, 2]), FORM);
  const x = part("credential");
  table.part(x, first, "another point", somePoint(11n), TOKEN, both);
  table.part(x, first, "that of another ballot", ballotAt(table.maker, first + 1).slice(6, 38), TOKEN, both);
  table.part(x, first, "no point", NO_POINT, FORM);
  table.part(x, first, "the identity", IDENTITY, FORM);
  const again = table.find("cast", ({ body }) => (body.ballot as Bytes)[3] === 1);
  table.part(part("seq"), again, "the first again", new Uint8Array([0]), SEQ, both);
  table.part(part("seq"), again, "one skipped", new Uint8Array([2]), SEQ, both);
}

function exchanges(table: BallotTable, first: number, parts: readonly BallotPart[]): void {
  const whole = (name: string, change: (old: Bytes) => Bytes, expected: Expected): void =>
    table.body(first, ["ballot"], name, change, expected);
  const starts = (field: string): readonly number[] =>
    parts.filter((one) => one.field.startsWith(`cast.ballot.${field}`)).map((one) => one.at);
  const swap =
    (field: string, length: number) =>
    (old: Bytes): Bytes => {
      const [a = 0, b = 0] = starts(field);
      return spliced(spliced(old, a, old.slice(b, b + length)), b, old.slice(a, a + length));
    };
  whole("two signatures of the token exchanged", swap("token", 256), TOKEN);
  whole(
    "two ciphertexts exchanged",
    (old) => {
      const [from = 0] = starts("ciphertexts");
      return spliced(
        spliced(old, from, old.slice(from + 64, from + 128)),
        from + 64,
        old.slice(from, from + 64),
      );
    },
    PROOF,
  );
  whole("alpha and beta exchanged", swap("ciphertexts", 32), PROOF);
  whole("two commitments exchanged", swap("commitments", 32), PROOF);
  whole("two responses exchanged", swap("responses", 32), PROOF);
  const tail = starts("ciphertexts")[0] ?? 0;
  whole(
    "the votes of another ballot",
    (old) => concat(old.slice(0, tail), ballotAt(table.maker, first + 1).slice(tail)),
    PROOF,
  );
  whole("a byte more", (old) => concat(old, new Uint8Array(1)), FORM);
  whole("a byte less", (old) => old.slice(0, -1), FORM);
  whole("32 bytes more", (old) => concat(old, encodeScalar(0n)), FORM);
  whole("only its head", (old) => old.slice(0, 38), FORM);
  whole("less than its head", (old) => old.slice(0, 5), FORM);
  whole("nothing", () => new Uint8Array(0), FORM);
  whole("one signature of the token less", (old) => concat(old.slice(0, 38), old.slice(38 + 256)), FORM);
  whole("one signature of the token more", (old) => concat(old.slice(0, 294), old.slice(38)), FORM);
}

/** Ballots that their voters made again, proofs and all, from what they must not use. */
function redone(table: BallotTable): void {
  const { maker } = table;
  const first = table.find("cast");
  for (const { field, name, plan, expected, at } of plannedBallots(maker)) {
    const index = at ?? first;
    table.draft(
      `cast.ballot.${field}`,
      `${name}, with its proofs redone`,
      index,
      (draft) => ({ ...draft, body: { ballot: plan() } }),
      expected,
    );
  }
}
