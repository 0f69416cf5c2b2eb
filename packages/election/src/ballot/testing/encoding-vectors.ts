/** The content of spec/vectors/encodings.json. */
import { type Bytes, codeOf, concat, decodeCbor, fromHex, parseCode, toHex, utf8 } from "@veche/base";
import {
  hash,
  hash32,
  hashToGroup,
  hashToScalar,
  type Item,
  type Label,
  list,
  preimage,
} from "@veche/crypto";
import {
  decodePoint,
  decodeScalar,
  encodePoint,
  encodeScalar,
  isIdentity,
  multiplyBase,
  ORDER,
} from "@veche/group";

export function encodingVectors(): object {
  return {
    description:
      "Encodings of chapter 01. All byte strings are lower-case hexadecimal. Strings refused inside a ledger object or a ballot make it MALFORMED.",
    fields: {
      transcripts:
        "label and items of 01.4, an item being {bytes}, {text}, {integer} or {list: [bytes]}; pre, H, H32; Hs and HG as the 32 bytes of the scalar and the point",
      distinct: "lists of items which must all have different preimages under the label `ballot`",
      codes: "code(hash) of 01.7.1",
      readCodes: "what a reader makes of a typed text: the code, or expect: REFUSED",
      scalars: "a string as a scalar (01.2.3): value in decimal, or expect: MALFORMED",
      points: "a string as a point (01.2.2): identity true or false, or expect: MALFORMED",
      cbor: "a string as one value of 01.3, or expect: MALFORMED",
    },
    transcripts: TRANSCRIPTS.map(transcriptVector),
    distinct: DISTINCT.map((items) => ({ items: items.map(itemVector), pre: toHex(preOf("ballot", items)) })),
    codes: CODE_INPUTS.map((input) => ({ hash: toHex(input), code: codeOf(input) })),
    readCodes: TYPED.map((text) => ({ text, ...(verdictOf(parseCode(text)) ?? { expect: "REFUSED" }) })),
    scalars: scalarInputs().map(scalarVector),
    points: POINT_INPUTS.map(pointVector),
    cbor: CBOR_INPUTS.map(cborVector),
  };
}

type VectorItem = Item | readonly Bytes[];

const isList = (item: VectorItem): item is readonly Bytes[] => Array.isArray(item);
const asItem = (item: VectorItem): Item => (isList(item) ? list(item) : item);
const preOf = (label: Label, items: readonly VectorItem[]): Bytes => preimage(label, ...items.map(asItem));

function itemVector(item: VectorItem): object {
  if (isList(item)) return { list: item.map(toHex) };
  if (typeof item === "string") return { text: item };
  return typeof item === "number" ? { integer: item } : { bytes: toHex(item) };
}

const filled = (length: number, value: number): Bytes => new Uint8Array(length).fill(value);

const TRANSCRIPTS: readonly (readonly [Label, readonly VectorItem[]])[] = [
  ["tally-head", []],
  ["tracker", [filled(0, 0)]],
  ["tracker", [""]],
  ["nonce", [filled(32, 1), filled(32, 2), "style-0", filled(32, 3), 0, 1, 2]],
  ["canary", [filled(32, 4), 0, "ceremony"]],
  ["rsa-key", [filled(32, 5), 1, "округ-7", filled(256, 6), Number.MAX_SAFE_INTEGER]],
  ["aggregates", [filled(32, 7), [filled(64, 8), filled(64, 9)]]],
  ["election-key", [filled(32, 10), 255, filled(32, 11), [], [filled(4, 0)]]],
  ["hedge", [filled(300, 12)]],
];

/** Neighbours that a careless framing would confuse. */
const DISTINCT: readonly (readonly VectorItem[])[] = [
  [],
  [""],
  ["", ""],
  ["a", "b"],
  ["ab"],
  ["b", "a"],
  ["a", "", "b"],
  [[utf8("a"), utf8("b")], ""],
  [0],
  [filled(4, 0)],
  [1, 0],
  [256],
];

function transcriptVector([label, items]: readonly [Label, readonly VectorItem[]]): object {
  const plain = items.map(asItem);
  return {
    label,
    items: items.map(itemVector),
    pre: toHex(preimage(label, ...plain)),
    H: toHex(hash(label, ...plain)),
    H32: toHex(hash32(label, ...plain)),
    Hs: toHex(encodeScalar(hashToScalar(label, ...plain))),
    HG: toHex(encodePoint(hashToGroup(label, ...plain))),
  };
}

const CODE_INPUTS: readonly Bytes[] = [
  filled(64, 0),
  filled(64, 255),
  fromHex("00443214c74254b635cf846530") as Bytes,
  concat(fromHex("fffffffffffffffffffffffff0") as Bytes, filled(51, 0)),
  concat(filled(12, 0), fromHex("1f") as Bytes),
  hash("tracker", "a hash"),
  hash("tally-head", "another hash"),
];

const TYPED: readonly string[] = [
  "0123-4567-89AB-CDEF-GHJK",
  "0123456789ABCDEFGHJK",
  "0123-456789ab-cdefghjk",
  "o1il-MNPQ-RSTV-WXYZ-oOlL",
  "zzzzzzzzzzzzzzzzzzzz",
  "",
  "0123-4567-89AB-CDEF-GHJ",
  "0123-4567-89AB-CDEF-GHJKM",
  "0123-4567-89AB-CDEF-GHJU",
  "0123-4567-89AB-CDEF-GHJu",
  "0123 4567 89AB CDEF GHJK",
  "0123--4567-89AB-CDEF-GHJK",
  "01-234567-89AB-CDEF-GHJK",
  "0123-4567-89AB-CDEF-GHJK-",
  " 0123-4567-89AB-CDEF-GHJK",
  "0123-4567-89AB-CDEF-GHJ*",
];

const verdictOf = (code: string | undefined): object | undefined =>
  code === undefined ? undefined : { code };

const littleEndian = (value: bigint): Bytes =>
  Uint8Array.from({ length: 32 }, (_, i) => Number((value >> BigInt(8 * i)) & 255n));

const scalarInputs = (): readonly Bytes[] => [
  ...[0n, 1n, 256n, 2n ** 252n, ORDER - 1n].map(littleEndian),
  ...[ORDER, ORDER + 1n, 2n * ORDER, 2n ** 253n, 2n ** 255n + 1n, 2n ** 256n - 1n].map(littleEndian),
  new Uint8Array(0),
  filled(31, 0),
  filled(33, 0),
];

function scalarVector(bytes: Bytes): object {
  const value = decodeScalar(bytes);
  return {
    bytes: toHex(bytes),
    ...(value === undefined ? { expect: "MALFORMED" } : { value: String(value) }),
  };
}

const FIELD_PRIME = 2n ** 255n - 19n;

const POINT_INPUTS: readonly Bytes[] = [
  ...[0n, 1n, 2n, 1000n, ORDER - 1n].map((s) => encodePoint(multiplyBase(s))),
  encodePoint(hashToGroup("canary", "a point")),
  ...[1n, FIELD_PRIME - 1n, FIELD_PRIME, FIELD_PRIME + 2n, 2n ** 255n - 1n, 2n ** 255n].map(littleEndian),
  // A square root that does not exist, and a negative product x·y.
  ...[4n, 6n, 8n, 10n, 12n, 14n].map(littleEndian),
  new Uint8Array(0),
  encodePoint(multiplyBase(1n)).slice(1),
  concat(encodePoint(multiplyBase(1n)), filled(1, 0)),
];

function pointVector(bytes: Bytes): object {
  const point = decodePoint(bytes);
  return {
    bytes: toHex(bytes),
    ...(point === undefined ? { expect: "MALFORMED" } : { identity: isIdentity(point) }),
  };
}

const CBOR_INPUTS: readonly (readonly [string, string])[] = [
  ["the largest integer", "1b001fffffffffffff"],
  ["a map whose keys ascend by their encoding", "a3616101616202626161f5"],
  ["an empty text", "60"],
  ["U+FEFF inside a text", "6461efbbbf"],
  ["an array at depth 15", `${"81".repeat(15)}80`],
  ["U+FEFF at the beginning of a text", "64efbbbf61"],
  ["U+FEFF at the beginning of a text of 100 bytes", `7864efbbbf${"61".repeat(97)}`],
  ["U+FEFF at the beginning of a key", "a163efbbbf00"],
  ["text that is not UTF-8", "61ff"],
  ["half of a surrogate pair", "63eda080"],
  ["an integer of 2^53", "1b0020000000000000"],
  ["an integer that is not the shortest", "1817"],
  ["a negative integer", "20"],
  ["a float", "f90000"],
  ["null", "f6"],
  ["a tag", "c000"],
  ["a key twice", "a2616100616100"],
  ["keys out of order", "a2616200616100"],
  ["a key that is no text", "a10000"],
  ["an array without a length", "9fff"],
  ["an array at depth 16", `${"81".repeat(16)}80`],
  ["a byte too many", "0000"],
  ["nothing", ""],
];

function cborVector([name, hex]: readonly [string, string]): object {
  const value = decodeCbor(fromHex(hex) as Bytes);
  return { name, bytes: hex, ...(value.ok ? {} : { expect: "MALFORMED" }) };
}
