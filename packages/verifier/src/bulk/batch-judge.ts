import { BugError, type Bytes, concat } from "@veche/base";
import type { Kernel } from "@veche/group/kernel";
import { verifyToken } from "../proofs/token.ts";
import {
  type BundleBatch,
  COUNTABLE,
  type EntryColumns,
  type HintUse,
  type StyleSum,
  VERDICT,
} from "./batch.ts";
import { drawCoefficients } from "./coefficients.ts";
import { type DecodedPoints, decodeGathered } from "./decode.ts";
import type { Gathered } from "./gather.ts";
import { holdsAlone } from "./judge-alone.ts";
import { nameRight } from "./name-right.ts";
import { KIND } from "./plain-entry.ts";
import { BASE_BYTES, type PreparedElection, type PreparedStyle } from "./prepared.ts";
import { readScalar, viewOf } from "./scalars.ts";
import { addIssue, BallotEquations, readResponses } from "./statements.ts";
import { EquationSum } from "./sum.ts";
import { sumByStyle } from "./sum-ballots.ts";

/** So many wrong statements of a batch are judged without the kernel; of the first of each check a record speaks. */
const CONFIRMED_MAX = 8;

/** Judges the issues and casts of one batch: form, tokens, and all equations in one sum (§05.2.7). */
export class BatchJudge {
  readonly #kernel: Kernel;
  readonly #election: PreparedElection;
  readonly #bytes: Bytes;
  readonly #view: DataView;
  readonly #columns: EntryColumns;
  readonly #gathered: Gathered;
  readonly #points: DecodedPoints;
  readonly #sum: EquationSum;
  readonly #seed: Bytes;
  /** For each statement of the sum its number among those gathered. */
  readonly #claims: number[] = [];
  /** Statements of this batch that were wrong without the kernel too. */
  #confirmed = 0;

  constructor(
    kernel: Kernel,
    election: PreparedElection,
    batch: BundleBatch,
    columns: EntryColumns,
    gathered: Gathered,
  ) {
    this.#kernel = kernel;
    this.#election = election;
    this.#bytes = batch.bytes;
    this.#view = viewOf(batch.bytes);
    this.#columns = columns;
    this.#gathered = gathered;
    this.#seed = batch.seed;
    kernel.clear();
    const { form, keys } = election.context;
    const shared = kernel.decode(concat(BASE_BYTES, keys.electionKey ?? BASE_BYTES, form.issueKey));
    if (!shared.allValid) throw new BugError("the keys of an election are points");
    this.#points = decodeGathered(kernel, gathered);
    const { long, equations } = this.#countTerms();
    this.#sum = new EquationSum(kernel, long, drawCoefficients(batch.seed, equations));
  }

  get hints(): HintUse {
    return this.#points.hints;
  }

  judge(): void {
    this.#gathered.rows.forEach((_, at) => {
      const style = this.#styleOf(at);
      if (style === undefined) this.#addIssue(at);
      else this.#addCast(at, style);
    });
    const right = nameRight(this.#sum, (statement) => this.#holdsAlone(this.#claims[statement] as number));
    this.#claims.forEach((at, statement) => {
      if (right[statement] === 1) this.#mark(at, VERDICT.proof);
    });
  }

  /** Sums of the ciphertexts of countable ballots, for each style that has some. */
  sums(): readonly StyleSum[] {
    const { rows, firsts } = this.#gathered;
    const ballots: { readonly style: number; readonly first: number }[] = [];
    rows.forEach((row, at) => {
      if (this.#columns.verdicts[row] !== COUNTABLE) return;
      const first = this.#points.first + (firsts[at] as number) + 1;
      ballots.push({ style: this.#columns.styles[row] as number, first });
    });
    return sumByStyle(
      this.#kernel,
      ballots,
      (style) => this.#election.styles[style]?.layout.ciphertexts ?? 0,
    );
  }

  /** The style of a cast; `undefined` for an `issue`. */
  #styleOf(at: number): PreparedStyle | undefined {
    const row = this.#gathered.rows[at] as number;
    if (this.#columns.kinds[row] !== KIND.cast) return undefined;
    return this.#election.styles[this.#columns.styles[row] as number];
  }

  #countTerms(): { readonly long: number; readonly equations: number } {
    let long = 0;
    let equations = 0;
    this.#gathered.rows.forEach((_, at) => {
      const layout = this.#styleOf(at)?.layout;
      long += layout === undefined ? 0 : 1 + 2 * layout.ciphertexts;
      equations += layout?.commitments ?? 1;
    });
    return { long, equations };
  }

  #mark(at: number, verdict: number): void {
    const row = this.#gathered.rows[at] as number;
    this.#columns.verdicts[row] = (this.#columns.verdicts[row] as number) | verdict;
  }

  #areValid(from: number, count: number): boolean {
    const { valid } = this.#points;
    for (let i = from; i < from + count; i++) if (valid[i] !== 1) return false;
    return true;
  }

  /** §01.6.3. */
  #addIssue(at: number): void {
    const { bodies, bodyEnds, signatures, firsts } = this.#gathered;
    const signature = signatures[at] as number;
    const first = firsts[at] as number;
    const response = readScalar(this.#view, signature + 32);
    if (response === undefined || !this.#areValid(first, 1)) return;
    const [body, bodyEnd] = [bodies[at] as number, bodyEnds[at] as number];
    const challenge = this.#election.issueChallenge(this.#bytes, body, bodyEnd, signature);
    this.#mark(at, VERDICT.formed);
    this.#claims.push(at);
    addIssue(this.#sum, this.#points.first + first, challenge, response);
  }

  #addCast(at: number, style: PreparedStyle): void {
    const row = this.#gathered.rows[at] as number;
    const [set, styleIndex] = [this.#columns.sets[row] as number, this.#columns.styles[row] as number];
    const { keys } = this.#election.context;
    if (keys.moduli[set] === undefined) return;
    this.#mark(at, VERDICT.shaped);
    const tokenKeys = this.#election.tokenKeys(set, styleIndex);
    if (keys.electionKey === undefined || tokenKeys === undefined) return;
    this.#mark(at, VERDICT.judged);
    const ballot = this.#gathered.bodies[at] as number;
    const first = this.#gathered.firsts[at] as number;
    const responses = readResponses(this.#view, ballot, style);
    // §05.3.2, §01.2.4: X is not the identity, which is 32 zero bytes.
    const isIdentity = isZero(this.#gathered.encodings, 32 * first);
    if (responses === undefined || isIdentity || !this.#areValid(first, style.points)) return;
    this.#mark(at, VERDICT.formed);
    style.token.set(0, this.#bytes, ballot + 6, 32);
    const token = this.#bytes.subarray(ballot + 38, ballot + style.ciphertextsAt);
    if (verifyToken(tokenKeys, style.token.bytes, token)) this.#mark(at, VERDICT.token);
    this.#claims.push(at);
    const challenge = this.#election.ballotChallenge(style, this.#bytes, ballot);
    new BallotEquations(this.#sum, style.layout, this.#points.first + first, challenge, responses);
  }

  /**
   * A statement that seems wrong is judged once more, alone and without the kernel. Where that has found the kernel right
   * several times, the rest of the batch is believed: a record of nothing but wrong ballots must not take hours.
   */
  #holdsAlone(at: number): boolean {
    if (this.#confirmed >= CONFIRMED_MAX) return false;
    const holds = this.#holdsWithoutKernel(at);
    this.#confirmed = holds ? Number.NEGATIVE_INFINITY : this.#confirmed + 1;
    return holds;
  }

  #holdsWithoutKernel(at: number): boolean {
    const { bodies, bodyEnds, signatures } = this.#gathered;
    const [body, bodyEnd, signature] = [bodies[at], bodyEnds[at], signatures[at]] as [number, number, number];
    const style = this.#styleOf(at);
    const statement =
      style === undefined
        ? {
            body: this.#bytes.slice(body, bodyEnd),
            signature: this.#bytes.slice(signature, signature + 64),
          }
        : { ballot: this.#bytes.slice(body, bodyEnd), style };
    return holdsAlone(this.#election.context, statement, this.#seed);
  }
}

function isZero(bytes: Bytes, at: number): boolean {
  for (let i = at; i < at + 32; i++) if (bytes[i] !== 0) return false;
  return true;
}
