import {
  codeOf,
  decodeCbor,
  encodeCbor,
  fromBase64,
  fromHex,
  fromUtf8,
  parseCode,
  readUint,
  sha256,
  toBase64,
  toHex,
  u64,
  uintBytes,
  utf8,
} from "@veche/base";
import { Fault, type Target } from "../engine/target.ts";
import { allExamples } from "../examples.ts";
import { insistSame, strict, strictResult, strictText } from "../properties.ts";

const BASE = "packages/base/src";

export const BASE_TARGETS: readonly Target[] = [
  {
    name: "cbor",
    covers: [`${BASE}/cbor.ts#decodeCbor`],
    shape: "cbor",
    quick: 6_000,
    open: async () => ({
      examples: [
        ...allExamples().flatMap(({ transactions }) => transactions.filter(({ length }) => length < 2_000)),
        ...VALUES.map(encodeCbor),
      ],
      run: strictResult(decodeCbor, encodeCbor),
    }),
  },
  {
    name: "base64",
    covers: [],
    shape: "text",
    quick: 20_000,
    open: async () => ({
      examples: ["", "AA==", "AAA=", "AAAA", "+/+/"].map(utf8),
      run: (input) => {
        const text = fromUtf8(input) ?? "";
        const own = fromBase64(text);
        // Node's own decoder forgives everything: only what it would write itself is right.
        const foreign = new Uint8Array(Buffer.from(text, "base64"));
        const isRight = Buffer.from(foreign).toString("base64") === text;
        if ((own !== undefined) !== isRight) throw new Fault("disagree", "base64: Node writes it otherwise");
        if (own !== undefined) insistSame(own, foreign, "base64: Node reads other bytes");
        return own === undefined ? "refused" : "ok";
      },
    }),
  },
  {
    name: "base64-and-hex-written-again",
    covers: [],
    shape: "text",
    quick: 10_000,
    open: async () => ({
      examples: ["", "00ff", "AA==", "abcdef0123456789"].map(utf8),
      run: async (input) => {
        const hex = await strictText(fromHex, toHex)(input);
        const base64 = await strictText(fromBase64, toBase64)(input);
        return `${hex} ${base64}`;
      },
    }),
  },
  {
    name: "utf8",
    covers: [],
    shape: "text",
    quick: 20_000,
    open: async () => ({
      examples: ["", "veche", "вече", "\u{feff}a", "\u{1f5f3}"].map(utf8),
      run: strict(fromUtf8, utf8),
    }),
  },
  {
    name: "code",
    covers: [`${BASE}/crockford.ts#parseCode`],
    shape: "text",
    quick: 20_000,
    open: async () => ({
      examples: ["3K7Q-0000-ABCD-EFGH-JKMN", "oil0-1111-2222-3333-4444", codeOf(sha256(utf8("a")))].map(utf8),
      run: (input) => {
        const text = fromUtf8(input) ?? "";
        const code = parseCode(text);
        insistSame(code, plainCode(text), "a code read by the letter of §01.7.1 is another");
        if (code !== undefined) insistSame(parseCode(code), code, "a code read again is another");
        return code === undefined ? "refused" : "ok";
      },
    }),
  },
  {
    name: "uint",
    covers: [`${BASE}/bytes.ts#readUint`],
    shape: "bytes",
    quick: 20_000,
    open: async () => ({
      examples: [new Uint8Array([1, 2, 3, 4, 5]), u64(2 ** 53 - 1)],
      run: (input) => {
        for (const size of [1, 2, 4, 8] as const) {
          if (input.length < size) return `shorter than ${size}`;
          const value = readUint(input, 0, size);
          if (!Number.isSafeInteger(value)) return "unsafe";
          insistSame(
            uintBytes(value, size),
            input.slice(0, size),
            `an integer of ${size} bytes is written otherwise`,
          );
        }
        return "ok";
      },
    }),
  },
];

const VALUES = [
  0,
  23,
  24,
  255,
  256,
  65_535,
  65_536,
  2 ** 32,
  2 ** 53 - 1,
  true,
  "ю",
  [],
  {},
  { a: [{ b: new Uint8Array(3) }] },
  [[[[[[[]]]]]]],
];

/** §01.7.1 by the letter, character by character. */
function plainCode(text: string): string | undefined {
  const characters: string[] = [];
  for (const [at, character] of [...text].entries()) {
    if (character === "-") {
      const isSeam = characters.length % 4 === 0 && characters.length > 0 && characters.length < 20;
      if (!isSeam || [...text][at - 1] === "-") return undefined;
      continue;
    }
    const upper = character >= "a" && character <= "z" ? character.toUpperCase() : character;
    const meant = upper === "O" ? "0" : upper === "I" || upper === "L" ? "1" : upper;
    if (!"0123456789ABCDEFGHJKMNPQRSTVWXYZ".includes(meant)) return undefined;
    characters.push(meant);
  }
  if (characters.length !== 20) return undefined;
  return [0, 4, 8, 12, 16].map((at) => characters.slice(at, at + 4).join("")).join("-");
}
