import { err, ok, type Result } from "@veche/base";

/** Body of `issuer-set` (§04.3.1): issuer `out` leaves the current set, `in` joins it. */
export type Replacement = { readonly in: number; readonly out: number };

/** All sets so far, set 0 first; each ascends by issuer. */
export type IssuerSets = readonly (readonly number[])[];

export type ReplacementError = { readonly code: "ISSUER_SET_INVALID"; readonly reason: string };

/**
 * §04.3.1: the sets with one more. ⚔ At most t − 1 replacements, and nobody returns: at least one issuer of the first
 * set stays, so that t issuers who cheat one after the other never make a token together.
 */
export function replaceIssuer(
  sets: IssuerSets,
  replacement: Replacement,
): Result<IssuerSets, ReplacementError> {
  const current = currentSet(sets);
  if (!current.includes(replacement.out)) return invalid(`issuer ${replacement.out} is not in the set`);
  if (sets.some((set) => set.includes(replacement.in)))
    return invalid(`issuer ${replacement.in} was in a set`);
  if (sets.length - 1 >= current.length - 1) return invalid("no replacement is left");
  const rest = current.filter((issuer) => issuer !== replacement.out);
  return ok([...sets, [...rest, replacement.in].sort((a, b) => a - b)]);
}

/** The sets that follow from the manifest's active set and the replacements on the ledger, in their order. */
export function issuerSetsOf(
  active: readonly number[],
  replacements: readonly Replacement[],
): Result<IssuerSets, ReplacementError> {
  let sets: IssuerSets = [active];
  for (const replacement of replacements) {
    const next = replaceIssuer(sets, replacement);
    if (!next.ok) return next;
    sets = next.value;
  }
  return ok(sets);
}

export const currentSet = (sets: IssuerSets): readonly number[] => sets[sets.length - 1] ?? [];

const invalid = (reason: string): Result<never, ReplacementError> =>
  err({ code: "ISSUER_SET_INVALID", reason });
