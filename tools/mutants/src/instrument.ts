import { type Site, sitesOf } from "./sites.ts";

/** A mutant of the verifier: one variant at one site. */
export type CodeMutant = {
  readonly id: number;
  /** Where the site begins and ends in the file. */
  readonly site: string;
  readonly file: string;
  readonly line: number;
  readonly source: string;
  readonly statement: string;
  readonly name: string;
};

export type Instrumented = { readonly source: string; readonly mutants: readonly CodeMutant[] };

/** The function that tells whether a mutant is the active one, and notes that its site was reached. */
export const SWITCH = "globalThis.__mutant";

/**
 * The file with all its mutants in it, each behind a switch: a mutant is chosen at run time, so that nothing is
 * loaded twice. `first`: number of the first mutant of this file.
 */
export function instrument(file: string, source: string, first: number): Instrumented {
  const mutants: CodeMutant[] = [];
  const sites = sitesOf(file, source);
  const numbered = sites.map((site) => {
    const ids = site.variants.map(({ name }) => {
      const id = first + mutants.length;
      mutants.push({
        id,
        site: `${site.start}-${site.end}`,
        file,
        line: site.line,
        source: oneLine(site.source),
        statement: site.statement,
        name,
      });
      return id;
    });
    return { site, ids };
  });
  return { source: rewrite(source, numbered, 0, source.length), mutants };
}

const oneLine = (text: string): string => text.replaceAll(/\s+/g, " ");

type Numbered = { readonly site: Site; readonly ids: readonly number[] };

/** Sites nest: an inner one is rewritten inside the text of the outer one, where no mutant is active. */
function rewrite(source: string, sites: readonly Numbered[], from: number, to: number): string {
  let out = "";
  let at = from;
  for (let i = 0; i < sites.length; i++) {
    const { site, ids } = sites[i] as Numbered;
    if (site.start < at || site.end > to) continue;
    const inside = sites
      .slice(i + 1)
      .filter((one) => one.site.start >= site.start && one.site.end <= site.end);
    const original = rewrite(source, inside, site.start, site.end);
    const choices = site.variants.map(({ text }, n) => `${SWITCH}(${ids[n]}) ? (${text}) : `).join("");
    out += `${source.slice(at, site.start)}(${choices}(${original}))`;
    at = site.end;
  }
  return out + source.slice(at, to);
}
