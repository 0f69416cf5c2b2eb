import type { Manifest } from "../types.ts";

/** A rule of §02.2 by its clause: the first reason against a manifest, or nothing. */
export type Rule = {
  readonly clause: ManifestRule;
  readonly objection: (manifest: Manifest) => string | undefined;
};

/** The clauses of §02.2 that a manifest can break, and §02.1.1: it must hash to the id it was asked for by. */
export type ManifestRule =
  | "02.1.1"
  | "02.2.1"
  | "02.2.2"
  | "02.2.3"
  | "02.2.4"
  | "02.2.5"
  | "02.2.6"
  | "02.2.7"
  | "02.2.8"
  | "02.2.9"
  | "02.2.10"
  | "02.2.11";

export const isBetween = (value: number, min: number, max: number): boolean => value >= min && value <= max;

export function isStrictlyAscending(values: readonly number[]): boolean {
  return values.every((value, at) => at === 0 || (values[at - 1] as number) < value);
}

/** The first value that stands twice. */
export function firstRepeated<T>(values: Iterable<T>): T | undefined {
  const seen = new Set<T>();
  for (const value of values) {
    if (seen.has(value)) return value;
    seen.add(value);
  }
  return undefined;
}
