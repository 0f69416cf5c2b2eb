import { type Bytes, concat, toHex } from "@veche/base";
import { encodePoint, multiplyBase } from "../../point.ts";
import { encodeScalar, negateScalar, reduceScalar, SCALAR_BYTES } from "../../scalar.ts";
import type { FixedBase, Kernel } from "../contract.ts";

/** A byte that says what the next 32 are. */
const RECORD = 33;
const RECORDS_MAX = 12;

/**
 * Compares two kernels on what a string of any bytes says: encodings right and wrong, hints right and wrong, scalars, and
 * all operations on them. For fuzzing: every string is a case.
 *
 * @returns what they disagree about.
 */
export function disagreement(one: Kernel, other: Kernel, input: Bytes): string | undefined {
  const records = recordsOf(input);
  const encodings = concat(...records.map(encodingOf));
  const of = [one, other].map((kernel) => outcome(kernel, records, encodings));
  return Object.keys(of[0] ?? {}).find((name) => of[0]?.[name] !== of[1]?.[name]);
}

function recordsOf(input: Bytes): readonly Bytes[] {
  const n = Math.min(RECORDS_MAX, Math.floor(input.length / RECORD));
  return Array.from({ length: n }, (_, i) => input.slice(i * RECORD, (i + 1) * RECORD));
}

/** Any bytes; bytes that may be an encoding; a point; a point with a bit changed. */
function encodingOf(record: Bytes): Bytes {
  const kind = (record[0] as number) % 4;
  const bytes = record.slice(1);
  if (kind === 0) return bytes;
  if (kind === 1) return bytes.with(0, (bytes[0] as number) & 0xfe).with(31, (bytes[31] as number) & 0x7f);
  const point = encodePoint(multiplyBase(reduceScalar(concat(bytes, bytes))));
  const bit = record[1] as number;
  return kind === 2 ? point : point.with(bit >> 3, (point[bit >> 3] as number) ^ (1 << (bit & 7)));
}

/** Everything that a kernel says of the records, as texts by name. */
function outcome(
  kernel: Kernel,
  records: readonly Bytes[],
  encodings: Bytes,
): Readonly<Record<string, string>> {
  kernel.clear();
  const decoded = kernel.decode(encodings);
  const hints = kernel.hintsOfLastDecode();
  const given = concat(
    ...records.map((record, i) =>
      (record[0] as number) & 4 ? record.slice(1) : hints.slice(32 * i, 32 * i + 32),
    ),
  );
  const hinted = kernel.decode(encodings, given);
  const points = Uint32Array.from(records, (_, i) => i);
  const scalars = concat(...records.map((record) => scalarOf(record)));
  const short = concat(...records.map((record) => record.slice(1, 17)));
  const terms = { long: { points, scalars }, short: { points, scalars: short } };
  const bases = records
    .slice(0, 2)
    .map((_, i) => kernel.fixedBase(encodings.slice(32 * i, 32 * i + 32)))
    .filter((base): base is FixedBase => base !== undefined);
  const width = bases.length;
  return {
    decoded: JSON.stringify(decoded),
    hints: toHex(hints),
    hinted: JSON.stringify(hinted),
    hintsAgain: toHex(kernel.hintsOfLastDecode()),
    multiScalar: toHex(kernel.multiScalar(terms)),
    isZeroSum: String(kernel.isZeroSum(terms)),
    sum: toHex(kernel.sum(points)),
    rows: toHex(kernel.rows(points, scalars, 1)),
    fixed: width === 0 ? "" : toHex(kernel.multiplyFixed(bases, wholeRows(scalars, width))),
  };
}

const wholeRows = (scalars: Bytes, width: number): Bytes =>
  scalars.slice(0, scalars.length - (scalars.length % (width * SCALAR_BYTES)));

const SIZES = [1, 16, 1, 32];

/** A byte, 128 bits, minus a byte, or any scalar. */
function scalarOf(record: Bytes): Bytes {
  const kind = (record[0] as number) >> 6;
  const size = SIZES[kind] as number;
  const scalar = reduceScalar(concat(record.slice(1, 1 + size), new Uint8Array(64 - size)));
  return encodeScalar(kind === 2 ? negateScalar(scalar) : scalar);
}
