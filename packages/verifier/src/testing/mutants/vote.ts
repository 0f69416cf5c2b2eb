import { type Bytes, type CborValue, encodeCbor, sha256 } from "@veche/base";
import type { CheckId } from "../../checks.ts";
import { ROLE } from "../../replay/authority.ts";
import { hash64 } from "../../transcript.ts";
import type { RecordMaker } from "../maker.ts";
import { issueSecret } from "../parties.ts";
import { issueSignature } from "../proving.ts";
import { HOUR } from "../test-manifest.ts";
import { EXTENDED_BY } from "./corpus.ts";
import { type Draft, decodeEntryValue, draftOf, entryAt, typeOf } from "./edit.ts";
import type { Mutant } from "./mutant.ts";
import { flipAt, MAX, Table } from "./row.ts";

/** Mutants of `issue`, of what steers an open election, and of the times of all entries (06.5). */

const BODY = ["V06", "BODY_FORM"] as const;
const EXTEND = ["V09", "EXTEND_INVALID"] as const;

export function courseMutants(maker: RecordMaker): readonly Mutant[] {
  const table = new Table(maker);
  issues(table);
  reasons(table);
  extensions(table);
  types(table);
  times(table);
  for (const length of [0, 31, 33]) {
    table.body(table.find("participants"), ["hash"], `${length} bytes`, new Uint8Array(length), BODY);
  }
  inherited(table);
  return table.mutants;
}

/** Keys that every object of this language has, and maps whose place something without keys takes. */
function inherited(table: Table): void {
  const [close, totals] = [table.find("close"), table.find("registration-totals")];
  for (const key of ["toString", "constructor", "__proto__"]) {
    const body = Object.fromEntries([[key, 0]]);
    table.draft("close.body", `a key "${key}"`, close, (draft) => ({ ...draft, body }), BODY);
  }
  for (const [name, value] of [
    ["an integer", 5],
    ["an empty text", ""],
    ["no byte", new Uint8Array(0)],
    ["an empty array", []],
    ["false", false],
  ] as const) {
    table.body(totals, ["refused"], name, value, BODY);
  }
}

const ofStyle =
  (style: number) =>
  ({ body }: Draft): boolean =>
    body.style === style;

function issues(table: Table): void {
  const { maker } = table;
  const index = table.find("issue");
  const unknown = ["V16", "ROLL_ENTRY_UNKNOWN"] as const;
  const roll = (style: number, n: number): Bytes => maker.roll[style]?.[n] as Bytes;
  table.body(index, ["entry"], "a bit changed", (old: Bytes) => flipAt(old, 0), unknown);
  table.body(index, ["entry"], "zeros", new Uint8Array(32), unknown);
  table.body(index, ["entry"], "one of another style", roll(1, 0), unknown);
  table.body(index + 1, ["entry"], "one issued before", roll(0, 0), ["V16", "ISSUED_ALREADY"]);
  table.body(index, ["entry"], "one issued later", roll(0, 1), ["V16", "ISSUED_ALREADY"], { at: index + 1 });
  for (const set of [1, 2, MAX]) table.body(index, ["set"], `set ${set}`, set, ["V16", "ISSUER_SET_STALE"]);
  const later = table.find("issue", ({ body }) => body.set === 1);
  for (const set of [0, 2]) table.body(later, ["set"], `set ${set} of two`, set, ["V16", "ISSUER_SET_STALE"]);
  table.body(index, ["style"], "another style", 1, unknown);
  for (const style of [2, MAX])
    table.body(index, ["style"], `style ${style}`, style, ["V16", "STYLE_UNKNOWN"]);
  for (const key of ["entry", "hash"]) {
    for (const length of [0, 31, 33, 64])
      table.body(index, [key], `${length} bytes`, new Uint8Array(length), BODY);
  }
  table.body(table.find("issue", ofStyle(1)), ["style"], "another style", 0, unknown);
  const field = "issue.signatures[].signature";
  const pointless = (): Bytes => withoutPoint(maker, index);
  table.bytes(field, "R no point, z as for the identity", index, pointless, ["V16", "ISSUE_SIGNATURE"]);
}

/** An `issue` of the registrar, whose R is no point; z makes the equation true for who takes that for the identity. */
function withoutPoint(maker: RecordMaker, index: number): Bytes {
  const { time, body } = draftOf(maker, index);
  const message = hash64("tx", maker.manifest.origin, maker.electionId, "issue", "", encodeCbor(body));
  const signature = issueSignature(new Uint8Array(32).fill(0xff), 0n, issueSecret, message);
  return new Uint8Array(encodeCbor([time, ["issue", body, [[ROLE.issueKey, 1, signature]]]]));
}

function reasons(table: Table): void {
  for (const type of ["suspend", "resume", "extend"] as const) {
    const index = table.find(type);
    for (const language of ["en", "ru"]) {
      for (const [name, text] of [
        ["empty", ""],
        ["601 bytes", "x".repeat(601)],
        ["302 letters of two bytes", "ж".repeat(302)],
      ] as const) {
        table.body(index, ["reason", language], name, text, BODY);
      }
    }
  }
}

function extensions(table: Table): void {
  const index = table.find("extend");
  for (const by of [0, 2 * HOUR + 1, MAX]) table.body(index, ["by"], `${by} ms`, by, EXTEND);
  table.body(index, ["by"], "a millisecond less", EXTENDED_BY - 1, ["V16", "WINDOW_ENDED"], {
    at: table.next("issue", (draft) => draft.time > draft0(table).issueEnds),
  });
  table.body(index, ["by"], "a millisecond more", EXTENDED_BY + 1, ["V09", "TOO_EARLY"], {
    at: table.next("participants"),
  });
  for (const styles of [[], [0, 0], [1, 0]])
    table.body(index, ["styles"], `[${styles.join(", ")}]`, styles, EXTEND);
  for (const styles of [[0, 1, 2], [2], [MAX]]) {
    table.body(index, ["styles"], `[${styles.join(", ")}]`, styles, ["V09", "STYLE_UNKNOWN"]);
  }
  const late = (style: number) => ({
    at: table.next("issue", (draft) => draft.body.style === style && draft.time > draft0(table).issueEnds),
  });
  table.body(index, ["styles"], "one style less", [1], ["V16", "WINDOW_ENDED"], late(0));
  table.body(index, ["styles"], "the other style less", [0], ["V16", "WINDOW_ENDED"], late(1));
  table.body(index, ["styles", 1], "one style twice", 0, EXTEND);
}

function draft0(table: Table) {
  const style = table.maker.manifest.styles[0];
  if (style === undefined) throw new RangeError("the corpus has styles");
  return style;
}

/** The text of the type: unknown ones, and others whose body has the same form. */
function types(table: Table): void {
  const { maker } = table;
  const seen = new Set<string>();
  const retyped =
    (type: string) =>
    (draft: Draft): Draft => ({ ...draft, type });
  maker.entries.forEach((entry, index) => {
    const type = typeOf(entry);
    if (seen.has(type)) return;
    seen.add(type);
    const unknown = ["V06", "TYPE_UNKNOWN"] as const;
    // Without a definition nobody knows the election.
    const lost = type === "define" ? { beside: ["V02"] as const } : {};
    for (const text of [`${type} `, type.toUpperCase(), "", "toString"]) {
      table.draft(`${type}.type`, `"${text}"`, index, retyped(text), unknown, lost);
    }
    const other = type === "participants" ? "cast" : "participants";
    table.draft(`${type}.type`, `"${other}"`, index, retyped(other), BODY, lost);
  });
  const suspension = ["V09", "SUSPENSION"] as const;
  table.draft("suspend.type", "resume", table.find("suspend"), retyped("resume"), suspension);
  table.draft("resume.type", "suspend", table.find("resume"), retyped("suspend"), suspension);
}

/**
 * What else is wrong with the first entry of a type when its time goes back, so that it is taken as one of the
 * block before (§10.3): it then comes too early, or before the control transaction of that block has effect.
 */
const IN_THE_BLOCK_BEFORE: { readonly [type: string]: CheckId } = {
  "trustee-hash": "V10",
  resume: "V08",
  issue: "V16",
  participants: "V09",
  close: "V09",
  "tally-head": "V09",
};

/** Every entry's time: before the last one, and outside what its own type allows. */
function times(table: Table): void {
  const { maker } = table;
  const seen = new Set<string>();
  const at =
    (time: number) =>
    (draft: Draft): Draft => ({ ...draft, time });
  maker.entries.forEach((entry, index) => {
    const type = typeOf(entry);
    if (seen.has(type) || index === 0) return;
    seen.add(type);
    const before = draftOf(maker, index - 1).time;
    const beside = IN_THE_BLOCK_BEFORE[type];
    const also = beside === undefined ? {} : { beside: [beside] };
    for (const time of [before - 1, 0]) {
      table.draft(
        `${type}.time`,
        `${time === 0 ? "zero" : "before the last entry"}`,
        index,
        at(time),
        ["V07", "TIME_DECREASES"],
        also,
      );
    }
    const own = draftOf(maker, index).time;
    if (index + 1 >= maker.entries.length || draftOf(maker, index + 1).time === own) return;
    const next = draftOf(maker, index + 1).time;
    const goesBack = { at: index + 1 } as const;
    if (["cast", "part", "registration-totals"].includes(type)) {
      table.draft(
        `${type}.time`,
        "after the next entry",
        index,
        at(next + 1),
        ["V07", "TIME_DECREASES"],
        goesBack,
      );
    }
  });
  table.draft(
    "define.time",
    "after the next entry",
    0,
    at(draftOf(maker, 1).time + 1),
    ["V07", "TIME_DECREASES"],
    { at: 1 },
  );
  limits(table, at);
}

function limits(table: Table, at: (time: number) => (draft: Draft) => Draft): void {
  const style = draft0(table);
  const ends = { issue: style.issueEnds + EXTENDED_BY, cast: style.castEnds + EXTENDED_BY };
  const row = (
    type: string,
    index: number,
    name: string,
    time: number,
    expected: Parameters<Table["draft"]>[4],
  ): void => table.draft(`${type}.time`, name, index, at(time), expected);
  const issue = table.find("issue");
  const cast = table.find("cast");
  row("issue", issue, "a millisecond before its window", style.opens - 1, ["V16", "WINDOW_NOT_OPEN"]);
  row("issue", issue, "the end of its window", style.issueEnds, ["V16", "WINDOW_ENDED"]);
  row("cast", cast, "the end of its window", style.castEnds, ["V18", "WINDOW_ENDED"]);
  const late = table.find("issue", ({ time }) => time > style.issueEnds);
  row("issue", late, "the end of its extended window", ends.issue, ["V16", "WINDOW_ENDED"]);
  const last = table.maker.entries.findIndex(
    (entry, i) => typeOf(entry) === "cast" && draftOf(table.maker, i).time === ends.cast - 1,
  );
  row("cast", last + 1, "the end of its extended window", ends.cast, ["V18", "WINDOW_ENDED"]);
  // In the block of the last casts: nothing but casts may follow there.
  const early = ["V09", "CLOSE_NOT_DUE"] as const;
  table.draft("close.time", "a millisecond too early", table.find("close"), at(ends.cast - 1), early, {
    beside: ["V07"],
  });
  row("participants", table.find("participants"), "a millisecond too early", ends.issue - 1, [
    "V09",
    "TOO_EARLY",
  ]);
  row("extend", table.find("extend"), "the end of issuing", style.issueEnds, EXTEND);
  row("open", table.find("open"), "the end of issuing", style.issueEnds, ["V09", "TOO_LATE_TO_OPEN"]);
  const { tallyNotBefore } = table.maker.manifest;
  row("tally-head", table.find("tally-head"), "a millisecond too early", tallyNotBefore - 1, [
    "V09",
    "TOO_EARLY",
  ]);
  const suspend = table.find("suspend");
  const taken = ["V07", "CONTROL_TAKEN"] as const;
  const { time, sequence } = draftOf(table.maker, suspend);
  table.draft(
    "resume.time",
    "that of the pause",
    suspend + 1,
    (draft) => ({ ...draft, time, sequence }),
    taken,
  );
  ticks(table, at);
  ceremonyTimes(table, at);
}

/** Two casts of style `b` stand in two ticks; each moved into that of the other. */
function ticks(table: Table, at: (time: number) => (draft: Draft) => Draft): void {
  const ofB = ({ body }: Draft): boolean => (body.ballot as Bytes)[2] === 1;
  const [first, second] = [
    table.find("cast", ofB),
    table.next("cast", ofB)(table.maker, table.find("cast", ofB)),
  ];
  const wait = ["V18", "TICK_WAIT"] as const;
  const early = draft0(table).opens + 4 * 60_000;
  table.draft("cast.time", "in the short interval at the opening", first, at(early), wait);
  const same = draftOf(table.maker, first + 1).time + 1;
  table.draft("cast.time", "in the tick of the cast before", second, at(same), wait);
  // The re-vote of one credential moves into the block of the ballot before.
  const seq =
    (n: number) =>
    ({ body }: Draft): boolean =>
      (body.ballot as Bytes)[3] === n;
  const [one, two] = [table.find("cast", seq(1)), table.find("cast", seq(2))];
  const block = draftOf(table.maker, one).time;
  const taken = ["V18", "CREDENTIAL_IN_BLOCK"] as const;
  const inOrder = Buffer.compare(transactionHash(table, two - 1), transactionHash(table, two)) < 0;
  const beside = inOrder ? {} : { beside: ["V07"] as const };
  table.draft("cast.time", "that of the ballot before", two, at(block), taken, beside);
}

const transactionHash = (table: Table, index: number): Bytes =>
  sha256(encodeCbor(decodeEntryValue(entryAt(table.maker, index))[1] as unknown as CborValue));

/** A message of the ceremony at its deadline comes in another attempt. */
function ceremonyTimes(table: Table, at: (time: number) => (draft: Draft) => Draft): void {
  const step = ["V10", "CEREMONY_STEP"] as const;
  const firsts = [
    "trustee-hash",
    "trustee-commit",
    "trustee-shares",
    "trustee-confirm",
    "trustee-complaint",
    "trustee-answer",
  ];
  for (const type of firsts) {
    const index = table.find(type);
    const late = draftOf(table.maker, index).time + 600_000;
    table.draft(`${type}.time`, "after its deadline", index, at(late), step);
  }
}
