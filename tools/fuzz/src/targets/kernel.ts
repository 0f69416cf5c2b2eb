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
  type Point,
  sumPoints,
} from "@veche/group";
import { createKernel, type Kernel, type Terms } from "@veche/group/kernel";
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
          return sumBoth(kernel, byNoble, at, scalars, input);
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
      const encodings = points().slice(0, 4);
      const bases = [BASE, decodePoint(encodings[0] as Bytes) as Point];
      const tables = bases.map((base) => kernel.fixedBase(encodePoint(base)) ?? fail());
      return {
        examples: [2, 4, 12].map((count) =>
          concat(...Array.from({ length: count }, (_, at) => encodeScalar(5n ** BigInt(7 * at + 1)))),
        ),
        run: (input) => {
          const byNoble = decodeBoth(kernel, encodings, undefined);
          const read = elements(input)
            .slice(0, 12)
            .flatMap((bytes) => decodeScalar(bytes) ?? []);
          const scalars = read.slice(0, 2 * Math.floor(read.length / 2));
          const rows = Math.floor(scalars.length / 2);
          const at = Uint32Array.from(scalars, (_, i) => i % encodings.length);
          const flat = concat(...scalars.map(encodeScalar));
          const row = (points: readonly Point[], i: number): Bytes =>
            encodePoint(
              sumPoints([0, 1].map((k) => multiplyPublic(points[k] as Point, scalars[2 * i + k] as bigint))),
            );
          const expected = (of: (i: number) => readonly Point[]): Bytes =>
            concat(...Array.from({ length: rows }, (_, i) => row(of(i), i)));
          const inTable = (i: number) => [0, 1].map((k) => byNoble[(2 * i + k) % encodings.length] as Point);
          insistBytes(kernel.rows(at, flat, 2), expected(inTable), "rows");
          insistBytes(
            kernel.multiplyFixed(tables, flat),
            expected(() => bases),
            "multiples of fixed bases",
          );
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

function sumBoth(
  kernel: Kernel,
  byNoble: readonly Point[],
  at: Uint32Array,
  scalars: readonly Bytes[],
  input: Bytes,
): string {
  // Half of the terms are short ones: the lower 16 bytes of their scalars.
  const isShort = scalars.map((bytes) => (bytes[1] as number) % 2 === 1);
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
  return `${scalars.length > 0} ${8 * scalars.length > input.length / 8}`;
}
