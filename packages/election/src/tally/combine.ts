import { assert, type Bytes, concat, err, ok, type Result } from "@veche/base";
import { CIPHERTEXT_BYTES, lagrangeAtZero, SmallLogarithms } from "@veche/crypto";
import { decodePoint, encodeScalar, negateScalar, POINT_BYTES, type Point } from "@veche/group";
import type { Kernel } from "@veche/group/kernel";
import type { ContestShape } from "../ballot/shape.ts";
import type { Election, Manifest } from "../manifest/types.ts";
import { contestOf } from "./aggregates.ts";
import type { Decryption } from "./decryption.ts";
import type { ContestGroups } from "./groups.ts";
import type { ContestResult, ElectionResult, GroupResult } from "./result.ts";

/** `COUNT_IMPOSSIBLE` cannot follow from accepted ballots and valid decryptions: it shows a forged record. */
export type CombineError =
  | { readonly code: "DECRYPTIONS_TOO_FEW"; readonly have: number; readonly need: number }
  | {
      readonly code: "COUNT_IMPOSSIBLE";
      readonly contest: number;
      readonly group: number;
      readonly option: number;
    };

/**
 * The result (§08.5.1) from the decryptions of the first k trustees.
 *
 * @param kernel its table is emptied.
 * @param aggregates `aggregateList` of these groups, 64 bytes each.
 * @param decryptions those with a valid proof, in log order. Later ones change nothing; a second one of a trustee
 *   does not count.
 */
export function combine(
  kernel: Kernel,
  election: Election,
  groups: readonly ContestGroups[],
  aggregates: Bytes,
  decryptions: readonly Decryption[],
): Result<ElectionResult, CombineError> {
  const { electionId, manifest } = election;
  const need = aggregates.length === 0 ? 0 : manifest.trustees.quorum;
  const first = firstOfEach(decryptions).slice(0, need);
  if (first.length < need) return err({ code: "DECRYPTIONS_TOO_FEW", have: first.length, need });
  const reader = new CountReader(open(kernel, aggregates, first), logarithmsFor(manifest, groups));
  const contests: ContestResult[] = [];
  for (const { contest, status, ballots, groups: ofContest } of groups) {
    const results: GroupResult[] = [];
    for (const [at, group] of ofContest.entries()) {
      const counts = reader.read(contestOf(manifest, contest, group), group.ballots);
      if (!counts.ok) return err({ code: "COUNT_IMPOSSIBLE", contest, group: at, option: counts.error });
      results.push({ ballots: group.ballots, counts: counts.value, styles: group.styles });
    }
    contests.push({ ballots, contest, groups: results, status });
  }
  return ok({ contests, election: electionId });
}

function firstOfEach(decryptions: readonly Decryption[]): readonly Decryption[] {
  const seen = new Set<number>();
  return decryptions.filter(({ trustee }) => !seen.has(trustee) && seen.add(trustee));
}

/** M_i = Bσ_i − Σ λ_j·D_ji = count·B. */
function open(kernel: Kernel, aggregates: Bytes, decryptions: readonly Decryption[]): readonly Point[] {
  kernel.clear();
  const sums = firstOf(kernel, aggregates);
  const shares = decryptions.map(({ points }) => firstOf(kernel, points));
  const count = aggregates.length / CIPHERTEXT_BYTES;
  const rows = Array.from({ length: count }, (_, i) => [
    sums + 2 * i + 1,
    ...shares.map((first) => first + i),
  ]);
  const lambdas = lagrangeAtZero(decryptions.map(({ trustee }) => trustee));
  const weights = concat(...[1n, ...lambdas.map(negateScalar)].map(encodeScalar));
  const scalars = concat(...rows.map(() => weights));
  const opened = kernel.rows(Uint32Array.from(rows.flat()), scalars, 1 + shares.length);
  return Array.from({ length: count }, (_, i) => {
    const point = decodePoint(opened.subarray(i * POINT_BYTES, (i + 1) * POINT_BYTES));
    assert(point !== undefined, "the kernel writes points");
    return point;
  });
}

/** Number of the first of these points, which have been judged before. */
function firstOf(kernel: Kernel, encodings: Bytes): number {
  const { first, allValid } = kernel.decode(encodings);
  assert(allValid, "what was accepted are points");
  return first;
}

/** One table for all aggregates, made for as many ballots as their groups have. */
function logarithmsFor(manifest: Manifest, groups: readonly ContestGroups[]): SmallLogarithms {
  const bounds = groups.flatMap(({ contest, groups: ofContest }) =>
    ofContest.flatMap((group) => {
      const { encrypted } = contestOf(manifest, contest, group);
      return Array.from({ length: encrypted }, () => group.ballots);
    }),
  );
  return new SmallLogarithms(bounds);
}

/** Reads opened aggregates one after the other, group by group, in the order of §08.2.4. */
class CountReader {
  readonly #points: readonly Point[];
  readonly #logarithms: SmallLogarithms;
  #at = 0;

  constructor(points: readonly Point[], logarithms: SmallLogarithms) {
    this.#points = points;
    this.#logarithms = logarithms;
  }

  /** Counts of all options; the error is the option whose count is not in 0 … ballots. */
  read(contest: ContestShape, ballots: number): Result<readonly number[], number> {
    const counts: number[] = [];
    for (let option = 0; option < contest.encrypted; option++) {
      const count = this.#logarithms.find(this.#points[this.#at++] as Point, ballots);
      if (count === undefined) return err(option);
      counts.push(count);
    }
    if (!contest.implied) return ok(counts);
    // §08.5.1
    const implied = contest.max * ballots - counts.reduce((sum, count) => sum + count, 0);
    return implied >= 0 && implied <= ballots ? ok([...counts, implied]) : err(counts.length);
  }
}
