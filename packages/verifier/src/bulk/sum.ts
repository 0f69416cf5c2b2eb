import type { Bytes } from "@veche/base";
import type { Kernel } from "@veche/group/kernel";
import { readCoefficient, viewOf, writeScalar } from "./scalars.ts";

/** Points that many statements name: their numbers in the kernel's table. */
export const SHARED = { base: 0, electionKey: 1, issueKey: 2 } as const;
const SHARED_POINTS = Uint32Array.of(SHARED.base, SHARED.electionKey, SHARED.issueKey);

const LONG = 32;
const SHORT = 16;

/**
 * The equations of many statements, each "… = 0" times a coefficient of its own (§05.2.7), as terms of one sum.
 * The commitment of an equation is multiplied by the bare coefficient, so that the short scalars are the
 * coefficients themselves. The terms of a statement stand together: any run of statements can be summed alone.
 */
export class EquationSum {
  readonly #kernel: Kernel;
  readonly #longPoints: Uint32Array;
  readonly #longScalars: Bytes;
  readonly #longView: DataView;
  readonly #shortPoints: Uint32Array;
  readonly #coefficients: Bytes;
  readonly #shortView: DataView;
  /** For each statement the first of its long and short terms, and one more for the end. */
  readonly #longFrom: number[] = [0];
  readonly #shortFrom: number[] = [0];
  /** For each statement the scalars of the shared points, of any size. */
  readonly #shared: bigint[][] = [[], [], []];
  #long = 0;
  #short = 0;

  /** Room for so many long terms; as many equations as there are coefficients of 16 bytes. */
  constructor(kernel: Kernel, longTerms: number, coefficients: Bytes) {
    this.#kernel = kernel;
    this.#longPoints = new Uint32Array(longTerms);
    this.#longScalars = new Uint8Array(LONG * longTerms);
    this.#longView = viewOf(this.#longScalars);
    this.#coefficients = coefficients;
    this.#shortPoints = new Uint32Array(coefficients.length / SHORT);
    this.#shortView = viewOf(coefficients);
  }

  get statements(): number {
    return this.#longFrom.length - 1;
  }

  /** An equation in which this commitment stands alone; gives its coefficient. */
  equation(commitment: number): bigint {
    this.#shortPoints[this.#short] = commitment;
    const coefficient = readCoefficient(this.#shortView, SHORT * this.#short);
    this.#short += 1;
    return coefficient;
  }

  /** A point of one statement; the scalar is any integer. */
  long(point: number, scalar: bigint): void {
    this.#longPoints[this.#long] = point;
    writeScalar(this.#longView, LONG * this.#long, scalar);
    this.#long += 1;
  }

  /** Ends a statement; the scalars of the shared points are any integers. */
  end(base: bigint, electionKey: bigint, issueKey: bigint): void {
    this.#shared[SHARED.base]?.push(base);
    this.#shared[SHARED.electionKey]?.push(electionKey);
    this.#shared[SHARED.issueKey]?.push(issueKey);
    this.#longFrom.push(this.#long);
    this.#shortFrom.push(this.#short);
  }

  /** Whether all equations of the statements from … to − 1 hold, but for the odds of 2^-128. */
  holds(from: number, to: number): boolean {
    const [long, longEnd] = [this.#longFrom[from] as number, this.#longFrom[to] as number];
    const [short, shortEnd] = [this.#shortFrom[from] as number, this.#shortFrom[to] as number];
    const count = longEnd - long;
    const points = new Uint32Array(count + SHARED_POINTS.length);
    const scalars = new Uint8Array(LONG * points.length);
    points.set(this.#longPoints.subarray(long, longEnd));
    points.set(SHARED_POINTS, count);
    scalars.set(this.#longScalars.subarray(LONG * long, LONG * longEnd));
    const view = viewOf(scalars);
    for (const [i, own] of this.#shared.entries()) {
      let sum = 0n;
      for (let s = from; s < to; s++) sum += own[s] as bigint;
      writeScalar(view, LONG * (count + i), sum);
    }
    return this.#kernel.isZeroSum({
      long: { points, scalars },
      short: {
        points: this.#shortPoints.subarray(short, shortEnd),
        scalars: this.#coefficients.subarray(SHORT * short, SHORT * shortEnd),
      },
    });
  }
}
