import { type Bytes, concat, sha512, u32, u64, utf8 } from "@veche/base";
import { hashToPoint, type Point, reduceScalar, type Scalar } from "@veche/group";

/** An item of a transcript (§01.4.4): bytes and texts as they are, an integer as its u64. */
export type Item = Bytes | string | number;

function itemBytes(item: Item): Bytes {
  if (typeof item === "string") return utf8(item);
  return typeof item === "number" ? u64(item) : item;
}

/** §01.4.2: `"veche/v1/" ‖ label ‖ 0x00 ‖ frame(x_1) ‖ … ‖ frame(x_n)`. */
export function pre(label: string, ...items: readonly Item[]): Bytes {
  const parts: Bytes[] = [utf8(`veche/v1/${label}\0`)];
  for (const item of items) {
    const bytes = itemBytes(item);
    parts.push(u32(bytes.length), bytes);
  }
  return concat(...parts);
}

/** §01.4.3 `H`: 64 bytes. */
export function hash64(label: string, ...items: readonly Item[]): Bytes {
  return sha512(pre(label, ...items));
}

/** §01.4.3 `H32`: the first 32 bytes of `H`. */
export function hash32(label: string, ...items: readonly Item[]): Bytes {
  return hash64(label, ...items).slice(0, 32);
}

/** §01.4.3 `Hs`: a scalar. */
export function hashScalar(label: string, ...items: readonly Item[]): Scalar {
  return reduceScalar(hash64(label, ...items));
}

/** §01.4.3 `HG`: a point of unknown logarithm. */
export function hashPoint(label: string, ...items: readonly Item[]): Point {
  return hashToPoint(hash64(label, ...items));
}

const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** §01.7.1: the first 100 bits of a hash as five groups of four Crockford characters. */
export function code(hash: Bytes): string {
  let out = "";
  for (let character = 0; character < 20; character++) {
    let value = 0;
    for (let bit = 5 * character; bit < 5 * character + 5; bit++) {
      value = value * 2 + (((hash[bit >> 3] ?? 0) >> (7 - (bit & 7))) & 1);
    }
    out += (character > 0 && character % 4 === 0 ? "-" : "") + ALPHABET.charAt(value);
  }
  return out;
}
