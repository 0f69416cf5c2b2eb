import { type Bytes, concat, fromHex } from "@veche/base";
import type { Random } from "./random.ts";

/** Makes another input of a given one; `others` are inputs to take pieces from. */
export type Mutate = (input: Bytes, random: Random, others: readonly Bytes[]) => Bytes;

/** No decoder of the house is asked for more: a tile, an entry and a note are all smaller. */
export const INPUT_BYTES_MAX = 1 << 18;

/** 32-byte strings at which decoders of points, scalars and keys must decide: 0, 1, ℓ, p, their neighbours, small orders. */
const EDGES: readonly Bytes[] = [
  "00".repeat(32),
  `01${"00".repeat(31)}`,
  "ff".repeat(32),
  `${"00".repeat(31)}80`,
  `01${"00".repeat(30)}80`,
  "ecd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010",
  "edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010",
  "eed3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010",
  `ec${"ff".repeat(30)}7f`,
  `ed${"ff".repeat(30)}7f`,
  `ee${"ff".repeat(30)}7f`,
  `ed${"ff".repeat(31)}`,
  "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
  "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
  "e2f2ae0a6abc4e71a884a961c500515f58e30b6aa582dd8db6a65945e08d2d76",
].map((hex) => fromHex(hex) as Bytes);

const BOUNDARIES = [0n, 1n, 127n, 128n, 255n, 256n, 65_535n, 65_536n, (1n << 31n) - 1n, 1n << 31n];
const WIDE = [(1n << 32n) - 1n, 1n << 32n, (1n << 53n) - 1n, 1n << 53n, (1n << 63n) - 1n, (1n << 64n) - 1n];
export const INTEGERS: readonly bigint[] = [...BOUNDARIES, ...WIDE];

const STEPS: readonly Mutate[] = [
  function flipBit(input, random) {
    return change(input, random, (byte) => byte ^ (1 << random.below(8)));
  },
  function setByte(input, random) {
    return change(input, random, (byte) =>
      random.pick([0, 1, 0x7f, 0x80, 0xff, byte + 1, byte - 1, random.uint32()]),
    );
  },
  function insert(input, random) {
    const at = random.below(input.length + 1);
    return concat(input.subarray(0, at), random.bytes(1 + random.below(8)), input.subarray(at));
  },
  function remove(input, random) {
    const { from, to } = range(input, random);
    return concat(input.subarray(0, from), input.subarray(to));
  },
  function repeat(input, random) {
    const { from, to } = range(input, random);
    return concat(input.subarray(0, to), input.subarray(from));
  },
  function truncate(input, random) {
    return input.slice(0, random.below(input.length + 1));
  },
  function extend(input, random) {
    return concat(
      input,
      random.once(2) ? new Uint8Array(1 + random.below(40)) : random.bytes(1 + random.below(8)),
    );
  },
  function splice(input, random, others) {
    const other = random.pick(others) ?? input;
    return concat(
      input.subarray(0, random.below(input.length + 1)),
      other.subarray(random.below(other.length + 1)),
    );
  },
  function overwrite(input, random, others) {
    const other = random.pick(others) ?? input;
    const { from, to } = range(other, random);
    return put(input, random.below(input.length + 1), other.subarray(from, to));
  },
  function swap(input, random) {
    const { from, to } = range(input, random);
    const middle = from + random.below(to - from + 1);
    return concat(
      input.subarray(0, from),
      input.subarray(middle, to),
      input.subarray(from, middle),
      input.subarray(to),
    );
  },
  function integer(input, random) {
    const size = random.pick([1, 2, 4, 8]);
    return put(
      input,
      random.below(input.length + 1),
      integerBytes(random.pick(INTEGERS), size, random.once(2)),
    );
  },
  function edge(input, random) {
    // Half of them where elements stand that follow each other from the end on, as in ballots and tiles.
    const blocks = Math.floor(input.length / 32);
    const at = random.once(2)
      ? input.length - 32 * (1 + random.below(blocks))
      : random.below(input.length + 1);
    return put(input, Math.max(0, at), random.pick(EDGES));
  },
];

/** One change of the bytes, whatever they mean. */
export const mutateBytes: Mutate = (input, random, others) => random.pick(STEPS)(input, random, others);

/** Big-endian, or little-endian, cut to `size` bytes. */
export function integerBytes(value: bigint, size: number, bigEndian: boolean): Bytes {
  const out = Uint8Array.from({ length: size }, (_, at) => Number((value >> BigInt(8 * at)) & 255n));
  return bigEndian ? out.reverse() : out;
}

function change(input: Bytes, random: Random, of: (byte: number) => number): Bytes {
  const out = input.slice();
  const at = random.below(out.length);
  if (out.length > 0) out[at] = of(out[at] as number);
  return out;
}

/** Overwrites from `at` on; what does not fit makes the input longer. */
function put(input: Bytes, at: number, piece: Bytes): Bytes {
  const out = new Uint8Array(Math.max(input.length, at + piece.length));
  out.set(input);
  out.set(piece, at);
  return out;
}

/** A piece of at least one byte, mostly a short one. */
function range(input: Bytes, random: Random): { readonly from: number; readonly to: number } {
  const from = random.below(input.length);
  const longest = random.once(4) ? input.length - from : Math.min(32, input.length - from);
  return { from, to: Math.min(input.length, from + 1 + random.below(longest)) };
}
