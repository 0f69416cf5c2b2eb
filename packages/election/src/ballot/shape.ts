import { assert } from "@veche/base";
import type { BallotStyle, Manifest } from "../manifest/types.ts";

/** What the manifest fixes about the ballots of one style: every count and every offset (§05.1 – §05.3). */
export type BallotShape = {
  readonly style: number;
  readonly styleId: string;
  readonly contests: readonly ContestShape[];
  /** In the order in which the ballot carries them (§05.2.6), knowledge of x left out. */
  readonly proofs: readonly ProofShape[];
  /** Signatures in a token: t of §05.3.1. */
  readonly tokenCount: number;
  readonly ciphertexts: number;
  /** Points among the commitments, the R of §05.2.4 included. */
  readonly commitments: number;
  /** P and Q of §05.3.3. */
  readonly points: number;
  readonly scalars: number;
  /** Bytes of a ballot (§05.3.3). */
  readonly length: number;
};

export type ContestShape = {
  /** Index in the manifest. */
  readonly contest: number;
  readonly options: number;
  readonly min: number;
  readonly max: number;
  /** N of §05.1.1: all options, or all but the implied last one. */
  readonly encrypted: number;
  readonly implied: boolean;
  /** I of §05.2.1 is leastSum … mostSum: what the encrypted votes may add up to. */
  readonly leastSum: number;
  readonly mostSum: number;
  readonly hasSumProof: boolean;
};

/** A proof that the sum of the ciphertexts `from … to−1` of the ballot encrypts one of `values` (ascending). */
export type ProofShape = { readonly from: number; readonly to: number; readonly values: readonly number[] };

export const BALLOT_VERSION = 1;
export const TOKEN_SIGNATURE_BYTES = 256;
/** version ‖ style ‖ seq ‖ set ‖ X (§05.3.1). */
export const BALLOT_HEAD_BYTES = 38;
const ELEMENT_BYTES = 32;
/** §05.4.4: what a cast entry adds to its ballot at most. */
const CAST_FRAME_BYTES = 40;

const known = new WeakMap<Manifest, Map<number, BallotShape>>();

/** The shape of a style that the manifest has; computed once for each manifest. */
export function ballotShape(manifest: Manifest, style: number): BallotShape {
  const shapes = known.get(manifest) ?? new Map<number, BallotShape>();
  known.set(manifest, shapes);
  const shape = shapes.get(style) ?? computeShape(manifest, style);
  shapes.set(style, shape);
  return shape;
}

/**
 * The longest cast entry of a style, in bytes (§05.4.4). Arithmetic only: a manifest is judged by it before it is
 * known to be of a bearable size.
 */
export function castLength(manifest: Manifest, style: number): number {
  return countsOf(manifest, contestShapes(manifest, style)).length + CAST_FRAME_BYTES;
}

function computeShape(manifest: Manifest, style: number): BallotShape {
  const contests = contestShapes(manifest, style);
  const styleId = (manifest.styles[style] as BallotStyle).id;
  return { style, styleId, contests, proofs: proofsOf(contests), ...countsOf(manifest, contests) };
}

function contestShapes(manifest: Manifest, style: number): readonly ContestShape[] {
  const ballotStyle = manifest.styles[style];
  assert(ballotStyle !== undefined, `the manifest has no style ${style}`);
  return ballotStyle.contests.map((contest) => contestShape(manifest, contest));
}

function contestShape(manifest: Manifest, contest: number): ContestShape {
  const definition = manifest.contests[contest];
  assert(definition !== undefined, `the manifest has no contest ${contest}`);
  const { min, max } = definition;
  const options = definition.options.length;
  // §05.1.1
  const implied = min === max;
  const encrypted = options - (implied ? 1 : 0);
  // §05.2.1
  const leastSum = implied ? max - 1 : min;
  const mostSum = Math.min(max, encrypted);
  const hasSumProof = leastSum > 0 || mostSum < encrypted;
  return { contest, options, min, max, encrypted, implied, leastSum, mostSum, hasSumProof };
}

type Counts = Pick<
  BallotShape,
  "tokenCount" | "ciphertexts" | "commitments" | "points" | "scalars" | "length"
>;

/** §05.3.3. */
function countsOf(manifest: Manifest, contests: readonly ContestShape[]): Counts {
  const tokenCount = manifest.issuers.active.length;
  let ciphertexts = 0;
  let commitments = 1;
  let scalars = 1;
  for (const { encrypted, hasSumProof, leastSum, mostSum } of contests) {
    const branches = hasSumProof ? mostSum - leastSum + 1 : 0;
    ciphertexts += encrypted;
    commitments += 4 * encrypted + 2 * branches;
    scalars += 3 * encrypted + Math.max(0, 2 * branches - 1);
  }
  const points = 2 * ciphertexts + commitments;
  const length = BALLOT_HEAD_BYTES + TOKEN_SIGNATURE_BYTES * tokenCount + ELEMENT_BYTES * (points + scalars);
  return { tokenCount, ciphertexts, commitments, points, scalars, length };
}

const BIT: readonly number[] = [0, 1];

/** §05.2.6: in each contest the bit proofs, then the sum proof. */
function proofsOf(contests: readonly ContestShape[]): readonly ProofShape[] {
  const proofs: ProofShape[] = [];
  let first = 0;
  for (const { encrypted, hasSumProof, leastSum, mostSum } of contests) {
    const end = first + encrypted;
    for (let at = first; at < end; at++) proofs.push({ from: at, to: at + 1, values: BIT });
    if (hasSumProof) {
      const values = Array.from({ length: mostSum - leastSum + 1 }, (_, i) => leastSum + i);
      proofs.push({ from: first, to: end, values });
    }
    first = end;
  }
  return proofs;
}
