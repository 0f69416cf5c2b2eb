import { type Bytes, type CborValue, encodeCbor, sha256 } from "@veche/base";
import { ENTRY_MAX } from "../../form/entry.ts";
import type { ManifestRule } from "../../form/manifest-rules.ts";
import { ROLE } from "../../replay/authority.ts";
import type { Evidence } from "../control.ts";
import { COMMISSION, RecordMaker } from "../maker.ts";
import type { Signer } from "../parties.ts";
import type { NoteSigner } from "../publish.ts";
import { GENESIS, putParts } from "../steps-parts.ts";
import { corpusManifest } from "./corpus.ts";
import type { Mutant, Refusal } from "./mutant.ts";
import { fieldName, type Path, withAt } from "./walk.ts";

/** Who signs a definition, and who the checkpoint over it; those whom the corpus manifest asks unless given. */
export type DefinitionSigners = {
  readonly people?: readonly Signer[];
  readonly notes?: readonly NoteSigner[];
};

/** The definition of an election by any value whatever, signed under the id that it has. */
export function defined(manifest: CborValue | Bytes, { people, notes }: DefinitionSigners = {}): RecordMaker {
  const bytes = manifest instanceof Uint8Array ? manifest : new Uint8Array(encodeCbor(manifest));
  // The maker knows the honest manifest, whose keys are the same, and signs under the id of the other.
  const maker = Object.assign(new RecordMaker(corpusManifest(), "definition"), { electionId: sha256(bytes) });
  const signers = people ?? [...GENESIS, ...COMMISSION];
  if (bytes.length <= ENTRY_MAX) maker.add("define", { manifest: bytes }, signers);
  else putParts(maker, maker.transaction("define", { manifest: bytes }, signers), [ROLE.genesis, 1]);
  if (notes !== undefined) maker.signers = notes;
  return maker;
}

/** Parts in which the definition of so long a manifest comes. */
export const partsOf = (manifest: CborValue): number => defined(manifest).entries.length;

export const definitionOf = (manifest: CborValue | Bytes, signers?: DefinitionSigners): Evidence => {
  const maker = defined(manifest, signers);
  return { files: maker.files(), electionId: maker.electionId };
};

export const refusal = (code: Refusal["code"], rule: string, more: Partial<Refusal> = {}): Refusal => ({
  check: "V05",
  code,
  where: 0,
  detail: rule,
  ...more,
});
export const FORM = refusal("MANIFEST_FORM", "02.2.1");

/** Takes down mutants of the corpus manifest. */
export class ManifestTable {
  readonly mutants: Mutant[] = [];
  readonly #honest = corpusManifest();

  row(path: Path, name: string, value: CborValue, expected: Refusal, signers?: DefinitionSigners): void {
    const make = (): Evidence => definitionOf(value, signers);
    this.mutants.push({ field: `manifest.${fieldName(path)}`, name, refusal: expected, make });
  }

  form(path: Path, name: string, change: (old: never) => CborValue | undefined): void {
    this.row(
      path,
      name,
      withAt(this.#honest, path, (old) => change(old as never)),
      FORM,
    );
  }

  rule(
    rule: ManifestRule,
    path: Path,
    name: string,
    change: (old: never) => CborValue,
    more: Partial<Refusal> = {},
  ): void {
    const value = withAt(this.#honest, path, (old) => change(old as never));
    this.row(path, name, value, refusal("MANIFEST_RULE", rule, more));
  }
}
