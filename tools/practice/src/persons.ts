import type { TestPerson } from "./identity/test-person.ts";

/** A test person, where the state register has them, and what the table of the start says of them. */
export type PracticePerson = TestPerson & {
  /** Nothing: the register does not have this person. */
  readonly district: "1" | "2" | undefined;
  readonly station: string;
  readonly note: { readonly en: string; readonly ru: string };
};

const OPENED = Date.UTC(2019, 4, 14);

const ON_ROLL_1 = { en: "on the roll of A: Sophia Side", ru: "в списке A: Софийская сторона" };
const ON_ROLL_2 = { en: "on the roll of A: Market Side", ru: "в списке A: Торговая сторона" };

/** Nobody in this list exists; their telephones are in a range that is given to nobody. */
export const PERSONS: readonly PracticePerson[] = [
  person(1, ["Волкова", "Анна", "Сергеевна"], "1984-03-09", "1", ON_ROLL_1),
  person(2, ["Семёнов", "Пётр", "Ильич"], "1957-11-23", "2", ON_ROLL_2),
  person(3, ["Archer", "Margaret", ""], "1991-07-02", "1", ON_ROLL_1),
  person(4, ["Ёлкина-Соколова", "Мария", "Олеговна"], "1999-12-30", "2", ON_ROLL_2),
  person(5, ["Юнов", "Дмитрий", "Павлович"], "2011-05-17", "1", {
    en: "too young: an application is refused",
    ru: "младше 18 лет: заявление отклоняется",
  }),
  person(6, ["Чужая", "Ольга", "Игоревна"], "1975-01-20", undefined, {
    en: "not in the register: an application is refused",
    ru: "нет в реестре: заявление отклоняется",
  }),
];

/** Those who have applied for A, and were accepted, before the start. */
export const ON_ROLL_OF_A: readonly PracticePerson[] = PERSONS.slice(0, 4);

function person(
  number: number,
  [family, given, patronymic]: readonly [string, string, string],
  birthDate: string,
  district: PracticePerson["district"],
  note: PracticePerson["note"],
): PracticePerson {
  return {
    id: `test-${number}`,
    family,
    given,
    patronymic,
    birthDate,
    document: `4999 00000${number}`,
    telephone: `+7900000000${number}`,
    email: `test-${number}@practice.example`,
    openedAt: OPENED,
    assurance: 3,
    district,
    station: district === "2" ? "214" : "107",
    note,
  };
}
