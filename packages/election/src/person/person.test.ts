import assert from "node:assert/strict";
import { test } from "node:test";
import { encodeCbor, expectOk, toHex } from "@veche/base";
import { decodePersonRecord, encodePersonRecord, type PersonRecord, parsePersonId } from "./index.ts";

const person: PersonRecord = {
  family: "Иванова",
  given: "Анна",
  patronymic: "Петровна",
  birthDate: "1980-02-29",
  document: "4509123456",
};

test("a person record is a CBOR array of five texts", () => {
  const bytes = expectOk(encodePersonRecord(person), "record");
  assert.equal(toHex(bytes), toHex(encodeCbor(Object.values(person))));
  assert.deepEqual(expectOk(decodePersonRecord(bytes), "record"), person);
  const short = { ...person, patronymic: "", document: "IIАБ123456" };
  assert.deepEqual(
    expectOk(decodePersonRecord(expectOk(encodePersonRecord(short), "record")), "record"),
    short,
  );
});

const wrong: readonly (readonly [keyof PersonRecord, string])[] = [
  ["family", ""],
  ["given", ""],
  ["birthDate", "29.02.1980"],
  ["birthDate", "1980-2-29"],
  ["document", "45 09 123456"],
  ["document", ""],
  // The sign of thousands and the combining marks of the block are no letters.
  ["document", "АБ\u0482"],
  ["document", "А\u0483123456"],
];

for (const [field, value] of wrong) {
  test(`no record with ${field} "${value}"`, () => {
    const made = encodePersonRecord({ ...person, [field]: value });
    assert.deepEqual(made, { ok: false, error: { code: "PERSON_RECORD_MALFORMED", field } });
    const forged = encodeCbor(Object.values({ ...person, [field]: value }));
    assert.equal(decodePersonRecord(forged).ok, false);
  });
}

test("§01.1.2 no record with a text that nobody could decode", () => {
  for (const family of ["\u{feff}Иванова", "Иванова\ud800"]) {
    const made = encodePersonRecord({ ...person, family });
    assert.deepEqual(made, { ok: false, error: { code: "PERSON_RECORD_MALFORMED", field: "family" } });
  }
});

test("other bytes are no record", () => {
  assert.equal(decodePersonRecord(new Uint8Array(0)).ok, false);
  assert.equal(decodePersonRecord(encodeCbor(["a", "b", "c", "2000-01-01"])).ok, false);
  assert.equal(decodePersonRecord(encodeCbor({})).ok, false);
});

test("person ids", () => {
  assert.equal(parsePersonId("0f3a-22").ok, true);
  for (const text of ["", "a b", "a".repeat(65), "ж"]) assert.equal(parsePersonId(text).ok, false);
});
