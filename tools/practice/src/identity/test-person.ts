import type { ClaimMap } from "@veche/registrar/portal";

/** Somebody who does not exist: what the practice provider says of a person. */
export type TestPerson = {
  readonly id: string;
  readonly family: string;
  readonly given: string;
  readonly patronymic: string;
  /** YYYY-MM-DD */
  readonly birthDate: string;
  readonly document: string;
  /** E.164, or empty. */
  readonly telephone: string;
  readonly email: string;
  /** When the account was opened, ms. */
  readonly openedAt: number;
  readonly assurance: 1 | 2 | 3;
};

export const PRACTICE_SCOPE = "openid person";
const LEVELS = { 1: "self", 2: "remote", 3: "in-person" } as const;

/** Claims as the practice provider sends them; those of `PRACTICE_CLAIMS`. */
export const claimsOf = (person: TestPerson): Readonly<Record<string, string | number>> => ({
  sub: person.id,
  family_name: person.family,
  given_name: person.given,
  middle_name: person.patronymic,
  birthdate: person.birthDate,
  document: person.document,
  phone_number: person.telephone,
  email: person.email,
  account_opened_at: Math.floor(person.openedAt / 1000),
  assurance: LEVELS[person.assurance],
});

/** The claim map that the registrar is given for the practice provider. */
export const PRACTICE_CLAIMS: ClaimMap = {
  family: ["family_name"],
  given: ["given_name"],
  patronymic: ["middle_name"],
  birthDate: ["birthdate"],
  document: [["document"]],
  telephone: ["phone_number"],
  email: ["email"],
  openedAt: ["account_opened_at"],
  assurance: { claim: ["assurance"], levels: { self: 1, remote: 2, "in-person": 3 } },
};
