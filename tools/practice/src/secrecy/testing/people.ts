import { type RandomBytes, readUint } from "@veche/base";
import { testPerson } from "@veche/registrar";
import type { PracticePerson } from "../../persons.ts";

const LETTERS = "абвгдежзиклмнопрстуфхцчшэюя";
const OPENED = Date.UTC(2019, 4, 14);
const NOTE = { en: "a voter", ru: "избиратель" };

/** Invented voters whose every particular is theirs alone, so that each can be searched for. */
export function inventedVoters(
  seed: string,
  count: number,
  randomBytes: RandomBytes,
): readonly PracticePerson[] {
  return Array.from({ length: count }, (_, at) => {
    const { given, patronymic, document } = testPerson(seed, at);
    const own = [...randomBytes(8)].map((byte) => LETTERS[byte % LETTERS.length]).join("");
    const id = `voter-${Buffer.from(randomBytes(6)).toString("hex")}`;
    return {
      ...{ id, given, patronymic, document: document.replace(" ", ""), openedAt: OPENED },
      family: `${own.charAt(0).toUpperCase()}${own.slice(1)}`,
      birthDate: `19${50 + (at % 50)}-0${1 + (at % 9)}-1${at % 10}`,
      telephone: `+7900${String(1_000_000 + at * 40_009 + (readUint(randomBytes(2), 0, 2) % 40_000)).padStart(7, "0")}`,
      email: `${id.slice(6)}@mail.practice.example`,
      assurance: 3,
      district: at % 2 === 0 ? "1" : "2",
      station: at % 2 === 0 ? "107" : "214",
      note: NOTE,
    };
  });
}
