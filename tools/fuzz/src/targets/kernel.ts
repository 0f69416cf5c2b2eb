import { type Bytes, concat, equalBytes, toHex } from "@veche/base";
import {
  BASE,
  decodePoint,
  decodeScalar,
  encodePoint,
  encodeScalar,
  IDENTITY,
  multiplyPublic,
  multiScalar,
  negate,
  negateScalar,
  type Point,
  sumPoints,
} from "@veche/group";
import { createKernel, type FixedBase, type Kernel, type Terms } from "@veche/group/kernel";
import { Fault, type Target } from "../engine/target.ts";
import { bodies } from "../examples.ts";
import { insistSame } from "../properties.ts";

/** The kernel against noble: the same on every encoding, with any hints, and for any scalars. */

const elements = (bytes: Bytes): readonly Bytes[] =>
  Array.from({ length: Math.floor(bytes.length / 32) }, (_, at) => bytes.slice(32 * at, 32 * (at + 1)));

const points = (): readonly Bytes[] =>
  bodies("canary", "point").concat([
    encodePoint(BASE),
    new Uint8Array(32),
    ...bodies("cast", "ballot").map((ballot) => ballot.slice(6, 38)),
  ]);

function insistBytes(kernel: Bytes, noble: Bytes, what: string): void {
  if (!equalBytes(kernel, noble))
    throw new Fault(
      "disagree",
      `${what}: the kernel gives other bytes than noble (${toHex(kernel)}, ${toHex(noble)})`,
    );
}

/** Decodes with the kernel and with noble; the points as noble has them, the identity where there is none. */
function decodeBoth(kernel: Kernel, encodings: readonly Bytes[], hints: Bytes | undefined): readonly Point[] {
  const flat = concat(...encodings);
  kernel.clear();
  const decoded = kernel.decode(flat, hints);
  const byNoble = encodings.map(decodePoint);
  insistSame(
    [...decoded.valid],
    byNoble.map((point) => (point === undefined ? 0 : 1)),
    "an encoding is a point for one of the two",
  );
  insistSame(decoded.allValid, !byNoble.includes(undefined), "whether all are points");
  if (decoded.first !== 0 || kernel.count !== encodings.length)
    throw new Fault("disagree", "the table has another size");
  return byNoble.map((point) => point ?? IDENTITY);
}

const numbers = (count: number): Uint32Array => Uint32Array.from({ length: count }, (_, at) => at);

export const KERNEL_TARGETS: readonly Target[] = [
  {
    name: "kernel-decode",
    covers: ["packages/group/kernel/index.ts#decodeGroups", "packages/group/kernel/ristretto.ts#decodeFour"],
    shape: "bytes",
    quick: 150,
    open: async () => {
      const kernel = createKernel();
      return {
        examples: [concat(...points()), ...points(), new Uint8Array(96).fill(255)],
        run: (input) => {
          const encodings = elements(input).slice(0, 40);
          const byNoble = decodeBoth(kernel, encodings, undefined);
          const hints = kernel.hintsOfLastDecode();
          byNoble.forEach((point, at) => {
            insistBytes(kernel.sum(Uint32Array.of(at)), encodePoint(point), "a point decoded");
          });
          // With its own hints nothing is wrong, and the same points come.
          decodeBoth(kernel, encodings, hints);
          const again = kernel.decode(concat(...encodings), hints);
          if (again.wrongHints !== 0) throw new Fault("disagree", "the kernel's own hints do not fit");
          insistBytes(kernel.sum(numbers(encodings.length)), encodePoint(sumPoints(byNoble)), "a sum");
          return `${encodings.length > 0} ${again.allValid}`;
        },
      };
    },
  },
  {
    name: "kernel-hints",
    covers: [],
    shape: "bytes",
    quick: 300,
    open: async () => {
      const kernel = createKernel();
      const encodings = points().slice(0, 8);
      decodeBoth(kernel, encodings, undefined);
      const right = kernel.hintsOfLastDecode();
      const noble = encodings.map((encoding) => encodePoint(decodePoint(encoding) ?? IDENTITY));
      return {
        examples: [right, new Uint8Array(right.length)],
        run: (input) => {
          const hints = new Uint8Array(right.length);
          hints.set(input.slice(0, right.length));
          kernel.clear();
          const { valid, wrongHints } = kernel.decode(concat(...encodings), hints);
          // ⚔ Hints are anybody's: points and verdicts are the same with any.
          if (!valid.every((one) => one === 1)) throw new Fault("disagree", "a hint makes a point invalid");
          noble.forEach((encoding, at) => {
            insistBytes(kernel.sum(Uint32Array.of(at)), encoding, "a point decoded with a hint");
          });
          return `${wrongHints} wrong`;
        },
      };
    },
  },
  {
    name: "kernel-sums",
    covers: [],
    shape: "bytes",
    quick: 60,
    open: async () => {
      const kernel = createKernel();
      const encodings = points().slice(0, 12);
      return {
        // Scalars of 32 bytes; the first byte of each says which point it multiplies.
        examples: [1, 2, 12, 30].map((count) =>
          concat(...Array.from({ length: count }, (_, at) => encodeScalar(7n ** BigInt(3 * at)))),
        ),
        run: (input) => {
          const byNoble = decodeBoth(kernel, encodings, undefined);
          const scalars = elements(input)
            .slice(0, 40)
            .flatMap((bytes) => (decodeScalar(bytes) === undefined ? [] : [bytes]));
          const at = Uint32Array.from(scalars, (bytes) => (bytes[0] as number) % encodings.length);
          sumBoth(kernel, byNoble, withOpposites(at, scalars), () => false);
          // Half of the terms are short ones: the lower 16 bytes of their scalars.
          sumBoth(kernel, byNoble, { at, scalars }, (bytes) => (bytes[1] as number) % 2 === 1);
          return `${scalars.length > 0} ${8 * scalars.length > input.length / 8}`;
        },
      };
    },
  },
  {
    name: "kernel-rows",
    covers: [],
    shape: "bytes",
    quick: 60,
    open: async () => {
      const kernel = createKernel();
      const [p, q] = points() as [Bytes, Bytes];
      const encodings = [p, q, encodePoint(negate(decodePoint(p) ?? fail())), new Uint8Array(32)];
      const bases = [BASE, decodePoint(encodings[0] as Bytes) as Point];
      const tables = bases.map((base) => kernel.fixedBase(encodePoint(base)) ?? fail());
      return {
        examples: [2, 4, 12].map((count) =>
          concat(
            ...Array.from({ length: count }, (_, at) =>
              encodeScalar((5n + BigInt(at % 2) * 3n) ** BigInt(7 * at + 1)),
            ),
          ),
        ),
        run: (input) => {
          const byNoble = decodeBoth(kernel, encodings, undefined);
          const read = elements(input)
            .slice(0, 12)
            .flatMap((bytes) => decodeScalar(bytes) ?? []);
          const rows = Math.floor(read.length / 2);
          const pairs = Array.from({ length: rows }, (_, i) => pairOf(read, i));
          const scalars = concat(...pairs.flatMap(({ values }) => values.map(encodeScalar)));
          const at = Uint32Array.from(
            pairs.flatMap(({ places }) => places.map((place) => place % encodings.length)),
          );
          const expected = (of: (i: number) => readonly Point[]): Bytes =>
            concat(...pairs.map(({ values }, i) => encodePoint(sumOf(of(i), values))));
          const inTable = (i: number) => [0, 1].map((k) => byNoble[at[2 * i + k] as number] as Point);
          insistBytes(kernel.rows(at, scalars, 2), expected(inTable), "rows");
          for (const [first, second] of [
            [0, 1],
            [1, 1],
          ] as const) {
            const chosen = [tables[first], tables[second]] as [FixedBase, FixedBase];
            const product = kernel.multiplyFixed(chosen, scalars);
            const two = [bases[first] as Point, bases[second] as Point];
            insistBytes(
              product,
              expected(() => two),
              "multiples of fixed bases",
            );
          }
          return String(rows);
        },
      };
    },
  },
  {
    name: "kernel-fixed-base",
    covers: [],
    shape: "bytes",
    quick: 60,
    open: async () => {
      return {
        examples: points().slice(0, 4),
        run: (input) => {
          // Who asks for a base gives 32 bytes: another length is a bug of the caller's.
          if (input.length !== 32) return "length";
          // A kernel of its own: tables of fixed bases stay.
          const kernel = createKernel();
          const table = kernel.fixedBase(input);
          const point = decodePoint(input);
          insistSame(table === undefined, point === undefined, "a fixed base is a point for one of the two");
          if (table === undefined || point === undefined) return "refused";
          const scalar = encodeScalar(12_345_678_901_234_567_890n);
          insistBytes(
            kernel.multiplyFixed([table], scalar),
            encodePoint(multiplyPublic(point, 12_345_678_901_234_567_890n)),
            "a multiple",
          );
          return "ok";
        },
      };
    },
  },
];

function fail(): never {
  throw new RangeError("a point has a table");
}

const sumOf = (points: readonly Point[], scalars: readonly bigint[]): Point =>
  sumPoints(points.map((point, at) => multiplyPublic(point, scalars[at] as bigint)));

/** The terms of a row: their bytes say which points, and a quarter of the rows cancels, as sums of proofs do that are right. */
function pairOf(
  read: readonly bigint[],
  i: number,
): { readonly values: readonly bigint[]; readonly places: readonly number[] } {
  const [a, b] = [read[2 * i] as bigint, read[2 * i + 1] as bigint];
  const place = Number(a & 0xffn);
  if (b % 4n === 0n) return { values: [a, negateScalar(a)], places: [place, place] };
  return { values: [a, b], places: [place, Number(b & 0xffn)] };
}

/** Every scalar whose third byte says so comes once more, negated, for the same point: parts of sums cancel. */
function withOpposites(
  at: Uint32Array,
  scalars: readonly Bytes[],
): { readonly at: Uint32Array; readonly scalars: readonly Bytes[] } {
  const chosen = scalars.flatMap((bytes, i) => ((bytes[2] as number) % 4 === 0 ? [i] : []));
  const opposites = chosen.map((i) => encodeScalar(negateScalar(decodeScalar(scalars[i] as Bytes) ?? 0n)));
  return {
    at: Uint32Array.from([...at, ...chosen.map((i) => at[i] as number)]),
    scalars: [...scalars, ...opposites],
  };
}

function sumBoth(
  kernel: Kernel,
  byNoble: readonly Point[],
  { at, scalars }: { readonly at: Uint32Array; readonly scalars: readonly Bytes[] },
  cut: (scalar: Bytes) => boolean,
): void {
  const isShort = scalars.map(cut);
  const part = (short: boolean) => ({
    points: at.filter((_, i) => isShort[i] === short),
    scalars: concat(
      ...scalars.flatMap((bytes, i) => (isShort[i] === short ? [short ? bytes.slice(0, 16) : bytes] : [])),
    ),
  });
  const terms: Terms = { long: part(false), short: part(true) };
  const used = [...at].map((number) => byNoble[number] as Point);
  const values = scalars.map(
    (bytes, i) => decodeScalar(isShort[i] ? concat(bytes.slice(0, 16), new Uint8Array(16)) : bytes) ?? 0n,
  );
  const expected = multiScalar(used, values);
  insistBytes(kernel.multiScalar(terms), encodePoint(expected), "a multi-scalar multiplication");
  insistSame(
    kernel.isZeroSum(terms),
    encodePoint(expected).every((byte) => byte === 0),
    "whether a sum is the identity",
  );
}
