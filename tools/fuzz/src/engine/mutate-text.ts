import { type Bytes, concat, fromHex, fromUtf8, utf8 } from "@veche/base";
import { type Mutate, mutateBytes } from "./mutate-bytes.ts";
import type { Random } from "./random.ts";

/** What readers of texts take for something else: ends of lines, spaces, digits, numbers, names, and bytes that are no UTF-8. */
const TOKENS: readonly Bytes[] = [
  ...[
    "\n",
    "\r\n",
    "\r",
    "\n\n",
    "\t",
    " ",
    "  ",
    "\0",
    "\u007f",
    "\u0085",
    "\u00a0",
    "\u2028",
    "\u3000",
    "\ufeff",
  ],
  ...[
    "\u0660",
    "\uff11",
    "\u0430",
    "e\u0301",
    "\u2014 ",
    "-",
    "+",
    "=",
    "==",
    "/",
    "+/",
    "%2f",
    "%00",
    "..",
    "//",
    ":",
  ],
  ...[
    "0",
    "00",
    "-0",
    "-1",
    "1e3",
    "1.0",
    "0x1",
    "9007199254740991",
    "9007199254740992",
    "18446744073709551616",
  ],
  ...["x", "x000/", ".p/", ".p/256", ".p/0", "entries", "tile/", "age1", "I", "L", "O", "U", "o", "i", "l"],
  ...[
    "{",
    "}",
    "[",
    "]",
    '"',
    ",",
    "null",
    "true",
    "1E400",
    '"__proto__":1,',
    "constructor",
    "\\u0000",
    "\\ud800",
  ],
  ...["2026-02-30T00:00:00Z", "24:00", "T23:59:60Z", "+25:00", "+00:60"],
]
  .map(utf8)
  .concat(
    ["c080", "e08080", "f0808080", "eda080", "edb080", "f4908080", "ff", "c3", "efbbbf"].map(
      (hex) => fromHex(hex) as Bytes,
    ),
  );

const STEPS: readonly Mutate[] = [
  function insertToken(input, random) {
    const at = random.below(input.length + 1);
    return concat(input.subarray(0, at), random.pick(TOKENS), input.subarray(at));
  },
  function replaceByToken(input, random) {
    const at = random.below(input.length + 1);
    const token = random.pick(TOKENS);
    const removed = random.once(2) ? 1 : token.length;
    return concat(input.subarray(0, at), token, input.subarray(at + removed));
  },
  function moveLines(input, random) {
    return changeLines(input, random, (lines) => {
      const [from, to] = [random.below(lines.length), random.below(lines.length)];
      const line = lines[from] as string;
      if (random.once(3)) return lines.toSpliced(from, 1);
      return random.once(2) ? lines.toSpliced(to, 0, line) : lines.toSpliced(from, 1).toSpliced(to, 0, line);
    });
  },
  function manyLines(input, random) {
    return changeLines(input, random, (lines) => {
      const at = random.below(lines.length);
      return lines.toSpliced(
        at,
        0,
        ...Array.from({ length: random.pick([2, 63, 64, 99, 100]) }, () => lines[at] as string),
      );
    });
  },
  function changeCase(input, random) {
    const text = fromUtf8(input) ?? "";
    const at = random.below(text.length);
    const char = text.charAt(at);
    const other = char === char.toUpperCase() ? char.toLowerCase() : char.toUpperCase();
    return utf8(`${text.slice(0, at)}${other}${text.slice(at + 1)}`);
  },
  function changeNumber(input, random) {
    const text = fromUtf8(input) ?? "";
    const numbers = [...text.matchAll(/[0-9]+/g)];
    if (numbers.length === 0) return mutateBytes(input, random, [input]);
    const { 0: digits, index } = random.pick(numbers);
    const value = BigInt(digits.slice(0, 30));
    const other = random.pick([
      `0${digits}`,
      String(value + 1n),
      String(value ^ 1n),
      "0",
      String(2n ** 40n),
      String(2n ** 53n),
      "",
    ]);
    return utf8(text.slice(0, index) + other + text.slice(index + digits.length));
  },
];

/** One change of a text, sometimes of its bytes. */
export const mutateText: Mutate = (input, random, others) =>
  random.once(4) ? mutateBytes(input, random, others) : random.pick(STEPS)(input, random, others);

function changeLines(
  input: Bytes,
  _random: Random,
  of: (lines: readonly string[]) => readonly string[],
): Bytes {
  return utf8(of((fromUtf8(input) ?? "").split("\n")).join("\n"));
}

/** One change of a JSON text: of a value or a key, or of its characters. */
export const mutateJson: Mutate = (input, random, others) => {
  let value: unknown;
  try {
    value = JSON.parse(fromUtf8(input) ?? "");
  } catch {
    return mutateText(input, random, others);
  }
  if (random.once(3)) return mutateText(input, random, others);
  return utf8(JSON.stringify(changeValue(value, random)) ?? "null");
};

const VALUES: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -1,
  1.5,
  2 ** 53,
  "",
  "0",
  "\u{feff}",
  [],
  {},
  [[]],
  "\ud800",
  1e300,
];

function changeValue(value: unknown, random: Random): unknown {
  const isInner = typeof value === "object" && value !== null && !random.once(4);
  if (Array.isArray(value) && value.length > 0 && isInner) return changeList(value, random);
  if (!Array.isArray(value) && isInner) return changeObject(value, random);
  if (typeof value === "string" && !random.once(3))
    return fromUtf8(mutateText(utf8(value), random, [utf8(value)])) ?? "";
  if (typeof value === "number" && random.once(2))
    return random.pick([value + 1, -value, value / 2, 2 ** 53 + value]);
  return random.pick(VALUES);
}

function changeList(list: readonly unknown[], random: Random): unknown {
  const at = random.below(list.length);
  if (random.once(5)) return list.toSpliced(at, 1);
  if (random.once(5))
    return list.toSpliced(at, 0, ...Array.from({ length: random.pick([1, 31]) }, () => list[at]));
  return list.toSpliced(at, 1, changeValue(list[at], random));
}

function changeObject(value: object, random: Random): unknown {
  const entries = Object.entries(value);
  const at = random.below(entries.length);
  const [key, item] = entries[at] ?? ["", 0];
  if (random.once(6)) return Object.fromEntries(entries.toSpliced(at, 1));
  const other = random.pick(["x", "toString", "", `${key} `, key.toUpperCase()]);
  if (random.once(6)) return Object.fromEntries([...entries, [other, item]]);
  return Object.fromEntries(entries.toSpliced(at, 1, [key, changeValue(item, random)]));
}
