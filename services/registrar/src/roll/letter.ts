import { type JsonReader, jsonBase64, jsonHex, jsonObject, jsonText } from "@veche/api";
import { type Bytes, equalBytes, err, ok, type Result, toBase64, toHex } from "@veche/base";
import { type Election, rollEntryOf, verifyRollRecord } from "@veche/election";
import { parsePersonId } from "@veche/election/person";
import type { Letter } from "./make-roll.ts";

/** A letter as it travels to its voter: JSON, one object. */
export function encodeLetter(electionId: Bytes, letter: Letter): string {
  const { person, styleId, record, salt, entry, signature, secret } = letter;
  return `${JSON.stringify(
    {
      election: toHex(electionId),
      style: styleId,
      voter: person,
      secret,
      record: toBase64(record),
      salt: toHex(salt),
      entry: toHex(entry),
      signature: toBase64(signature),
    },
    null,
    2,
  )}\n`;
}

export type LetterError = {
  /** `ENTRY_DIFFERS`: record and salt do not open the entry. `SIGNATURE_WRONG`: the registrar of the manifest did not sign it. */
  readonly code: "LETTER_MALFORMED" | "LETTER_OF_ANOTHER" | "ENTRY_DIFFERS" | "SIGNATURE_WRONG";
};

const reader: JsonReader<{
  readonly election: Bytes;
  readonly style: string;
  readonly voter: string;
  readonly secret: string;
  readonly record: Bytes;
  readonly salt: Bytes;
  readonly entry: Bytes;
  readonly signature: Bytes;
}> = jsonObject({
  election: jsonHex(32),
  style: jsonText(32),
  voter: jsonText(64),
  secret: jsonText(64),
  record: jsonBase64(1, 4_096),
  salt: jsonHex(32),
  entry: jsonHex(32),
  signature: jsonBase64(64),
});

/** The voter's check of a letter (§04.1.3, A8): without it a missing entry could not be proved later. */
export function readLetter(value: unknown, { electionId, manifest }: Election): Result<Letter, LetterError> {
  const read = reader(value);
  const person = read === undefined ? undefined : parsePersonId(read.voter);
  if (read === undefined || !person?.ok) return err({ code: "LETTER_MALFORMED" });
  const { style: styleId, record, salt, entry, signature, secret } = read;
  if (!equalBytes(read.election, electionId)) return err({ code: "LETTER_OF_ANOTHER" });
  const opening = { electionId, styleId, record, salt };
  if (!equalBytes(rollEntryOf(opening), entry)) return err({ code: "ENTRY_DIFFERS" });
  if (!verifyRollRecord(manifest.registrar.key, opening, signature)) return err({ code: "SIGNATURE_WRONG" });
  return ok({ person: person.value, styleId, record, salt, entry, signature, secret });
}
