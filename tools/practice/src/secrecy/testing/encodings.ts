import { type Bytes, concat, sha256, toBase64, toHex, utf8 } from "@veche/base";
import type { Value } from "./values.ts";

/** Of a long value its beginning is looked for: nothing else begins with the same 48 bytes. */
const LOOKED_FOR_BYTES = 48;
/** Shorter pieces would be found by chance. */
export const PIECE_BYTES_MIN = 8;

/** In what forms a value might stand somewhere: as it is, in hexadecimal, base64, base64url, decimal, escaped; and the same of its SHA-256. */
export function formsOf({ value, isHashed }: Pick<Value, "value" | "isHashed">): readonly Bytes[] {
  const whole = typeof value === "string" ? utf8(value) : value;
  const hashes = isHashed === false ? [] : hashesOf(value);
  const texts = typeof value === "string" ? escapedForms(value) : decimals(value);
  const forms = [whole.slice(0, LOOKED_FOR_BYTES), ...hashes].flatMap((bytes) => [bytes, ...codings(bytes)]);
  const all = [...forms, ...texts.map(utf8)].filter(({ length }) => length >= PIECE_BYTES_MIN);
  return [...new Map(all.map((bytes) => [toHex(bytes), bytes])).values()];
}

const hashesOf = (value: Bytes | string): readonly Bytes[] =>
  typeof value === "string" ? [sha256(utf8(value))] : [sha256(value), sha256(utf8(toHex(value)))];

function codings(bytes: Bytes): readonly Bytes[] {
  const hex = toHex(bytes);
  const inBase64 = [0, 1, 2].map((offset) => base64At(bytes, offset));
  const inBase64Url = inBase64.map((text) => text.replaceAll("+", "-").replaceAll("/", "_"));
  return [hex, hex.toUpperCase(), ...inBase64, ...inBase64Url].map(utf8);
}

/** The characters that depend on these bytes alone, where they begin `offset` bytes after a group of three. */
function base64At(bytes: Bytes, offset: number): string {
  const text = toBase64(concat(new Uint8Array(offset), bytes)).replaceAll("=", "");
  return text.slice(Math.ceil((8 * offset) / 6), Math.floor((8 * (offset + bytes.length)) / 6));
}

function decimals(bytes: Bytes): readonly string[] {
  if (bytes.length > 64) return [];
  return [bytes, bytes.toReversed()].map((one) => BigInt(`0x${toHex(one)}`).toString());
}

function escapedForms(text: string): readonly string[] {
  const escaped = [...text]
    .map((char) => (char > "~" ? `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}` : char))
    .join("");
  return [encodeURIComponent(text), escaped];
}
