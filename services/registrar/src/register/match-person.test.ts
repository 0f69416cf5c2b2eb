import assert from "node:assert/strict";
import { test } from "node:test";
import { encodePersonRecord } from "@veche/election/person";
import fc from "fast-check";
import { documentKey, nameKey, plainDocument } from "./folding.ts";
import { matchPerson, type Registered } from "./match-person.ts";
import { testPerson } from "./test-persons.ts";

const person: Registered = {
  id: "r-1",
  family: "Королёва-Чёрных",
  given: "Алёна Мария",
  patronymic: "Семёновна",
  birth_date: "1980-02-29",
  document: "4509 123456",
  removed: null,
};
const kindOf = (account: Partial<Registered>, persons: readonly Registered[] = [person]): string =>
  matchPerson({ ...person, ...account }, persons).kind;

const same: readonly Partial<Registered>[] = [
  {},
  { family: "КОРОЛЕВА-ЧЕРНЫХ", given: "алена мария" },
  { family: "Королёва Чёрных", given: "Алёна-Мария" },
  { family: "Королёва – Чёрных" },
  { family: "Короле\u0308ва-Че\u0308рных" },
  { family: "Kopoлёвa-Чёpныx" },
  { patronymic: "" },
  { patronymic: "-" },
  { patronymic: "СЕМЕНОВНА" },
  { document: "4509123456" },
  { document: "45 09 №123456" },
  { document: " 4509 № 123456 " },
  { document: "4509-123456" },
];
for (const change of same) {
  test(`the same person: ${JSON.stringify(change)}`, () => assert.equal(kindOf(change), "matched"));
}

const different: readonly (readonly [string, Partial<Registered>])[] = [
  ["NAME_DIFFERS", { family: "Королёва" }],
  ["NAME_DIFFERS", { family: "Чёрных-Королёва" }],
  ["NAME_DIFFERS", { given: "Алина Мария" }],
  ["NAME_DIFFERS", { patronymic: "Петровна" }],
  ["NAME_DIFFERS", { family: "", given: "" }],
  ["BIRTH_DATE_DIFFERS", { birth_date: "1980-02-28" }],
  ["NAME_DIFFERS", { family: "Иванова", birth_date: "1980-02-28" }],
  ["NOT_IN_REGISTER", { document: "4509123457" }],
  ["NOT_IN_REGISTER", { document: "" }],
  ["NOT_IN_REGISTER", { document: "№" }],
];
for (const [kind, change] of different) {
  test(`${kind}: ${JSON.stringify(change)}`, () => assert.equal(kindOf(change), kind));
}

test("nobody is found in an empty register, and no empty document finds an empty document", () => {
  assert.equal(kindOf({}, []), "NOT_IN_REGISTER");
  assert.equal(kindOf({ document: "" }, [{ ...person, document: "" }]), "NOT_IN_REGISTER");
});

test("who was removed is told so, unless the register has them again under another number", () => {
  const removed = { ...person, removed: "moved" };
  assert.equal(kindOf({}, [removed]), "REMOVED_FROM_REGISTER");
  const again = { ...person, id: "r-2" };
  assert.deepEqual(matchPerson(person, [removed, again]), { kind: "matched", person: again });
});

test("of several the lowest number is met, in whatever order they come", () => {
  const persons = ["r-3", "r-1", "r-2"].map((id) => ({ ...person, id }));
  for (const order of [persons, [...persons].reverse()]) {
    const match = matchPerson(person, order);
    assert.equal(match.kind === "matched" && match.person.id, "r-1");
  }
});

/** What happens to a name or number on its way through forms and keyboards. */
const SPELLINGS: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => text.toUpperCase(),
  (text) => text.toLowerCase(),
  (text) => text.replaceAll("ё", "е").replaceAll("Ё", "Е"),
  (text) => text.normalize("NFD"),
  (text) => text.replaceAll("-", " "),
  (text) => text.replaceAll(" ", "-"),
  (text) => text.replaceAll("-", " - "),
  (text) => `  ${text.replaceAll(" ", "\u00a0")} `,
  (text) => swap(text, "АВЕКМНОРСТХаеорсху", "ABEKMHOPCTXaeopcxy"),
  (text) => swap(text, "ABEKMHOPCTXaeopcxy", "АВЕКМНОРСТХаеорсху"),
];
const swap = (text: string, from: string, to: string): string =>
  Array.from(text, (letter) => to[from.indexOf(letter)] ?? letter).join("");

const spelling = fc.constantFrom(...SPELLINGS);
const anybody = fc.nat(1_000_000).map((at) => ({ ...testPerson("match", at), removed: null }));

test("any spelling of anybody, twice over, is still the same person", () => {
  fc.assert(
    fc.property(anybody, spelling, spelling, fc.boolean(), (somebody, first, second, isPatronymicKnown) => {
      const spell = (text: string): string => second(first(text));
      const account = {
        family: spell(somebody.family),
        given: spell(somebody.given),
        patronymic: isPatronymicKnown ? spell(somebody.patronymic) : "",
        birth_date: somebody.birth_date,
        document: spell(somebody.document),
      };
      assert.deepEqual(matchPerson(account, [somebody]), { kind: "matched", person: somebody });
    }),
  );
});

test("a Latin letter under dots stands for ё, composed or not", () => {
  const key = nameKey({ family: "Пётр", given: "Семёнов" });
  for (const e of ["\u00eb", "e\u0308", "\u0435\u0308", "\u0451", "е"]) {
    assert.equal(nameKey({ family: `П${e}тр`, given: `Сем${e}нов` }), key, e);
  }
});

test("two people never match: of two of the register each document finds its owner alone", () => {
  fc.assert(
    fc.property(anybody, anybody, (one, other) => {
      fc.pre(one.id !== other.id);
      assert.deepEqual(matchPerson(one, [other, one]), { kind: "matched", person: one });
      assert.equal(matchPerson(one, [other]).kind, "NOT_IN_REGISTER");
    }),
  );
});

test("keys of keys are keys; a document that the roll can hold stays one", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), fc.string({ unit: "grapheme" }), (one, other) => {
      const key = nameKey({ family: one, given: other });
      const [family = "", given = ""] = key.split("|");
      assert.equal(nameKey({ family, given }), key);
      assert.equal(key.split("|").length, 2);
      assert.equal(documentKey(documentKey(one)), documentKey(one));
      assert.equal(documentKey(plainDocument(one)), documentKey(one));
    }),
  );
  const { family, given, patronymic, birth_date: birthDate, document } = person;
  const plain = { family, given, patronymic, birthDate, document: plainDocument(document) };
  assert.ok(encodePersonRecord(plain).ok);
  assert.ok(!encodePersonRecord({ ...plain, document }).ok, "positive control");
});
