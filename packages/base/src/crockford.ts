import type { Bytes } from "./bytes.ts";

/**
 * Twenty characters that people can read aloud, compare and type: the first 100 bits of a hash in Crockford
 * base32 (§01.7). The alphabet has no I, L, O and U.
 */
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const CHARACTERS = 20;
const GROUP = 4;
const BITS = 5;

/** `code(h)` of §01.7.1, for a hash of at least 13 bytes: `3K7Q-…`, 24 characters with the hyphens. */
export function codeOf(hash: Bytes): string {
  if (hash.length * 8 < CHARACTERS * BITS) throw new RangeError("a code takes 100 bits");
  let characters = "";
  for (let i = 0; i < CHARACTERS; i++) characters += ALPHABET.charAt(fiveBits(hash, i * BITS));
  return grouped(characters);
}

/**
 * The one written form of a code somebody typed: lower case, `O` for 0, `I` and `L` for 1 and missing hyphens
 * are accepted (§01.7.1); anything else is `undefined`.
 */
export function parseCode(text: string): string | undefined {
  if (!/^[0-9A-Za-z]{4}(-?[0-9A-Za-z]{4}){4}$/.test(text)) return undefined;
  const characters = text.replaceAll("-", "").toUpperCase().replaceAll("O", "0").replace(/[IL]/g, "1");
  return characters.includes("U") ? undefined : grouped(characters);
}

/** Five bits from `bit` on, the most significant bit of each byte first. */
function fiveBits(bytes: Bytes, bit: number): number {
  const at = bit >> 3;
  const word = ((bytes[at] as number) << 8) | (bytes[at + 1] ?? 0);
  return (word >> (16 - BITS - (bit & 7))) & 31;
}

function grouped(characters: string): string {
  const groups: string[] = [];
  for (let i = 0; i < characters.length; i += GROUP) groups.push(characters.slice(i, i + GROUP));
  return groups.join("-");
}
