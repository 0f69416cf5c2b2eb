import { type Bytes, concat, sha256, toHex, u32 } from "@veche/base";
import type { ElectionContext, ElectionForm } from "../bulk/election-context.ts";
import type { BallotLayout } from "../form/layout.ts";
import type { Manifest } from "../form/manifest.ts";
import type { ElectionKeys } from "./ceremony-state.ts";
import type { Election } from "./election.ts";

/** By what a context can be told from the one before. Sets and moduli only ever become more. */
type Marks = {
  readonly keys: ElectionKeys | undefined;
  readonly sets: number;
  readonly moduli: number;
};

/** What the manifest alone says (§05, §06.2). */
export function formOf(
  manifest: Manifest,
  electionId: Bytes,
  layouts: readonly BallotLayout[],
): ElectionForm {
  return {
    electionId,
    origin: manifest.origin,
    issueKey: manifest.registrar.issueKey,
    issuers: manifest.issuers.active.length,
    styles: layouts.map((layout, i) => ({ id: manifest.styles[i]?.id ?? "", layout })),
  };
}

/** Makes what workers need to know of an election, anew whenever something in it has changed. */
export class ContextKeeper {
  readonly #form: ElectionForm;
  #last: { readonly marks: Marks; readonly context: ElectionContext } | undefined;

  constructor(manifest: Manifest, electionId: Bytes, layouts: readonly BallotLayout[]) {
    this.#form = formOf(manifest, electionId, layouts);
  }

  of(election: Election): ElectionContext {
    const { ceremony, issuerSets, moduli } = election;
    const { keys } = ceremony;
    const last = this.#last;
    if (
      last !== undefined &&
      last.marks.keys === keys &&
      last.marks.sets === issuerSets.length &&
      last.marks.moduli === moduli.size
    ) {
      return last.context;
    }
    const context = makeContext(this.#form, { electionKey: keys?.key, moduli: modulusTable(election) });
    this.#last = { marks: { keys, sets: issuerSets.length, moduli: moduli.size }, context };
    return context;
  }
}

/** Threads may know contexts of other records: the name is a hash of all that differs between any two. */
export function makeContext(form: ElectionForm, keys: ElectionContext["keys"]): ElectionContext {
  const { electionKey, moduli } = keys;
  const parts = [form.electionId, electionKey ?? new Uint8Array(1)];
  for (const set of moduli) {
    parts.push(u32(set.length));
    for (const members of set) parts.push(u32(members?.length ?? 0), ...(members ?? []));
  }
  return { name: toHex(sha256(concat(...parts))), form, keys };
}

function modulusTable({
  issuerSets,
  styles,
}: Election): readonly (readonly (readonly Bytes[] | undefined)[])[] {
  return issuerSets.map((set) =>
    styles.map((style) => {
      const known = set.flatMap((issuer) => style.moduli.get(issuer) ?? []);
      return known.length === set.length ? known : undefined;
    }),
  );
}
