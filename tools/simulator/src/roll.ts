import { type Bytes, expectOk } from "@veche/base";
import { type Election, rollEntryOf } from "@veche/election";
import { encodePersonRecord, type PersonRecord } from "@veche/election/person";
import { seededRandom } from "./seeded-random.ts";

/**
 * The roll entry of an invented person, from seed, style and number alone; nobody of the real register is in here.
 * Salt and record are drawn again wherever they are needed instead of being kept.
 */
export function simulatedEntry(
  election: Election,
  seed: number | string,
  style: number,
  number: number,
): Bytes {
  const styleId = (election.manifest.styles[style] as { id: string }).id;
  const record = expectOk(encodePersonRecord(person(styleId, number)), "an invented person");
  const salt = seededRandom(seed, `salt ${style} ${number}`)(32);
  return rollEntryOf({ electionId: election.electionId, styleId, record, salt });
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
