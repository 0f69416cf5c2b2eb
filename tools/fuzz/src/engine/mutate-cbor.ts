import { type Bytes, type CborValue, concat, decodeCbor, fromHex, utf8 } from "@veche/base";
import { INTEGERS, integerBytes, type Mutate, mutateBytes } from "./mutate-bytes.ts";
import { mutateText } from "./mutate-text.ts";
import type { Random } from "./random.ts";

/**
 * A CBOR item as it is written, right or wrong: the writer of this file obeys, so that every offence against the
 * deterministic encoding (RFC 8949 §4.2.1) and against the data model (§01.3) can be made on purpose.
 */
type Item = {
  /** 0 … 7: uint, negative, bytes, text, array, map, tag, simple; `RAW`: the content alone, without a head. */
  major: number;
  /** The number of the head: value or length. */
  argument: bigint;
  /** Bytes of the argument; 0 is the shortest form. */
  width: number;
  indefinite: boolean;
  content: Bytes;
  children: Item[];
};

const RAW = -1;

const item = (major: number, argument: bigint, change: Partial<Item> = {}): Item => ({
  major,
  argument,
  width: 0,
  indefinite: false,
  content: new Uint8Array(0),
  children: [],
  ...change,
});

function itemOf(value: CborValue): Item {
  if (typeof value === "number") return item(0, BigInt(value));
  if (typeof value === "boolean") return item(7, value ? 21n : 20n);
  if (typeof value === "string") return text(value);
  if (value instanceof Uint8Array) {
    const inner = value.length > 8 ? decodeCbor(value) : undefined;
    const children = inner?.ok && typeof inner.value === "object" ? [itemOf(inner.value)] : [];
    return item(2, BigInt(value.length), { content: value, children });
  }
  if (Array.isArray(value))
    return item(4, BigInt(value.length), { children: value.map((one: CborValue) => itemOf(one)) });
  const entries = Object.entries(value);
  return item(5, BigInt(entries.length), {
    children: entries.flatMap(([key, one]) => [text(key), itemOf(one)]),
  });
}

function text(value: string): Item {
  const content = utf8(value);
  return item(3, BigInt(content.length), { content });
}

function write(one: Item): Bytes {
  const { major, argument, indefinite, children } = one;
  if (major === RAW) return one.content;
  // Bytes that are CBOR themselves are written again, with their length.
  if (major === 2 && children[0] !== undefined) {
    const inner = write(children[0]);
    const own = argument === BigInt(one.content.length) ? BigInt(inner.length) : argument;
    return concat(head(2, own, one.width), inner);
  }
  const inside = concat(one.content, ...children.map(write));
  const isOpen = indefinite && major >= 2 && major <= 5;
  if (!isOpen) return concat(head(major, argument, one.width), inside);
  const chunk = major <= 3 ? concat(head(major, argument, 0), inside) : inside;
  return concat(new Uint8Array([(major << 5) | 31]), chunk, new Uint8Array([255]));
}

function head(major: number, argument: bigint, width: number): Bytes {
  const needed =
    argument < 24n ? 0 : argument < 256n ? 1 : argument < 65_536n ? 2 : argument < 1n << 32n ? 4 : 8;
  const size = Math.max(width, needed);
  const info = size === 0 ? Number(argument) : 24 + Math.log2(size);
  return concat(
    new Uint8Array([(major << 5) | info]),
    size === 0 ? new Uint8Array(0) : integerBytes(argument, size, true),
  );
}

/** Items that the data model has no place for, and depths at which recursion ends. */
const FOREIGN: readonly Bytes[] = [
  ...[
    "f6",
    "f7",
    "f93c00",
    "fa3f800000",
    "fb3ff0000000000000",
    "f97e00",
    "20",
    "3b001fffffffffffff",
    "c000",
    "d818450102030405",
  ],
  ...[
    "e0",
    "f818",
    "f820",
    "ff",
    "1c",
    "5f41005f",
    "7f",
    "9f",
    "bf",
    "1bffffffffffffffff",
    "c24101",
    "fb8000000000000000",
  ],
]
  .map((hex) => fromHex(hex) as Bytes)
  .concat(
    [14, 15, 16, 17, 5_000, 200_000].map((depth) =>
      concat(new Uint8Array(depth).fill(0x81), new Uint8Array(1)),
    ),
  );

const KEYS = ["", "__proto__", "constructor", "a", "\u{feff}a", "zzzzzzzzzzzzzzzzzzzzzzzzzzzz"];

/** One change of CBOR as CBOR; of what is none, a change of the bytes. */
export const mutateCbor: Mutate = (input, random, others) => {
  const decoded = random.once(6) ? undefined : decodeCbor(input);
  if (!decoded?.ok) return mutateBytes(input, random, others);
  const root = itemOf(decoded.value);
  changeItem(random.pick(itemsOf(root)), random, others);
  return write(root);
};

function itemsOf(one: Item): readonly Item[] {
  return [one, ...one.children.flatMap(itemsOf)];
}

function changeItem(one: Item, random: Random, others: readonly Bytes[]): void {
  switch (random.below(10)) {
    case 0:
      one.width = random.pick([1, 2, 4, 8]);
      return;
    case 1:
      one.indefinite = true;
      return;
    case 2:
      Object.assign(one, item(RAW, 0n, { content: random.pick(FOREIGN) }));
      return;
    case 3:
      one.argument = random.once(3) ? random.pick(INTEGERS) : one.argument + BigInt(random.below(3)) - 1n;
      if (one.argument < 0n) one.argument = 0n;
      return;
    case 4:
      one.major = random.below(8);
      return;
    default:
      changeContent(one, random, others);
  }
}

function changeContent(one: Item, random: Random, others: readonly Bytes[]): void {
  if (one.major === 4 || one.major === 5) {
    changeChildren(one, random);
    return;
  }
  if (one.major === 2 || one.major === 3) {
    const mutate = one.major === 2 ? mutateBytes : mutateText;
    one.content = random.once(8)
      ? random.bytes(random.pick([0, 31, 32, 33, 64, 256]))
      : mutate(one.content, random, others);
    one.children = [];
    one.argument = BigInt(one.content.length);
    return;
  }
  one.argument = random.once(2) ? random.pick(INTEGERS) : one.argument ^ 1n;
}

/** Of an array its elements, of a map its pairs: doubled, removed, exchanged, added. */
function changeChildren(one: Item, random: Random): void {
  const size = one.major === 5 ? 2 : 1;
  const count = one.children.length / size;
  const from = size * random.below(count);
  const chosen = one.children.slice(from, from + size);
  const added =
    one.major === 5 ? [text(random.pick(KEYS)), item(0, 1n)] : [item(0, BigInt(random.below(100)))];
  switch (random.below(4)) {
    case 0:
      one.children.splice(size * random.below(count + 1), 0, ...chosen);
      break;
    case 1:
      one.children.splice(from, size);
      break;
    case 2:
      one.children.splice(from, size);
      one.children.splice(size * random.below(count), 0, ...chosen);
      break;
    default:
      one.children.splice(size * random.below(count + 1), 0, ...added);
  }
  one.argument = BigInt(Math.floor(one.children.length / size));
}
