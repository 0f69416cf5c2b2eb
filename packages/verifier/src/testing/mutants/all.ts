import { sha256, utf8 } from "@veche/base";
import type { RecordMaker } from "../maker.ts";
import { ballotMutants } from "./ballot.ts";
import { ceremonyMutants, deadlineMutants } from "./ceremony.ts";
import { checkpointMutants } from "./checkpoint.ts";
import { closedCorpus, deadlineCorpus, finish, partsCorpus } from "./corpus.ts";
import { encodingMutants, formMutants, rawMutants, signatureMutants } from "./generic.ts";
import { manifestMutants } from "./manifest.ts";
import type { Mutant } from "./mutant.ts";
import { phaseMutants } from "./phases.ts";
import { partsMutants, setupMutants } from "./setup.ts";
import { tallyMutants } from "./tally.ts";
import { courseMutants } from "./vote.ts";

/** The records from which mutants are made. */
export type Corpora = {
  readonly whole: RecordMaker;
  readonly deadline: RecordMaker;
  readonly parts: RecordMaker;
};

export const makeCorpora = (): Corpora => ({
  whole: finish(closedCorpus()),
  deadline: deadlineCorpus(),
  parts: partsCorpus(),
});

/** All mutants by chapter. */
export const GROUPS = {
  ceremony: ({ whole, deadline }: Corpora) => [...ceremonyMutants(whole), ...deadlineMutants(deadline)],
  setup: ({ whole, parts }: Corpora) => [...setupMutants(whole), ...partsMutants(parts)],
  course: ({ whole }: Corpora) => courseMutants(whole),
  phases: ({ whole, deadline, parts }: Corpora) => phaseMutants(whole, [deadline, parts]),
  ballot: ({ whole }: Corpora) => ballotMutants(whole),
  tally: ({ whole }: Corpora) => tallyMutants(whole),
  form: ({ whole, deadline, parts }: Corpora) => [
    ...formMutants(whole),
    ...formMutants(deadline).filter((one) => one.field.startsWith("deadline.")),
    ...formMutants(parts).filter((one) => one.field.startsWith("part.")),
  ],
  encoding: ({ whole, deadline }: Corpora) => [
    ...encodingMutants(whole),
    ...rawMutants(whole),
    ...encodingMutants(deadline).filter((one) => one.field.startsWith("deadline.")),
  ],
  signature: ({ whole, deadline }: Corpora) => [
    ...signatureMutants(whole),
    ...signatureMutants(deadline).filter((one) => one.field.startsWith("deadline.")),
  ],
  checkpoint: ({ whole }: Corpora) => checkpointMutants(whole),
  manifest: (_: Corpora) => manifestMutants(),
} as const satisfies { readonly [group: string]: (corpora: Corpora) => readonly Mutant[] };

export type Group = keyof typeof GROUPS;

export const allMutants = (corpora: Corpora): readonly Mutant[] =>
  Object.values(GROUPS).flatMap((group: (corpora: Corpora) => readonly Mutant[]) => group(corpora));

/**
 * A share of mutants, the same in every run: of each field and reason the first, and of the rest one in `of`.
 * All of them are verified by `npm run mutants`.
 */
export function share(mutants: readonly Mutant[], of: number): readonly Mutant[] {
  const seen = new Set<string>();
  return mutants.filter(({ field, name, refusal }) => {
    // Fields of the same name in different types are one kind: time, role, signature.
    const kind = `${field.replace(/^[a-z-]+\./, "")} ${refusal.check} ${refusal.code}`;
    const first = !seen.has(kind);
    seen.add(kind);
    return first || (sha256(utf8(`${field} ${name}`))[0] ?? 0) % of === 0;
  });
}
