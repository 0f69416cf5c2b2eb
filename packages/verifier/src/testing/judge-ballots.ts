import { type Bytes, concat, encodeCbor, u16 } from "@veche/base";
import { createKernel } from "@veche/group/kernel";
import { VERDICT } from "../bulk/batch.ts";
import type { ElectionForm } from "../bulk/election-context.ts";
import { judgeBundles } from "../bulk/judge-bundles.ts";
import { seededBytes } from "./random.ts";

export type BallotVerdict = { readonly form: boolean; readonly token: boolean; readonly proof: boolean };

const kernel = createKernel();
/** Sets are named by two bytes. */
const SETS = 2 ** 16;
let contexts = 0;

/** Judges ballots as the entries of one bundle; `moduli`: for each style, of every set that a ballot can name. */
export function judgeBallots(
  form: ElectionForm,
  electionKey: Bytes,
  moduli: readonly (readonly Bytes[])[],
  ballots: readonly Bytes[],
): readonly BallotVerdict[] {
  const entries = ballots.map((ballot) => new Uint8Array(encodeCbor([1, ["cast", { ballot }, []]])));
  const bytes = concat(...entries.flatMap((entry) => [u16(entry.length), entry]));
  const { columns } = judgeBundles(
    {
      bytes,
      bundles: [{ bytes: bytes.length, entries: entries.length, hints: -1 }],
      hints: new Uint8Array(0),
      context: {
        name: `vectors ${contexts++}`,
        form,
        keys: { electionKey, moduli: Array.from({ length: SETS }, () => moduli) },
      },
      seed: seededBytes("vectors")(32),
    },
    kernel,
  );
  return [...columns.verdicts].map((verdict) => ({
    form: (verdict & VERDICT.formed) !== 0,
    token: (verdict & VERDICT.token) !== 0,
    proof: (verdict & VERDICT.proof) !== 0,
  }));
}
