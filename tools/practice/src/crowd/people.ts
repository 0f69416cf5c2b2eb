import { ON_ROLL_OF_A, type PracticePerson } from "../persons.ts";

const FIRST_TELEPHONE = 79_010_000_000;

/** People who do not exist, as many as one likes: entitled in both districts by turns, each with a telephone and a document of their own. */
export function crowdOf(count: number): readonly PracticePerson[] {
  const [like] = ON_ROLL_OF_A;
  if (like === undefined) throw new RangeError("nobody to be like");
  return Array.from({ length: count }, (_, at) => {
    const number = String(at + 1).padStart(6, "0");
    return {
      ...like,
      id: `crowd-${at + 1}`,
      family: "Вечевой",
      given: "Иван",
      patronymic: "Иванович",
      birthDate: "1980-05-05",
      document: `4801 ${number}`,
      telephone: `+${FIRST_TELEPHONE + at}`,
      email: `crowd-${at + 1}@practice.example`,
      district: at % 2 === 0 ? "1" : "2",
    };
  });
}
