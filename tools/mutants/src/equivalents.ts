import { readFileSync } from "node:fs";
import type { CodeMutant } from "./instrument.ts";
import type { Result } from "./run.ts";

/** A mutant that no record can show, and why. It is named by its text, so that it moves with the file. */
export type Equivalent = {
  readonly file: string;
  /** Text of the site, white space as single spaces. */
  readonly source: string;
  readonly names: readonly string[];
  readonly because: string;
};

export function equivalents(): readonly Equivalent[] {
  return JSON.parse(
    readFileSync(new URL("../equivalents.json", import.meta.url), "utf8"),
  ) as readonly Equivalent[];
}

export const isEquivalent = (mutant: CodeMutant, known: readonly Equivalent[]): boolean =>
  known.some(
    (one) => one.file === mutant.file && one.source === mutant.source && one.names.includes(mutant.name),
  );

/** Names of the list that are no survivors: the list must not hide what could be found. */
export function unusedEquivalents(results: readonly Result[], known: readonly Equivalent[]) {
  const survived = results.filter((one) => one.outcome.killedBy === undefined).map((one) => one.mutant);
  return known.flatMap(({ file, source, names }) =>
    names
      .filter(
        (name) => !survived.some((one) => one.file === file && one.source === source && one.name === name),
      )
      .map((name) => ({ file, source, name })),
  );
}
