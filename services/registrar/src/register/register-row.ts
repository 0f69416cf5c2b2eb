import { err, ok, type Result } from "@veche/base";
import { parsePersonId } from "@veche/election/person";
import { documentKey, nameKey, plainDocument } from "./folding.ts";

export const PERSON_COLUMNS = [
  "id",
  "family",
  "given",
  "patronymic",
  "birth_date",
  "document",
  "district",
  "station",
] as const;
export const CHANGE_COLUMNS = ["change", "reason", ...PERSON_COLUMNS] as const;

export type Column = (typeof CHANGE_COLUMNS)[number];
export type Fields = { readonly [column in Column]: string };

/** A row as it goes into the table. `removed`: the reason, for `remove`. */
export type RegisterRow = { readonly [column in (typeof PERSON_COLUMNS)[number]]: string } & {
  readonly change: "add" | "update" | "remove";
  readonly removed: string | null;
  readonly document_key: string;
  readonly name_key: string;
};

export type RowFault =
  | "FIELDS"
  | "QUOTES"
  | "ENCODING"
  | "ID"
  | "FAMILY"
  | "GIVEN"
  | "PATRONYMIC"
  | "BIRTH_DATE"
  | "DOCUMENT"
  | "DISTRICT"
  | "STATION"
  | "CHANGE"
  | "REASON"
  | "ID_TWICE"
  | "ALREADY_THERE"
  | "UNKNOWN";

const REASONS = /^(died|moved|incapable|other)$/;
const NAME = /^[\p{Letter}\p{Mark}'’ʼ.() \p{Dash_Punctuation}]{1,100}$/u;
const HAS_LETTER = /\p{Letter}/u;
const PLACE = /^[^\p{Control}]{1,64}$/u;
const DOCUMENT = /^[0-9A-Za-z\u0400-\u0481\u048a-\u052f]{4,32}$/;
const OLDEST_BIRTH = "1890-01-01";

/** Checks one row; `date`: of the file. Texts keep the register's spelling, without blanks around them; the document its letters and digits. */
export function readRow(fields: Fields, date: string): Result<RegisterRow, RowFault> {
  const text = trimmed(fields);
  if (Object.values(text).some((value) => value.includes("\ufffd"))) return err("ENCODING");
  const change = changeOf(text.change);
  if (change === undefined) return err("CHANGE");
  if (!parsePersonId(text.id).ok) return err("ID");
  if (change === "remove") return REASONS.test(text.reason) ? ok(removal(text)) : err("REASON");
  const document = plainDocument(text.document);
  if (!isName(text.family)) return err("FAMILY");
  if (!isName(text.given)) return err("GIVEN");
  if (text.patronymic !== "" && !NAME.test(text.patronymic)) return err("PATRONYMIC");
  if (!isBirthDate(text.birth_date, date)) return err("BIRTH_DATE");
  if (!DOCUMENT.test(document)) return err("DOCUMENT");
  if (!PLACE.test(text.district)) return err("DISTRICT");
  if (!PLACE.test(text.station)) return err("STATION");
  return ok({
    ...text,
    change,
    document,
    removed: null,
    document_key: documentKey(document),
    name_key: nameKey(text),
  });
}

function trimmed(fields: Fields): Fields {
  const pairs = CHANGE_COLUMNS.map((column) => [column, fields[column].normalize("NFC").trim()] as const);
  return Object.fromEntries(pairs) as Fields;
}

const changeOf = (text: string): RegisterRow["change"] | undefined =>
  text === "add" || text === "update" || text === "remove" ? text : undefined;

/** Of somebody removed nothing but number and reason is read. */
const removal = ({ id, reason }: Fields): RegisterRow => ({
  change: "remove",
  id,
  removed: reason,
  family: "",
  given: "",
  patronymic: "",
  birth_date: "",
  document: "",
  district: "",
  station: "",
  document_key: "",
  name_key: "",
});

const isName = (text: string): boolean => NAME.test(text) && HAS_LETTER.test(text);

/** A day of the calendar, and not after the file was made. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

const isBirthDate = (text: string, date: string): boolean =>
  isDay(text) && text >= OLDEST_BIRTH && text <= date;
