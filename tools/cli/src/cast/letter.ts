import type { Bytes } from "@veche/base";
import type { Election } from "@veche/election";
import { readJson } from "../files/read.ts";
import { refused, unusable } from "../framework/stop.ts";
import { faults } from "../texts/faults.ts";

/** What a letter is used for: to ask for the ballot of one roll entry. Who its owner is stays out of this. */
export type Letter = {
  readonly voter: string;
  readonly secret: string;
  readonly styleId: string;
  readonly entry: Bytes;
};

/** Reads a letter and checks it (§04.1.3): without that a missing entry could not be proved later. */
export async function openLetter(path: string, election: Election): Promise<Letter> {
  const { readLetter } = await import("@veche/registrar");
  const letter = readLetter(await readJson(path), election);
  if (letter.ok) {
    const { person, secret, styleId, entry } = letter.value;
    return { voter: person, secret, styleId, entry };
  }
  switch (letter.error.code) {
    case "LETTER_MALFORMED":
      throw unusable(faults.wrongForm(path, "letter.json"));
    case "LETTER_OF_ANOTHER":
      throw unusable(faults.letterOfAnother(path));
    default:
      throw refused(faults.letterFalse(path));
  }
}
