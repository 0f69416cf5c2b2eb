import { decode, encode } from "cborg";
import { type Bytes, equalBytes } from "./bytes.ts";
import { assert, err, ok, type Result } from "./result.ts";

/**
 * The data model of ledger objects (spec/01-encodings, 1.3): unsigned integers below 2^53, byte strings,
 * texts, booleans, arrays, and maps with text keys. Nothing else exists: no null, float, negative, tag.
 */
export type CborValue = number | boolean | string | Bytes | readonly CborValue[] | CborMap;
export type CborMap = { readonly [key: string]: CborValue };

export type CborError = { readonly code: "CBOR_MALFORMED"; readonly reason: string };

/** Values nest at most 15 deep below the outermost one (§01.3.2). */
const LEVELS_MAX = 16;

/** Deterministic encoding (RFC 8949 §4.2.1). A value outside the model is our bug: no decoder would read it. */
export function encodeCbor(value: CborValue): Bytes {
  assert(isCborValue(value, LEVELS_MAX), "value outside the CBOR data model");
  return encodePlainly(value);
}

/** In Node the library answers with a Buffer, whose `slice` would share memory where that of a `Uint8Array` copies. */
const encodePlainly = (value: CborValue): Bytes => new Uint8Array(encode(value));

/** Strict decoding: only the data model above, only its one deterministic encoding, all bytes consumed. */
export function decodeCbor(bytes: Bytes): Result<CborValue, CborError> {
  let value: unknown;
  try {
    value = decode(bytes, {
      strict: true,
      allowIndefinite: false,
      allowUndefined: false,
      allowInfinity: false,
      allowNaN: false,
      allowBigInt: false,
      rejectDuplicateMapKeys: true,
    });
  } catch (error) {
    return err({ code: "CBOR_MALFORMED", reason: error instanceof Error ? error.message : String(error) });
  }
  if (!isCborValue(value, LEVELS_MAX)) {
    return err({ code: "CBOR_MALFORMED", reason: "value outside the data model" });
  }
  if (!equalBytes(encode(value), bytes)) {
    return err({ code: "CBOR_MALFORMED", reason: "not the deterministic encoding" });
  }
  return ok(value);
}

function isCborValue(value: unknown, levels: number): value is CborValue {
  if (levels === 0) return false;
  if (typeof value === "string") return isCborText(value);
  if (typeof value === "boolean" || value instanceof Uint8Array) return true;
  if (typeof value === "number") return Number.isSafeInteger(value) && value >= 0 && !Object.is(value, -0);
  if (Array.isArray(value)) return value.every((item) => isCborValue(item, levels - 1));
  if (!isPlainObject(value)) return false;
  return Object.entries(value).every(([key, item]) => isCborText(key) && isCborValue(item, levels - 1));
}

/**
 * UTF-8 cannot hold half a surrogate pair; the encoder would silently write another text. ⚔ §01.1.2: a mark at the
 * beginning is dropped by some decoders and kept by others, so that two of them would read two texts.
 */
export function isCborText(text: string): boolean {
  return !text.startsWith("\u{feff}") && !/\p{Surrogate}/u.test(text);
}

function isPlainObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
