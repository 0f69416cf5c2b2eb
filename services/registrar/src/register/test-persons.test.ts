import assert from "node:assert/strict";
import { test } from "node:test";
import { encodePersonRecord, parsePersonId } from "@veche/election/person";
import { documentKey, plainDocument } from "./folding.ts";
import { familyOf, testPerson, testPersons } from "./test-persons.ts";

test("invented persons: the same for the same seed, different documents, both languages, both genders", () => {
  const persons = [...testPersons("a", 20_000)];
  assert.deepEqual(persons[77], testPerson("a", 77));
  assert.notDeepEqual(persons[77], testPerson("b", 77));
  assert.equal(new Set(persons.map(({ document }) => documentKey(document))).size, persons.length);
  assert.equal(new Set(persons.map(({ id }) => id)).size, persons.length);
  const share = (test: (text: string) => boolean, of: "family" | "patronymic"): number =>
    persons.filter((person) => test(person[of])).length / persons.length;
  assert.equal(
    share((text) => /^[A-Za-z' -]+$/.test(text), "family"),
    0.1,
  );
  assert.ok(Math.abs(share((text) => text.endsWith("на"), "patronymic") - 0.44) < 0.02);
  assert.ok(share((text) => text.includes("-"), "family") > 0.01);
  assert.deepEqual(new Set(persons.map(({ district }) => district)), new Set(["1", "2"]));
});

test("every invented person can stand in a register and on a roll", () => {
  for (const { id, family, given, patronymic, birth_date: birthDate, document } of testPersons("c", 2_000)) {
    assert.ok(parsePersonId(id).ok);
    const record = { family, given, patronymic, birthDate, document: plainDocument(document) };
    assert.ok(encodePersonRecord(record).ok, JSON.stringify(record));
  }
});

test("women's families", () => {
  const forms = [
    "Иванов",
    "Фёдоров",
    "Королёв",
    "Синицын",
    "Покровский",
    "Троицкий",
    "Шевченко",
    "Черных",
    "Сафин",
  ];
  assert.deepEqual(
    forms.map((family) => familyOf(family, true)),
    ["Иванова", "Фёдорова", "Королёва", "Синицына", "Покровская", "Троицкая", "Шевченко", "Черных", "Сафина"],
  );
  assert.deepEqual(
    forms.map((family) => familyOf(family, false)),
    forms,
  );
});
