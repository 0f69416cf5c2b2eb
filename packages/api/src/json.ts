import { type Bytes, fromBase64, fromHex } from "@veche/base";

/**
 * Readers give an untrusted JSON value its type, or `undefined`: exactly the keys that are named, each of its type and within
 * its bounds. Bytes travel as hexadecimal where people compare them, as base64 else.
 */
export type JsonReader<T> = (value: unknown) => T | undefined;

export const jsonText =
  (max: number): JsonReader<string> =>
  (value) =>
    typeof value === "string" && value.length <= max ? value : undefined;

/** `-0` is another number to JSON, and no integer of ours. */
export const jsonUint: JsonReader<number> = (value) =>
  typeof value === "number" && Number.isSafeInteger(value) && value >= 0 && !Object.is(value, -0)
    ? value
    : undefined;

export const jsonBoolean: JsonReader<boolean> = (value) => (typeof value === "boolean" ? value : undefined);

export const jsonHex =
  (bytes: number): JsonReader<Bytes> =>
  (value) =>
    typeof value === "string" && value.length === 2 * bytes ? fromHex(value) : undefined;

/** Base64 of `min`…`max` bytes. */
export const jsonBase64 =
  (min: number, max: number = min): JsonReader<Bytes> =>
  (value) => {
    if (typeof value !== "string" || value.length > 4 * Math.ceil(max / 3)) return undefined;
    const bytes = fromBase64(value);
    return bytes !== undefined && bytes.length >= min && bytes.length <= max ? bytes : undefined;
  };

export const jsonList =
  <T>(reader: JsonReader<T>, max: number): JsonReader<readonly T[]> =>
  (value) => {
    if (!Array.isArray(value) || value.length > max) return undefined;
    const out: T[] = [];
    for (const element of value) {
      const read = reader(element);
      if (read === undefined) return undefined;
      out.push(read);
    }
    return out;
  };

type Fields = Readonly<Record<string, JsonReader<unknown>>>;
type Read<F extends Fields> = { readonly [K in keyof F]: F[K] extends JsonReader<infer T> ? T : never };

/** An object with exactly the keys of `fields`, and of `optional` any. */
export function jsonObject<F extends Fields, O extends Fields = Record<never, never>>(
  fields: F,
  optional?: O,
): JsonReader<Read<F> & Partial<Read<O>>> {
  const readers = new Map<string, JsonReader<unknown>>(Object.entries({ ...optional, ...fields }));
  const required = Object.keys(fields);
  return (value) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
    if (!required.every((key) => Object.hasOwn(value, key))) return undefined;
    const out: Record<string, unknown> = {};
    for (const [key, element] of Object.entries(value)) {
      const read = readers.get(key)?.(element);
      if (read === undefined) return undefined;
      out[key] = read;
    }
    return out as Read<F> & Partial<Read<O>>;
  };
}
