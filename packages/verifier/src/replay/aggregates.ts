import { BugError } from "@veche/base";
import { add, decodePoint, IDENTITY, subtract } from "@veche/group";
import type { StyleSum } from "../bulk/batch.ts";
import type { ElectionContext } from "../bulk/election-context.ts";
import type { BallotLayout } from "../form/layout.ts";
import type { EntrySource } from "../log/entry-source.ts";
import { FULL_WIDTH } from "../log/tile-path.ts";
import type { ProofPool } from "../pool/jobs.ts";
import { type Ciphertext, decodeAll } from "../proofs/ballot.ts";

/** Sums that wait to be added up. */
const PARTS_MAX = 256;

/**
 * §08.1.1: for each style the sums of the ciphertexts of its counted ballots, in the order of a ballot. Workers
 * give the sums of all ballots that are right; those that were replaced, or must not have entered, are taken
 * out before the sums are used, and for that they are read once more.
 */
export class Aggregates {
  readonly #layouts: readonly BallotLayout[];
  #added: StyleSum[] = [];
  #takenOut: number[] = [];
  #sums: (readonly Ciphertext[])[];

  constructor(layouts: readonly BallotLayout[]) {
    this.#layouts = layouts;
    this.#sums = layouts.map((layout) => nothing(layout));
  }

  /** The sums of a style, settled before. */
  of(style: number): readonly Ciphertext[] {
    return this.#sums[style] ?? [];
  }

  /** Adds the sums of a batch. */
  async add(sums: readonly StyleSum[], pool: ProofPool): Promise<void> {
    this.#added.push(...sums);
    if (this.#added.length >= PARTS_MAX)
      this.#added = [...(await pool.run({ kind: "total", sums: this.#added }))];
  }

  /** Takes out the ballot of an entry, which a batch has added or will add. */
  takeOut(entry: number): void {
    this.#takenOut.push(entry);
  }

  /**
   * Makes the sums what they must be. Gives the first bundle that is not as it was when it was read first;
   * then the sums cannot be trusted.
   */
  async settle(pool: ProofPool, source: EntrySource, context: ElectionContext): Promise<number | undefined> {
    const { subtracted, changed } = await sumEntries(this.#takenOut, pool, source, context);
    if (changed !== undefined) return changed;
    const total = (sums: readonly StyleSum[]) => pool.run({ kind: "total", sums });
    const [plus, minus] = [await total(this.#added), await total(subtracted)];
    this.#sums = this.#layouts.map((layout, style) => {
      const [added, removed] = [sumOf(plus, style, layout), sumOf(minus, style, layout)];
      return (this.#sums[style] ?? []).map(({ alpha, beta }, i) => ({
        alpha: subtract(add(alpha, added[i]?.alpha ?? IDENTITY), removed[i]?.alpha ?? IDENTITY),
        beta: subtract(add(beta, added[i]?.beta ?? IDENTITY), removed[i]?.beta ?? IDENTITY),
      }));
    });
    this.#added = [];
    this.#takenOut = [];
    return undefined;
  }
}

function nothing(layout: BallotLayout): readonly Ciphertext[] {
  return Array.from({ length: layout.ciphertexts }, () => ({ alpha: IDENTITY, beta: IDENTITY }));
}

function sumOf(sums: readonly StyleSum[], style: number, layout: BallotLayout): readonly Ciphertext[] {
  const found = sums.find((one) => one.style === style);
  if (found === undefined) return nothing(layout);
  const points = decodeAll(found.bytes, decodePoint);
  if (points === undefined) throw new BugError("a worker gives points");
  return nothing(layout).map((none, i) => ({
    alpha: points[2 * i] ?? none.alpha,
    beta: points[2 * i + 1] ?? none.beta,
  }));
}

type Subtracted = { readonly subtracted: readonly StyleSum[]; readonly changed: number | undefined };

/** The sums of the ballots of these entries, bundle by bundle, as many at once as there are threads. */
async function sumEntries(
  entries: readonly number[],
  pool: ProofPool,
  source: EntrySource,
  context: ElectionContext,
): Promise<Subtracted> {
  const places = new Map<number, number[]>();
  for (const entry of [...entries].sort((a, b) => a - b)) {
    const bundle = Math.floor(entry / FULL_WIDTH);
    const own = places.get(bundle) ?? [];
    own.push(entry % FULL_WIDTH);
    places.set(bundle, own);
  }
  const subtracted: StyleSum[] = [];
  const bundles = [...places];
  for (let at = 0; at < bundles.length; at += pool.width) {
    const some = bundles.slice(at, at + pool.width);
    const results = await Promise.all(
      some.map(([bundle, own]) => sumBundle(bundle, own, pool, source, context)),
    );
    const failed = results.indexOf(undefined);
    if (failed >= 0) return { subtracted, changed: some[failed]?.[0] };
    subtracted.push(...results.flatMap((sums) => sums ?? []));
  }
  return { subtracted, changed: undefined };
}

async function sumBundle(
  bundle: number,
  places: readonly number[],
  pool: ProofPool,
  source: EntrySource,
  context: ElectionContext,
): Promise<readonly StyleSum[] | undefined> {
  const read = await source.readAgain(bundle);
  if (read === undefined) return undefined;
  const { bytes, shape, digest } = read;
  return pool.run({ kind: "selected", selection: { bytes, bundle: shape, digest, context, places } });
}
