import { BugError, type Bytes, concat, expectOk } from "@veche/base";
import { rollEntryOf } from "@veche/election";
import { encodePersonRecord, type PersonRecord } from "@veche/election/person";
import { seededRandom } from "./seeded-random.ts";

/** What the roll entries of one style follow from. */
export type RollFrame = {
  readonly electionId: Bytes;
  readonly styleId: string;
  readonly seed: number | string;
};

/**
 * The roll entry of an invented person, from seed, style and number alone; nobody of the real register is in here.
 * Salt and record are drawn again wherever they are needed instead of being kept.
 */
export function simulatedEntry(
  { electionId, styleId, seed }: RollFrame,
  style: number,
  number: number,
): Bytes {
  const record = expectOk(encodePersonRecord(person(styleId, number)), "an invented person");
  const salt = seededRandom(seed, `salt ${style} ${number}`)(32);
  return rollEntryOf({ electionId, styleId, record, salt });
}

/** The entries of voters `from … to−1`, 32 bytes each. */
export function simulatedEntries(frame: RollFrame, style: number, from: number, to: number): Bytes {
  return concat(...Array.from({ length: to - from }, (_, at) => simulatedEntry(frame, style, from + at)));
}

function person(styleId: string, number: number): PersonRecord {
  return {
    family: `Voter${number}`,
    given: "Simulated",
    patronymic: "",
    birthDate: "1990-01-01",
    document: `${styleId.replaceAll("-", "")}${number}`,
  };
}

const ENTRY = 32;

/** Entries in ascending order (§04.1.4), all 32·n bytes of them, without an object for each. */
export function sortEntries(entries: Bytes): Bytes {
  const count = entries.length / ENTRY;
  if (count >= 2 ** 21) throw new BugError("no style has so many voters");
  const view = new DataView(entries.buffer, entries.byteOffset, entries.byteLength);
  // The first four bytes decide nearly always; the number of the entry stands behind them, 53 bits in all.
  const order = Float64Array.from(
    { length: count },
    (_, at) => view.getUint32(ENTRY * at) * 2 ** 21 + at,
  ).sort();
  const sorted = new Uint8Array(entries.length);
  for (let place = 0; place < count; place++) {
    const at = (order[place] as number) % 2 ** 21;
    sorted.set(entries.subarray(ENTRY * at, ENTRY * (at + 1)), ENTRY * place);
  }
  settleTies(sorted);
  return sorted;
}

/** Entries with the same first four bytes stand together, few of them: each sinks to its place. */
function settleTies(sorted: Bytes): void {
  for (let place = 1; place < sorted.length / ENTRY; place++) {
    for (let at = place; at > 0 && isBefore(sorted, at, at - 1); at--) {
      const entry = sorted.slice(ENTRY * at, ENTRY * (at + 1));
      sorted.copyWithin(ENTRY * at, ENTRY * (at - 1), ENTRY * at);
      sorted.set(entry, ENTRY * (at - 1));
    }
  }
}

function isBefore(entries: Bytes, a: number, b: number): boolean {
  for (let i = 0; i < ENTRY; i++) {
    const difference = (entries[ENTRY * a + i] as number) - (entries[ENTRY * b + i] as number);
    if (difference !== 0) return difference < 0;
  }
  return false;
}
