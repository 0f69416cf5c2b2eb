import { type Refusal, refuse } from "../format/outcome.ts";
import type { Work } from "../work.ts";

/** Code 17 for the parties and styles that bodies name. */
export function unknownTrustee(work: Work, trustee: number): Refusal | undefined {
  return unknownIndex("trustee", trustee, work.manifest.trustees.members.length);
}

export function unknownIssuer(work: Work, issuer: number): Refusal | undefined {
  return unknownIndex("issuer", issuer, work.manifest.issuers.members.length);
}

export function unknownStyle(work: Work, style: number): Refusal | undefined {
  if (style < work.manifest.styles.length) return undefined;
  return refuse("UNKNOWN_REFERENCE", `no ballot style ${style}`);
}

/** §00.1.1: parties count from 1. */
function unknownIndex(what: string, index: number, count: number): Refusal | undefined {
  if (index >= 1 && index <= count) return undefined;
  return refuse("UNKNOWN_REFERENCE", `no ${what} ${index}`);
}

/** The first refusal of several references. */
export function firstUnknown<T>(
  values: readonly T[],
  check: (value: T) => Refusal | undefined,
): Refusal | undefined {
  for (const value of values) {
    const refusal = check(value);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}
