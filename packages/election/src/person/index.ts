import { type Bytes, decodeCbor, encodeCbor, err, ok, type Result } from "@veche/base";
import { textMatching, textOf, tupleOf } from "../manifest/shape.ts";

/**
 * Who a person is. An entry of its own (`@veche/election/person`): the import law keeps it away from whatever can see
 * a ballot, and it never appears on the ledger.
 */

declare const personIdBrand: unique symbol;

/** The registrar's own number of a person: means nothing outside the registrar. */
export type PersonId = string & { readonly [personIdBrand]: "PersonId" };

export type PersonIdError = { readonly code: "PERSON_ID_MALFORMED" };

/** 1…64 characters of `[A-Za-z0-9-]`. */
export function parsePersonId(text: string): Result<PersonId, PersonIdError> {
  return /^[A-Za-z0-9-]{1,64}$/.test(text) ? ok(text as PersonId) : err({ code: "PERSON_ID_MALFORMED" });
}

/** §04.1.1. `birthDate`: `YYYY-MM-DD`; `document`: Latin or Cyrillic letters and digits; `patronymic` may be empty. */
export type PersonRecord = {
  readonly family: string;
  readonly given: string;
  readonly patronymic: string;
  readonly birthDate: string;
  readonly document: string;
};

export type PersonRecordError = {
  readonly code: "PERSON_RECORD_MALFORMED";
  readonly field: keyof PersonRecord | "record";
};

const required = textOf(1, Number.MAX_SAFE_INTEGER);
const FIELDS = {
  family: required,
  given: required,
  patronymic: textOf(0, Number.MAX_SAFE_INTEGER),
  birthDate: textMatching(/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/, "YYYY-MM-DD"),
  document: textMatching(/^[0-9A-Za-z\u0400-\u0481\u048a-\u052f]+$/, "letters (Latin, Cyrillic) and digits"),
} as const;

const record = tupleOf<[string, string, string, string, string]>(
  FIELDS.family,
  FIELDS.given,
  FIELDS.patronymic,
  FIELDS.birthDate,
  FIELDS.document,
);

/** The canonical bytes that a roll entry commits to (§04.1.1). No text is normalised (§01.1.2): the register's own spelling. */
export function encodePersonRecord(person: PersonRecord): Result<Bytes, PersonRecordError> {
  for (const field of ["family", "given", "patronymic", "birthDate", "document"] as const) {
    if (!FIELDS[field](person[field], field).ok) return err({ code: "PERSON_RECORD_MALFORMED", field });
  }
  const { family, given, patronymic, birthDate, document } = person;
  return ok(encodeCbor([family, given, patronymic, birthDate, document]));
}

/** Inverse of `encodePersonRecord`: the voter's and the auditor's reading of what an entry commits to. */
export function decodePersonRecord(bytes: Bytes): Result<PersonRecord, PersonRecordError> {
  const value = decodeCbor(bytes);
  if (!value.ok) return err({ code: "PERSON_RECORD_MALFORMED", field: "record" });
  const read = record(value.value, "record");
  if (!read.ok) return err({ code: "PERSON_RECORD_MALFORMED", field: "record" });
  const [family, given, patronymic, birthDate, document] = read.value;
  return ok({ family, given, patronymic, birthDate, document });
}
