import { documentKey, foldName, nameKey } from "./folding.ts";

/** Columns of a person in the register, and of an account as the identity provider describes its owner. */
export type Identity = {
  readonly family: string;
  readonly given: string;
  readonly patronymic: string;
  /** YYYY-MM-DD */
  readonly birth_date: string;
  readonly document: string;
};

export type Registered = Identity & { readonly id: string; readonly removed: string | null };

export type Match<P extends Registered> =
  | { readonly kind: "matched"; readonly person: P }
  | { readonly kind: "NOT_IN_REGISTER" | "NAME_DIFFERS" | "BIRTH_DATE_DIFFERS" | "REMOVED_FROM_REGISTER" };

/**
 * Whom of the register an account belongs to (PROTOCOL 6.1). The document decides who is meant, name and date of birth must then
 * agree; namesakes never match. `persons`: those with the account's `documentKey`, or more. Of several the one with the lowest
 * number, so that the same account always meets the same person.
 */
export function matchPerson<P extends Registered>(account: Identity, persons: readonly P[]): Match<P> {
  const key = documentKey(account.document);
  const owners = persons
    .filter(({ document }) => key !== "" && documentKey(document) === key)
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  if (owners.length === 0) return { kind: "NOT_IN_REGISTER" };
  const named = owners.filter((person) => isSameName(account, person));
  if (named.length === 0) return { kind: "NAME_DIFFERS" };
  const same = named.filter((person) => person.birth_date === account.birth_date);
  if (same.length === 0) return { kind: "BIRTH_DATE_DIFFERS" };
  const person = same.find(({ removed }) => removed === null);
  return person === undefined ? { kind: "REMOVED_FROM_REGISTER" } : { kind: "matched", person };
}

/** A patronymic that one side does not have says nothing. */
function isSameName(one: Identity, other: Identity): boolean {
  const [first, second] = [foldName(one.patronymic), foldName(other.patronymic)];
  return nameKey(one) === nameKey(other) && (first === second || first === "" || second === "");
}
