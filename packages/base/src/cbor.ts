import { decode, encode } from "cborg";
import { type Bytes, equalBytes } from "./bytes.ts";
import { err, ok, type Result } from "./result.ts";

/**
 * The data model of ledger objects (spec/01-encodings, 1.3): unsigned integers below 2^53, byte strings,
 * texts, booleans, arrays, and maps with text keys. Nothing else exists: no null, float, negative, tag.
 */
export type CborValue = number | boolean | string | Bytes | readonly CborValue[] | CborMap;
export type CborMap = { readonly [key: string]: CborValue };

export type CborError = { readonly code: "CBOR_MALFORMED"; readonly reason: string };

/** Deterministic encoding (RFC 8949 §4.2.1). */
export function encodeCbor(value: CborValue): Bytes {
  return encode(value, { float64: true });
}

const DEPTH_MAX = 16;

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
  if (!isCborValue(value, DEPTH_MAX))
    return err({ code: "CBOR_MALFORMED", reason: "value outside the data model" });
  if (!equalBytes(encodeCbor(value), bytes)) {
    return err({ code: "CBOR_MALFORMED", reason: "not the deterministic encoding" });
  }
  return ok(value);
}

function isCborValue(value: unknown, depth: number): value is CborValue {
  if (depth === 0) return false;
  if (typeof value === "boolean" || typeof value === "string" || value instanceof Uint8Array) return true;
  if (typeof value === "number") return Number.isSafeInteger(value) && value >= 0 && !Object.is(value, -0);
  if (Array.isArray(value)) return value.every((item) => isCborValue(item, depth - 1));
  if (typeof value !== "object" || value === null) return false;
  return Object.values(value).every((item) => isCborValue(item, depth - 1));
}
