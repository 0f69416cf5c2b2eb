import { isTransactionType, type TransactionType } from "../../form/bodies.ts";
import { isControl } from "../../replay/authority.ts";
import type { Evidence } from "../control.ts";
import type { RecordMaker } from "../maker.ts";
import { publish } from "../publish.ts";
import { draftOf, find, sealed, typeOf } from "./edit.ts";
import type { Mutant } from "./mutant.ts";
import type { Expected } from "./row.ts";

/**
 * Every type of transaction in every phase in which it must not come (06.5): an entry of the record once more in another
 * place, signed again for that place. The record ends with it.
 */

const PHASE: Expected = ["V09", "PHASE"];
const STAGE: Expected = ["V11", "STAGE_WRONG"];
const AGAIN: Expected = ["V06", "DEFINED_ALREADY"];

type Refusals = { readonly setUp?: Expected; readonly open?: Expected; readonly closed?: Expected };
const SET_UP_ONLY: Refusals = { open: PHASE, closed: PHASE };
const OPEN_ONLY: Refusals = { setUp: PHASE, closed: PHASE };
const CLOSED_ONLY: Refusals = { setUp: PHASE, open: PHASE };
const ANY: Refusals = {};

/** What refuses a type in each phase; a phase that is not named allows it, or refuses it for what it says. */
const REFUSALS: { readonly [type in TransactionType]: Refusals } = {
  define: { setUp: AGAIN, open: AGAIN, closed: AGAIN },
  part: { open: PHASE },
  "trustee-hash": SET_UP_ONLY,
  "trustee-commit": SET_UP_ONLY,
  "trustee-shares": SET_UP_ONLY,
  "trustee-confirm": SET_UP_ONLY,
  "trustee-complaint": SET_UP_ONLY,
  "trustee-answer": SET_UP_ONLY,
  deadline: SET_UP_ONLY,
  "ceremony-restart": SET_UP_ONLY,
  canary: { open: STAGE, closed: STAGE },
  "issuer-keys": SET_UP_ONLY,
  "issuer-set": { closed: PHASE },
  roll: SET_UP_ONLY,
  "registration-totals": ANY,
  open: SET_UP_ONLY,
  suspend: OPEN_ONLY,
  resume: OPEN_ONLY,
  extend: OPEN_ONLY,
  issue: { setUp: ["V16", "PHASE"], closed: ["V16", "PHASE"] },
  cast: { closed: ["V18", "PHASE"] },
  close: OPEN_ONLY,
  participants: { setUp: PHASE },
  "tally-head": CLOSED_ONLY,
  decryption: CLOSED_ONLY,
  certify: CLOSED_ONLY,
};

/** Entries that another record alone has stand in the first one too. */
export function phaseMutants(maker: RecordMaker, others: readonly RecordMaker[]): readonly Mutant[] {
  const types = new Map<string, { readonly from: RecordMaker; readonly index: number }>();
  for (const from of [...others, maker]) {
    from.entries.forEach((entry, index) => {
      const type = typeOf(entry);
      // The last of a type, since the first may have been blamed; a canary of the last stage comes after the opening.
      if (type !== "canary" || draftOf(from, index).body.stage === "open") types.set(type, { from, index });
    });
  }
  const places = { setUp: find(maker, "open"), open: find(maker, "open") + 1, closed: maker.entries.length };
  return [...types].flatMap(([type, { from, index }]): readonly Mutant[] => {
    if (!isTransactionType(type)) return [];
    const refused = REFUSALS[type];
    const rows = Object.entries(places).flatMap(([phase, at]): readonly Mutant[] => {
      const expected = refused[phase as keyof Refusals];
      if (expected === undefined) return [];
      return [row(type, phase, expected, at, () => insertedAt(maker, at, from, index))];
    });
    if (type === "define" || type === "part") return rows;
    const early: Expected = ["V06", "ELECTION_UNDEFINED"];
    return [row(type, "undefined", early, 0, () => beforeDefinition(maker, from, index)), ...rows];
  });
}

function row(type: string, phase: string, [check, code]: Expected, at: number, make: () => Evidence): Mutant {
  // The ballot has been cast before.
  const beside = type === "cast" && phase === "closed" ? { beside: ["V19"] as const } : {};
  const refusal = { check, code, where: at, ...beside };
  return { field: `${type}.time`, name: `in the phase ${phase}`, refusal, make };
}

/** The first entries of a record, then one of some record, a millisecond later. */
function insertedAt(maker: RecordMaker, at: number, from: RecordMaker, index: number): Evidence {
  const before = maker.entries.slice(0, at);
  const time = draftOf(maker, at - 1).time + 1;
  const sequence = before.map(typeOf).filter((type) => isControl(type as TransactionType)).length;
  const entry = sealed(maker, { ...draftOf(from, index), time, sequence });
  const files = publish([...before, entry], maker.manifest.origin, maker.signers);
  if (at === maker.entries.length && maker.resultBytes !== undefined)
    files.set("result.cbor", maker.resultBytes);
  return { files, electionId: maker.electionId };
}

/** An entry, then the definition. */
function beforeDefinition(maker: RecordMaker, from: RecordMaker, index: number): Evidence {
  const define = draftOf(maker, 0);
  const early = sealed(maker, { ...draftOf(from, index), time: define.time - 1, sequence: 0 });
  const entries = [early, ...maker.entries.slice(0, 1)];
  return { files: publish(entries, maker.manifest.origin, maker.signers), electionId: maker.electionId };
}
