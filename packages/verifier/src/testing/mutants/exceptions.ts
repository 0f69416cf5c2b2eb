import type { Bytes, CborMap, CborValue } from "@veche/base";
import { encodePoint, encodeScalar, multiplyBase } from "@veche/group";
import { ROLE } from "../../replay/authority.ts";
import type { Evidence } from "../control.ts";
import type { RecordMaker } from "../maker.ts";
import { ballotOf, VOTES_A } from "../steps-vote.ts";
import { changedRecord, type Draft, draftOf, find, sealed } from "./edit.ts";
import { firstOfEach } from "./generic.ts";
import { flipAt, spliced } from "./row.ts";
import { withAt } from "./walk.ts";

/**
 * Changes of one field that make another election as good as this one (spec/11-mutations.md, which lists them
 * by number with the clause that allows each): nothing in the record, and nobody's rights, depend on them.
 */
export type Exception = {
  /** Number of the row in spec/11-mutations.md. */
  readonly row: string;
  readonly field: string;
  readonly name: string;
  /** The entry that is changed, and how. */
  readonly index: number;
  readonly change: (draft: Draft) => Draft;
};

const body =
  (path: readonly (string | number)[], value: CborValue | ((old: never) => CborValue)) =>
  (draft: Draft): Draft => ({
    ...draft,
    body: withAt(draft.body, path, (old) =>
      typeof value === "function" ? value(old as never) : value,
    ) as CborMap,
  });

/** Exceptions in the transactions of the whole corpus record. */
export function exceptions(maker: RecordMaker): readonly Exception[] {
  return [...times(maker), ...signers(maker), ...unjudged(maker), ...voters(maker), ...blamed(maker)];
}

/** E01: an entry later by a millisecond, where the next stands later and its own window does not end there. */
function times(maker: RecordMaker): readonly Exception[] {
  const ends = ["issue", "participants"];
  return firstOfEach(maker).flatMap(([type, index]) => {
    const { time } = draftOf(maker, index);
    const next = maker.entries[index + 1];
    const free = next === undefined || draftOf(maker, index + 1).time > time + 1;
    if (!free && ends.includes(type)) return [];
    return [
      {
        row: "E01",
        field: `${type}.time`,
        name: "a millisecond later",
        index,
        change: (draft: Draft) => ({ ...draft, time: time + 1 }),
      },
    ];
  });
}

/** E02: other members of a quorum, or more of them. */
function signers(maker: RecordMaker): readonly Exception[] {
  return firstOfEach(maker).flatMap(([type, index]): readonly Exception[] => {
    const draft = draftOf(maker, index);
    if (!draft.signers.some(([role]) => role === ROLE.commission)) return [];
    const rest = draft.signers.filter(([role]) => role !== ROLE.commission);
    const by = (...members: readonly number[]): Draft["signers"] =>
      [...rest, ...members.map((one) => [ROLE.commission, one] as const)].sort((a, b) => a[0] - b[0]);
    return [
      {
        row: "E02",
        field: `${type}.signatures[].index`,
        name: "another member",
        index,
        change: (old) => ({ ...old, signers: by(1, 3) }),
      },
      {
        row: "E02",
        field: `${type}.signatures`,
        name: "one member more",
        index,
        change: (old) => ({ ...old, signers: by(1, 2, 3) }),
      },
    ];
  });
}

const hundredCodes: CborMap = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`CODE_${i}`, 1]));

/** E03 … E11: what the record states and nobody can check from it. */
function unjudged(maker: RecordMaker): readonly Exception[] {
  const row = (
    number: string,
    type: string,
    path: readonly (string | number)[],
    name: string,
    value: CborValue | ((old: never) => CborValue),
    from = 0,
  ): Exception => {
    const index = find(maker, type, from);
    const field = `${type}.body.${path
      .map((step) => (typeof step === "number" ? "[]" : step))
      .join(".")
      .replaceAll(".[]", "[]")}`;
    return { row: number, field, name, index, change: body(path, value) };
  };
  const flip = (old: Bytes): Bytes => flipAt(old, 0);
  const reasons = ["suspend", "resume", "extend"].flatMap((type) =>
    ["en", "ru"].map((language) => row("E03", type, ["reason", language], "another text", "another reason")),
  );
  const counts = ["accepted", "applied", "recalled"].map((key) =>
    row("E04", "registration-totals", [key], "another number", 1_000_000),
  );
  return [
    ...reasons,
    ...counts,
    row("E04", "registration-totals", ["refused", "NO_DOCUMENT"], "another number", 7),
    row("E04", "registration-totals", ["refused"], "no code", {}),
    row("E04", "registration-totals", ["refused"], "another code", { OTHER_9: 1 }),
    row("E04", "registration-totals", ["refused"], "a hundred codes", hundredCodes),
    row("E04", "registration-totals", ["date"], "an earlier date, and none of the calendar", "2023-00-99"),
    row("E05", "participants", ["hash"], "another hash", flip),
    row("E06", "trustee-shares", ["shares", 0], "other bytes", flip),
    row("E06", "trustee-shares", ["shares", 1], "no byte", new Uint8Array(0)),
    row("E06", "trustee-shares", ["shares", 1], "1,000 bytes", new Uint8Array(1000)),
    row("E07", "issue", ["hash"], "another hash", flip),
    {
      ...row("E08", "roll", ["entries"], "an entry that is never issued", (old: Bytes) =>
        spliced(old, 32 * 4, flipAt(old.slice(128, 160), 31)),
      ),
      index: find(maker, "roll", 0, ({ body: one }) => one.style === 1),
    },
    row("E09", "part", ["bytes"], "of a whole that is refused", flip),
    ...heads(maker),
  ];
}

/** E10: a head whose trustee decrypts nothing is shown, not judged. */
function heads(maker: RecordMaker): readonly Exception[] {
  const index = find(maker, "tally-head", 0, ({ body: one }) => one.trustee === 4);
  const row = (key: string, value: CborValue | ((old: never) => CborValue)): Exception => ({
    row: "E10",
    field: `tally-head.body.${key}`,
    name: "another, of a trustee who decrypts nothing",
    index,
    change: body([key], value),
  });
  return [
    row("aggregates", (old: Bytes) => flipAt(old, 0)),
    row("root", (old: Bytes) => flipAt(old, 0)),
    row("size", 1),
  ];
}

/** E11: a voter's own other choice, randomness or credential: another ballot. */
function voters(maker: RecordMaker): readonly Exception[] {
  const index = find(maker, "cast", 0, ({ body: one }) => (one.ballot as Bytes)[2] === 0);
  const plan = { voter: "a0", style: 0, set: 0, issuers: [1, 2] };
  const row = (field: string, name: string, voter: string, votes: (typeof VOTES_A)[number]): Exception => ({
    row: "E11",
    field: `cast.ballot.${field}`,
    name,
    index,
    change: (draft) => ({ ...draft, body: { ballot: ballotOf(maker, { ...plan, voter, votes }) } }),
  });
  return [
    row("ciphertexts[].alpha", "made again with other randomness", "a0", VOTES_A[0] ?? []),
    row("ciphertexts[].beta", "another choice", "a0", VOTES_A[1] ?? []),
    row("credential", "another voter's, with its own token", "somebody else", VOTES_A[0] ?? []),
  ];
}

/** E12: a message that is wrong and blamed stays so, whatever else is wrong in it. */
function blamed(maker: RecordMaker): readonly Exception[] {
  const row = (
    type: string,
    key: string,
    index: number,
    value: CborValue | ((old: never) => CborValue),
  ): Exception => ({
    row: "E12",
    field: `${type}.body.${key}`,
    name: "another, of an entry that is blamed",
    index,
    change: body([key], value),
  });
  const point = encodePoint(multiplyBase(9n));
  const flip = (old: Bytes): Bytes => flipAt(old, 1);
  const decryption = find(maker, "decryption", 0, ({ body: one }) => one.trustee === 3);
  const close = find(maker, "canary", 0, ({ body: one }) => one.stage === "close");
  return [
    row("trustee-commit", "commitments", find(maker, "trustee-commit"), (old: Bytes) =>
      spliced(old, 32, point),
    ),
    row("trustee-commit", "proof", find(maker, "trustee-commit"), flip),
    row("trustee-answer", "share", find(maker, "trustee-answer"), encodeScalar(7n)),
    row("canary", "proof", find(maker, "canary"), flip),
    row("canary", "point", find(maker, "canary"), point),
    {
      ...row("canary", "point", close, point),
      name: "another, of the last stage: it is blamed, and none is needed",
    },
    row("decryption", "proof", decryption, flip),
    row("decryption", "points", decryption, (old: Bytes) => spliced(old, 0, point)),
  ];
}

/** The record with the change. What follows `close` depends on every entry before: such a record ends there. */
export function exceptionalRecord(maker: RecordMaker, { index, change }: Exception): Evidence {
  const close = find(maker, "close");
  const last = index > close ? undefined : index === close ? close : close - 1;
  return changedRecord(maker, new Map([[index, sealed(maker, change(draftOf(maker, index)))]]), last);
}

/** A record up to `close` with many changes at once, for those who finish it. */
export function allAtOnce(closed: RecordMaker, list: readonly Exception[]): RecordMaker {
  const maker = closed.copy();
  const taken = new Set<number>();
  for (const { index, change } of list) {
    if (index >= closed.entries.length - 1 || taken.has(index)) continue;
    taken.add(index);
    maker.entries[index] = sealed(closed, change(draftOf(closed, index)));
  }
  return maker;
}
