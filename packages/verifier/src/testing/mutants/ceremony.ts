import { type Bytes, concat } from "@veche/base";
import { encodePoint, encodeScalar, multiplyBase } from "@veche/group";
import { ROLE } from "../../replay/authority.ts";
import { hash32 } from "../../transcript.ts";
import type { RecordMaker } from "../maker.ts";
import { proveKnowledge } from "../proving.ts";
import { changedRecord, type Draft, draftOf, sealed } from "./edit.ts";
import type { Mutant } from "./mutant.ts";
import { flipAt, MAX, spliced, Table } from "./row.ts";

/** Mutants of the key ceremony (chapter 03): V10 finds them, often only when the next step comes too early. */

const STEP = ["V10", "CEREMONY_STEP"] as const;
const FORM = ["V10", "CEREMONY_FORM"] as const;
const SIGNERS = ["V08", "SIGNERS_WRONG"] as const;
const BODY = ["V06", "BODY_FORM"] as const;

export const somePoint = (n: bigint): Bytes => encodePoint(multiplyBase(n));
/** No field element: every coordinate is below 2^255 − 19. */
export const NO_POINT = new Uint8Array(32).fill(0xff);
/** ℓ − 1 is the largest scalar; this is far beyond. */
export const NO_SCALAR = new Uint8Array(32).fill(0xff);
export const IDENTITY = new Uint8Array(32);

/** Signed by another trustee under its own name. */
const as =
  (trustee: number) =>
  (draft: Draft): Draft => ({
    ...draft,
    body: { ...draft.body, trustee },
    signers: [[ROLE.trustee, trustee]],
  });

const by =
  (trustee: number) =>
  ({ body }: Draft): boolean =>
    body.trustee === trustee;

/** What every message of a trustee holds: attempt and sender. */
function senders(table: Table, type: string, index: number): void {
  const { attempt } = draftOf(table.maker, index).body;
  for (const other of [Number(attempt) - 1, Number(attempt) + 1, 255, 256, MAX]) {
    table.body(index, ["attempt"], `attempt ${other}`, other, STEP);
  }
  for (const nobody of [0, 6, MAX]) {
    table.draft(`${type}.body.trustee`, `trustee ${nobody}`, index, as(nobody), SIGNERS);
  }
  table.draft(`${type}.body.trustee`, "an excluded trustee", index, as(5), STEP);
}

export function ceremonyMutants(maker: RecordMaker): readonly Mutant[] {
  const table = new Table(maker);
  hashes(table);
  commits(table);
  shares(table);
  confirms(table);
  complaints(table);
  answers(table);
  restarts(table);
  return [...table.mutants, ...consistentLies(maker)];
}

function hashes(table: Table): void {
  const first = table.find("trustee-hash");
  senders(table, "trustee-hash", first);
  const shares = { at: table.next("trustee-shares") };
  for (const at of [0, 31]) {
    table.body(first, ["hash"], `a bit of byte ${at}`, (old: Bytes) => flipAt(old, at), STEP, shares);
  }
  table.body(first, ["hash"], "zeros", new Uint8Array(32), STEP, shares);
  const other = draftOf(table.maker, first + 1).body.hash ?? "";
  table.body(first, ["hash"], "that of another trustee", other, STEP, shares);
  for (const length of [0, 31, 33, 64]) {
    table.body(first, ["hash"], `${length} bytes`, new Uint8Array(length), BODY);
  }
  const own = { at: table.next("trustee-hash", by(2)) };
  table.draft("trustee-hash.body.trustee", "another trustee", first, as(2), STEP, own);
}

function commits(table: Table): void {
  const { maker } = table;
  // Trustee 1 was blamed once before.
  const index = table.find("trustee-commit", by(2));
  senders(table, "trustee-commit", index);
  const later = { at: table.next("trustee-shares") };
  const points: readonly (readonly [string, Bytes])[] = [
    ["another point", somePoint(7n)],
    ["the identity", IDENTITY],
    ["no point", NO_POINT],
  ];
  for (const j of [0, 1, 2]) {
    for (const [what, point] of points) {
      const change = (old: Bytes): Bytes => spliced(old, 32 * j, point);
      table.body(index, ["commitments"], `C_${j} is ${what}`, change, STEP, later);
    }
  }
  const swap = (old: Bytes): Bytes => concat(old.slice(32, 64), old.slice(0, 32), old.slice(64));
  table.body(index, ["commitments"], "two points exchanged", swap, STEP, later);
  for (const length of [0, 64, 95, 97, 128]) {
    table.body(index, ["commitments"], `${length} bytes`, new Uint8Array(length), BODY);
  }
  proofs(table, index, ["trustee-commit", ...STEP], later);
  const other = draftOf(maker, index + 1).body.commitments ?? "";
  table.body(index, ["commitments"], "those of another trustee", other, STEP, later);
  const own = { at: table.next("trustee-commit", by(3)) };
  // Blamed as trustee 3, who sends the right ones later: trustee 2 is missing.
  table.draft("trustee-commit.body.trustee", "another trustee", index, as(3), STEP, {
    at: (m, i) => table.next("trustee-shares")(m, own.at(m, i)),
  });
}

/** The parts c ‖ z of a proof that is blamed when wrong, so that what needs its sender is refused later. */
export function proofs(
  table: Table,
  index: number,
  [, check, code]: readonly [string, "V10" | "V11" | "V24", Parameters<Table["bytes"]>[4][1]],
  options: Parameters<Table["bytes"]>[5],
): void {
  const values: readonly (readonly [string, (old: Bytes) => Bytes])[] = [
    ["c with a bit changed", (old) => flipAt(old, 0)],
    ["c zero", (old) => spliced(old, 0, new Uint8Array(32))],
    ["c no scalar", (old) => spliced(old, 0, NO_SCALAR)],
    ["z with a bit changed", (old) => flipAt(old, 32)],
    ["z zero", (old) => spliced(old, 32, new Uint8Array(32))],
    ["z no scalar", (old) => spliced(old, 32, NO_SCALAR)],
    ["c and z exchanged", (old) => concat(old.slice(32), old.slice(0, 32))],
  ];
  for (const [name, change] of values) table.body(index, ["proof"], name, change, [check, code], options);
  for (const length of [0, 63, 65]) {
    table.body(index, ["proof"], `${length} bytes`, new Uint8Array(length), BODY);
  }
}

function shares(table: Table): void {
  const index = table.find("trustee-shares");
  senders(table, "trustee-shares", index);
  const file = new Uint8Array(20);
  const four = (old: readonly Bytes[]): Bytes[] => [...old, file];
  table.body(index, ["shares"], "one share more", four, BODY);
  table.body(index, ["shares"], "one share less", (old: readonly Bytes[]) => old.slice(1), BODY);
  table.body(index, ["shares"], "no share", [], BODY);
  table.body(index, ["shares", 0], "1,001 bytes", new Uint8Array(1001), BODY);
  const own = { at: table.next("trustee-shares", by(2)) };
  table.draft("trustee-shares.body.trustee", "another trustee", index, as(2), STEP, own);
}

function confirms(table: Table): void {
  const index = table.find("trustee-confirm", by(1));
  senders(table, "trustee-confirm", index);
  table.draft("trustee-confirm.body.trustee", "another trustee", index, as(3), STEP, {
    at: table.next("trustee-confirm", by(3)),
  });
  const again = table.find("trustee-confirm", by(2));
  senders(table, "trustee-confirm", again);
  table.draft("trustee-confirm.body.trustee", "one who has not complained", again, as(3), STEP);
}

function complaints(table: Table): void {
  const index = table.find("trustee-complaint");
  senders(table, "trustee-complaint", index);
  const lists: readonly (readonly [string, readonly number[]])[] = [
    ["nobody", []],
    ["oneself", [1, 2]],
    ["an excluded trustee", [1, 5]],
    ["nobody of this number", [1, 6]],
    ["nobody of number 0", [0, 1]],
    ["descending", [3, 1]],
    ["one twice", [1, 1]],
    ["beyond all", [MAX]],
  ];
  for (const [name, against] of lists) table.body(index, ["against"], name, [...against], FORM);
  table.body(index, ["against", 1], "another member, itself", 2, FORM);
  table.body(index, ["against"], "one dealer less", [1], ["V10", "CEREMONY_STEP"], {
    at: table.next("trustee-answer", (draft) => draft.body.trustee === 3),
  });
  table.body(index, ["against", 1], "another dealer", 4, ["V10", "NOBODY_ASKED"], {
    at: table.next("trustee-answer", by(3)),
  });
  table.body(index, ["against"], "one dealer more", [1, 3, 4], STEP, {
    at: table.next("trustee-confirm", by(2)),
  });
  table.draft("trustee-complaint.body.trustee", "a dealer it complains about", index, as(3), FORM);
  table.draft("trustee-complaint.body.trustee", "another trustee", index, as(4), STEP, {
    at: table.next("trustee-confirm", by(4)),
  });
}

function answers(table: Table): void {
  const index = table.find("trustee-answer", by(3));
  senders(table, "trustee-answer", index);
  for (const other of [0, 1, 3, 4, 5, 6, MAX]) {
    table.body(index, ["complainer"], `complainer ${other}`, other, ["V10", "NOBODY_ASKED"]);
  }
  const confirm = { at: table.next("trustee-confirm", by(2)) };
  const values: readonly (readonly [string, (old: Bytes) => Bytes])[] = [
    ["a bit changed", (old) => flipAt(old, 0)],
    ["zero", () => new Uint8Array(32)],
    ["one", () => encodeScalar(1n)],
    ["no scalar", () => NO_SCALAR],
  ];
  for (const [name, change] of values) table.body(index, ["share"], name, change, STEP, confirm);
  for (const length of [0, 31, 33])
    table.body(index, ["share"], `${length} bytes`, new Uint8Array(length), BODY);
  table.draft("trustee-answer.body.trustee", "a dealer who has answered", index, as(1), [
    "V10",
    "NOBODY_ASKED",
  ]);
  table.draft("trustee-answer.body.trustee", "a dealer nobody asked", index, as(4), ["V10", "NOBODY_ASKED"]);
}

function restarts(table: Table): void {
  const index = table.find("ceremony-restart");
  table.body(index, ["excluded"], "nobody", [], STEP, { at: table.next("trustee-commit") });
  table.body(index, ["excluded", 0], "another trustee", 4, STEP, { at: table.next("trustee-hash", by(4)) });
  table.body(index, ["excluded"], "one more", [4, 5], ["V10", "CEREMONY_TOO_FEW"]);
  table.body(index, ["excluded"], "all", [1, 2, 3, 4, 5], ["V10", "CEREMONY_TOO_FEW"]);
  for (const list of [[5, 5], [5, 4], [0], [6], [MAX]]) {
    table.body(index, ["excluded"], `[${list.join(", ")}]`, list, FORM);
  }
}

/** A commitment is changed, and hash and proof with it: only what all trustees know together is wrong. */
function consistentLies(maker: RecordMaker): readonly Mutant[] {
  const hash = new Table(maker).find("trustee-hash", by(4));
  const commit = new Table(maker).find("trustee-commit", by(4));
  const lie = (name: string, points: (old: Bytes) => Bytes, refusal: Mutant["refusal"]): Mutant => ({
    field: "trustee-commit.body.commitments",
    name: `${name}, with hash and proof redone`,
    refusal,
    make: () => {
      const { attempt, electionId } = maker;
      const commitments = points(draftOf(maker, commit).body.commitments as Bytes);
      const context = [electionId, attempt, 4];
      const proof = proveKnowledge(maker.random, context, commitments, 0n);
      const own = commitments.subarray(0, 32).some((byte) => byte !== 0) ? {} : { proof };
      const bodies = {
        hash: { hash: hash32("commitments", electionId, attempt, 4, commitments) },
        commit: { commitments, ...own },
      };
      const change = (index: number, body: Draft["body"]): readonly [number, Bytes] => {
        const draft = draftOf(maker, index);
        return [index, sealed(maker, { ...draft, body: { ...draft.body, ...body } })];
      };
      const changes = new Map([change(hash, bodies.hash), change(commit, bodies.commit)]);
      return changedRecord(maker, changes, refusal.where as number);
    },
  });
  const step = { check: "V10", code: "CEREMONY_STEP" } as const;
  const shares = new Table(maker).next("trustee-shares")(maker, commit);
  return [
    lie("C_0 is the identity", (old) => spliced(old, 0, IDENTITY), { ...step, where: shares }),
    lie("C_1 is no point", (old) => spliced(old, 32, NO_POINT), { ...step, where: shares }),
    lie("C_0 of another trustee", (old) => spliced(old, 0, somePoint(3n)), { ...step, where: shares }),
  ];
}

/** Mutants of the record in which a deadline passed. */
export function deadlineMutants(maker: RecordMaker): readonly Mutant[] {
  const table = new Table(maker);
  const index = table.find("deadline");
  const due = ["V10", "DEADLINE_NOT_DUE"] as const;
  for (const attempt of [1, 255, MAX]) table.body(index, ["attempt"], `attempt ${attempt}`, attempt, due);
  for (const step of ["hash", "shares", "confirm", "answer", "reconfirm", "done", "", "Commit"]) {
    table.body(index, ["step"], `step "${step}"`, step, due);
  }
  const early = (draft: Draft): Draft => ({ ...draft, time: draft.time - 1 });
  table.draft("deadline.time", "one millisecond before it", index, early, due);
  return table.mutants;
}
