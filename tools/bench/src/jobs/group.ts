import { ristretto255 } from "@noble/curves/ed25519.js";
import { assert, type Bytes, concat } from "@veche/base";
import {
  decodePoint,
  decodeScalar,
  encodePoint,
  encodeScalar,
  multiplyBase,
  multiScalar,
  type Point,
  randomScalar,
  type Scalar,
} from "@veche/group";
import { createKernel, type Kernel } from "@veche/group/kernel";
import { baselineOf, type Figure, figure } from "../figure.ts";
import { perOperation, type Sampling } from "../measure.ts";
import { randomBytes } from "../random.ts";
import type { Summary } from "../statistics.ts";

export type GroupInput = { readonly points: readonly number[]; readonly sampling: Sampling };

/** Points that the single operations go through. */
const COUNT = 256;
const SHORT_BYTES = 16;
const NO_TERMS = { points: new Uint32Array(0), scalars: new Uint8Array(0) };

/** Operations on ristretto255: the kernel, and noble beside it. */
export function measureGroup(
  { points, sampling }: GroupInput,
  onProgress: (done: number, total: number) => void,
): readonly Figure[] {
  const kernel = createKernel();
  const total = 5 + 2 * points.length;
  let done = 0;
  const step = (made: Figure): Figure => {
    onProgress(++done, total);
    return made;
  };
  const encodings = distinctEncodings(COUNT);
  const figures = singles(kernel, encodings, sampling).map(step);
  for (const count of points) {
    for (const length of ["long", "short"] as const) {
      figures.push(step(multiScalarFigure(kernel, encodings, count, length, sampling)));
    }
  }
  return figures;
}

function singles(kernel: Kernel, encodings: readonly Bytes[], sampling: Sampling): readonly Figure[] {
  const flat = concat(...encodings);
  const scalars = encodings.map(() => randomScalar(randomBytes));
  const flatScalars = concat(...scalars.map(encodeScalar));
  const points = encodings.map(nobleOf);
  const one = (id: string, run: () => unknown, noble: (at: number) => unknown): Figure => {
    const baseline = perOperation(sampling, 8, () => times(8, noble));
    return figure(id, "us", perOperation(sampling, COUNT, run), baselineOf("noble", baseline));
  };
  const decodeNoble = (at: number) => ristretto255.Point.fromBytes(encodings[at] as Bytes);
  const decode = (hints?: Bytes) => () => {
    kernel.clear();
    return hints === undefined ? kernel.decode(flat) : kernel.decode(flat, hints);
  };
  assert(decode()().allValid, "encodings of our own");
  const hints = kernel.hintsOfLastDecode();
  assert(decode(hints)().wrongHints === 0, "hints of our own");
  const numbers = Uint32Array.from({ length: COUNT }, (_, at) => at);
  const base = kernel.fixedBase(ristretto255.Point.BASE.toBytes());
  assert(base !== undefined, "the generator");
  return [
    one("ops.decode", decode(), decodeNoble),
    one("ops.decode-hinted", decode(hints), decodeNoble),
    one(
      "ops.encode",
      () => numbers.map((at) => kernel.sum(numbers.subarray(at, at + 1)).length),
      (at) => points[at]?.toBytes(),
    ),
    one(
      "ops.fixed-base",
      () => kernel.multiplyFixed([base], flatScalars),
      (at) => ristretto255.Point.BASE.multiplyUnsafe(scalars[at] as Scalar),
    ),
    one(
      "ops.variable-base",
      () => kernel.rows(numbers, flatScalars, 1),
      (at) => points[at]?.multiplyUnsafe(scalars[at] as Scalar),
    ),
  ];
}

/** Σ of `count` terms, for each point; noble with the same method, Pippenger's buckets. */
function multiScalarFigure(
  kernel: Kernel,
  encodings: readonly Bytes[],
  count: number,
  length: "long" | "short",
  sampling: Sampling,
): Figure {
  kernel.clear();
  // Many points from few: their sum costs the same, and they are made sooner.
  const some = encodings.map((bytes) => decodePoint(bytes) as Point);
  for (let made = 0; made < count; made += COUNT) {
    kernel.decode(concat(...encodings.slice(0, Math.min(COUNT, count - made))));
  }
  const points = Uint32Array.from({ length: count }, (_, at) => at);
  const bytes = length === "long" ? 32 : SHORT_BYTES;
  const scalars = randomScalars(count, bytes);
  const terms = { long: NO_TERMS, short: NO_TERMS, [length]: { points, scalars } };
  const own = perOperation(sampling, count, () => kernel.multiScalar(terms));
  const noblePoints = Array.from(points, (at) => some[at % COUNT] as Point);
  const nobleScalars = Array.from(points, (at) => scalarAt(scalars, at, bytes));
  // Ten thousand points take noble seconds, a hundred thousand a quarter of a minute: one sample says enough.
  const few: Sampling = { samples: count > 2_000 ? 1 : sampling.samples, sampleMs: 0 };
  const noble: Summary = perOperation(few, count, () => multiScalar(noblePoints, nobleScalars));
  return figure(`ops.msm-${length}-${count}`, "us", own, baselineOf("noble", noble));
}

/** Below ℓ, little-endian, one after the other. */
function randomScalars(count: number, bytes: number): Bytes {
  const scalars = randomBytes(count * bytes);
  if (bytes === SHORT_BYTES) return scalars;
  for (let at = 31; at < scalars.length; at += 32) scalars[at] = (scalars[at] as number) & 0x0f;
  return scalars;
}

function scalarAt(scalars: Bytes, at: number, bytes: number): Scalar {
  const whole = new Uint8Array(32);
  whole.set(scalars.subarray(at * bytes, (at + 1) * bytes));
  const scalar = decodeScalar(whole);
  assert(scalar !== undefined, "below the order");
  return scalar;
}

const distinctEncodings = (count: number): readonly Bytes[] =>
  Array.from({ length: count }, () => encodePoint(multiplyBase(randomScalar(randomBytes))));

const nobleOf = (bytes: Bytes) => ristretto255.Point.fromBytes(bytes);

function times(count: number, run: (at: number) => unknown): void {
  for (let at = 0; at < count; at++) run(at);
}
